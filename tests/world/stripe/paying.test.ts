import type { Stripe } from "stripe";
import { expect, test } from "vitest";
import { checkoutParams, rehearse, type Rehearsal } from "./rehearsal.ts";

async function openSession({ stripe }: Rehearsal): Promise<string> {
  return (await stripe.checkout.sessions.create(checkoutParams())).id;
}

async function eventTypes({ stripe }: Rehearsal): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map(({ type }) => type).toReversed();
}

async function intentOf({ stripe }: Rehearsal, id: string): Promise<Stripe.PaymentIntent> {
  const session = await stripe.checkout.sessions.retrieve(id, {
    expand: ["payment_intent.latest_charge.balance_transaction"],
  });
  return session.payment_intent as Stripe.PaymentIntent;
}

test("a card that succeeds: session, intent, charge, book, and the events in Stripe's order", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  const session = await rehearsal.control.pay({ session: id, method: "card" });
  expect(session).toMatchObject({ status: "complete", payment_status: "paid", url: null });
  const intent = await intentOf(rehearsal, id);
  expect(intent).toMatchObject({
    status: "succeeded",
    amount: 82_000,
    amount_received: 82_000,
    metadata: { attempt_id: "attempt-1" },
    last_payment_error: null,
  });
  // 2.9 % of ¥820.00 and ¥0.30 stay with Stripe.
  expect((intent.latest_charge as Stripe.Charge).balance_transaction).toMatchObject({
    amount: 82_000,
    fee: 2408,
    net: 79_592,
    reporting_category: "charge",
    type: "charge",
    status: "pending",
  });
  expect(await eventTypes(rehearsal)).toEqual([
    "payment_intent.created",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "charge.updated",
  ]);
});

test("the event of a charge tells of no balance transaction yet, the later one does", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  await rehearsal.control.pay({ session: id, method: "card" });
  const booked = async (type: string) => {
    const { data } = await rehearsal.stripe.events.list({ type });
    return data.map((event) => (event.data.object as Stripe.Charge).balance_transaction);
  };
  expect(await booked("charge.succeeded")).toEqual([null]);
  expect(await booked("charge.updated")).toEqual([expect.stringMatching(/^txn_/)]);
});

const DECLINES: [card: string, code: string, declineCode: string][] = [
  ["4000000000000002", "card_declined", "generic_decline"],
  ["4000000000009995", "card_declined", "insufficient_funds"],
  ["4000000000000069", "expired_card", "expired_card"],
  ["4000000000000127", "incorrect_cvc", "incorrect_cvc"],
  ["4111111111111111", "card_declined", "test_mode_live_card"],
];

test.for(DECLINES)("the card %s is declined with %s / %s", async ([card, code, declineCode]) => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  const session = await rehearsal.control.pay({ session: id, method: "card", card });
  expect(session).toMatchObject({ status: "open", payment_status: "unpaid" });
  expect(await intentOf(rehearsal, id)).toMatchObject({
    status: "requires_payment_method",
    amount_received: 0,
    last_payment_error: { type: "card_error", code, decline_code: declineCode },
    latest_charge: { status: "failed", balance_transaction: null },
  });
});

test("a decline is not the end: the retry in the same session is the same intent", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  await rehearsal.control.pay({ session: id, method: "card", card: "4000000000000002" });
  const declined = await intentOf(rehearsal, id);
  await rehearsal.control.pay({ session: id, method: "card" });
  const paid = await intentOf(rehearsal, id);
  expect(paid).toMatchObject({ id: declined.id, status: "succeeded", last_payment_error: null });
  expect(await eventTypes(rehearsal)).toEqual([
    "payment_intent.created",
    "charge.failed",
    "payment_intent.payment_failed",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.completed",
    "charge.updated",
  ]);
  const charges = await rehearsal.stripe.charges.list({ payment_intent: paid.id });
  expect(charges.data.map(({ status }) => status)).toEqual(["succeeded", "failed"]);
});

