import { expect, test } from "vitest";
import { rehearse, refusal } from "./rehearsal.ts";

test("a sweeper pages through all events and starts after the last one it knows", async () => {
  const { stripe } = await rehearse();
  for (let made = 0; made < 5; made += 1) await stripe.customers.create({});
  const all = await stripe.events.list({ limit: 100 });
  const paged: string[] = [];
  for await (const event of stripe.events.list({ limit: 2 })) paged.push(event.id);
  expect(paged).toEqual(all.data.map(({ id }) => id));
  const newer = await stripe.events.list({ ending_before: paged[2] ?? "" });
  expect(newer.data.map(({ id }) => id)).toEqual(paged.slice(0, 2));
  const unknown = await refusal(stripe.events.list({ starting_after: "evt_none" }));
  expect(unknown.param).toBe("starting_after");
});

test("events are filtered by time and by type", async () => {
  const { stripe, control } = await rehearse();
  await stripe.customers.create({});
  const { now } = await control.clock.advance(3600);
  await stripe.customers.create({});
  const later = await stripe.events.list({ created: { gte: now } });
  expect(later.data).toHaveLength(1);
  expect((await stripe.events.list({ types: ["charge.succeeded"] })).data).toEqual([]);
  expect((await stripe.events.list({ type: "customer.*" })).data).toHaveLength(2);
});

test("an event names the request and the key that caused it", async () => {
  const { stripe } = await rehearse();
  const customer = await stripe.customers.create({}, { idempotencyKey: "borrower:1" });
  const { data } = await stripe.events.list();
  expect(data[0]?.request).toEqual({
    id: customer.lastResponse.requestId,
    idempotency_key: "borrower:1",
  });
});
