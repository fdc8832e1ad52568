// Instalments as a table that adds up: what falls due when, and the sum to the last minor unit. Runs of equal ones can
// stand in one line where a page has no room for each.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";

export interface ScheduledRow {
  readonly seq: number;
  readonly dueOn: Day;
  readonly amountMinor: bigint;
}

export interface ScheduledRun {
  readonly first: ScheduledRow;
  readonly last: ScheduledRow;
  readonly count: number;
  readonly amountMinor: bigint;
}

/** Neighbours of the same amount, together. */
export function groupRuns(rows: readonly ScheduledRow[]): ScheduledRun[] {
  const runs: ScheduledRun[] = [];
  for (const row of rows) {
    const before = runs.at(-1);
    if (before?.amountMinor === row.amountMinor)
      runs[runs.length - 1] = { ...before, last: row, count: before.count + 1 };
    else runs.push({ first: row, last: row, count: 1, amountMinor: row.amountMinor });
  }
  return runs;
}

interface ScheduleTableProps {
  readonly rows: readonly ScheduledRow[];
  readonly currency: Currency;
  readonly caption?: string | undefined;
  /** Equal neighbours in one line. */
  readonly grouped?: boolean | undefined;
}

export function ScheduleTable({ rows, currency, caption, grouped }: ScheduleTableProps) {
  const { t, language } = usePage();
  const total = rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  const amountOf = (minor: bigint) => <Amount key="amount" minor={minor} currency={currency} />;
  const lines = grouped
    ? groupRuns(rows).map(({ first, last, count, amountMinor }) => [
        count === 1
          ? formatDay(first.dueOn, language)
          : t("options.table.span", {
              from: formatDay(first.dueOn, language),
              until: formatDay(last.dueOn, language),
            }),
        count === 1 ? amountOf(amountMinor) : [t("options.table.times", { count }), " ", amountOf(amountMinor)],
      ])
    : rows.map(({ dueOn, amountMinor }) => [formatDay(dueOn, language), amountOf(amountMinor)]);
  return (
    <DataTable
      caption={caption ?? t("options.table.caption")}
      head={[t("options.table.day"), { label: t("options.table.amount"), numeric: true }]}
      rows={lines}
      foot={[t("options.table.total"), <Amount key="total" minor={total} currency={currency} name="schedule_total" />]}
    />
  );
}
