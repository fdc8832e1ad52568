// A schedule of given days and amounts, made to pay off exactly what is owed: for a running plan whose borrower moved,
// skipped or changed an instalment. Pure. It keeps what is given and changes only the end, and answers nothing where
// the given days cannot do it.
import type { Day } from "#app/kernel/calendar.ts";
import { balanceOf, inPayOrder, waiveShare } from "./split-accounts.ts";
import type { InstalmentPart, OptionFacts, QuotedInstalment } from "./options.ts";
import { numberDays, payInstalment, payRest, planCourse, restOn, startWalk } from "./simulate-interest.ts";

export type ScheduleFacts = Pick<OptionFacts, "debts" | "interest" | "pack" | "currency" | "minimumMinor" | "today">;

export interface ScheduleRow {
  readonly dueOn: Day;
  readonly amountMinor: bigint;
}

export interface SettledSchedule {
  readonly instalments: QuotedInstalment[];
  readonly totalMinor: bigint;
  readonly costMinor: bigint;
}

function areUsable(rows: readonly ScheduleRow[], today: Day): boolean {
  return (
    rows.length > 0 &&
    rows.every(({ dueOn, amountMinor }, index) => {
      const before = rows[index - 1]?.dueOn;
      return amountMinor > 0n && dueOn >= today && (before === undefined || dueOn > before);
    })
  );
}

/**
 * Keeps days and amounts; rows that are not needed any more fall away, and the last one takes what is left, be it less
 * or more. `waivedMinor` is given up on all accounts together, unless the debts say themselves what is given up.
 */
export function settleSchedule(
  facts: ScheduleFacts,
  rows: readonly ScheduleRow[],
  waivedMinor = 0n,
): SettledSchedule | undefined {
  if (!areUsable(rows, facts.today)) return undefined;
  const said = facts.debts.some((debt) => debt.waivedMinor !== undefined);
  if (!said && waivedMinor > balanceOf(facts.debts)) return undefined;
  const debts = said || waivedMinor === 0n ? facts.debts : waiveShare(inPayOrder(facts.debts), waivedMinor, 0n);
  const course = planCourse(facts, debts, numberDays(rows.map(({ dueOn }) => dueOn)));
  const walk = startWalk(course);
  const instalments: QuotedInstalment[] = [];
  for (const [index, { dueOn, amountMinor }] of rows.entries()) {
    const parts: InstalmentPart[] = [];
    walk.parts = parts;
    const rest = restOn(walk, course.dayNumbers[index] ?? 0);
    if (rest === 0n) break;
    // A rest that is too small to be paid on its own is paid together with the instalment before it.
    const isLast = index === rows.length - 1 || rest - amountMinor < facts.minimumMinor;
    const paid = isLast ? payRest(walk, index) : payInstalment(walk, amountMinor, index);
    instalments.push({ seq: instalments.length + 1, dueOn, amountMinor: paid, parts });
    if (isLast) break;
  }
  return {
    instalments,
    totalMinor: instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n),
    costMinor: walk.standings.reduce((sum, { interestMinor }) => sum + interestMinor, 0n),
  };
}
