// How a checkout is opened when the line to the provider is bad, and when a person has two tabs.
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Payer, type PayingWorld, openPayingWorld } from "#tests/world/paying.ts";
import { noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { readBalances, readFamilyBalance } from "#app/modules/ledger/ledger.server.ts";
import type { PaymentGateway } from "./payment-gateway.ts";
import { reconcileAttempt, startPayment, sweepPayments, visitPayment } from "./payments.server.ts";
import { startPaymentWith } from "./start-payment.server.ts";
import { createStripeGateway } from "./stripe-gateway.server.ts";

let world: PayingWorld;
beforeAll(async () => {
  world = await openPayingWorld();
});
afterAll(() => world.close());

const creating = { method: "POST", path: "^/v1/checkout/sessions$" } as const;
const choose = (amountText: string) => ({ choice: "other", amountText }) as const;

function pay({ actor, accountId }: Payer, amountText: string) {
  return startPayment(world.app, actor, accountId, choose(amountText), "zh-CN");
}

const attemptsOf = ({ accountId }: Payer) =>
  world.app.db.prisma.paymentAttempt.findMany({ where: { accountId }, orderBy: { id: "asc" } });

async function checkoutsOf(payer: Payer) {
  const { checkouts } = await world.standin.control.snapshot();
  return Object.values(checkouts)
    .map(({ session }) => session)
    .filter(({ metadata }) => metadata?.["debt_id"] === payer.accountId);
}

async function balanceOf({ accountId }: Payer): Promise<bigint> {
  return totalOf((await readBalances(world.app.db.prisma, [accountId])).get(accountId)?.amounts ?? noAmounts);
}

test("the provider learns an amount and a reference, and nothing about a person, a creditor or a debt", async () => {
  const payer = await world.payer();
  const { paymentId } = await world.start(payer, "100", "en");
  const [session] = await checkoutsOf(payer);
  expect(session).toMatchObject({
    amount_total: 10_000,
    currency: "cny",
    locale: "en",
    payment_method_types: ["card", "alipay", "wechat_pay"],
    metadata: { attempt_id: paymentId, debt_id: payer.accountId, env: "demo" },
    customer_email: null,
  });
  expect(session?.success_url).toBe(
    `${world.app.env.publicOrigin}/my/payments/${paymentId}?session={CHECKOUT_SESSION_ID}`,
  );
  const state = await world.standin.control.snapshot();
  const checkout = state.checkouts[session?.id ?? ""];
  expect(checkout?.lineItems[0]?.description).toMatch(/^P-/);
  expect(JSON.stringify(checkout)).not.toMatch(/RIVER|河畔|River|李|loan/i);
});

test("case 10: a checkout whose time is over is expired, and the same amount gets a new one", async () => {
  const payer = await world.payer();
  const first = await world.start(payer, "100");
  await world.advance(61);
  const view = await visitPayment(world.app, payer.actor, first.paymentId, first.session, "zh-CN");
  expect(view?.status).toBe("expired");
  expect((await world.start(payer, "100")).paymentId).not.toBe(first.paymentId);
});

test("case 10: an expire that loses to a payment: the payment wins and is booked", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const first = await world.start(payer, "100");
  const real = createStripeGateway(app.env);
  const paidJustBefore: PaymentGateway = {
    ...real,
    expireCheckout: async (id) => {
      await standin.control.pay({ session: id, method: "card" });
      return real.expireCheckout(id);
    },
  };
  const { actor, accountId } = payer;
  const second = await startPaymentWith(paidJustBefore, app, actor, accountId, choose("20"), "zh-CN");
  expect(second).toMatchObject({ ok: true });
  expect(await balanceOf(payer)).toBe(2_000n);
  const states = (await attemptsOf(payer)).map(({ id, status }) => [id === first.paymentId, status]);
  expect(states).toHaveLength(2);
  expect(states).toContainEqual([true, "paid"]);
  expect(states).toContainEqual([false, "open"]);
});

test("case 11: an answer that was lost is asked for again with the same key: one checkout", async () => {
  const payer = await world.payer();
  await world.standin.control.faults.next({ ...creating, kind: "drop_after" });
  expect(await pay(payer, "100")).toMatchObject({ ok: true });
  expect(await checkoutsOf(payer)).toHaveLength(1);
});

