// What a change comes to, beside the plan as it is: dates, count, total and cost, then the new schedule.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import { ScheduleTable } from "#app/modules/hardship/schedule-table.tsx";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Said } from "#app/ui/said.tsx";
import type { CoveredInstalment } from "./schedule.ts";

export interface PlanSide {
  readonly nextOn: Day | undefined;
  readonly count: number;
  readonly lastOn: Day;
  readonly totalMinor: bigint;
  readonly costMinor: bigint;
}

interface ChangeResultProps {
  readonly now: PlanSide;
  readonly changed: PlanSide;
  readonly differenceMinor: bigint;
  readonly open: readonly CoveredInstalment[];
  readonly currency: Currency;
}

export function ChangeResult({ now, changed, differenceMinor, open, currency }: ChangeResultProps) {
  const { t, language } = usePage();
  const money = (key: string, minor: bigint) => <Amount key={key} minor={minor} currency={currency} name={key} />;
  const day = (on: Day | undefined): string => (on === undefined ? "—" : formatDay(on, language));
  const amount = formatMoney({ amountMinor: differenceMinor < 0n ? -differenceMinor : differenceMinor, currency });
  const difference =
    differenceMinor === 0n
      ? t("plans.change.same")
      : t(differenceMinor > 0n ? "plans.change.more" : "plans.change.less", { amount });
  return (
    <>
      <DataTable
        caption={t("plans.change.comparison")}
        head={[
          t("plans.change.what"),
          { label: t("plans.change.now"), numeric: true },
          { label: t("plans.change.afterwards"), numeric: true },
        ]}
        rows={[
          [t("plans.change.nextOn"), day(now.nextOn), day(changed.nextOn)],
          [t("plans.change.count"), now.count, changed.count],
          [t("plans.change.last"), day(now.lastOn), day(changed.lastOn)],
          [t("plans.change.total"), money("total_now", now.totalMinor), money("total_then", changed.totalMinor)],
          [t("plans.change.cost"), money("cost_now", now.costMinor), money("cost_then", changed.costMinor)],
        ]}
      />
      <p>
        {t("plans.change.difference")} <Said text={difference} />
      </p>
      <ScheduleTable
        rows={open.map(({ seq, dueOn, openMinor }) => ({ seq, dueOn, amountMinor: openMinor }))}
        currency={currency}
        grouped
      />
    </>
  );
}
