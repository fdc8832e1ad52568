// The next step of a running plan: what is due or comes next, and where to pay it. Nothing is taken without a click.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { formatMoney } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { isRunning } from "./plans.ts";
import type { ShownPlan, ShownPlanAccount } from "./plan-words.ts";

function PayButton({ plan, account }: { plan: ShownPlan; account: ShownPlanAccount }) {
  const { t } = usePage();
  const amount = formatMoney({ amountMinor: account.dueMinor, currency: plan.currency });
  return (
    <>
      {plan.accounts.length > 1 && <p>{nameAccount(t, account)}</p>}
      <LinkButton to={`/my/accounts/${account.id}/pay?choice=due`}>{t("plans.next.pay", { amount })}</LinkButton>
    </>
  );
}

/** Pays before the day, or more than asked: the account's own page takes any amount. */
function PayAhead({ plan }: { plan: ShownPlan }) {
  const { t } = usePage();
  const wanted = plan.next?.parts.find(({ openMinor }) => openMinor > 0n)?.accountId;
  const account =
    plan.accounts.find(({ id }) => id === wanted) ?? plan.accounts.find(({ balanceMinor }) => balanceMinor > 0n);
  if (!account) return null;
  return (
    <Pair>
      <LinkButton to={`/my/accounts/${account.id}/pay`} quiet>
        {t("plans.next.ahead")}
      </LinkButton>
      <LinkButton to={`/my/plans/${plan.id}/change`} quiet>
        {t("plans.change.link")}
      </LinkButton>
    </Pair>
  );
}

export function PlanNext({ plan }: { readonly plan: ShownPlan }) {
  const { t, language } = usePage();
  const { status, next, dueMinor, currency, accounts, clearedOn, kind, lastOn } = plan;
  if (!isRunning(status) || clearedOn !== undefined || plan.restMinor > 0n) return null;
  const due = accounts.filter((account) => account.dueMinor > 0n);
  return (
    <Card title={t("plans.next.title")}>
      {due.length > 0 ? (
        <>
          <p>{t("plans.next.due")}</p>
          <p>
            <Amount minor={dueMinor} currency={currency} name="plan_due" big />
          </p>
          {due.map((account) => (
            <PayButton key={account.id} plan={plan} account={account} />
          ))}
        </>
      ) : next ? (
        <>
          <p>{t("plans.next.on", { day: formatDay(next.dueOn, language) })}</p>
          <p>
            <Amount minor={next.openMinor} currency={currency} name="plan_next" big />
          </p>
        </>
      ) : (
        <p>{t(kind === "pause" ? "plans.next.pause" : "plans.next.none", { day: formatDay(lastOn, language) })}</p>
      )}
      <PayAhead plan={plan} />
      <p>
        <small>{t("plans.next.calm")}</small>
      </p>
    </Card>
  );
}
