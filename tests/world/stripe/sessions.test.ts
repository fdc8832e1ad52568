import { expect, test } from "vitest";
import { checkoutParams, rehearse, refusal } from "./rehearsal.ts";

const MINUTE_S = 60;

test("a session is born open and unpaid, without a payment intent, on a page of the stand-in", async () => {
  const { stripe, standin } = await rehearse();
  const customer = await stripe.customers.create({ metadata: { borrower: "liHua" } });
  const session = await stripe.checkout.sessions.create(checkoutParams({ customer: customer.id, locale: "zh" }));
  expect(session).toMatchObject({
    object: "checkout.session",
    livemode: false,
    status: "open",
    payment_status: "unpaid",
    payment_intent: null,
    amount_total: 82_000,
    currency: "cny",
    customer: customer.id,
    client_reference_id: "attempt-1",
    metadata: { attempt_id: "attempt-1" },
    payment_method_types: ["card", "alipay", "wechat_pay"],
    url: `${standin.url}/c/pay/${session.id}`,
  });
});

test("allowed payment methods filter what the session shows", async () => {
  const { stripe } = await rehearse();
  const wallets = checkoutParams({ allowed_payment_method_types: ["alipay", "wechat_pay"] });
  const session = await stripe.checkout.sessions.create(wallets);
  expect(session.payment_method_types).toEqual(["alipay", "wechat_pay"]);
});

test("sessions expire between 30 minutes and 24 hours and not outside", async () => {
  const { stripe, control } = await rehearse();
  const { now } = await control.clock.get();
  const inMinutes = (minutes: number) =>
    stripe.checkout.sessions.create(checkoutParams({ expires_at: now + minutes * MINUTE_S }));
  expect((await inMinutes(45)).expires_at).toBe(now + 45 * MINUTE_S);
  expect((await refusal(inMinutes(29))).param).toBe("expires_at");
  expect((await refusal(inMinutes(24 * 60 + 5))).param).toBe("expires_at");
});

test("an open session expires when the clock passes it, and says so in an event", async () => {
  const { stripe, control } = await rehearse();
  const { now } = await control.clock.get();
  const { id } = await stripe.checkout.sessions.create(checkoutParams({ expires_at: now + 31 * MINUTE_S }));
  await control.clock.advance(32 * MINUTE_S);
  const session = await stripe.checkout.sessions.retrieve(id);
  expect(session).toMatchObject({ status: "expired", url: null });
  const events = await stripe.events.list({ type: "checkout.session.expired" });
  expect(events.data.map((event) => (event.data.object as { id: string }).id)).toEqual([id]);
});

test("expiring loses to a payment", async () => {
  const { stripe, control } = await rehearse();
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  await control.pay({ session: id, method: "card" });
  const error = await refusal(stripe.checkout.sessions.expire(id));
  expect(error.type).toBe("StripeInvalidRequestError");
  expect(error.message).toContain("Only Checkout Sessions with a status in");
});

test("expiring an open session closes it for payers", async () => {
  const { stripe, control } = await rehearse();
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  expect((await stripe.checkout.sessions.expire(id)).status).toBe("expired");
  await expect(control.pay({ session: id, method: "card" })).rejects.toThrow("expired");
});

test("a list is newest first and pages by starting_after", async () => {
  const { stripe } = await rehearse();
  const made: string[] = [];
  for (const reference of ["a", "b", "c"]) {
    const params = checkoutParams({ client_reference_id: reference });
    made.unshift((await stripe.checkout.sessions.create(params)).id);
  }
  const seen: string[] = [];
  for await (const session of stripe.checkout.sessions.list({ limit: 2 })) seen.push(session.id);
  expect(seen).toEqual(made);
});

test("expand replaces ids by objects along the path, in retrieves and in lists", async () => {
  const { stripe, control } = await rehearse();
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  await control.pay({ session: id, method: "card" });
  const session = await stripe.checkout.sessions.retrieve(id, {
    expand: ["payment_intent.latest_charge.balance_transaction", "line_items"],
  });
  expect(session.line_items?.data[0]?.description).toBe("还款 ····0001");
  expect(session.payment_intent).toMatchObject({
    status: "succeeded",
    latest_charge: { paid: true, balance_transaction: { object: "balance_transaction" } },
  });
  const listed = await stripe.checkout.sessions.list({ expand: ["data.payment_intent"] });
  expect(listed.data[0]?.payment_intent).toMatchObject({ object: "payment_intent" });
  const items = await stripe.checkout.sessions.listLineItems(id);
  expect(items.data).toHaveLength(1);
});
