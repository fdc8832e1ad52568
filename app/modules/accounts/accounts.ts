// An account as its owner reads it: what is due, what it needs now, and how the balance came about. Pure: facts
// of the books come in, lines and decisions go out. It refuses to own money: every amount is a sum of the
// ledger's entries, and each entry falls into exactly one line, so that what is shown always adds up.
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import {
  components,
  noAmounts,
  totalOf,
  type Component,
  type ComponentAmounts,
  type JournalKind,
} from "#app/modules/ledger/ledger.ts";
import type { ComponentOrder } from "#app/modules/policy/policy.ts";
import { needUnderPlan, type AccountPlan } from "./agreed-dues.ts";
import type { HistoryEntry } from "./history.ts";

export { cutPeriod, groupHistory, openMonth, pageOfHistory, usualPeriod } from "./history.ts";
export type { HistoryEntry, HistoryLine, Period } from "./history.ts";

export type ProductType = "consumer_loan" | "credit_card" | "small_loan";

/** What decides how much is due and what the account needs. */
export interface Standing {
  readonly balances: ComponentAmounts;
  readonly firstUnpaidDueOn: Day;
  /** An objection is being looked at: until it is answered nothing is asked for. */
  readonly disputed: boolean;
}

/** A standing with the order in which a payment of today would be spread. */
export interface DueStanding extends Standing {
  readonly order: ComponentOrder;
}

/**
 * The part that is due: interest, penalty interest and costs that have come about, once a due date has passed. We
 * have no schedule, so principal never counts as due, nor do fees, which are paid last. Nor does what a payment would
 * reach only after the principal: whoever pays what is due has nothing due afterwards (decision 0006).
 */
export function decideDue({ balances, firstUnpaidDueOn, disputed, order }: DueStanding, today: Day): bigint {
  if (disputed || firstUnpaidDueOn > today) return 0n;
  const reached = balances.principal > 0n ? order.slice(0, order.indexOf("principal")) : order;
  return (["interest", "penalty_interest", "cost"] as const)
    .filter((component) => reached.includes(component))
    .reduce((sum, component) => sum + balances[component], 0n);
}

/** A payment of today goes to the principal before the interest, so no part can be named as due. */
export function isPrincipalFirst({ balances, firstUnpaidDueOn, disputed, order }: DueStanding, today: Day): boolean {
  return !disputed && firstUnpaidDueOn <= today && balances.principal > 0n && order[0] === "principal";
}

/** Money that is on its way: set out but not booked, or booked aside because a person has to look at it. */
export interface MoneyUnderWay {
  readonly kind: "processing" | "checking";
  /** Undefined where it came in another currency than the account's. */
  readonly amountMinor: bigint | undefined;
}

export type Need =
  | { readonly kind: "settled" }
  | { readonly kind: "disputed" }
  | { readonly kind: "unpaid_instalment"; readonly dueOn: Day }
  | { readonly kind: "instalment_ahead"; readonly dueOn: Day }
  /** A plan is running: nothing is asked for until that day, */
  | { readonly kind: "plan_rest"; readonly until: Day }
  /** or all that it asks for is paid, and what it gives up is still in the balance. */
  | { readonly kind: "plan_kept" }
  | MoneyUnderWay;

/** What an account needs now, most pressing for the person first; an objection silences what is due. */
export function decideNeeds(
  standing: Standing,
  underWay: readonly MoneyUnderWay[],
  today: Day,
  plan?: AccountPlan,
): readonly Need[] {
  const { balances, firstUnpaidDueOn: dueOn, disputed } = standing;
  if (totalOf(balances) === 0n) return [...underWay, { kind: "settled" }];
  if (disputed) return [{ kind: "disputed" }, ...underWay];
  if (plan) return [...underWay, needUnderPlan(plan)];
  return [...underWay, dueOn > today ? { kind: "instalment_ahead", dueOn } : { kind: "unpaid_instalment", dueOn }];
}

function sumAmounts(all: readonly ComponentAmounts[]): ComponentAmounts {
  const sum = { ...noAmounts };
  for (const amounts of all) for (const component of components) sum[component] += amounts[component];
  return sum;
}

