// The second step of a payment: where every fen goes, who gets it, and a button that states the amount.
import { usePage } from "#app/i18n/use-t.ts";
import type { Money } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { partNames } from "#app/modules/accounts/accounts.ts";
import type { Component } from "#app/modules/ledger/ledger.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Button } from "#app/ui/button.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Said } from "#app/ui/said.tsx";
import type { ShownAccount } from "./pay-choice.tsx";

interface PayCheckProps {
  account: ShownAccount;
  operator: string;
  preview: {
    readonly amount: Money;
    readonly parts: readonly { readonly component: Component; readonly amountMinor: bigint }[];
    readonly balanceAfterMinor: bigint;
  };
  wish: { readonly choice: string; readonly amount: string };
  payLabel: string;
}

export function PayCheck({ account, operator, preview, wish, payLabel }: PayCheckProps) {
  const { t } = usePage();
  const { id, currency, creditor } = account;
  const { amount, parts, balanceAfterMinor } = preview;
  const amountOf = (minor: bigint, name?: string) => <Amount minor={minor} currency={currency} name={name} />;
  return (
    <>
      <p>
        <Amount minor={amount.amountMinor} currency={currency} name="payment" big />
      </p>
      <Facts
        items={[
          { term: t("payments.pay.payee"), value: creditor.name },
          { term: t("payments.check.agent"), value: operator },
          { term: t("payments.pay.account"), value: nameAccount(t, account) },
          { term: t("payments.check.surcharge"), value: t("payments.check.noSurcharge") },
          { term: t("payments.check.after"), value: amountOf(balanceAfterMinor, "balance_after") },
        ]}
      />
      {balanceAfterMinor === 0n && <p>{t("payments.check.settles")}</p>}
      <DataTable
        caption={t("payments.check.spread")}
        head={[t("payments.check.spreadHead"), { label: t("payments.check.spreadAmount"), numeric: true }]}
        rows={parts.map(({ component, amountMinor }) => {
          const name = partNames[component];
          return [t(`accounts.part.${name}`), amountOf(amountMinor, `to_${name}`)];
        })}
      />
      <p>
        <small>{t("payments.check.spreadNote")}</small>
      </p>
      <p>{t("payments.check.lead")}</p>
      <p>{t("payments.pay.promise")}</p>
      <form method="post" action={`/my/accounts/${id}/pay`}>
        <input type="hidden" name="choice" value={wish.choice} />
        <input type="hidden" name="amount" value={wish.amount} />
        <input type="hidden" name="shown" value={amount.amountMinor.toString()} />
        <Button>
          <Said text={payLabel} />
        </Button>
      </form>
      <Pair>
        <LinkButton to={`/my/accounts/${id}/pay`} quiet>
          {t("payments.check.change")}
        </LinkButton>
        <LinkButton to={`/my/hardship?account=${id}`} quiet>
          {t("payments.way.hardship")}
        </LinkButton>
      </Pair>
    </>
  );
}
