// Refunds: by card at once, by wallet pending first. A refund may fail later; the money then comes
// back and the charge is as if it had not been asked.

import type { Stripe } from "stripe";
import { badParam, missingParam, noSuch, refused } from "./api-error.ts";
import { assertBooked, bookRefund, bookRefundFailure } from "./balance.ts";
import { findCharge } from "./charges.ts";
import { makeId } from "./ids.ts";
import { formatAmount, REFUND_WINDOW_DAYS } from "./money.ts";
import { PAGE_FIELDS } from "./paging.ts";
import { findIntent } from "./payment-intents.ts";
import { integer, list, metadata, object, oneOf, range, text, unserved, type Read } from "./spec.ts";
import { idOf, type Charge, type Refund } from "./wire.ts";
import { emit, METHODS, now, type Method, type World } from "./world.ts";

/** How long a wallet takes to confirm a refund, by the stand-in's clock. */
export const WALLET_REFUND_S = 30;

type Create = Stripe.RefundCreateParams;

export const createRefundParams = object({
  amount: integer(1, 99_999_999),
  charge: text(),
  currency: unserved(),
  customer: unserved(),
  expand: list(text()),
  instructions_email: unserved(),
  metadata: metadata(),
  origin: unserved(),
  payment_intent: text(),
  reason: oneOf<NonNullable<Create["reason"]>>({
    duplicate: true,
    fraudulent: true,
    requested_by_customer: true,
  }),
  refund_application_fee: unserved(),
  reverse_transfer: unserved(),
} satisfies Record<keyof Create, unknown>);

export const listRefundsParams = object({
  ...PAGE_FIELDS,
  charge: text(),
  created: range(),
  payment_intent: text(),
} satisfies Record<keyof Stripe.RefundListParams, unknown>);

export function createRefund(world: World, params: Read<typeof createRefundParams>): Refund {
  const charge = chargeToRefund(world, params.charge, params.payment_intent);
  const left = charge.amount - charge.amount_refunded;
  const amount = params.amount ?? left;
  checkRefundable(world, charge, amount, left);
  const settled = methodOf(charge) === "card";
  const refund: Refund = {
    id: makeId("refund"),
    object: "refund",
    amount,
    balance_transaction: null,
    charge: charge.id,
    created: now(world),
    currency: charge.currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: destinationOf(charge),
    metadata: params.metadata ?? {},
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    ...(settled ? {} : { pending_reason: "processing" }),
    reason: params.reason ?? null,
    receipt_number: null,
    source_transfer_reversal: null,
    status: settled ? "succeeded" : "pending",
    transfer_reversal: null,
  };
  world.state.refunds[refund.id] = refund;
  bookRefund(world, refund, charge);
  charge.amount_refunded += amount;
  charge.refunded = charge.amount_refunded === charge.amount;
  emit(world, "refund.created", refund);
  emit(world, "charge.refunded", charge, { amount_refunded: charge.amount_refunded - amount });
  assertBooked(world.state, charge);
  return refund;
}

function chargeToRefund(world: World, charge?: string, intent?: string): Charge {
  if (charge !== undefined && intent !== undefined) {
    const message = "You may only specify one of these parameters: charge, payment_intent.";
    throw badParam(message, "charge", "parameters_exclusive");
  }
  if (charge !== undefined) return findCharge(world, charge, "charge", 400);
  if (intent === undefined) throw missingParam("charge");
  const found = findIntent(world, intent, "payment_intent", 400);
  if (found.latest_charge === null || found.status !== "succeeded") {
    throw refused(
      `This PaymentIntent (${intent}) does not have a successful charge to refund.`,
      "payment_intent_unexpected_state",
    );
  }
  return findCharge(world, idOf(found.latest_charge));
}

function checkRefundable(world: World, charge: Charge, amount: number, left: number): void {
  if (charge.status !== "succeeded") {
    throw refused(`Charge ${charge.id} has not succeeded.`, "charge_not_refundable");
  }
  if (left === 0) {
    throw refused(`Charge ${charge.id} has already been refunded.`, "charge_already_refunded");
  }
  if (amount > left) {
    const [asked, rest] = [amount, left].map((sum) => formatAmount(sum, charge.currency, "en"));
    const message = `Refund amount (${asked}) is greater than unrefunded amount on charge (${rest})`;
    throw refused(message, undefined, "amount");
  }
  const window = REFUND_WINDOW_DAYS[methodOf(charge)];
  if (window !== null && now(world) > charge.created + window * 24 * 3600) {
    const message = `Charge ${charge.id} is older than ${window} days and can no longer be refunded.`;
    throw refused(message, "charge_not_refundable");
  }
}

function methodOf(charge: Charge): Method {
  const type = charge.payment_method_details?.type;
  return METHODS.find((method) => method === type) ?? "card";
}

function destinationOf(charge: Charge): NonNullable<Refund["destination_details"]> {
  const method = methodOf(charge);
  if (method === "alipay") return { type: "alipay", alipay: {} };
  if (method === "wechat_pay") return { type: "wechat_pay", wechat_pay: {} };
  return {
    type: "card",
    card: { reference_status: "pending", reference_type: "acquirer_reference_number", type: "refund" },
  };
}

export function findRefund(world: World, id: string, param = "id"): Refund {
  const refund = world.state.refunds[id];
  if (!refund) throw noSuch("refund", id, param);
  return refund;
}

/** The clock's part: a wallet confirms after a while. */
export function settleDueRefunds(world: World): void {
  const due = now(world) - WALLET_REFUND_S;
  for (const refund of Object.values(world.state.refunds)) {
    if (refund.status === "pending" && refund.created <= due) {
      refund.status = "succeeded";
      delete refund.pending_reason;
      tellOfRefund(world, refund, { status: "pending" });
    }
  }
}

/** The bank's part: the money could not be returned. */
export function failRefund(world: World, id: string, reason = "declined"): Refund {
  const refund = findRefund(world, id);
  if (refund.status === "failed") throw refused(`Refund ${id} has already failed.`);
  const charge = findCharge(world, idOf(refund.charge));
  const before = refund.status;
  refund.status = "failed";
  refund.failure_reason = reason;
  delete refund.pending_reason;
  bookRefundFailure(world, refund);
  charge.amount_refunded -= refund.amount;
  charge.refunded = false;
  emit(world, "refund.failed", refund);
  tellOfRefund(world, refund, { status: before });
  assertBooked(world.state, charge);
  return refund;
}

function tellOfRefund(world: World, refund: Refund, previous: object): void {
  emit(world, "refund.updated", refund, previous);
  emit(world, "charge.refund.updated", refund, previous);
}
