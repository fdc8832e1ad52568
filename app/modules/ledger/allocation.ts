// How a payment is spread over debts and their components, by the rules of a policy pack. Pure and exact: whole minor
// units in, whole minor units out, nothing is lost, nothing goes below zero, and what fits nowhere is said.
// It refuses to give anything to a disputed debt.
import { type Day, daysBetween } from "#app/kernel/calendar.ts";
import type { AllocationRules, ComponentOrder } from "../policy/policy.ts";
import { type Component, type ComponentAmounts, components, totalOf } from "./ledger.ts";

export interface AllocationDebt {
  readonly debtId: string;
  readonly productType: string;
  /** All-in annual rate, parts per million: the burden that Civil Code 560 compares. */
  readonly annualRatePpm: number;
  readonly firstUnpaidDueDate: Day;
  readonly secured: boolean;
  readonly disputed: boolean;
  readonly balances: ComponentAmounts;
  /** What was agreed in place of the rule's own order; empty: nothing else. */
  readonly agreedOrder?: readonly string[];
  /** Interest above the cap: dropped before anything is spread, never paid. */
  readonly aboveCap?: Partial<ComponentAmounts>;
}

export interface AllocationWish {
  readonly amountMinor: bigint;
  readonly debts: readonly AllocationDebt[];
  /** The debt that the borrower names at payment; it comes first. */
  readonly named?: string | undefined;
  readonly today: Day;
}

export interface AllocatedPart {
  readonly debtId: string;
  readonly component: Component;
  /** Above zero. */
  readonly amountMinor: bigint;
}

export interface AllocationResult {
  readonly parts: readonly AllocatedPart[];
  /** What no debt could take. */
  readonly leftMinor: bigint;
  readonly ruleVersion: string;
}

/** Every component has its place: what an agreement does not name comes last. */
function completeOrder(agreed: readonly string[]): ComponentOrder {
  const named = agreed.filter((each): each is Component => components.some((component) => component === each));
  return [...named, ...components.filter((component) => !named.includes(component))];
}

/** In which order the parts of this debt receive money today. */
export function orderWithin(
  debt: Pick<AllocationDebt, "productType" | "firstUnpaidDueDate" | "agreedOrder">,
  rules: AllocationRules,
  today: Day,
): ComponentOrder {
  if (debt.agreedOrder && debt.agreedOrder.length > 0) return completeOrder(debt.agreedOrder);
  if (debt.productType !== "credit_card" || !rules.card) return rules.general;
  return daysBetween(debt.firstUnpaidDueDate, today) > rules.card.untilDaysPastDue ? rules.card.late : rules.card.early;
}

function collectible({ balances, aboveCap }: AllocationDebt): ComponentAmounts {
  const rest = (component: Component): bigint => {
    const left = balances[component] - (aboveCap?.[component] ?? 0n);
    return left > 0n ? left : 0n;
  };
  return {
    principal: rest("principal"),
    interest: rest("interest"),
    penalty_interest: rest("penalty_interest"),
    fee: rest("fee"),
    cost: rest("cost"),
  };
}

/** Fills the components of one debt in order; the amount is at most what the debt can take. */
function fillComponents(
  debt: AllocationDebt,
  amountMinor: bigint,
  rules: AllocationRules,
  today: Day,
): AllocatedPart[] {
  const owed = collectible(debt);
  const parts: AllocatedPart[] = [];
  let left = amountMinor;
  for (const component of orderWithin(debt, rules, today)) {
    const part = left < owed[component] ? left : owed[component];
    if (part > 0n) parts.push({ debtId: debt.debtId, component, amountMinor: part });
    left -= part;
  }
  return parts;
}

/** Which of two debts comes first; 0 where the law ranks them alike. Civil Code 560. */
function compareDebts(a: AllocationDebt, b: AllocationDebt, today: Day): number {
  const due = ({ firstUnpaidDueDate }: AllocationDebt): number => (firstUnpaidDueDate <= today ? 0 : 1);
  if (due(a) !== due(b)) return due(a) - due(b);
  if (a.secured !== b.secured) return a.secured ? 1 : -1;
  if (a.annualRatePpm !== b.annualRatePpm) return b.annualRatePpm - a.annualRatePpm;
  if (a.firstUnpaidDueDate !== b.firstUnpaidDueDate) return a.firstUnpaidDueDate < b.firstUnpaidDueDate ? -1 : 1;
  return 0;
}

/**
 * Shares an amount in proportion to `weights`, in whole units: each gets its floor, and the units left over go to the
 * largest remainders, the earlier one on a tie. The amount is at most the sum of the weights; the shares add up to it.
 */
export function shareProportionally(amountMinor: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (amountMinor * weight) / total);
  const remainders = weights.map((weight, index) => ({ index, remainder: (amountMinor * weight) % total }));
  let left = amountMinor - shares.reduce((sum, share) => sum + share, 0n);
  for (const { index } of remainders.toSorted((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )) {
    if (left === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    left -= 1n;
  }
  return shares;
}

/** Debts in the order in which they are filled; those that rank alike share one step. */
function rankDebts(wish: AllocationWish, rules: AllocationRules): AllocationDebt[][] {
  const open = wish.debts.filter((debt) => !debt.disputed && totalOf(collectible(debt)) > 0n);
  const named = open.filter(({ debtId }) => debtId === wish.named);
  const others = open.filter(({ debtId }) => debtId !== wish.named);
  if (rules.between === "as-directed-only") return named.map((debt) => [debt]);
  // The id settles how ties are listed, so that the answer does not hang on the order of the input.
  const sorted = others.toSorted((a, b) => compareDebts(a, b, wish.today) || (a.debtId < b.debtId ? -1 : 1));
  const steps: AllocationDebt[][] = named.map((debt) => [debt]);
  let previous: AllocationDebt | undefined;
  for (const debt of sorted) {
    if (previous && compareDebts(previous, debt, wish.today) === 0) steps.at(-1)?.push(debt);
    else steps.push([debt]);
    previous = debt;
  }
  return steps;
}

/** Spreads a payment. The parts and what is left add up to the amount, always. */
export function allocatePayment(wish: AllocationWish, rules: AllocationRules): AllocationResult {
  if (wish.amountMinor < 0n) throw new RangeError("a payment is not below zero");
  const parts: AllocatedPart[] = [];
  let left = wish.amountMinor;
  for (const step of rankDebts(wish, rules)) {
    const weights = step.map((debt) => totalOf(collectible(debt)));
    const room = weights.reduce((sum, weight) => sum + weight, 0n);
    const here = left < room ? left : room;
    const shares = shareProportionally(here, weights);
    step.forEach((debt, index) => parts.push(...fillComponents(debt, shares[index] ?? 0n, rules, wish.today)));
    left -= here;
  }
  return { parts, leftMinor: left, ruleVersion: rules.version };
}

/** What each component receives in all, for a preview. */
export function sumByComponent(parts: readonly AllocatedPart[]): ComponentAmounts {
  const sum = (component: Component): bigint =>
    parts.reduce((total, part) => (part.component === component ? total + part.amountMinor : total), 0n);
  const [principal, interest, penalty_interest, fee, cost] = components.map(sum);
  return {
    principal: principal ?? 0n,
    interest: interest ?? 0n,
    penalty_interest: penalty_interest ?? 0n,
    fee: fee ?? 0n,
    cost: cost ?? 0n,
  };
}
