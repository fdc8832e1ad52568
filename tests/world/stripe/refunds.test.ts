import { expect, test } from "vitest";
import { checkoutParams, rehearse, refusal, type Rehearsal } from "./rehearsal.ts";
import { idOf } from "./wire.ts";

const DAY_S = 24 * 3600;

async function paidIntent(
  { stripe, control }: Rehearsal,
  method: "card" | "alipay" | "wechat_pay" = "card",
): Promise<string> {
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  return idOf((await control.pay({ session: id, method })).payment_intent);
}

test("partial refunds add up to the charge and no further, each in the book", async () => {
  const rehearsal = await rehearse();
  const { stripe } = rehearsal;
  const intent = await paidIntent(rehearsal);
  const first = await stripe.refunds.create({ payment_intent: intent, amount: 20_000 });
  expect(first).toMatchObject({ status: "succeeded", amount: 20_000, currency: "cny" });
  const tooMuch = await refusal(stripe.refunds.create({ payment_intent: intent, amount: 62_001 }));
  expect(tooMuch.param).toBe("amount");
  await stripe.refunds.create({ payment_intent: intent });
  const nothingLeft = await refusal(stripe.refunds.create({ payment_intent: intent }));
  expect(nothingLeft.code).toBe("charge_already_refunded");
  const { data } = await stripe.balanceTransactions.list();
  expect(data.map(({ type, amount, fee, net }) => [type, amount, fee, net])).toEqual([
    ["refund", -62_000, 0, -62_000],
    ["refund", -20_000, 0, -20_000],
    ["charge", 82_000, 2408, 79_592],
  ]);
  const { data: charges } = await stripe.charges.list({ payment_intent: intent });
  expect(charges[0]).toMatchObject({ amount_refunded: 82_000, refunded: true });
});

test("a wallet's refund is pending until the wallet confirms", async () => {
  const rehearsal = await rehearse();
  const { stripe, control } = rehearsal;
  const intent = await paidIntent(rehearsal, "wechat_pay");
  const refund = await stripe.refunds.create({ payment_intent: intent, amount: 5000 });
  expect(refund).toMatchObject({ status: "pending", pending_reason: "processing" });
  await control.clock.advance(60);
  expect((await stripe.refunds.retrieve(refund.id)).status).toBe("succeeded");
  const { data } = await stripe.events.list({ types: ["refund.created", "refund.updated"] });
  expect(data.map(({ type }) => type)).toEqual(["refund.updated", "refund.created"]);
});

test("a pending refund that fails gives the money back to the balance and to the charge", async () => {
  const rehearsal = await rehearse();
  const { stripe, control } = rehearsal;
  const intent = await paidIntent(rehearsal, "alipay");
  const { id } = await stripe.refunds.create({ payment_intent: intent, amount: 5000 });
  await control.bank.failRefund(id, "expired_or_canceled_card");
  expect(await stripe.refunds.retrieve(id)).toMatchObject({
    status: "failed",
    failure_reason: "expired_or_canceled_card",
  });
  const { data } = await stripe.balanceTransactions.list();
  expect(data.map(({ reporting_category, net }) => [reporting_category, net])).toEqual([
    ["refund_failure", 5000],
    ["refund", -5000],
    ["charge", 79_592],
  ]);
  const { data: charges } = await stripe.charges.list({ payment_intent: intent });
  expect(charges[0]).toMatchObject({ amount_refunded: 0, refunded: false });
  const failed = await stripe.events.list({ type: "refund.failed" });
  expect(failed.data).toHaveLength(1);
});

test.for([
  ["alipay", 90],
  ["wechat_pay", 180],
] as const)("%s takes nothing back after %i days", async ([method, days]) => {
  const rehearsal = await rehearse();
  const { stripe, control } = rehearsal;
  const intent = await paidIntent(rehearsal, method);
  await control.clock.advance((days - 1) * DAY_S);
  await stripe.refunds.create({ payment_intent: intent, amount: 1000 });
  await control.clock.advance(2 * DAY_S);
  const late = stripe.refunds.create({ payment_intent: intent, amount: 1000 });
  expect((await refusal(late)).code).toBe("charge_not_refundable");
});

test("a refund from the dashboard is told like any other, without a request behind it", async () => {
  const rehearsal = await rehearse();
  const { stripe, control } = rehearsal;
  const intent = await paidIntent(rehearsal);
  const { data } = await stripe.charges.list({ payment_intent: intent });
  await control.bank.refund({ charge: data[0]?.id ?? "", amount: 1000 });
  const events = await stripe.events.list({ type: "charge.refunded" });
  expect(events.data[0]).toMatchObject({
    request: { id: null, idempotency_key: null },
    data: { object: { amount_refunded: 1000 } },
  });
});

test("an unpaid session has nothing to refund", async () => {
  const rehearsal = await rehearse();
  const { stripe, control } = rehearsal;
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  const declined = await control.pay({ session: id, method: "card", card: "4000000000000002" });
  const intent = idOf(declined.payment_intent);
  const error = await refusal(stripe.refunds.create({ payment_intent: intent }));
  expect(error.code).toBe("payment_intent_unexpected_state");
});
