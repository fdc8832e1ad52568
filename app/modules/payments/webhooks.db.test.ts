// Events as they come in life: twice, out of order, late, forged, or not at all.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import fc from "fast-check";
import { type Payer, type PayingWorld, openPayingWorld } from "#tests/world/paying.ts";
import { signPayload } from "#tests/world/stripe/webhooks.ts";
import { newId } from "#app/kernel/ids.ts";
import { noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { readBalances, readFamilyBalance, verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { handleWebhook, receiveWebhook, reconcileAttempt, sweepPayments, visitPayment } from "./payments.server.ts";

let world: PayingWorld;
beforeAll(async () => {
  world = await openPayingWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.standin.control.webhooks.hold();
});

async function balanceOf({ accountId }: Payer): Promise<bigint> {
  return totalOf((await readBalances(world.app.db.prisma, [accountId])).get(accountId)?.amounts ?? noAmounts);
}

const events = () => world.app.db.prisma.webhookEvent.findMany({ orderBy: { id: "asc" } });
const journalsOf = (paymentId: string) =>
  world.app.db.prisma.journal.findMany({ where: { sourceRef: `payment:${paymentId}` } });

/** An event as the provider would sign it now. */
function signed(event: object, secret = world.standin.webhookSecret, ageSeconds = 0) {
  const payload = JSON.stringify(event);
  const at = Math.floor(world.app.clock.now().getTime() / 1000) - ageSeconds;
  return { body: Buffer.from(payload), signature: signPayload(payload, [secret], at) };
}

function eventOf(over: object = {}) {
  return {
    id: `evt_${newId()}`,
    object: "event",
    api_version: "2026-10-28.endive",
    created: Math.floor(world.app.clock.now().getTime() / 1000),
    livemode: false,
    pending_webhooks: 1,
    request: null,
    type: "payment_intent.succeeded",
    data: { object: { id: "pi_nobody", object: "payment_intent" } },
    ...over,
  };
}

async function paid(amountText = "100") {
  const payer = await world.payer();
  const started = await world.start(payer, amountText);
  await world.standin.control.pay({ session: started.session, method: "card" });
  return { payer, ...started };
}

test.each([
  ["id", { id: 5 }],
  ["id", { id: "" }],
  ["id", { id: "evt_\u0000x" }],
  ["type", { type: {} }],
  ["created", { created: "x" }],
  ["created", { created: 1e18 }],
  ["livemode", { livemode: "false" }],
  ["data", { data: null }],
  ["data", { data: { object: { object: "payment_intent" } } }],
  ["data", { data: { object: { id: { a: 1 }, object: "payment_intent" } } }],
])("case 28: signed as it should be and yet no event, for its %s: refused, nothing stored", async (_field, over) => {
  const before = (await events()).length;
  const { body, signature } = signed(eventOf(over));
  expect(await receiveWebhook(world.app, body, signature)).toBe("refused");
  expect((await events()).length).toBe(before);
});

test("case 3: the same event twice at once is one row and one posting", async () => {
  const { app, standin } = world;
  const { payer, paymentId } = await paid();
  const state = await standin.control.snapshot();
  const event = Object.values(state.events).find(
    ({ type, data }) =>
      type === "checkout.session.completed" &&
      (data.object as { client_reference_id?: string }).client_reference_id === paymentId,
  );
  if (!event) throw new Error("the provider announced nothing");
  const { body, signature } = signed(event);
  const receipts = await Promise.all(Array.from({ length: 4 }, () => receiveWebhook(app, body, signature)));
  expect(receipts.toSorted()).toEqual(["known", "known", "known", "stored"]);
  expect((await events()).filter(({ id }) => id === event.id)).toHaveLength(1);
  await Promise.all([handleWebhook(app, event.id), handleWebhook(app, event.id)]);
  expect(await journalsOf(paymentId)).toHaveLength(1);
  expect(await balanceOf(payer)).toBe(2_000n);
});

test("case 4: completed, intent and charge at the same time are one posting", async () => {
  const { app, standin } = world;
  const { payer, paymentId } = await paid();
  await standin.control.webhooks.release();
  await world.settle();
  const waiting = (await events()).filter(({ processedAt }) => processedAt === null);
  expect(new Set(waiting.map(({ objectKind }) => objectKind))).toEqual(new Set(["checkout", "intent", "charge"]));
  await Promise.all(waiting.map(({ id }) => handleWebhook(app, id)));
  expect(await journalsOf(paymentId)).toHaveLength(1);
  expect(await balanceOf(payer)).toBe(2_000n);
});

test("case 19: an event about an attempt that nobody made is stored, answered with 200, and somebody is told", async () => {
  const { app, standin } = world;
  const { paymentId, payer } = await paid();
  await app.db.prisma.paymentAttempt.deleteMany({ where: { id: paymentId } });
  await standin.control.webhooks.release();
  await world.settle();
  expect(new Set(world.answers)).toEqual(new Set([200]));
  await world.runEvents();
  const alerts = await app.db.prisma.alert.findMany({ where: { kind: "payment-unknown-attempt" } });
  expect(alerts).toMatchObject([{ facts: { attempt: paymentId, amountMinor: "10000", currency: "CNY" } }].slice(0, 1));
  expect(await balanceOf(payer)).toBe(12_000n);
});

test("case 19: an event of another environment is stored and reported, and books nothing", async () => {
  const { app } = world;
  const other = { ...app, env: { ...app.env, mode: "production" as const } };
  const { paymentId, payer } = await paid();
  await world.standin.control.webhooks.release();
  await world.settle();
  const waiting = (await events()).filter(({ processedAt }) => processedAt === null);
  for (const { id } of waiting) await handleWebhook(other, id);
  expect(await journalsOf(paymentId)).toHaveLength(0);
  expect(await balanceOf(payer)).toBe(12_000n);
  expect(await app.db.prisma.alert.count({ where: { kind: "payment-other-environment" } })).toBeGreaterThan(0);
  const outcomes = (await events())
    .filter(({ id }) => waiting.some((one) => one.id === id))
    .map(({ outcome }) => outcome);
  expect(new Set(outcomes)).toEqual(new Set(["other_environment"]));
});

test("catalogue 45: an event of the other mode (live in test, test in live) is stored and never acted on", async () => {
  const { app } = world;
  const live = eventOf({ livemode: true });
  const { body, signature } = signed(live);
  expect(await receiveWebhook(app, body, signature)).toBe("stored");
  expect(await app.db.prisma.webhookEvent.findUnique({ where: { id: live.id } })).toMatchObject({
    outcome: "other_environment",
    livemode: true,
  });
  const stripe = { ...app.env.stripe, secretKey: "sk_live_0000000000", apiBase: undefined };
  const inLive = { ...app, env: { ...app.env, stripe } };
  const inTest = eventOf();
  const posted = signed(inTest);
  expect(await receiveWebhook(inLive, posted.body, posted.signature)).toBe("stored");
  expect(await app.db.prisma.webhookEvent.findUnique({ where: { id: inTest.id } })).toMatchObject({
    outcome: "other_environment",
  });
});

test("case 28: a bad signature, an old one, none, or a body over the limit is refused and nothing is stored", async () => {
  const { app } = world;
  const before = (await events()).length;
  const event = eventOf();
  const forged = signed(event, "whsec_somebody_else");
  const stale = signed(event, undefined, 301);
  const good = signed(event);
  const huge = signed(
    eventOf({ data: { object: { id: "pi_1", object: "payment_intent", filler: "x".repeat(262_144) } } }),
  );
  expect(await receiveWebhook(app, forged.body, forged.signature)).toBe("refused");
  expect(await receiveWebhook(app, stale.body, stale.signature)).toBe("refused");
  expect(await receiveWebhook(app, good.body, null)).toBe("refused");
  expect(await receiveWebhook(app, good.body, "t=1,v1=00")).toBe("refused");
  expect(await receiveWebhook(app, Buffer.concat([good.body, Buffer.from(" ")]), good.signature)).toBe("refused");
  expect(await receiveWebhook(app, huge.body, huge.signature)).toBe("refused");
  expect((await events()).length).toBe(before);
  expect(await receiveWebhook(app, good.body, good.signature)).toBe("stored");
});

test("during a rotation the old secret is accepted beside the new one", async () => {
  const { app } = world;
  const stripe = { ...app.env.stripe, webhookSecrets: ["whsec_new", world.standin.webhookSecret] };
  const rotating = { ...app, env: { ...app.env, stripe } };
  for (const secret of stripe.webhookSecrets) {
    const { body, signature } = signed(eventOf(), secret);
    expect(await receiveWebhook(rotating, body, signature)).toBe("stored");
  }
});

test("an event of a kind that nobody reads is stored and left alone", async () => {
  const { app } = world;
  const event = eventOf({ type: "payout.paid", data: { object: { id: "po_1", object: "payout" } } });
  const { body, signature } = signed(event);
  expect(await receiveWebhook(app, body, signature)).toBe("stored");
  expect(await app.db.prisma.webhookEvent.findUnique({ where: { id: event.id } })).toMatchObject({
    outcome: "not_read",
  });
});

test("case 29: a crash after the event was stored: the job is in the queue, and where it is lost the sweeper wakes it", async () => {
  const { app, standin } = world;
  const { payer, paymentId } = await paid();
  await standin.control.webhooks.release();
  await world.settle();
  const waiting = (await events()).filter(({ processedAt }) => processedAt === null);
  const jobs = async () =>
    (
      await app.db.prisma.$queryRaw<{ id: string }[]>`
        SELECT data->>'eventId' AS id FROM pgboss.job WHERE name = 'handle-webhook'`
    ).map(({ id }) => id);
  for (const { id } of waiting) expect(await jobs()).toContain(id);
  await app.db.prisma.$executeRaw`DELETE FROM pgboss.job WHERE name = 'handle-webhook'`;
  app.clock.advance(11 * 60_000);
  await sweepPayments(app);
  for (const { id } of waiting) expect(await jobs()).toContain(id);
  app.clock.advance(-11 * 60_000);
  // The job resumes from the stored row alone.
  const [first] = waiting;
  await handleWebhook(app, first?.id ?? "");
  expect(await journalsOf(paymentId)).toHaveLength(1);
  expect(await balanceOf(payer)).toBe(2_000n);
  await world.runEvents();
});

test("where the provider is silent the job is tried again, and the event stays open", async () => {
  const { standin } = world;
  const { payer } = await paid();
  await standin.control.webhooks.release();
  await world.settle();
  await standin.control.faults.next({ method: "GET", kind: "429", times: 20 });
  await expect(world.runEvents()).rejects.toThrow("rate_limit");
  expect(await balanceOf(payer)).toBe(12_000n);
  await standin.control.faults.clear();
  await world.runEvents();
  expect(await balanceOf(payer)).toBe(2_000n);
});

type Step = "return" | "webhooks" | "again" | "sweep" | "job";

test("catalogue 50: any order and repetition of return, events, jobs and sweep gives the same books", async () => {
  const { app, standin } = world;
  const steps = fc.array(fc.constantFrom<Step>("return", "webhooks", "again", "sweep", "job"), {
    minLength: 1,
    maxLength: 5,
  });
  await fc.assert(
    fc.asyncProperty(steps, async (order) => {
      await standin.control.webhooks.hold();
      const clearing = await readFamilyBalance(app.db.prisma, "clearing:stripe", "CNY");
      const { payer, paymentId, session } = await paid();
      const run: Record<Step, () => Promise<unknown>> = {
        return: () => visitPayment(app, payer.actor, paymentId, session, "zh-CN"),
        webhooks: async () => {
          await standin.control.webhooks.release();
          await world.settle();
          await world.runEvents();
        },
        again: async () => {
          const [event] = (await events()).filter(({ objectKind }) => objectKind === "checkout").slice(-1);
          if (!event) return;
          await app.db.prisma.webhookEvent.update({ where: { id: event.id }, data: { processedAt: null } });
          await handleWebhook(app, event.id);
        },
        sweep: () => sweepPayments(app),
        job: () => reconcileAttempt(app, paymentId),
      };
      for (const step of order) await run[step]();
      await run.job();
      expect(await balanceOf(payer)).toBe(2_000n);
      expect(await journalsOf(paymentId)).toHaveLength(1);
      expect((await readFamilyBalance(app.db.prisma, "clearing:stripe", "CNY")) - clearing).toBe(9_680n);
    }),
    { numRuns: 12 },
  );
  expect(await verifyLedger(app.db)).toEqual([]);
});

test("case 30: webhooks that were lost for days are found in the provider's list", async () => {
  const { app, standin } = world;
  await sweepPayments(app);
  await standin.control.webhooks.drop(50);
  const first = await paid();
  const second = await paid("50");
  await standin.control.webhooks.release();
  await world.settle();
  await standin.control.webhooks.drop(0);
  await world.advance(3 * 24 * 60);
  const swept = await sweepPayments(app);
  expect(swept.events).toBeGreaterThan(5);
  await world.runEvents();
  expect(await balanceOf(first.payer)).toBe(2_000n);
  expect(await balanceOf(second.payer)).toBe(7_000n);
  expect((await sweepPayments(app)).events).toBe(0);
});
