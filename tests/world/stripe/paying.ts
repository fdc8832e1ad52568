// What a payer, a wallet or a bank does to an open session. The hosted page and the control plane
// both come through here, so that a test without a browser sees the same events in the same order.

import { refused } from "./api-error.ts";
import { assertBooked, bookCharge } from "./balance.ts";
import { readCard, type Decline } from "./cards.ts";
import { findCharge, writeCharge, type Instrument } from "./charges.ts";
import { makeId } from "./ids.ts";
import { intentOf } from "./payment-intents.ts";
import { idOf, type PaymentIntent } from "./wire.ts";
import { emit, type Checkout, type Method, type World } from "./world.ts";

type Wallet = Exclude<Method, "card">;
type LastError = NonNullable<PaymentIntent["last_payment_error"]>;

export type CardResult = "paid" | "declined" | "authenticate";

/** `later`: the payer is done and the bank has not said yes yet. `reject`: no error is told. */
export const WALLET_ANSWERS = ["authorise", "fail", "expire", "reject", "later"] as const;
export type WalletAnswer = (typeof WALLET_ANSWERS)[number];

export function requireOpen(checkout: Checkout, method: Method): void {
  const { session } = checkout;
  if (session.status !== "open") {
    throw refused(`This Checkout Session is ${session.status ?? "closed"}.`);
  }
  if (!session.payment_method_types.includes(method)) {
    throw refused(`The payment method type ${method} is not available in this session.`);
  }
}

export function payByCard(world: World, checkout: Checkout, number: string): CardResult {
  requireOpen(checkout, "card");
  const card = readCard(number);
  const intent = startAttempt(world, checkout);
  if (card.authenticate) {
    checkout.waitingCard = card.number;
    awaitPayer(world, intent, {
      type: "redirect_to_url",
      redirect_to_url: { return_url: null, url: `${checkout.session.url ?? ""}/3ds` },
    });
    return "authenticate";
  }
  const paidBy = { method: "card", card, authenticated: false } as const;
  return finishCard(world, checkout, intent, paidBy);
}

export function authenticate(world: World, checkout: Checkout, passed: boolean): CardResult {
  requireOpen(checkout, "card");
  const number = checkout.waitingCard;
  if (number === null) throw refused("No card is waiting for authentication in this session.");
  checkout.waitingCard = null;
  const intent = intentOf(world, checkout);
  if (passed) {
    const paidBy = { method: "card", card: readCard(number), authenticated: true } as const;
    return finishCard(world, checkout, intent, paidBy);
  }
  failIntent(world, intent, {
    type: "invalid_request_error",
    code: "payment_intent_authentication_failure",
    message:
      "We are unable to authenticate your payment method. Please choose a different payment method and try again.",
    payment_method_type: "card",
  });
  return "declined";
}

export function openWallet(world: World, checkout: Checkout, method: Wallet): void {
  requireOpen(checkout, method);
  const intent = startAttempt(world, checkout);
  const page = `${checkout.session.url ?? ""}/${method}`;
  if (method === "alipay") {
    awaitPayer(world, intent, {
      type: "alipay_handle_redirect",
      alipay_handle_redirect: { native_data: null, native_url: null, return_url: null, url: page },
    });
    return;
  }
  awaitPayer(world, intent, {
    type: "wechat_pay_display_qr_code",
    wechat_pay_display_qr_code: {
      data: page,
      hosted_instructions_url: page,
      image_data_url: "",
      image_url_png: "",
      image_url_svg: "",
    },
  });
}

export function answerWallet(world: World, checkout: Checkout, method: Wallet, answer: WalletAnswer): void {
  requireOpen(checkout, method);
  const intent = intentOf(world, checkout);
  if (intent.status !== "requires_action") throw refused("No wallet is waiting in this session.");
  const name = method === "alipay" ? "Alipay" : "WeChat Pay";
  switch (answer) {
    case "authorise":
      return complete(world, checkout, intent, { method });
    case "later":
      return completeUnpaid(world, checkout, intent, { method });
    case "fail":
      return failIntent(world, intent, {
        type: "invalid_request_error",
        code: "payment_method_provider_decline",
        message: `The payment was declined by ${name}.`,
        payment_method_type: method,
      });
    case "expire":
      return failIntent(world, intent, {
        type: "invalid_request_error",
        code: "payment_intent_payment_attempt_expired",
        message: `The ${name} payment was not confirmed in time.`,
        payment_method_type: method,
      });
    case "reject":
      // The wallet turns the payer away and tells nobody why: no error, no event.
      intent.status = "requires_payment_method";
      intent.next_action = null;
      intent.payment_method = null;
      return;
    default:
      return answer satisfies never;
  }
}