test("case 11: an answer that breaks off in the middle means unknown; the next try opens the same checkout", async () => {
  const payer = await world.payer();
  await world.standin.control.faults.next({ ...creating, kind: "truncate", times: 3 });
  const first = await pay(payer, "100");
  expect(first).toEqual({ ok: false, refusal: { kind: "unreachable", opened: false } });
  expect((await attemptsOf(payer)).map(({ status }) => status)).toEqual(["creating"]);
  await world.standin.control.faults.clear();
  expect(await pay(payer, "100")).toMatchObject({ ok: true });
  expect(await attemptsOf(payer)).toHaveLength(1);
  expect(await checkoutsOf(payer)).toHaveLength(1);
});

test("case 12: a 500 that the provider keeps under the key hides a checkout, which is found and used", async () => {
  const payer = await world.payer();
  await world.standin.control.faults.next({ ...creating, kind: "500", executed: true });
  expect(await pay(payer, "100")).toMatchObject({ ok: false });
  expect(await pay(payer, "100")).toMatchObject({ ok: true });
  expect(await checkoutsOf(payer)).toHaveLength(1);
  expect(await attemptsOf(payer)).toHaveLength(1);
});

test("case 12: a kept 500 that hides nothing gets a new key only once absence is proven", async () => {
  const payer = await world.payer();
  await world.standin.control.faults.next({ ...creating, kind: "500" });
  expect(await pay(payer, "100")).toMatchObject({ ok: false });
  expect(await pay(payer, "100")).toMatchObject({ ok: false });
  expect(await attemptsOf(payer)).toHaveLength(1);
  await world.advance(3);
  expect(await pay(payer, "100")).toMatchObject({ ok: true });
  expect((await attemptsOf(payer)).map(({ status }) => status).toSorted()).toEqual(["expired", "open"]);
});

test("case 13, catalogue 47: the same key with another amount is a conflict: an alert, and no new key by itself", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  await standin.control.faults.next({ ...creating, kind: "truncate", times: 3 });
  await pay(payer, "100");
  await standin.control.faults.clear();
  // The row now says something else than what its key was used for.
  const [attempt] = await attemptsOf(payer);
  await app.db.prisma.paymentAttempt.update({ where: { id: attempt?.id ?? "" }, data: { amountMinor: 5_000n } });
  expect(await pay(payer, "50")).toEqual({ ok: false, refusal: { kind: "unreachable", opened: false } });
  const alerts = await app.db.prisma.alert.findMany({ where: { subject: attempt?.id ?? "" } });
  expect(alerts).toMatchObject([{ kind: "payment-key-conflict" }]);
  expect((await checkoutsOf(payer)).map(({ status }) => status)).toEqual(["expired"]);
  expect(await attemptsOf(payer)).toHaveLength(1);
  expect(await pay(payer, "50")).toMatchObject({ ok: true });
});

test("case 13, catalogue 47: the provider's own refusal of a key with another body is a conflict too", async () => {
  const { app, standin } = world;
  const real = createStripeGateway(app.env);
  const payer = await world.payer();
  await standin.control.faults.next({ ...creating, kind: "truncate", times: 3 });
  await pay(payer, "100");
  await standin.control.faults.clear();
  const [attempt] = await attemptsOf(payer);
  const forgetful: PaymentGateway = {
    ...real,
    createCheckout: (order, key) => real.createCheckout({ ...order, language: "en" }, key),
  };
  const { actor, accountId } = payer;
  expect(await startPaymentWith(forgetful, app, actor, accountId, choose("100"), "zh-CN")).toMatchObject({ ok: true });
  const alerts = await app.db.prisma.alert.findMany({ where: { subject: attempt?.id ?? "" } });
  expect(alerts).toMatchObject([{ kind: "payment-key-conflict" }]);
  expect(await checkoutsOf(payer)).toHaveLength(1);
});

test("case 14: two tabs with the same amount get the same checkout", async () => {
  const payer = await world.payer();
  const both = await Promise.all([pay(payer, "100"), pay(payer, "100")]);
  expect(both[0]).toEqual(both[1]);
  expect(both[0]).toMatchObject({ ok: true });
  expect(await checkoutsOf(payer)).toHaveLength(1);
});

test("case 14: a second tab with another amount closes the first one's checkout", async () => {
  const payer = await world.payer();
  const first = await world.start(payer, "100");
  const second = await world.start(payer, "50");
  const states = (await checkoutsOf(payer)).map(({ id, status }) => [id, status]);
  expect(states).toContainEqual([first.session, "expired"]);
  expect(states).toContainEqual([second.session, "open"]);
});