test("3DS passes or fails at the bank, and a failed one leaves the session open", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  const card = { session: id, method: "card", card: "4000002500003155" } as const;
  await rehearsal.control.pay({ ...card, authenticate: "fail" });
  expect((await intentOf(rehearsal, id)).last_payment_error?.code).toBe("payment_intent_authentication_failure");
  const session = await rehearsal.control.pay(card);
  expect(session.payment_status).toBe("paid");
  const charge = (await intentOf(rehearsal, id)).latest_charge as Stripe.Charge;
  expect(charge.payment_method_details?.card?.three_d_secure?.result).toBe("authenticated");
});

test("a wallet's charge is a payment by that wallet, booked as one", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  await rehearsal.control.pay({ session: id, method: "alipay" });
  const charge = (await intentOf(rehearsal, id)).latest_charge as Stripe.Charge;
  expect(charge.id).toMatch(/^py_/);
  expect(charge.payment_method_details).toMatchObject({ type: "alipay" });
  expect(charge.balance_transaction).toMatchObject({
    type: "payment",
    reporting_category: "charge",
  });
});

test("WeChat rejects without an error: no event, and another method still pays", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  await rehearsal.control.pay({ session: id, method: "wechat_pay", wallet: "reject" });
  expect(await intentOf(rehearsal, id)).toMatchObject({
    status: "requires_payment_method",
    last_payment_error: null,
  });
  expect(await eventTypes(rehearsal)).not.toContain("payment_intent.payment_failed");
  const session = await rehearsal.control.pay({ session: id, method: "card" });
  expect(session.payment_status).toBe("paid");
});

test("completed but unpaid, then the bank says yes", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  const session = await rehearsal.control.pay({ session: id, method: "alipay", wallet: "later" });
  expect(session).toMatchObject({ status: "complete", payment_status: "unpaid" });
  expect((await intentOf(rehearsal, id)).status).toBe("processing");
  expect((await rehearsal.stripe.balanceTransactions.list()).data).toEqual([]);
  expect((await rehearsal.control.bank.asyncSuccess(id)).payment_status).toBe("paid");
  expect(await eventTypes(rehearsal)).toEqual([
    "payment_intent.created",
    "payment_intent.requires_action",
    "charge.pending",
    "payment_intent.processing",
    "checkout.session.completed",
    "charge.succeeded",
    "payment_intent.succeeded",
    "checkout.session.async_payment_succeeded",
    "charge.updated",
  ]);
});

test("completed but unpaid, then the bank says no: no money, no transaction", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  await rehearsal.control.pay({ session: id, method: "alipay", wallet: "later" });
  const session = await rehearsal.control.bank.asyncFailure(id);
  expect(session).toMatchObject({ status: "complete", payment_status: "unpaid" });
  expect((await eventTypes(rehearsal)).slice(-3)).toEqual([
    "charge.failed",
    "payment_intent.payment_failed",
    "checkout.session.async_payment_failed",
  ]);
  expect((await rehearsal.stripe.balanceTransactions.list()).data).toEqual([]);
  await expect(rehearsal.control.bank.asyncSuccess(id)).rejects.toThrow("does not wait");
});

test("a session is paid once, whoever tries again", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  await rehearsal.control.pay({ session: id, method: "card" });
  await expect(rehearsal.control.pay({ session: id, method: "card" })).rejects.toThrow("complete");
  expect((await rehearsal.stripe.balanceTransactions.list()).data).toHaveLength(1);
});

test("money ripens two days after the charge", async () => {
  const rehearsal = await rehearse();
  const id = await openSession(rehearsal);
  await rehearsal.control.pay({ session: id, method: "card" });
  const status = async () => (await rehearsal.stripe.balanceTransactions.list()).data.map((row) => row.status);
  expect(await status()).toEqual(["pending"]);
  await rehearsal.control.clock.advance(2 * 24 * 3600);
  expect(await status()).toEqual(["available"]);
});