/** The bank's late answer to a session that was completed unpaid. */
export function answerLate(world: World, checkout: Checkout, succeeded: boolean): void {
  const { session } = checkout;
  const intent = intentOf(world, checkout);
  if (session.status !== "complete" || intent.status !== "processing") {
    throw refused("This session does not wait for its bank.");
  }
  const charge = findCharge(world, idOf(intent.latest_charge));
  if (succeeded) {
    charge.status = "succeeded";
    charge.paid = true;
    charge.captured = true;
    charge.amount_captured = charge.amount;
    emit(world, "charge.succeeded", charge);
    settle(world, checkout, intent, "checkout.session.async_payment_succeeded");
    return;
  }
  charge.status = "failed";
  charge.failure_code = "payment_method_provider_decline";
  charge.failure_message = "The bank did not complete the payment.";
  emit(world, "charge.failed", charge);
  failIntent(world, intent, {
    type: "invalid_request_error",
    charge: charge.id,
    code: "payment_method_provider_decline",
    message: charge.failure_message,
  });
  emit(world, "checkout.session.async_payment_failed", session);
}

function startAttempt(world: World, checkout: Checkout): PaymentIntent {
  const intent = intentOf(world, checkout);
  checkout.waitingCard = null;
  intent.payment_method = makeId("paymentMethod");
  intent.last_payment_error = null;
  intent.next_action = null;
  return intent;
}

function awaitPayer(world: World, intent: PaymentIntent, action: NonNullable<PaymentIntent["next_action"]>): void {
  intent.status = "requires_action";
  intent.next_action = action;
  emit(world, "payment_intent.requires_action", intent);
}

function finishCard(
  world: World,
  checkout: Checkout,
  intent: PaymentIntent,
  paidBy: Extract<Instrument, { method: "card" }>,
): CardResult {
  const { decline } = paidBy.card;
  if (decline === null) {
    complete(world, checkout, intent, paidBy);
    return "paid";
  }
  const charge = writeCharge(world, intent, paidBy, { status: "failed", decline });
  intent.latest_charge = charge.id;
  emit(world, "charge.failed", charge);
  failIntent(world, intent, cardError(decline, charge.id));
  return "declined";
}

function cardError(decline: Decline, charge: string): LastError {
  return {
    type: "card_error",
    charge,
    code: decline.code,
    decline_code: decline.declineCode,
    message: decline.message,
    payment_method_type: "card",
  };
}

/** A failure is not the end: the intent waits for another method while the session is open. */
function failIntent(world: World, intent: PaymentIntent, error: LastError): void {
  intent.status = "requires_payment_method";
  intent.last_payment_error = error;
  intent.next_action = null;
  intent.payment_method = null;
  intent.processing = null;
  emit(world, "payment_intent.payment_failed", intent);
}

function complete(world: World, checkout: Checkout, intent: PaymentIntent, paidBy: Instrument): void {
  const charge = writeCharge(world, intent, paidBy, { status: "succeeded" });
  intent.latest_charge = charge.id;
  emit(world, "charge.succeeded", charge);
  settle(world, checkout, intent, "checkout.session.completed");
}

function completeUnpaid(world: World, checkout: Checkout, intent: PaymentIntent, paidBy: Instrument): void {
  const charge = writeCharge(world, intent, paidBy, { status: "pending" });
  intent.latest_charge = charge.id;
  emit(world, "charge.pending", charge);
  intent.status = "processing";
  intent.next_action = null;
  emit(world, "payment_intent.processing", intent);
  closePaidSession(checkout, "unpaid");
  emit(world, "checkout.session.completed", checkout.session);
}

/** The money has come: intent, session, then the book, which Stripe writes last (`async`). */
function settle(
  world: World,
  checkout: Checkout,
  intent: PaymentIntent,
  type: "checkout.session.completed" | "checkout.session.async_payment_succeeded",
): void {
  const charge = findCharge(world, idOf(intent.latest_charge));
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.last_payment_error = null;
  intent.next_action = null;
  emit(world, "payment_intent.succeeded", intent);
  closePaidSession(checkout, "paid");
  emit(world, type, checkout.session);
  bookCharge(world, charge);
  emit(world, "charge.updated", charge, { balance_transaction: null });
  assertBooked(world.state, charge);
}

function closePaidSession({ session }: Checkout, paymentStatus: "paid" | "unpaid"): void {
  session.status = "complete";
  session.payment_status = paymentStatus;
  session.url = null;
  session.customer_details = {
    address: null,
    business_name: null,
    email: session.customer_email,
    individual_name: null,
    name: null,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
}
