// Simple interest by the day, in whole minor units. Pure. The convention: actual days over 365, in leap years too;
// on the principal that stands at the end of each day, so that the day of a payment bears nothing on what was
// paid; never on interest, fees or costs. It refuses to lose or to make up fractions: what is not a whole minor
// unit yet is carried to the next day, rounded down for as long as it is carried, which favours the borrower.
import { type Day, addDays, addMonths, day, daysBetween } from "#app/kernel/calendar.ts";

/** A year of 365 days and rates in parts per million: the denominator of a day's interest. */
const denominator = 365_000_000n;

export interface PrincipalChange {
  readonly effectiveOn: Day;
  readonly amountMinor: bigint;
}

export interface InterestFacts {
  /** First and last day that bear interest, both included. */
  readonly from: Day;
  readonly through: Day;
  readonly ratePpm: number;
  /** Fraction left over from before, over 365 000 000 minor units. */
  readonly carry: bigint;
  /** What stands now, all changes included. */
  readonly principalMinor: bigint;
  /** Changes that count after `from`; earlier ones may be among them. */
  readonly changes: readonly PrincipalChange[];
  /** From this day on nothing runs: frozen on request, or disputed. */
  readonly stoppedFrom?: Day | undefined;
}

export interface Interest {
  readonly amountMinor: bigint;
  readonly carry: bigint;
}

/** Minor units times days from `from` through `through`. */
function principalDays({ from, through, principalMinor, changes }: InterestFacts): bigint {
  let sum = principalMinor * BigInt(daysBetween(from, through) + 1);
  for (const { effectiveOn, amountMinor } of changes) {
    // A change that counts later was not there yet on the days before it.
    if (effectiveOn <= from) continue;
    const daysBefore = effectiveOn > through ? daysBetween(from, through) + 1 : daysBetween(from, effectiveOn);
    sum -= amountMinor * BigInt(daysBefore);
  }
  return sum;
}

function wholeOf(exact: bigint): Interest {
  const amountMinor = exact / denominator;
  return { amountMinor, carry: exact - amountMinor * denominator };
}

/** The interest of so many days on a principal that stays as it is: what a simulation of many days asks over and over. */
export function interestOfDays(principalMinor: bigint, days: number, ratePpm: number, carry: bigint): Interest {
  return wholeOf(principalMinor * BigInt(days) * BigInt(ratePpm) + carry);
}

/** The interest of a span of days. Any split of the span into shorter ones comes to the same. */
export function interestOf(facts: InterestFacts): Interest {
  const { from, stoppedFrom, ratePpm, carry } = facts;
  const through = stoppedFrom !== undefined && stoppedFrom <= facts.through ? addDays(stoppedFrom, -1) : facts.through;
  if (through < from) return { amountMinor: 0n, carry };
  return wholeOf(principalDays({ ...facts, through }) * BigInt(ratePpm) + carry);
}

export interface DaySpan {
  readonly from: Day;
  readonly through: Day;
}

function firstOfMonth(date: Day): Day {
  return day(`${date.slice(0, 7)}-01`);
}

/** A span cut at the ends of months, so that each month's interest is booked in its month. */
export function monthsOf({ from, through }: DaySpan): DaySpan[] {
  const spans: DaySpan[] = [];
  for (let start = from; start <= through;) {
    const next = addMonths(firstOfMonth(start), 1);
    const end = addDays(next, -1);
    spans.push({ from: start, through: end < through ? end : through });
    start = next;
  }
  return spans;
}

/** The day itself, or the first day after it whose month is open. `closedMonths` as "2026-11". */
export function openDay(date: Day, closedMonths: ReadonlySet<string>): Day {
  let candidate = date;
  while (closedMonths.has(candidate.slice(0, 7))) candidate = addMonths(firstOfMonth(candidate), 1);
  return candidate;
}
