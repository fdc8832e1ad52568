// What comes in, what it needs, and what is left: as a short list, and as a picture of the month's income.
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { BalanceBar } from "#app/ui/balance-bar.tsx";
import { Facts } from "#app/ui/facts.tsx";
import type { BudgetSummary } from "./budget-sums.ts";

interface BudgetSummaryProps {
  readonly summary: BudgetSummary;
  readonly currency: Currency;
}

/** The bar has the length of what comes in, or of what is needed where that is more. */
export function BudgetSummaryBox({ summary, currency }: BudgetSummaryProps) {
  const { t } = usePage();
  const { incomeMinor, spendingMinor, allowanceMinor, surplusMinor: surplus } = summary;
  const parts = [
    { key: "fees", label: t("hardship.check.spending"), minor: spendingMinor },
    { key: "interest", label: t("hardship.check.allowance"), minor: allowanceMinor },
    ...(surplus !== undefined && surplus > 0n
      ? [{ key: "principal", label: t("hardship.check.leftTotal"), minor: surplus }]
      : []),
  ];
  const amountOf = (minor: bigint, name: string) => <Amount minor={minor} currency={currency} name={name} />;
  return (
    <>
      <Facts
        items={[
          { term: t("hardship.check.income"), value: amountOf(incomeMinor, "income") },
          ...(surplus === undefined
            ? []
            : surplus < 0n
              ? [{ term: t("hardship.check.short"), value: amountOf(-surplus, "short") }]
              : [{ term: t("hardship.check.leftTotal"), value: amountOf(surplus, "surplus") }]),
        ]}
      />
      <BalanceBar parts={parts} currency={currency} />
      {surplus === undefined && <p>{t("hardship.check.unknownNote")}</p>}
      {surplus !== undefined && surplus <= 0n && <p>{t("hardship.check.shortNote")}</p>}
    </>
  );
}
