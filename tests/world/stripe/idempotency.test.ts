import { Stripe } from "stripe";
import { expect, test } from "vitest";
import { checkoutParams, clientFor, rehearse, refusal } from "./rehearsal.ts";

const DAY_S = 24 * 3600;
const key = { idempotencyKey: "attempt:1:session" };

test("the same key gives the same session, and only one exists", async () => {
  const { stripe } = await rehearse();
  const first = await stripe.checkout.sessions.create(checkoutParams(), key);
  const second = await stripe.checkout.sessions.create(checkoutParams(), key);
  expect(second.id).toBe(first.id);
  expect(second.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
});

test("the order of the parameters does not matter to a key", async () => {
  const { stripe } = await rehearse();
  const params = checkoutParams();
  const reversed = Object.fromEntries(Object.entries(params).toReversed());
  const first = await stripe.checkout.sessions.create(params, key);
  const second = await stripe.checkout.sessions.create(reversed, key);
  expect(second.id).toBe(first.id);
});

test("the same key with another amount is an idempotency error", async () => {
  const { stripe } = await rehearse();
  await stripe.customers.create({ name: "liHua" }, key);
  const error = await refusal(stripe.customers.create({ name: "wangFang" }, key));
  expect(error).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  expect(error).toMatchObject({ statusCode: 400, rawType: "idempotency_error" });
});

test("two requests at once with one key: one runs, the other meets a conflict", async () => {
  const { standin, control } = await rehearse();
  const stripe = clientFor(standin, { maxNetworkRetries: 0 });
  await control.faults.next({ path: "^/v1/customers$", kind: "delay", ms: 150 });
  const slow = stripe.customers.create({}, key);
  await expect.poll(() => control.faults.list()).toEqual([]);
  const error = await refusal(stripe.customers.create({}, key));
  expect(error).toMatchObject({ statusCode: 409, code: "idempotency_key_in_use" });
  expect((await slow).object).toBe("customer");
});

test("the SDK's own retry turns that conflict into the one answer", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ path: "^/v1/customers$", kind: "delay", ms: 100 });
  const both = await Promise.all([stripe.customers.create({}, key), stripe.customers.create({}, key)]);
  expect(both[0].id).toBe(both[1].id);
});

test("a refused parameter leaves the key free for the corrected request", async () => {
  const { stripe } = await rehearse();
  await refusal(stripe.checkout.sessions.create(checkoutParams({ mode: "paymnt" }), key));
  const session = await stripe.checkout.sessions.create(checkoutParams(), key);
  expect(session.status).toBe("open");
});

test("a saved 500 stays the answer of its key, and nothing was created", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ method: "POST", kind: "500" });
  const create = () => stripe.checkout.sessions.create(checkoutParams(), key);
  expect(await refusal(create())).toMatchObject({ type: "StripeAPIError", statusCode: 500 });
  expect((await refusal(create())).statusCode).toBe(500);
  expect((await stripe.checkout.sessions.list()).data).toEqual([]);
  const fresh = { idempotencyKey: "attempt:1:session:2" };
  expect((await stripe.checkout.sessions.create(checkoutParams(), fresh)).status).toBe("open");
});

test("after a saved 500 the session may exist all the same", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ method: "POST", kind: "500", executed: true });
  await refusal(stripe.checkout.sessions.create(checkoutParams(), key));
  const { data } = await stripe.checkout.sessions.list();
  expect(data.map((session) => session.metadata)).toEqual([{ attempt_id: "attempt-1" }]);
});

test("a key is forgotten after 24 hours", async () => {
  const { stripe, control } = await rehearse();
  const first = await stripe.customers.create({}, key);
  await control.clock.advance(DAY_S - 60);
  expect((await stripe.customers.create({}, key)).id).toBe(first.id);
  await control.clock.advance(120);
  expect((await stripe.customers.create({}, key)).id).not.toBe(first.id);
});
