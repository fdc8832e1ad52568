// What a borrower may change in a running plan without asking anybody: which rows a change makes of the open ones, or why
// a person has to be asked. Pure. It refuses nothing for good: beyond each limit stands what would do, and the way to
// somebody who may go further. No instalment that was agreed ever grows by a change, unless the borrower wants to pay more.
import { type Day, addDays, addMonths } from "#app/kernel/calendar.ts";
import { type Outcome, done, refused, unreachable } from "#app/kernel/outcome.ts";
import type { Rhythm } from "#app/modules/hardship/options.ts";
import type { ChangeLimits, OptionKind } from "#app/modules/policy/policy.ts";
import type { PlanStatus } from "./plans.ts";
import type { CoveredInstalment } from "./schedule.ts";

export type PlanChange =
  | { readonly kind: "move"; readonly seq: number; readonly to: Day }
  | { readonly kind: "skip"; readonly seq: number }
  | { readonly kind: "reduce"; readonly seq: number; readonly amountMinor: bigint }
  /** Each from now on. */
  | { readonly kind: "pay_more"; readonly amountMinor: bigint };

export const changeCauses = {
  move: "moved",
  skip: "skipped",
  reduce: "reduced",
  pay_more: "paid_more",
} as const satisfies Record<PlanChange["kind"], string>;
export type ChangeCause = (typeof changeCauses)[PlanChange["kind"]];

/** Why a change is not the borrower's alone to make, and what would be. */
export type ChangeRefusal =
  | { readonly kind: "not-now"; readonly status: PlanStatus }
  | { readonly kind: "not-for-kind" }
  | { readonly kind: "no-such-instalment" }
  /** All changes of this kind within a year are made; the next one can be made on that day. */
  | { readonly kind: "used-up"; readonly perYear: number; readonly againOn: Day }
  | { readonly kind: "too-early"; readonly earliest: Day }
  | { readonly kind: "too-late"; readonly latest: Day }
  | { readonly kind: "amount-too-low"; readonly leastMinor: bigint }
  | { readonly kind: "amount-too-high"; readonly mostMinor: bigint }
  | { readonly kind: "end-too-late"; readonly latest: Day };

export interface ChangesLeft {
  readonly moves: number;
  readonly skips: number;
  readonly reductions: number;
}

/** A change that was made. */
export interface MadeChange {
  readonly cause: string;
  readonly on: Day;
}

const yearDays = 365;

function usedOf(made: readonly MadeChange[], cause: ChangeCause, today: Day): Day[] {
  const yearBack = addDays(today, -yearDays);
  return made.filter((each) => each.cause === cause && each.on > yearBack).map(({ on }) => on);
}

/** What is left of the changes of a year that goes back from today. */
export function countChangesLeft(made: readonly MadeChange[], limits: ChangeLimits, today: Day): ChangesLeft {
  const left = (most: number, cause: ChangeCause): number => Math.max(0, most - usedOf(made, cause, today).length);
  return {
    moves: left(limits.movesPerYear, "moved"),
    skips: left(limits.skipsPerYear, "skipped"),
    reductions: left(limits.reductionsPerYear, "reduced"),
  };
}

/** Something open of an instalment; a number of its own where it is new. */
export interface OpenRow {
  readonly seq: number;
  readonly dueOn: Day;
  readonly amountMinor: bigint;
}

export interface ChangeFacts {
  readonly status: PlanStatus;
  readonly kind: OptionKind;
  readonly rhythm: Rhythm | undefined;
  readonly instalments: readonly CoveredInstalment[];
  /** The day of each instalment as it was first agreed. */
  readonly agreedOn: ReadonlyMap<number, Day>;
  readonly made: readonly MadeChange[];
  readonly limits: ChangeLimits;
  /** No change of the borrower's alone makes the plan longer. */
  readonly latestEnd: Day;
  readonly minimumMinor: bigint;
  readonly today: Day;
}

