// A payment from wish to receipt: which amounts may be paid, and what an answer of the provider means for an
// attempt. Pure. It refuses no amount without saying which one would do, and never asks for more than is owed.
import { type Currency, type Money, type AmountReading, money, readAmount } from "#app/kernel/money.ts";
import { type Outcome, done, refused } from "#app/kernel/outcome.ts";
import type { Checkout } from "./payment-gateway.ts";

export const payChoices = ["full", "due", "other"] as const;
export type PayChoice = (typeof payChoices)[number];

/** What a borrower asks for, the amount as typed. */
export interface PayWish {
  readonly choice: PayChoice;
  readonly amountText: string;
  /** What a preview named, where there was one: nobody pays another amount than they were shown. */
  readonly shownMinor?: bigint | undefined;
}

/** What an account can take now. */
export interface Payable {
  readonly currency: Currency;
  /** What is owed; under a plan without what it gives up at its end. */
  readonly balanceMinor: bigint;
  readonly dueMinor: bigint;
  /** Paid already and not here yet; asking for it again would take it twice. */
  readonly onItsWayMinor: bigint;
  /** The provider takes nothing below. */
  readonly minimumMinor: bigint;
  readonly disputed: boolean;
}

/** Why an account takes nothing at all now. */
export type AccountRefusal =
  | { readonly kind: "disputed" }
  | { readonly kind: "settled" }
  | { readonly kind: "on-its-way"; readonly amount: Money }
  | { readonly kind: "balance-below-minimum"; readonly balance: Money; readonly minimum: Money };

/** Why this amount cannot be taken, and what can. */
export type AmountRefusal =
  | { readonly kind: "nothing-due" }
  | { readonly kind: "amount-missing" }
  | { readonly kind: "amount-malformed" }
  | { readonly kind: "more-than-balance"; readonly most: Money }
  | { readonly kind: "below-minimum"; readonly minimum: Money }
  | { readonly kind: "above-maximum"; readonly maximum: Money }
  | {
      readonly kind: "remainder-too-small";
      readonly minimum: Money;
      readonly less: Money | undefined;
      readonly full: Money;
    }
  | { readonly kind: "amount-changed"; readonly amount: Money };

export type PayRefusal =
  | AccountRefusal
  | AmountRefusal
  | { readonly kind: "not-found" }
  /** `opened`: there is a checkout already, in which somebody may have paid by now. */
  | { readonly kind: "unreachable"; readonly opened: boolean };

const referenceSigns = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * "P-7KQ4-M2XD-9RTV", made of the random half of the attempt's id: known before the provider is called, the same on
 * its page, on the receipt and over a phone.
 */
export function paymentReference(attemptId: string): string {
  let number = BigInt(`0x${attemptId.replaceAll("-", "").slice(-15)}`);
  let signs = "";
  for (let place = 0; place < 12; place += 1) {
    signs += referenceSigns[Number(number % 30n)];
    number /= 30n;
  }
  return `P-${signs.slice(0, 4)}-${signs.slice(4, 8)}-${signs.slice(8)}`;
}

/** The provider takes eight digits of minor units in one go. */
export const largestPaymentMinor = 99_999_999n;

/** Whether anything can be paid at all, before an amount is named. */
export function decidePayable(facts: Payable): Outcome<bigint, AccountRefusal> {
  const { currency, balanceMinor, onItsWayMinor, minimumMinor } = facts;
  if (facts.disputed) return refused({ kind: "disputed" });
  if (balanceMinor <= 0n) return refused({ kind: "settled" });
  const most = balanceMinor - onItsWayMinor;
  if (most <= 0n) return refused({ kind: "on-its-way", amount: money(onItsWayMinor, currency) });
  if (most < minimumMinor) {
    const [balance, minimum] = [money(most, currency), money(minimumMinor, currency)];
    return refused({ kind: "balance-below-minimum", balance, minimum });
  }
  return done(most);
}

