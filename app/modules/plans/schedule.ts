// A schedule against what was paid: which instalments are paid, which are open, what is next. Pure. What is paid on an
// account counts for that account's parts, the earliest first; and no part is open for more than is owed or may still come, so that whoever pays
// early, and so at less interest, is asked for nothing beyond the balance.
import type { Day } from "#app/kernel/calendar.ts";
import type { ScheduledInstalment, ScheduledPart } from "./plans.ts";

/** An account of a plan as the books have it now. */
export interface PlanAccountState {
  readonly accountId: string;
  readonly balanceMinor: bigint;
  /** Still in the balance; given up once the plan is kept to the end. */
  readonly waivedMinor: bigint;
  /** Net, since signing. */
  readonly paidMinor: bigint;
  /** Interest that may still be added under the plan. */
  readonly interestLeftMinor: bigint;
  /** Somebody looks at an objection to it: until that is answered nothing is asked for on it. */
  readonly disputed?: boolean;
  /** An objection was answered then: what had fallen due before counts from that day. */
  readonly answeredOn?: Day | undefined;
}

export type InstalmentState = "paid" | "part" | "due" | "missed" | "ahead";

export interface CoveredPart extends ScheduledPart {
  /** What of the amount is paid. */
  readonly paidMinor: bigint;
  /** What is still to be paid; paid and open come to less than the amount where less interest ran. */
  readonly openMinor: bigint;
  /** What of that is asked for now: nothing on an account that rests. */
  readonly askedMinor: bigint;
}

export interface CoveredInstalment {
  readonly seq: number;
  readonly dueOn: Day;
  readonly amountMinor: bigint;
  readonly paidMinor: bigint;
  readonly openMinor: bigint;
  readonly askedMinor: bigint;
  /** From when being late is counted. */
  readonly countsOn: Day;
  readonly state: InstalmentState;
  readonly parts: readonly CoveredPart[];
}

export function sumMinor<Item>(items: readonly Item[], read: (item: Item) => bigint): bigint {
  return items.reduce((sum, item) => sum + read(item), 0n);
}

/** What of an account's balance the plan asks for: not what it gives up. */
export function payableOf({ balanceMinor, waivedMinor }: PlanAccountState): bigint {
  return balanceMinor > waivedMinor ? balanceMinor - waivedMinor : 0n;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export function inDueOrder<Row extends { readonly dueOn: Day; readonly seq: number }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.dueOn === b.dueOn ? a.seq - b.seq : a.dueOn < b.dueOn ? -1 : 1));
}

/** Nothing is asked for while it is disputed, nor for a rest that is too small to be paid. */
function rests(account: PlanAccountState, leastMinor: bigint): boolean {
  return account.disputed === true || payableOf(account) < leastMinor;
}

/** Accounts on which too little has fallen due to be paid on its own: it is asked for together with the next one. */
function waitingOf(
  schedule: readonly ScheduledInstalment[],
  accounts: readonly PlanAccountState[],
  today: Day,
  leastMinor: bigint,
): ReadonlySet<string> {
  const fallen = new Map<string, bigint>();
  for (const { dueOn, parts } of schedule) {
    if (dueOn > today) continue;
    for (const { accountId, amountMinor } of parts) fallen.set(accountId, (fallen.get(accountId) ?? 0n) + amountMinor);
  }
  const isSmall = (account: PlanAccountState): boolean => {
    const open = (fallen.get(account.accountId) ?? 0n) - (account.paidMinor > 0n ? account.paidMinor : 0n);
    return least(open, payableOf(account)) < leastMinor;
  };
  return new Set(accounts.filter(isSmall).map(({ accountId }) => accountId));
}

function stateOf(
  dueOn: Day,
  { paidMinor, openMinor, askedMinor }: Pick<CoveredPart, "paidMinor" | "openMinor" | "askedMinor">,
  today: Day,
): InstalmentState {
  if (openMinor === 0n) return "paid";
  if (askedMinor === 0n) return paidMinor > 0n ? "part" : "ahead";
  if (dueOn < today) return "missed";
  if (paidMinor > 0n) return "part";
  return dueOn === today ? "due" : "ahead";
}

/** The schedule in order of dates, each part with what is paid and what is open. `leastMinor` can be paid at least. */
export function coverSchedule(
  schedule: readonly ScheduledInstalment[],
  accounts: readonly PlanAccountState[],
  today: Day,
  leastMinor = 1n,
): CoveredInstalment[] {
  const resting = new Set(accounts.filter((each) => rests(each, leastMinor)).map(({ accountId }) => accountId));
  const waiting = waitingOf(schedule, accounts, today, leastMinor);
  const answeredOn = new Map(accounts.map((each) => [each.accountId, each.answeredOn]));
  const paid = new Map(accounts.map(({ accountId, paidMinor }) => [accountId, paidMinor > 0n ? paidMinor : 0n]));
  const owed = new Map(accounts.map((account) => [account.accountId, payableOf(account)]));
  // Once nothing is owed no interest comes any more.
  const later = new Map(
    accounts.map((account) => [account.accountId, payableOf(account) > 0n ? account.interestLeftMinor : 0n]),
  );
  return inDueOrder(schedule).map(({ seq, dueOn, parts: asked }) => {
    const parts = asked.map((part): CoveredPart => {
      const { accountId, amountMinor } = part;
      const paidMinor = least(amountMinor, paid.get(accountId) ?? 0n);
      paid.set(accountId, (paid.get(accountId) ?? 0n) - paidMinor);
      const owedMinor = owed.get(accountId) ?? 0n;
      const room = dueOn <= today ? owedMinor : owedMinor + (later.get(accountId) ?? 0n);
      const openMinor = least(amountMinor - paidMinor, room);
      const ofOwed = least(openMinor, owedMinor);
      owed.set(accountId, owedMinor - ofOwed);
      later.set(accountId, (later.get(accountId) ?? 0n) - (openMinor - ofOwed));
      const isAsked = !resting.has(accountId) && !(dueOn <= today && waiting.has(accountId));
      return { ...part, paidMinor, openMinor, askedMinor: isAsked ? openMinor : 0n };
    });
    const paidMinor = sumMinor(parts, (part) => part.paidMinor);
    const openMinor = sumMinor(parts, (part) => part.openMinor);
    const askedMinor = sumMinor(parts, (part) => part.askedMinor);
    const amountMinor = sumMinor(parts, (part) => part.amountMinor);
    const countsOn = parts
      .flatMap((part) => (part.askedMinor > 0n ? (answeredOn.get(part.accountId) ?? []) : []))
      .reduce((latest, each) => (each > latest ? each : latest), dueOn);
    const sums = { paidMinor, openMinor, askedMinor };
    return { seq, dueOn, amountMinor, ...sums, countsOn, parts, state: stateOf(dueOn, sums, today) };
  });
}

/** Due today or before, and asked for. */
export function dueMinor(instalments: readonly CoveredInstalment[], today: Day): bigint {
  return sumMinor(
    instalments.filter(({ dueOn }) => dueOn <= today),
    ({ askedMinor }) => askedMinor,
  );
}

/** The first instalment of which something is asked for. */
export function nextOpen(instalments: readonly CoveredInstalment[]): CoveredInstalment | undefined {
  return instalments.find(({ askedMinor }) => askedMinor > 0n);
}