test("case 14: if both tabs pay all the same, both are booked and what is too much is the payer's", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const first = await world.start(payer, "100");
  // The portal takes the first for closed, and it is not.
  await app.db.prisma.paymentAttempt.update({ where: { id: first.paymentId }, data: { status: "expired" } });
  const second = await world.start(payer, "120");
  await standin.control.pay({ session: first.session, method: "card" });
  await standin.control.pay({ session: second.session, method: "card" });
  await reconcileAttempt(app, first.paymentId);
  await reconcileAttempt(app, second.paymentId);
  expect(await balanceOf(payer)).toBe(0n);
  expect(await readFamilyBalance(app.db.prisma, `unapplied:${payer.actor.borrowerId}`, "CNY")).toBe(-10_000n);
  expect(
    await app.db.prisma.alert.count({
      where: { kind: "payment-excess", subject: { in: [first.paymentId, second.paymentId] } },
    }),
  ).toBe(1);
});

test("while nobody can say whether an open checkout was paid, it is not said that nothing was taken", async () => {
  const { standin } = world;
  const payer = await world.payer();
  await world.start(payer, "100");
  await standin.control.faults.next({ method: "GET", path: "^/v1/checkout/sessions/", kind: "500", times: 10 });
  expect(await pay(payer, "100")).toEqual({ ok: false, refusal: { kind: "unreachable", opened: true } });
  await standin.control.faults.clear();
});

test("case 32: while the provider takes no requests the attempt waits, the debt is untouched, and the same key is used later", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  await standin.control.faults.next({ ...creating, kind: "429", times: 10 });
  expect(await pay(payer, "100")).toEqual({ ok: false, refusal: { kind: "unreachable", opened: false } });
  const [attempt] = await attemptsOf(payer);
  expect(attempt).toMatchObject({ status: "creating", providerSessionId: null });
  expect(await balanceOf(payer)).toBe(12_000n);
  const view = await visitPayment(app, payer.actor, attempt?.id ?? "", null, "zh-CN");
  expect(view).toMatchObject({ status: "creating", checkoutUrl: undefined });
  await standin.control.faults.clear();
  expect(await pay(payer, "100")).toMatchObject({ ok: true, value: { paymentId: attempt?.id } });
  expect((await attemptsOf(payer)).map(({ idemKey, status }) => [idemKey, status])).toEqual([
    [`attempt:${attempt?.id}:session`, "open"],
  ]);
});

test("case 32: an outage while a checkout is open says so and changes nothing", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await standin.control.faults.next({ method: "GET", kind: "500", times: 10 });
  expect(await visitPayment(app, payer.actor, paymentId, session, "zh-CN")).toMatchObject({
    status: "open",
    unreachable: true,
  });
  await standin.control.faults.clear();
  expect(await visitPayment(app, payer.actor, paymentId, session, "zh-CN")).toMatchObject({ unreachable: false });
});

test("catalogue 64: killed between the provider's call and the commit: the sweeper takes the checkout over", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const real = createStripeGateway(app.env);
  const killed: PaymentGateway = {
    ...real,
    createCheckout: async (order, key) => {
      await real.createCheckout(order, key);
      throw new Error("killed");
    },
  };
  const { actor, accountId } = payer;
  await expect(startPaymentWith(killed, app, actor, accountId, choose("100"), "zh-CN")).rejects.toThrow("killed");
  const [session] = await checkoutsOf(payer);
  await standin.control.pay({ session: session?.id ?? "", method: "card" });
  await world.settle();
  await app.db.prisma.webhookEvent.updateMany({ data: { processedAt: app.clock.now() } });
  await world.advance(6);
  await sweepPayments(app);
  expect((await attemptsOf(payer)).map(({ status }) => status)).toEqual(["paid"]);
  expect(await balanceOf(payer)).toBe(2_000n);
});

test("catalogue 64: an attempt that never reached the provider is closed once its time is over", async () => {
  const { app } = world;
  const payer = await world.payer();
  const killed: PaymentGateway = {
    ...createStripeGateway(app.env),
    createCheckout: () => Promise.reject(new Error("killed")),
  };
  const { actor, accountId } = payer;
  await expect(startPaymentWith(killed, app, actor, accountId, choose("100"), "zh-CN")).rejects.toThrow("killed");
  await world.advance(61);
  await sweepPayments(app);
  expect((await attemptsOf(payer)).map(({ status }) => status)).toEqual(["expired"]);
});

test("catalogue 45: a live key never goes to a stand-in", () => {
  const { stripe } = world.app.env;
  const live = { mode: "demo", stripe: { ...stripe, secretKey: "sk_live_0000000000" } } as const;
  expect(() => createStripeGateway(live)).toThrow("test key");
});
