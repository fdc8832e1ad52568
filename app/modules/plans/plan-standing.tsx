// How a plan stands, told kindly and early, with what can be done about it and until when.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { formatMoney } from "#app/kernel/money.ts";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Said } from "#app/ui/said.tsx";
import { isRunning } from "./plans.ts";
import type { ShownPlan } from "./plan-words.ts";

function OtherWays({ plan }: { plan: ShownPlan }) {
  const { t } = usePage();
  const [first] = plan.accounts;
  return (
    <Pair>
      <LinkButton to={`/my/plans/${plan.id}/change`} quiet>
        {t("plans.change.link")}
      </LinkButton>
      <LinkButton to={first ? `/my/hardship?account=${first.id}` : "/my/hardship"} quiet>
        {t("plans.again")}
      </LinkButton>
    </Pair>
  );
}

export function PlanStanding({ plan, changed }: { readonly plan: ShownPlan; readonly changed: boolean }) {
  const { t, language } = usePage();
  const say = (day: typeof plan.lastOn | undefined): string => (day === undefined ? "" : formatDay(day, language));
  const { id, status, kind, currency } = plan;
  return (
    <>
      {changed && (
        <Notice title={t("plans.changedTitle")}>
          <p>{t("plans.changedText")}</p>
        </Notice>
      )}
      {status === "unsigned" && (
        <Notice title={t("plans.standing.unsigned")}>
          <p>{t("plans.standing.unsignedText", { day: say(plan.signUntil) })}</p>
          <LinkButton to={`/my/plans/${id}/agreement`}>{t("plans.sign")}</LinkButton>
        </Notice>
      )}
      {plan.clearedOn !== undefined && (
        <Notice title={t("plans.standing.clearing")}>
          <p>{t("plans.standing.clearingText", { day: say(plan.clearedOn) })}</p>
        </Notice>
      )}
      {plan.restMinor > 0n && (
        <Notice title={t("plans.standing.rest")}>
          <p>
            <Said
              text={t("plans.standing.restText", { amount: formatMoney({ amountMinor: plan.restMinor, currency }) })}
            />
          </p>
        </Notice>
      )}
      {isRunning(status) && plan.accounts.some(({ disputed }) => disputed) && (
        <Notice title={t("plans.standing.disputed")}>
          <p>{t("plans.standing.disputedText")}</p>
        </Notice>
      )}
      {status === "at_risk" && plan.behindSince !== undefined && (
        <Notice tone="note" title={t("plans.standing.atRisk", { day: say(plan.behindSince) })}>
          <p>{t("plans.standing.atRiskText", { day: say(plan.graceUntil) })}</p>
          <OtherWays plan={plan} />
        </Notice>
      )}
      {status === "breached" && (
        <Notice tone="note" title={t("plans.standing.breached")}>
          <p>{t("plans.standing.breachedText")}</p>
          <OtherWays plan={plan} />
        </Notice>
      )}
      {status === "renegotiating" && (
        <Notice title={t("plans.standing.renegotiating")}>
          <p>{t("plans.standing.renegotiatingText")}</p>
        </Notice>
      )}
      {status === "completed" && (
        <Notice title={t("plans.standing.completed")}>
          <p>
            {t(kind === "pause" || kind === "token" ? "plans.standing.completedOpen" : "plans.standing.completedText")}
          </p>
        </Notice>
      )}
      {(status === "cancelled" || status === "lapsed") && (
        <Notice title={t(`plans.standing.${status}`)}>
          <p>{t("plans.standing.endedText")}</p>
          <LinkButton to="/my/hardship" quiet>
            {t("plans.again")}
          </LinkButton>
        </Notice>
      )}
    </>
  );
}
