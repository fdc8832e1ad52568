// Where a payment goes: all of it to the account that the borrower chose, in the order of the policy pack. The preview
// and the booking ask here, so that they cannot differ. What the account cannot take is not pushed onto another one.
import { type Day, dayFromDbDate } from "#app/kernel/calendar.ts";
import { allocatePayment } from "#app/modules/ledger/allocation.ts";
import type { Component, ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";

export interface SpreadPart {
  readonly component: Component;
  readonly amountMinor: bigint;
}

export interface Spread {
  readonly parts: readonly SpreadPart[];
  readonly ruleVersion: string;
}

export interface SpreadDebt {
  readonly id: string;
  readonly productType: string;
  readonly annualRatePpm: number;
  readonly firstUnpaidDueDate: Date;
  readonly secured: boolean;
  readonly disputedAt: Date | null;
  readonly agreedOrder: readonly string[];
}

export interface SpreadWish {
  readonly debt: SpreadDebt;
  readonly policyPackId: string;
  readonly balances: ComponentAmounts;
  readonly amountMinor: bigint;
  /** The day that the payment counts for. */
  readonly on: Day;
}

export function spreadPayment({ debt, policyPackId, balances, amountMinor, on }: SpreadWish): Spread {
  const named = {
    debtId: debt.id,
    productType: debt.productType,
    annualRatePpm: debt.annualRatePpm,
    firstUnpaidDueDate: dayFromDbDate(debt.firstUnpaidDueDate),
    secured: debt.secured,
    disputed: debt.disputedAt !== null,
    agreedOrder: debt.agreedOrder,
    balances,
  };
  const rules = requirePolicy(policyPackId).allocation.value;
  const { parts, ruleVersion } = allocatePayment({ amountMinor, debts: [named], named: debt.id, today: on }, rules);
  return { parts: parts.map(({ component, amountMinor: minor }) => ({ component, amountMinor: minor })), ruleVersion };
}