/** What is owed now, component by component, as the fold of all that happened. */
export function foldHistory(entries: readonly HistoryEntry[]): ComponentAmounts {
  return sumAmounts(entries.map(({ amounts }) => amounts));
}

/** The five parts of a balance as pages and checks call them. */
export const partNames = {
  principal: "principal",
  interest: "interest",
  penalty_interest: "penalty_interest",
  fee: "fees",
  cost: "costs",
} as const satisfies Record<Component, string>;
export type PartName = (typeof partNames)[Component];

export function partsOf(balances: ComponentAmounts): readonly { readonly key: PartName; readonly minor: bigint }[] {
  return components.map((component) => ({ key: partNames[component], minor: balances[component] }));
}

/** What is owed in all; accounts in different currencies are never added up. */
export function totalsByCurrency(
  accounts: readonly { readonly currency: Currency; readonly balances: ComponentAmounts }[],
): ReadonlyMap<Currency, ComponentAmounts> {
  const currencies = [...new Set(accounts.map(({ currency }) => currency))];
  return new Map(
    currencies.map((currency) => [
      currency,
      sumAmounts(accounts.filter((account) => account.currency === currency).map(({ balances }) => balances)),
    ]),
  );
}

/** The steps from the itemization date to now, in the order in which they are told. */
export const steps = ["opening", "interest", "penalty_interest", "fees", "payments", "returned", "credits"] as const;
export type Step = (typeof steps)[number];

/** A correction stands beside what it corrects. */
const stepOfKind: Readonly<Record<Exclude<JournalKind, "interest" | "reversal">, Step>> = {
  placement: "opening",
  waiver: "credits",
  write_off: "credits",
  payment: "payments",
  refund: "returned",
  chargeback: "returned",
  provider_fee: "fees",
};

export function stepOf(
  { kind, reversedKind }: Pick<HistoryEntry, "kind" | "reversedKind">,
  component: Component,
): Step {
  const told = kind === "reversal" ? (reversedKind ?? "waiver") : kind;
  if (told !== "interest" && told !== "reversal") return stepOfKind[told];
  return component === "penalty_interest" ? "penalty_interest" : "interest";
}

export type Itemization = Readonly<Record<Step, bigint>> & { readonly now: bigint };

/** Amount at the itemization date + interest + fees − payments − credits = now. */
export function itemize(entries: readonly HistoryEntry[]): Itemization {
  const sums = {
    opening: 0n,
    interest: 0n,
    penalty_interest: 0n,
    fees: 0n,
    payments: 0n,
    returned: 0n,
    credits: 0n,
    now: 0n,
  };
  for (const entry of entries) {
    for (const component of components) sums[stepOf(entry, component)] += entry.amounts[component];
    sums.now += totalOf(entry.amounts);
  }
  return sums;
}

/** A bar of the picture: from where to where the balance goes in this step. */
export interface Bar {
  readonly key: Step | "now";
  readonly amountMinor: bigint;
  readonly fromMinor: bigint;
  readonly toMinor: bigint;
}

/** The steps as bars that hang on one another; a step in which nothing happened has none. */
export function drawSteps(itemization: Itemization): readonly Bar[] {
  let level = 0n;
  const bars: Bar[] = [];
  for (const key of steps) {
    const amountMinor = itemization[key];
    if (amountMinor === 0n && key !== "opening") continue;
    bars.push({ key, amountMinor, fromMinor: level, toMinor: level + amountMinor });
    level += amountMinor;
  }
  return [...bars, { key: "now", amountMinor: itemization.now, fromMinor: 0n, toMinor: itemization.now }];
}

/** "15.40%" from parts per million; digits beyond the second only where there are any. */
export function formatRate(ppm: number): string {
  const digits = String(ppm).padStart(5, "0");
  const fraction = digits.slice(-4).replace(/0{1,2}$/, "");
  return `${digits.slice(0, -4)}.${fraction}%`;
}

/** "0001": enough to tell one's own accounts apart, and no more. */
export function lastSigns(accountNumber: string): string {
  return Array.from(accountNumber).slice(-4).join("");
}
