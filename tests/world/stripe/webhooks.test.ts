import { Stripe } from "stripe";
import { expect, test } from "vitest";
import {
  checkoutParams,
  receiveWebhooks,
  rehearse,
  type Received,
  type Receiver,
  type Rehearsal,
} from "./rehearsal.ts";
import { WEBHOOK_SECRET } from "./standin.ts";

const PAID = [
  "payment_intent.created",
  "charge.succeeded",
  "payment_intent.succeeded",
  "checkout.session.completed",
  "charge.updated",
];

async function rehearseWithReceiver(): Promise<Rehearsal & { receiver: Receiver }> {
  const receiver = await receiveWebhooks();
  const retryDelaysMs = [10, 20];
  return { ...(await rehearse({ webhookUrl: receiver.url, retryDelaysMs })), receiver };
}

async function paySession({ stripe, control }: Rehearsal): Promise<string> {
  const { id } = await stripe.checkout.sessions.create(checkoutParams());
  await control.pay({ session: id, method: "card" });
  return id;
}

function verify({ body, headers }: Received, secret = WEBHOOK_SECRET): Stripe.Event {
  return Stripe.webhooks.constructEvent(body, headers["stripe-signature"] ?? "", secret);
}

test("every event arrives once, in order, with a signature that the SDK verifies", async () => {
  const rehearsal = await rehearseWithReceiver();
  const session = await paySession(rehearsal);
  await rehearsal.control.webhooks.settled();
  const events = rehearsal.receiver.received.map((received) => verify(received));
  expect(events.map(({ type }) => type)).toEqual(PAID);
  expect(events[3]).toMatchObject({
    livemode: false,
    api_version: Stripe.API_VERSION,
    data: { object: { id: session, payment_status: "paid" } },
  });
  const listed = await rehearsal.stripe.events.list();
  expect(listed.data.map(({ id }) => id).toReversed()).toEqual(events.map(({ id }) => id));
});

test("another secret does not verify", async () => {
  const rehearsal = await rehearseWithReceiver();
  await paySession(rehearsal);
  await rehearsal.control.webhooks.settled();
  const [first] = rehearsal.receiver.received;
  expect(() => verify(first as Received, "whsec_other")).toThrow(/No signatures found/);
});

test("during a rotation the old and the new secret both verify", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver } = rehearsal;
  await control.webhooks.setEndpoint(receiver.url, "whsec_new", "whsec_old");
  await paySession(rehearsal);
  await control.webhooks.settled();
  const [first] = receiver.received as [Received];
  expect(verify(first, "whsec_new").id).toBe(verify(first, "whsec_old").id);
});

test("what is held arrives on release, in order or reversed", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver } = rehearsal;
  await control.webhooks.hold();
  await paySession(rehearsal);
  await control.webhooks.settled();
  expect(receiver.received).toEqual([]);
  await control.webhooks.release({ reverse: true });
  await control.webhooks.settled();
  expect(receiver.types()).toEqual(PAID.toReversed());
});

test("what is held can be released one by one, in any order", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver } = rehearsal;
  await control.webhooks.hold();
  await paySession(rehearsal);
  const chosen = ["checkout.session.completed", "payment_intent.created"];
  await control.webhooks.release({ types: chosen });
  await control.webhooks.settled();
  expect(receiver.types()).toEqual(chosen);
  await expect(control.webhooks.release({ types: chosen })).rejects.toThrow("no held delivery");
});

test("in parallel, a slow receiver meets the same event twice at once", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver, stripe } = rehearsal;
  receiver.delayMs = 60;
  await control.webhooks.parallel();
  await control.webhooks.duplicate();
  await stripe.customers.create({});
  await control.webhooks.settled();
  expect(receiver.types()).toEqual(["customer.created", "customer.created"]);
  expect(receiver.mostAtOnce).toBe(2);
  await control.webhooks.parallel(false);
  await control.webhooks.duplicate();
  receiver.mostAtOnce = 0;
  await stripe.customers.create({});
  await control.webhooks.settled();
  expect(receiver.mostAtOnce).toBe(1);
});

test("a duplicated event arrives twice with the same id", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver } = rehearsal;
  await control.webhooks.duplicate();
  await paySession(rehearsal);
  await control.webhooks.settled();
  const ids = receiver.received.map(({ event }) => event.id);
  expect(ids).toHaveLength(PAID.length + 1);
  expect(ids[0]).toBe(ids[1]);
});

test("a bad signature and a stale one are both refused by the SDK", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver } = rehearsal;
  await control.webhooks.badSignature();
  await rehearsal.stripe.customers.create({});
  await control.webhooks.stale();
  await rehearsal.stripe.customers.create({});
  await control.webhooks.settled();
  const [bad, stale] = receiver.received as [Received, Received];
  expect(() => verify(bad)).toThrow(/No signatures found/);
  expect(() => verify(stale)).toThrow(/Timestamp outside the tolerance/);
});

test("a lost event is found by a sweeper over the events", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver, stripe } = rehearsal;
  await control.webhooks.drop(PAID.length);
  const session = await paySession(rehearsal);
  await control.webhooks.settled();
  expect(receiver.received).toEqual([]);
  const { data } = await stripe.events.list({ types: ["checkout.session.completed"] });
  expect(data[0]?.data.object).toMatchObject({ id: session });
});

test("an answer other than 2xx is retried until it is taken, then given up", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver, stripe } = rehearsal;
  receiver.answers.push(500, 400);
  await stripe.customers.create({});
  await control.webhooks.settled();
  expect(receiver.received).toHaveLength(3);
  receiver.answers.push(500, 500, 500);
  await stripe.customers.create({});
  await control.webhooks.settled();
  const statuses = (await control.webhooks.deliveries()).map(({ status }) => status);
  expect(statuses).toEqual(["delivered", "failed"]);
});

test("an event can be sent again by hand", async () => {
  const rehearsal = await rehearseWithReceiver();
  const { control, receiver, stripe } = rehearsal;
  await stripe.customers.create({});
  const { data } = await stripe.events.list();
  await control.webhooks.redeliver(data[0]?.id ?? "");
  await control.webhooks.settled();
  expect(receiver.types()).toEqual(["customer.created", "customer.created"]);
});
