// What happens to debts on the way through a schedule: each payment meets the interest through the day before it, is
// spread as the books will spread it, and the rest goes on bearing interest. Pure; the same arithmetic and the same
// carried fraction as the nightly accrual, so that a quote is what will be posted. It refuses to choose amounts.
import { type Day, dayNumber } from "#app/kernel/calendar.ts";
import { orderWithin } from "#app/modules/ledger/allocation.ts";
import { interestOfDays } from "#app/modules/ledger/interest.ts";
import { type Component, totalOf } from "#app/modules/ledger/ledger.ts";
import type { ComponentOrder, PolicyPack } from "#app/modules/policy/policy.ts";
import type { EngineDebt, InstalmentPart, InterestOnPlan } from "./options.ts";
import { inPayOrder, planRatePpm } from "./split-accounts.ts";

export interface Days {
  readonly dates: readonly Day[];
  readonly dayNumbers: readonly number[];
}

/** Debts with something to be paid, and the days of one schedule, made ready to be walked through many times. */
export interface Course extends Days {
  readonly lanes: readonly Lane[];
}

interface Lane {
  readonly debt: EngineDebt;
  readonly ratePpm: number;
  /** The last day whose interest is in the balance. */
  readonly through: number;
  readonly totalMinor: bigint;
  readonly waivedMinor: bigint;
  /** No part is smaller, unless the account owes less from the start. */
  readonly leastPart: bigint;
  readonly orderAt: (index: number) => ComponentOrder;
}

/** One debt on its way. */
export interface Standing {
  readonly lane: Lane;
  readonly amounts: Record<Component, bigint>;
  totalMinor: bigint;
  carry: bigint;
  through: number;
  interestMinor: bigint;
  paidMinor: bigint;
}

export interface CourseFacts {
  readonly pack: PolicyPack;
  readonly interest: InterestOnPlan;
  readonly minimumMinor: bigint;
}

function orderOverTime(debt: EngineDebt, pack: PolicyPack, dates: readonly Day[]): Lane["orderAt"] {
  const { agreedOrder } = debt;
  if (agreedOrder) return () => agreedOrder;
  const named = { productType: debt.productType, firstUnpaidDueDate: debt.firstUnpaidDueOn };
  const orderOn = (date: Day | undefined): ComponentOrder =>
    date === undefined ? pack.allocation.value.general : orderWithin(named, pack.allocation.value, date);
  const [first, last] = [orderOn(dates[0]), orderOn(dates.at(-1))];
  // A card's order turns once, as days past due go by; where it is the same at both ends it is so throughout.
  if (first === last) return () => first;
  let [before, turned] = [0, dates.length - 1];
  while (turned - before > 1) {
    const middle = Math.floor((before + turned) / 2);
    if (orderOn(dates[middle]) === first) before = middle;
    else turned = middle;
  }
  return (index) => (index < turned ? first : last);
}

export function numberDays(dates: readonly Day[]): Days {
  return { dates, dayNumbers: dates.map(dayNumber) };
}

export function planCourse(facts: CourseFacts, debts: readonly EngineDebt[], { dates, dayNumbers }: Days): Course {
  const paid = inPayOrder(debts).filter(({ balances, waivedMinor }) => totalOf(balances) > (waivedMinor ?? 0n));
  const lanes = paid.map((debt): Lane => {
    const totalMinor = totalOf(debt.balances);
    const waivedMinor = debt.waivedMinor ?? 0n;
    const owed = totalMinor - waivedMinor;
    return {
      debt,
      ratePpm: planRatePpm(debt.ratePpm, facts.interest),
      through: dayNumber(debt.accruedThrough),
      totalMinor,
      waivedMinor,
      leastPart: owed < facts.minimumMinor ? owed : facts.minimumMinor,
      orderAt: orderOverTime(debt, facts.pack, dates),
    };
  });
  return { dates, dayNumbers, lanes };
}

/** What is owed today, without what is given up. */
export function payableOf({ lanes }: Course): bigint {
  return lanes.reduce((sum, { totalMinor, waivedMinor }) => sum + totalMinor - waivedMinor, 0n);
}

/** Whether nothing can be added on the way. */
export function bearsNothing({ lanes }: Course): boolean {
  return lanes.every(({ ratePpm, debt }) => ratePpm === 0 || debt.balances.principal === 0n);
}

function startLane(lane: Lane): Standing {
  return {
    lane,
    amounts: { ...lane.debt.balances },
    totalMinor: lane.totalMinor,
    carry: BigInt(lane.debt.interestCarry),
    through: lane.through,
    interestMinor: 0n,
    paidMinor: 0n,
  };
}

