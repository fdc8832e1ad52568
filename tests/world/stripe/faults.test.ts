import { expect, test } from "vitest";
import { checkoutParams, clientFor, rehearse, refusal } from "./rehearsal.ts";

const key = { idempotencyKey: "attempt:1:session" };

test("a connection dropped before execution is retried into one session", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ path: "/sessions$", kind: "drop_before" });
  const session = await stripe.checkout.sessions.create(checkoutParams(), key);
  const { data } = await stripe.checkout.sessions.list();
  expect(data.map(({ id }) => id)).toEqual([session.id]);
});

test("a connection dropped after execution is retried into the same session", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ path: "/sessions$", kind: "drop_after" });
  const session = await stripe.checkout.sessions.create(checkoutParams(), key);
  expect(session.lastResponse.headers["idempotent-replayed"]).toBe("true");
  expect((await stripe.checkout.sessions.list()).data).toHaveLength(1);
});

test("a truncated 200 is a connection error, is not retried, and the session exists", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ path: "/sessions$", kind: "truncate" });
  const error = await refusal(stripe.checkout.sessions.create(checkoutParams(), key));
  expect(error.type).toBe("StripeConnectionError");
  const { data } = await stripe.checkout.sessions.list();
  expect(data).toHaveLength(1);
  // The same key tells what became of it.
  const again = await stripe.checkout.sessions.create(checkoutParams(), key);
  expect(again.id).toBe(data[0]?.id);
});

test("an answer that comes too late is a time-out for the caller and a session at Stripe", async () => {
  const { standin, stripe, control } = await rehearse();
  await control.faults.next({ path: "/sessions$", kind: "delay", ms: 200 });
  const hasty = clientFor(standin, { timeout: 50, maxNetworkRetries: 0 });
  const error = await refusal(hasty.checkout.sessions.create(checkoutParams(), key));
  expect(error.type).toBe("StripeConnectionError");
  await expect.poll(async () => (await stripe.checkout.sessions.list()).data.length).toBe(1);
});

test("a 429 is told to the caller, and the key stays free", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ method: "POST", kind: "429" });
  const error = await refusal(stripe.checkout.sessions.create(checkoutParams(), key));
  expect(error).toMatchObject({ type: "StripeRateLimitError", statusCode: 429 });
  expect((await stripe.checkout.sessions.create(checkoutParams(), key)).status).toBe("open");
});

test("a lock time-out is retried by the SDK and passes", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ method: "POST", kind: "409" });
  expect((await stripe.checkout.sessions.create(checkoutParams(), key)).status).toBe("open");
});

test("a fault meets only what it names, and only as often as it was ordered", async () => {
  const { stripe, control } = await rehearse();
  await control.faults.next({ method: "GET", path: "^/v1/events", kind: "429", times: 2 });
  await stripe.customers.create({});
  expect((await refusal(stripe.events.list())).statusCode).toBe(429);
  expect((await refusal(stripe.events.list())).statusCode).toBe(429);
  expect((await stripe.events.list()).data).toHaveLength(1);
});
