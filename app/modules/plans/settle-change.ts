// Makes changed rows pay off exactly what is owed, and says what that costs against leaving the plan as it is. Pure. What
// was paid stays as it was; a change pays for the days that it adds and for nothing else, so that having been late once
// costs nothing more afterwards.
import { type Day } from "#app/kernel/calendar.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import type { EngineDebt } from "#app/modules/hardship/options.ts";
import { type ScheduleFacts, settleSchedule } from "#app/modules/hardship/settle-schedule.ts";
import { type OpenRow, openRows } from "./changes.ts";
import type { ScheduledInstalment, ScheduledPart } from "./plans.ts";
import { type CoveredInstalment, inDueOrder, sumMinor } from "./schedule.ts";

/** Rows of one day are walked through as one: what is late is paid today at the earliest. */
interface DayRow {
  readonly dueOn: Day;
  readonly amountMinor: bigint;
  readonly rows: readonly OpenRow[];
}

function byDay(rows: readonly OpenRow[], today: Day): DayRow[] {
  const days: DayRow[] = [];
  for (const row of inDueOrder(rows)) {
    const dueOn = row.dueOn < today ? today : row.dueOn;
    const last = days.at(-1);
    if (last?.dueOn === dueOn) {
      days[days.length - 1] = { dueOn, amountMinor: last.amountMinor + row.amountMinor, rows: [...last.rows, row] };
    } else days.push({ dueOn, amountMinor: row.amountMinor, rows: [row] });
  }
  return days;
}

/** The parts of a day, given to its rows in order; the last one takes what is left. */
function shareDay({ rows }: DayRow, parts: readonly ScheduledPart[]): ScheduledInstalment[] {
  const left = parts.map((part) => ({ ...part }));
  return rows.map(({ seq, dueOn, amountMinor }, index) => {
    let room = amountMinor;
    const own: ScheduledPart[] = [];
    for (const part of left) {
      const taken = index === rows.length - 1 || part.amountMinor < room ? part.amountMinor : room;
      if (taken > 0n) own.push({ accountId: part.accountId, amountMinor: taken });
      part.amountMinor -= taken;
      room -= taken;
    }
    return { seq, dueOn, parts: own };
  });
}

export interface AccountInterest {
  readonly accountId: string;
  /** What may still be charged on it. */
  readonly interestLeftMinor: bigint;
}

interface Settled {
  readonly rows: readonly ScheduledInstalment[];
  /** Interest to come, by account. */
  readonly interest: ReadonlyMap<string, bigint>;
}

function settle(facts: ScheduleFacts, debts: readonly EngineDebt[], rows: readonly OpenRow[]): Settled | undefined {
  const days = byDay(rows, facts.today);
  const settled = settleSchedule({ ...facts, debts }, days);
  if (!settled) return undefined;
  const paid = settled.instalments.flatMap(({ dueOn, parts }) => {
    const of = days.find((each) => each.dueOn === dueOn);
    return of ? shareDay(of, parts) : [];
  });
  const interest = new Map(
    debts.map(({ accountId, balances, waivedMinor = 0n }) => {
      const asked = sumMinor(paid, ({ parts }) =>
        sumMinor(parts, (part) => (part.accountId === accountId ? part.amountMinor : 0n)),
      );
      const owed = totalOf(balances) - waivedMinor;
      return [accountId, asked > owed && owed > 0n ? asked - owed : 0n] as const;
    }),
  );
  return { rows: paid.filter(({ parts }) => parts.length > 0), interest };
}

export interface SettledChange {
  /** The whole schedule, what is paid included. */
  readonly schedule: readonly ScheduledInstalment[];
  readonly accounts: readonly AccountInterest[];
}

function mergeParts(kept: readonly ScheduledPart[], added: readonly ScheduledPart[]): ScheduledPart[] {
  const sums = new Map<string, bigint>();
  for (const { accountId, amountMinor } of [...kept, ...added])
    sums.set(accountId, (sums.get(accountId) ?? 0n) + amountMinor);
  return [...sums].map(([accountId, amountMinor]) => ({ accountId, amountMinor }));
}

/** What was paid of each instalment stays where it was; what is open follows the new rows. */
function joinPaid(
  instalments: readonly CoveredInstalment[],
  open: readonly ScheduledInstalment[],
): ScheduledInstalment[] {
  const kept = instalments
    .filter(({ paidMinor }) => paidMinor > 0n)
    .map(({ seq, dueOn, parts }) => ({
      seq,
      dueOn,
      parts: parts
        .filter(({ paidMinor }) => paidMinor > 0n)
        .map(({ accountId, paidMinor }) => ({ accountId, amountMinor: paidMinor })),
    }));
  const seqs = new Set([...kept, ...open].map(({ seq }) => seq));
  const joined = [...seqs].map((seq) => {
    const [before, now] = [kept.find((each) => each.seq === seq), open.find((each) => each.seq === seq)];
    const dueOn = now?.dueOn ?? before?.dueOn;
    if (dueOn === undefined) throw new TypeError("a number comes from a row");
    return { seq, dueOn, parts: mergeParts(before?.parts ?? [], now?.parts ?? []) };
  });
  return inDueOrder(joined);
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** Undefined where the rows cannot pay off what is owed. `facts` hold the plan's own debts, with what may still run. */
export function settleChange(
  facts: ScheduleFacts,
  instalments: readonly CoveredInstalment[],
  rows: readonly OpenRow[],
): SettledChange | undefined {
  const unlimited = facts.debts.map((debt): EngineDebt => ({ ...debt, interestLeftMinor: undefined }));
  const asItIs = settle(facts, unlimited, openRows(instalments));
  const changed = settle(facts, unlimited, rows);
  if (!asItIs || !changed) return undefined;
  const accounts = facts.debts.map(({ accountId, interestLeftMinor = 0n }): AccountInterest => {
    const [before, after] = [asItIs.interest.get(accountId) ?? 0n, changed.interest.get(accountId) ?? 0n];
    const more = after > before ? after - before : 0n;
    return { accountId, interestLeftMinor: least(interestLeftMinor + more, after) };
  });
  const limited = facts.debts.map((debt): EngineDebt => {
    const own = accounts.find(({ accountId }) => accountId === debt.accountId);
    return { ...debt, interestLeftMinor: own?.interestLeftMinor };
  });
  const settled = settle(facts, limited, rows);
  return settled && { schedule: joinPaid(instalments, settled.rows), accounts };
}