/** What is owed on the morning of a day: the interest of the day before is in it. */
function owedOn(standing: Standing, today: number): bigint {
  const { lane, amounts } = standing;
  const days = today - 1 - standing.through;
  if (days > 0) {
    standing.through += days;
    if (lane.ratePpm > 0 && amounts.principal > 0n) {
      const { amountMinor, carry } = interestOfDays(amounts.principal, days, lane.ratePpm, standing.carry);
      const most = lane.debt.interestLeftMinor;
      const room = most === undefined ? amountMinor : most - standing.interestMinor;
      const added = amountMinor < room ? amountMinor : room;
      standing.carry = carry;
      amounts.interest += added;
      standing.totalMinor += added;
      standing.interestMinor += added;
    }
  }
  return standing.totalMinor - lane.waivedMinor;
}

function payInto(standing: Standing, amountMinor: bigint, index: number): void {
  const { amounts, lane } = standing;
  let left = amountMinor;
  for (const component of lane.orderAt(index)) {
    if (left === 0n) break;
    const stands = amounts[component];
    const part = left < stands ? left : stands;
    amounts[component] = stands - part;
    left -= part;
  }
  standing.totalMinor -= amountMinor;
  standing.paidMinor += amountMinor;
}

/** A walk under way: `at` is the first account that is not paid off yet. */
export interface Walk {
  readonly course: Course;
  readonly standings: readonly Standing[];
  at: number;
  /** Parts of the instalment that is being paid; nobody listens while amounts are only tried out. */
  parts: InstalmentPart[] | undefined;
}

export function startWalk(course: Course): Walk {
  return { course, standings: course.lanes.map(startLane), at: 0, parts: undefined };
}

function pay(walk: Walk, standing: Standing, amountMinor: bigint, index: number): void {
  payInto(standing, amountMinor, index);
  if (amountMinor > 0n) walk.parts?.push({ accountId: standing.lane.debt.accountId, amountMinor });
}

/** The account after the current one that has something to be paid. */
function nextOwing(walk: Walk, today: number): Standing | undefined {
  for (let at = walk.at + 1; at < walk.standings.length; at += 1) {
    const standing = walk.standings[at];
    if (standing && owedOn(standing, today) > 0n) return standing;
  }
  return undefined;
}

/**
 * An instalment that would leave a part too small to be paid, on this account or on the next. The next one takes a
 * little more today, so that both days have parts that can be paid and the instalment keeps its amount. Where there is
 * too little room for that, the small part is paid today on top.
 */
function payAcross(walk: Walk, here: Standing, next: Standing, left: bigint, index: number): bigint {
  const today = walk.course.dayNumbers[index] ?? 0;
  const [owed, nextOwed] = [owedOn(here, today), owedOn(next, today)];
  const [leastHere, leastNext] = [here.lane.leastPart, next.lane.leastPart];
  const keeping = left - owed + leastHere;
  const forNext = keeping > leastNext ? keeping : leastNext;
  if (left - forNext >= leastHere && (forNext === nextOwed || forNext <= nextOwed - leastNext)) {
    pay(walk, here, left - forNext, index);
    pay(walk, next, forNext, index);
    return left;
  }
  const small = nextOwed < 2n * leastNext ? nextOwed : leastNext;
  const tail = left < owed ? 0n : small;
  pay(walk, here, owed, index);
  pay(walk, next, tail, index);
  return owed + tail;
}

/**
 * Pays one instalment. Answers what was paid: the amount, less where less is owed, and a little more where a rest
 * would be too small to be paid on its own.
 */
export function payInstalment(walk: Walk, amountMinor: bigint, index: number): bigint {
  const today = walk.course.dayNumbers[index] ?? 0;
  let left = amountMinor;
  for (; left > 0n; walk.at += 1) {
    const here = walk.standings[walk.at];
    if (!here) break;
    const owed = owedOn(here, today);
    if (owed === 0n) continue;
    if (left <= owed - here.lane.leastPart) {
      pay(walk, here, left, index);
      return amountMinor;
    }
    const next = left === owed ? undefined : nextOwing(walk, today);
    if (next && left < owed + next.lane.leastPart) return amountMinor - left + payAcross(walk, here, next, left, index);
    const part = left < owed ? left : owed;
    pay(walk, here, part, index);
    left -= part;
    if (part < owed) break;
  }
  return amountMinor - left;
}

/** Pays all that is left on a day. Answers how much that was. */
export function payRest(walk: Walk, index: number): bigint {
  const today = walk.course.dayNumbers[index] ?? 0;
  let paid = 0n;
  for (const standing of walk.standings) {
    const owed = owedOn(standing, today);
    pay(walk, standing, owed, index);
    paid += owed;
  }
  walk.at = walk.standings.length;
  return paid;
}

/** What is still to be paid on the morning of a day. */
export function restOn(walk: Walk, today: number): bigint {
  return walk.standings.reduce((sum, standing) => sum + owedOn(standing, today), 0n);
}
