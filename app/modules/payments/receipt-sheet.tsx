// The receipt on a page: who got what, when, by which way, and what was left.
import { usePage } from "#app/i18n/use-t.ts";
import { toFormalChinese } from "#app/kernel/chinese-numerals.ts";
import { money } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { partNames } from "#app/modules/accounts/accounts.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { sayMethod } from "./payment-words.ts";
import type { ShownReceipt } from "./receipt.ts";

export function ReceiptSheet({ receipt }: { receipt: ShownReceipt }) {
  const { t } = usePage();
  const { currency, parts, excessMinor, amountMinor } = receipt;
  const amountOf = (minor: bigint, name?: string) => <Amount minor={minor} currency={currency} name={name} />;
  const formal = toFormalChinese(money(amountMinor, currency));
  const rows = parts.map(({ component, amountMinor: minor }) => {
    const name = partNames[component];
    return [t(`accounts.part.${name}`), amountOf(minor, `to_${name}`)];
  });
  if (excessMinor > 0n) rows.push([t("payments.receipt.excess"), amountOf(excessMinor, "excess")]);
  return (
    <>
      <Facts
        items={[
          { term: t("payments.receipt.reference"), value: receipt.reference },
          { term: t("payments.receipt.amount"), value: amountOf(amountMinor) },
          ...(formal ? [{ term: t("payments.receipt.formal"), value: <span lang="zh-CN">{formal}</span> }] : []),
          { term: t("payments.receipt.at"), value: receipt.receivedAt },
          { term: t("payments.receipt.method"), value: sayMethod(t, receipt.method, receipt.methodDetail) },
          { term: t("payments.receipt.payee"), value: receipt.payee },
          { term: t("payments.receipt.agent"), value: receipt.operator },
          { term: t("payments.receipt.account"), value: nameAccount(t, receipt.account) },
          ...(receipt.balanceAfterMinor === undefined
            ? []
            : [{ term: t("payments.receipt.after"), value: amountOf(receipt.balanceAfterMinor, "balance_after") }]),
        ]}
      />
      {rows.length > 0 && (
        <DataTable
          caption={t("payments.receipt.spreadCaption")}
          head={[t("payments.receipt.spread"), { label: t("payments.receipt.spreadAmount"), numeric: true }]}
          rows={rows}
          foot={[t("payments.receipt.total"), amountOf(amountMinor)]}
        />
      )}
    </>
  );
}