export function openRows(instalments: readonly CoveredInstalment[]): OpenRow[] {
  return instalments
    .filter(({ openMinor }) => openMinor > 0n)
    .map(({ seq, dueOn, openMinor }) => ({ seq, dueOn, amountMinor: openMinor }));
}

const greatest = (amounts: readonly bigint[]): bigint =>
  amounts.reduce((most, each) => (each > most ? each : most), 0n);

/** The first day of the rhythm after a day. */
export function nextOfRhythm(rhythm: Rhythm | undefined, after: Day): Day {
  if (!rhythm || rhythm.every === "own") return addMonths(after, 1);
  const { every, firstOn } = rhythm;
  for (let count = 1; ; count += 1) {
    const next = every === "month" ? addMonths(firstOn, count) : addDays(firstOn, count * (every === "week" ? 7 : 14));
    if (next > after) return next;
  }
}

/** What is put off goes to the end: into the last instalment where that stays within what was agreed, else after it. */
function putAtEnd(facts: ChangeFacts, rows: readonly OpenRow[], restMinor: bigint): Outcome<OpenRow[], ChangeRefusal> {
  const last = rows.at(-1);
  const most = greatest(facts.instalments.map(({ amountMinor }) => amountMinor));
  // What has fallen due already is no end: put off to it, the rest would be asked for today.
  if (last && last.dueOn > facts.today && last.amountMinor + restMinor <= most) {
    return done([...rows.slice(0, -1), { ...last, amountMinor: last.amountMinor + restMinor }]);
  }
  const lastOn =
    facts.instalments
      .map(({ dueOn }) => dueOn)
      .toSorted()
      .at(-1) ?? facts.today;
  const dueOn = nextOfRhythm(facts.rhythm, lastOn > facts.today ? lastOn : facts.today);
  if (dueOn > facts.latestEnd) return refused({ kind: "end-too-late", latest: facts.latestEnd });
  const seq = Math.max(...facts.instalments.map((each) => each.seq)) + 1;
  return done([...rows, { seq, dueOn, amountMinor: restMinor }]);
}

function refuseUsedUp(facts: ChangeFacts, cause: ChangeCause, perYear: number): ChangeRefusal | undefined {
  const used = usedOf(facts.made, cause, facts.today).toSorted();
  if (used.length < perYear) return undefined;
  const freed = used[used.length - perYear] ?? facts.today;
  return { kind: "used-up", perYear, againOn: addDays(freed, yearDays) };
}

type Rows = Outcome<OpenRow[], ChangeRefusal>;
type ChangeOf<Kind extends PlanChange["kind"]> = Extract<PlanChange, { kind: Kind }>;

function moveRow(facts: ChangeFacts, rows: readonly OpenRow[], { seq, to }: ChangeOf<"move">): Rows {
  const index = rows.findIndex((row) => row.seq === seq);
  const row = rows[index];
  if (!row) return refused({ kind: "no-such-instalment" });
  const usedUp = refuseUsedUp(facts, "moved", facts.limits.movesPerYear);
  if (usedUp) return refused(usedUp);
  const [before, after] = [rows[index - 1]?.dueOn, rows[index + 1]?.dueOn];
  const earliest = before !== undefined && before >= facts.today ? addDays(before, 1) : facts.today;
  if (to < earliest) return refused({ kind: "too-early", earliest });
  const byRule = addDays(facts.agreedOn.get(seq) ?? row.dueOn, facts.limits.moveMaxDays);
  const room = [byRule, after && addDays(after, -1), after ? undefined : facts.latestEnd];
  const latest = room.filter((each) => each !== undefined).toSorted()[0] ?? byRule;
  // Where an older one is open still and falls on the same day, there is no day left to move to.
  if (to > latest || to === row.dueOn) return refused({ kind: "too-late", latest });
  return done(rows.map((each) => (each.seq === seq ? { ...each, dueOn: to } : each)));
}

