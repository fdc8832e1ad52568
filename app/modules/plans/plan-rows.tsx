// One's plans in a line each: what comes next and when, where it stands, and the way to the plan itself.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { PlanStatus } from "./plans.ts";

export interface ListedPlan {
  readonly id: string;
  readonly reference: string;
  readonly status: PlanStatus;
  readonly currency: Currency;
  readonly next: { readonly dueOn: Day; readonly openMinor: bigint } | undefined;
  readonly lastOn: Day;
}

export function PlanRows({ plans }: { plans: readonly ListedPlan[] }) {
  const { t, language } = usePage();
  if (plans.length === 0) return null;
  return (
    <Card title={t("hardship.plans.title")} id="plans">
      <Rows>
        {plans.map(({ id, reference, status, currency, next, lastOn }) => (
          <Row
            key={id}
            to={`/my/plans/${id}`}
            title={t("hardship.plans.plan", { reference })}
            note={
              next
                ? t("hardship.plans.next", { day: formatDay(next.dueOn, language) })
                : t("hardship.plans.last", { day: formatDay(lastOn, language) })
            }
            value={next && <Amount minor={next.openMinor} currency={currency} />}
            tag={
              <Tag status={status} tone={status === "at_risk" || status === "breached" ? "note" : "calm"}>
                {t(`plans.status.${status}`)}
              </Tag>
            }
          />
        ))}
      </Rows>
    </Card>
  );
}
