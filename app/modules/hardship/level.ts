// The amounts of a schedule: those that are given, and the one level amount that pays the rest. Exact: the level is the
// smallest whole amount that does it. A first guess comes from the formula of an annuity; what counts are the walks
// through the schedule that follow, two to four of them.
import type { InstalmentPart } from "./options.ts";
import {
  type Course,
  type Walk,
  bearsNothing,
  payInstalment,
  payRest,
  payableOf,
  startWalk,
} from "./simulate-interest.ts";

export interface Paid {
  readonly instalments: readonly { readonly amountMinor: bigint; readonly parts: readonly InstalmentPart[] }[];
  readonly walk: Walk;
  /** By how much the last day took more than its amount; below zero: so much was not needed. */
  readonly shortMinor: bigint;
}

function sumOf(amounts: readonly bigint[]): bigint {
  return amounts.reduce((sum, amount) => sum + amount, 0n);
}

/** Equal parts of an amount: whole, differing by at most one, the larger ones first. */
export function equalParts(amountMinor: bigint, count: number): bigint[] {
  const parts = BigInt(count);
  const [share, over] = [amountMinor / parts, amountMinor % parts];
  return Array.from({ length: count }, (_, index) => (BigInt(index) < over ? share + 1n : share));
}

/** Walks the schedule and writes down what is paid. The last day takes all that is left. */
export function payAll(course: Course, amountAt: (index: number) => bigint): Paid {
  const walk = startWalk(course);
  const last = course.dates.length - 1;
  let shortMinor = 0n;
  const instalments = course.dates.map((_, index) => {
    const parts: InstalmentPart[] = [];
    walk.parts = parts;
    const asked = amountAt(index);
    const amountMinor = index === last ? payRest(walk, index) : payInstalment(walk, asked, index);
    shortMinor += amountMinor - asked;
    return { amountMinor, parts };
  });
  return { instalments, walk, shortMinor };
}

/** Fixed point with 32 binary places: enough for a first guess. */
const one = 1n << 32n;

function power(base: bigint, exponent: number): bigint {
  let [result, square] = [one, base];
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) result = (result * square) / one;
    square = (square * square) / one;
  }
  return result;
}

interface Guess {
  readonly level: bigint;
  /** By how much less is left at the end for one unit more on each day; never below the number of days. */
  readonly slope: bigint;
}

/** As if all that is owed bore one rate, over days that are equally far apart. */
function guessLevel({ lanes, dayNumbers }: Course, head: readonly bigint[], owed: bigint): Guess {
  const count = dayNumbers.length - head.length;
  const aDay = lanes.reduce((sum, { ratePpm, debt }) => sum + debt.balances.principal * BigInt(ratePpm), 0n) / owed;
  const growth = (days: number): bigint => (aDay * BigInt(Math.max(0, days)) * one) / 365_000_000n;
  const start = lanes[0]?.through ?? 0;
  const before = head.length > 0 ? (dayNumbers[head.length - 1] ?? start) : start;
  const step = growth((dayNumbers.at(-1) ?? start) - before) / BigInt(count);
  const grown = power(one + step, count);
  const slope = step === 0n ? BigInt(count) * one : ((grown - one) * one) / step;
  const rest = owed + (owed * growth(before - start)) / one - sumOf(head);
  return { level: rest > 0n ? (rest * grown) / slope : 0n, slope: slope / one };
}

interface Tried {
  readonly level: bigint;
  readonly paid: Paid;
}

/** Where the line through two tries, or from one try along the guessed slope, meets zero. */
function aimAt(low: Tried | undefined, high: Tried | undefined, slope: bigint): bigint {
  if (low && high) {
    const fall = low.paid.shortMinor - high.paid.shortMinor;
    return low.level + ((high.level - low.level) * low.paid.shortMinor + fall - 1n) / fall;
  }
  const from = low ?? high;
  if (!from) return 0n;
  const { shortMinor } = from.paid;
  return shortMinor > 0n ? from.level + (shortMinor + slope - 1n) / slope : from.level + shortMinor / slope;
}

/** The head as given, then the smallest level that leaves nothing. */
function paySmallestLevel(course: Course, head: readonly bigint[]): Tried {
  const count = BigInt(course.dates.length - head.length);
  const tryLevel = (level: bigint): Tried => ({ level, paid: payAll(course, (index) => head[index] ?? level) });
  const { level, slope } = guessLevel(course, head, payableOf(course));
  let low: Tried | undefined;
  let high: Tried | undefined;
  for (let [guess, round] = [level, 0]; ; round += 1) {
    const tried = tryLevel(guess);
    const { shortMinor } = tried.paid;
    if (shortMinor > 0n) low = tried;
    else high = tried;
    // One unit less on each day leaves at least one more for each: this is the smallest where so little is left over.
    if (high && (high.level === 0n || high.paid.shortMinor > -count || high.level - 1n === low?.level)) return high;
    const aim = low && high && round > 8 ? (low.level + high.level) / 2n : aimAt(low, high, slope);
    const least = low ? low.level + 1n : 0n;
    const most = high ? high.level - 1n : aim;
    guess = aim < least ? least : aim > most ? most : aim;
  }
}

function leastOf({ paid }: Tried): bigint {
  return paid.instalments.at(-1)?.amountMinor ?? 0n;
}

/**
 * Pays the head as given and the rest in equal amounts. Without interest they differ by at most one minor unit; with it
 * the last one is smaller, but never so small that nobody could take it.
 */
export function payLevel(course: Course, head: readonly bigint[], leastLast: bigint): Paid {
  const count = course.dates.length - head.length;
  const equal = bearsNothing(course) ? equalParts(payableOf(course) - sumOf(head), count) : undefined;
  const amountAt = (index: number, level: bigint): bigint => head[index] ?? equal?.[index - head.length] ?? level;
  let tried = equal
    ? { level: equal.at(-1) ?? 0n, paid: payAll(course, (index) => amountAt(index, 0n)) }
    : paySmallestLevel(course, head);
  const { level } = tried;
  // A unit less on each day before makes the last one larger: better than a rest that cannot be paid.
  for (let less = 1n; leastOf(tried) < leastLast && less < level; less += 1n) {
    const lower = less;
    const paid = payAll(course, (index) =>
      index < head.length ? amountAt(index, 0n) : amountAt(index, level) - lower,
    );
    tried = { level: level - lower, paid };
  }
  return tried.paid;
}

/** After how many of its days a schedule of such amounts has paid everything; undefined where it does not. */
export function countUntilPaid(course: Course, head: readonly bigint[], level: bigint): number | undefined {
  const walk = startWalk(course);
  for (let index = 0; index < course.dates.length; index += 1) {
    payInstalment(walk, head[index] ?? level, index);
    if (walk.at >= walk.standings.length) return index + 1;
  }
  return undefined;
}