/** The amount that a wish comes to, or why it cannot be taken and what can. */
export function decideAmount(facts: Payable, wish: PayWish): Outcome<Money, AccountRefusal | AmountRefusal> {
  const payable = decidePayable(facts);
  if (!payable.ok) return payable;
  const { currency, minimumMinor } = facts;
  const most = payable.value;
  if (wish.choice === "due" && facts.dueMinor === 0n) return refused({ kind: "nothing-due" });
  const asked = askedMinor(facts, wish, most);
  if (!asked.ok) return refused({ kind: asked.code === "amount_missing" ? "amount-missing" : "amount-malformed" });
  const amountMinor = asked.amountMinor;
  const minimum = money(minimumMinor, currency);
  if (amountMinor > most) return refused({ kind: "more-than-balance", most: money(most, currency) });
  if (amountMinor < minimumMinor) return refused({ kind: "below-minimum", minimum });
  if (amountMinor > largestPaymentMinor) {
    return refused({ kind: "above-maximum", maximum: money(largestPaymentMinor, currency) });
  }
  const remainder = most - amountMinor;
  if (remainder > 0n && remainder < minimumMinor) {
    const lessMinor = most - minimumMinor;
    const less = lessMinor >= minimumMinor ? money(lessMinor, currency) : undefined;
    return refused({ kind: "remainder-too-small", minimum, less, full: money(most, currency) });
  }
  const amount = money(amountMinor, currency);
  if (wish.shownMinor !== undefined && wish.shownMinor !== amountMinor)
    return refused({ kind: "amount-changed", amount });
  return done(amount);
}

function askedMinor(facts: Payable, { choice, amountText }: PayWish, most: bigint): AmountReading {
  if (choice === "full") return { ok: true, amountMinor: most };
  if (choice === "due") return { ok: true, amountMinor: facts.dueMinor < most ? facts.dueMinor : most };
  return readAmount(amountText, facts.currency);
}

export type AttemptStatus = "creating" | "open" | "processing" | "paid" | "expired" | "released" | "quarantined";
export type AttemptEvent = "opened" | "lost" | "expired" | "processing" | "failed" | "paid" | "mismatched";

/**
 * The legal moves. Money wins over everything that was believed before: even a checkout that had expired, or one
 * that the bank had said no to, becomes paid when the provider says so. Nothing leads out of paid.
 */
export const attemptMoves: Readonly<Record<AttemptStatus, Partial<Readonly<Record<AttemptEvent, AttemptStatus>>>>> = {
  creating: {
    opened: "open",
    lost: "expired",
    expired: "expired",
    processing: "processing",
    failed: "released",
    paid: "paid",
    mismatched: "quarantined",
  },
  open: {
    opened: "open",
    lost: "expired",
    expired: "expired",
    processing: "processing",
    failed: "released",
    paid: "paid",
    mismatched: "quarantined",
  },
  processing: { processing: "processing", failed: "released", paid: "paid", mismatched: "quarantined" },
  expired: { lost: "expired", expired: "expired", processing: "processing", paid: "paid", mismatched: "quarantined" },
  released: { failed: "released", paid: "paid", mismatched: "quarantined" },
  paid: { paid: "paid" },
  quarantined: { mismatched: "quarantined" },
};

/** Where an event leads; undefined where the attempt stays as it is. */
export function moveAttempt(from: AttemptStatus, event: AttemptEvent): AttemptStatus | undefined {
  return attemptMoves[from][event];
}

/** Attempts in these states may still bring money. */
export const unfinishedStatuses = ["creating", "open", "processing"] as const satisfies readonly AttemptStatus[];

export function isUnfinished(status: string): boolean {
  return unfinishedStatuses.some((unfinished) => unfinished === status);
}

/** Money that came: booked, kept apart, or given back. */
export type PaymentStatus = "settled" | "quarantined" | "partly_refunded" | "refunded";

/** What the provider's checkout means for the attempt that it belongs to. */
export function readCheckoutEvent(checkout: Checkout, expected: Money): AttemptEvent {
  const { state, incoming } = checkout;
  if (incoming) {
    const same = incoming.amountMinor === expected.amountMinor && incoming.currency === expected.currency;
    return same ? "paid" : "mismatched";
  }
  if (state === "open") return "opened";
  return state === "paid" ? "processing" : state;
}

/** Why a payment did not go through, as far as it helps to choose another way. */
export type ProblemKind = "funds" | "card-details" | "authentication" | "wallet" | "not-confirmed" | "declined";

const problemKinds: Readonly<Record<string, ProblemKind>> = {
  insufficient_funds: "funds",
  card_velocity_exceeded: "funds",
  withdrawal_count_limit_exceeded: "funds",
  expired_card: "card-details",
  incorrect_cvc: "card-details",
  invalid_cvc: "card-details",
  incorrect_number: "card-details",
  invalid_number: "card-details",
  invalid_expiry_month: "card-details",
  invalid_expiry_year: "card-details",
  payment_intent_authentication_failure: "authentication",
  authentication_required: "authentication",
  payment_method_provider_decline: "wallet",
  payment_intent_payment_attempt_expired: "not-confirmed",
};

export function explainProblem(code: string | null): ProblemKind | undefined {
  if (!code) return undefined;
  return problemKinds[code] ?? "declined";
}
