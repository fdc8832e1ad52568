// The slow and obvious way to follow a schedule: one day after the other, each payment spread by the books' own rules,
// then the day's interest. What the engine quotes is held against it.
import { type Day, addDays } from "#app/kernel/calendar.ts";
import type { EngineDebt, OptionFacts, Quote } from "#app/modules/hardship/options.ts";
import { allocatePayment } from "#app/modules/ledger/allocation.ts";
import { type ComponentAmounts, totalOf } from "#app/modules/ledger/ledger.ts";

export interface Followed {
  readonly interestMinor: bigint;
  readonly paidMinor: bigint;
  readonly leftMinor: bigint;
  /** What a payment could not be put to; nothing, unless somebody pays too much. */
  readonly excessMinor: bigint;
}

export type Payments = ReadonlyMap<Day, bigint>;

interface Rules extends Pick<OptionFacts, "pack"> {
  readonly ratePpm: number;
  readonly agreedOrder?: readonly string[];
}

function spread(debt: EngineDebt, balances: ComponentAmounts, rules: Rules, amountMinor: bigint, today: Day) {
  const named = {
    debtId: debt.accountId,
    productType: debt.productType,
    annualRatePpm: debt.ratePpm,
    firstUnpaidDueDate: debt.firstUnpaidDueOn,
    secured: false,
    disputed: false,
    balances,
    agreedOrder: rules.agreedOrder ?? [],
  };
  return allocatePayment({ amountMinor, debts: [named], named: debt.accountId, today }, rules.pack.allocation.value);
}

/** One debt up to the evening of `last`: on that day a payment is still taken, and its interest is not counted. */
export function followDebt(debt: EngineDebt, rules: Rules, payments: Payments, last: Day): Followed {
  const balances = { ...debt.balances };
  let carry = BigInt(debt.interestCarry);
  let [interestMinor, paidMinor, excessMinor] = [0n, 0n, 0n];
  for (let today = addDays(debt.accruedThrough, 1); today <= last; today = addDays(today, 1)) {
    const amount = payments.get(today) ?? 0n;
    if (amount > 0n) {
      const { parts, leftMinor } = spread(debt, balances, rules, amount, today);
      for (const part of parts) balances[part.component] -= part.amountMinor;
      paidMinor += amount - leftMinor;
      excessMinor += leftMinor;
    }
    if (today === last) break;
    carry += balances.principal * BigInt(rules.ratePpm);
    const whole = carry / 365_000_000n;
    carry %= 365_000_000n;
    balances.interest += whole;
    interestMinor += whole;
  }
  return { interestMinor, paidMinor, excessMinor, leftMinor: totalOf(balances) };
}

/** The lawful reading of what runs under a quote, written down once more. */
export function rateUnder(quote: Pick<Quote, "interest">, facts: OptionFacts, debt: EngineDebt): number {
  if (quote.interest === "frozen") return 0;
  return facts.interest.mode === "reduced" ? Math.min(debt.ratePpm, facts.interest.ratePpm) : debt.ratePpm;
}

export function paymentsTo(quote: Pick<Quote, "instalments">, accountId: string): Payments {
  const payments = new Map<Day, bigint>();
  for (const { dueOn, parts } of quote.instalments)
    for (const part of parts) if (part.accountId === accountId) payments.set(dueOn, part.amountMinor);
  return payments;
}