function skipRow(facts: ChangeFacts, rows: readonly OpenRow[], { seq }: ChangeOf<"skip">): Rows {
  const row = rows.find((each) => each.seq === seq);
  if (!row) return refused({ kind: "no-such-instalment" });
  const usedUp = refuseUsedUp(facts, "skipped", facts.limits.skipsPerYear);
  if (usedUp) return refused(usedUp);
  return putAtEnd(
    facts,
    rows.filter((each) => each.seq !== seq),
    row.amountMinor,
  );
}

function reduceRow(facts: ChangeFacts, rows: readonly OpenRow[], change: ChangeOf<"reduce">): Rows {
  const { limits, minimumMinor, instalments } = facts;
  const { seq, amountMinor } = change;
  const row = rows.find((each) => each.seq === seq);
  const agreed = instalments.find((each) => each.seq === seq);
  if (!row || !agreed) return refused({ kind: "no-such-instalment" });
  const usedUp = refuseUsedUp(facts, "reduced", limits.reductionsPerYear);
  if (usedUp) return refused(usedUp);
  const share = (agreed.amountMinor * BigInt(limits.reduceToPercent) + 99n) / 100n;
  const payable = agreed.paidMinor + minimumMinor;
  const leastMinor = share > payable ? share : payable;
  // What is put off has to be enough to be paid on its own day.
  const mostMinor = agreed.amountMinor - minimumMinor;
  if (amountMinor < leastMinor) return refused({ kind: "amount-too-low", leastMinor });
  if (amountMinor > mostMinor) return refused({ kind: "amount-too-high", mostMinor });
  const openMinor = amountMinor - agreed.paidMinor;
  const lowered = rows.map((each) => (each.seq === seq ? { ...each, amountMinor: openMinor } : each));
  const isLast = rows.at(-1)?.seq === seq;
  // The last one cannot take its own rest.
  const kept = isLast ? lowered.slice(0, -1) : lowered;
  const ended = putAtEnd(facts, isLast ? [] : kept, row.amountMinor - openMinor);
  return ended.ok && isLast ? done([...lowered, ...ended.value]) : ended;
}

function payMore({ today }: ChangeFacts, rows: readonly OpenRow[], { amountMinor }: ChangeOf<"pay_more">): Rows {
  const all = rows.reduce((sum, row) => sum + row.amountMinor, 0n);
  const usual = greatest(rows.slice(0, Math.max(1, rows.length - 1)).map((row) => row.amountMinor));
  if (amountMinor <= usual) return refused({ kind: "amount-too-low", leastMinor: usual + 1n });
  if (amountMinor > all) return refused({ kind: "amount-too-high", mostMinor: all });
  // What is late already stays as it is: more is wanted from now on.
  return done(rows.map((row) => (row.dueOn < today ? row : { ...row, amountMinor })));
}

const changeable: Readonly<Record<PlanChange["kind"], readonly OptionKind[]>> = {
  move: ["full_by_date", "instalments", "stepped", "waiver", "settlement"],
  skip: ["instalments", "stepped", "waiver"],
  reduce: ["instalments", "stepped", "waiver"],
  pay_more: ["instalments", "stepped", "waiver"],
};

/** The open rows as the change makes them, in order of days, before they are made to pay off exactly what is owed. */
export function changeRows(facts: ChangeFacts, change: PlanChange): Rows {
  const { status, kind, instalments } = facts;
  if (status !== "live" && status !== "at_risk") return refused({ kind: "not-now", status });
  if (!changeable[change.kind].includes(kind)) return refused({ kind: "not-for-kind" });
  const rows = openRows(instalments);
  if (rows.length === 0) return refused({ kind: "no-such-instalment" });
  switch (change.kind) {
    case "move":
      return moveRow(facts, rows, change);
    case "skip":
      return skipRow(facts, rows, change);
    case "reduce":
      return reduceRow(facts, rows, change);
    case "pay_more":
      return payMore(facts, rows, change);
    default:
      return unreachable(change);
  }
}
