// The figures of a plan in one list: what was agreed, what is paid, what is left.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import type { ShownPlan } from "./plan-words.ts";

export function PlanFactList({ plan }: { readonly plan: ShownPlan }) {
  const { t, language } = usePage();
  const { currency } = plan;
  const money = (minor: bigint, name: string) => <Amount minor={minor} currency={currency} name={name} />;
  return (
    <Card title={t("plans.facts.title")}>
      <Facts
        items={[
          { term: t("plans.facts.reference"), value: plan.reference },
          { term: t("plans.facts.creditor"), value: plan.creditorName },
          { term: t("plans.facts.accounts"), value: plan.accounts.map((each) => nameAccount(t, each)).join(" · ") },
          ...(plan.signedOn ? [{ term: t("plans.facts.signed"), value: formatDay(plan.signedOn, language) }] : []),
          { term: t("plans.facts.last"), value: formatDay(plan.lastOn, language) },
          { term: t("plans.facts.total"), value: money(plan.totalMinor, "plan_agreed") },
          { term: t("plans.facts.paid"), value: money(plan.paidMinor, "plan_paid") },
          { term: t("plans.facts.left"), value: money(plan.leftMinor, "plan_left") },
          {
            term: t("plans.facts.cost"),
            value: plan.interest === "frozen" ? t("plans.facts.frozen") : money(plan.costMinor, "plan_cost"),
          },
          ...(plan.waivedMinor > 0n
            ? [{ term: t("plans.facts.waived"), value: money(plan.waivedMinor, "plan_waived") }]
            : []),
        ]}
      />
    </Card>
  );
}
