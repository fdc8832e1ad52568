// What becomes of a payment, told by its sequences: the real SDK against the stand-in, the real database.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Payer, type PayingWorld, openPayingWorld } from "#tests/world/paying.ts";
import { day } from "#app/kernel/calendar.ts";
import { noAmounts, totalOf, waiverLines } from "#app/modules/ledger/ledger.ts";
import { postJournal, readBalances, readFamilyBalance, verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { newId } from "#app/kernel/ids.ts";
import { readPayPage, readReceipt, reconcileAttempt, sendReceipt, visitPayment } from "./payments.server.ts";

let world: PayingWorld;
beforeAll(async () => {
  world = await openPayingWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.standin.control.webhooks.hold();
});

async function balanceOf({ accountId }: Payer): Promise<bigint> {
  const balances = await readBalances(world.app.db.prisma, [accountId]);
  return totalOf(balances.get(accountId)?.amounts ?? noAmounts);
}

const postings = (payer: Payer) => world.app.db.prisma.payment.count({ where: { accountId: payer.accountId } });
const alertsOn = (subject: string) => world.app.db.prisma.alert.findMany({ where: { subject } });

async function releaseAndRun(): Promise<number> {
  await world.standin.control.webhooks.release();
  await world.settle();
  return world.runEvents();
}

test("case 1: who comes back before the webhook finds the payment booked, and the later events change nothing", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await standin.control.pay({ session, method: "card" });
  const view = await visitPayment(app, payer.actor, paymentId, session, "zh-CN");
  expect(view?.status).toBe("settled");
  expect(view?.receipt).toMatchObject({
    amountMinor: 10_000n,
    balanceAfterMinor: 2_000n,
    methodDetail: "4242",
    excessMinor: 0n,
  });
  expect(view?.receipt?.parts).toEqual([
    { component: "principal", amountMinor: 8_000n },
    { component: "interest", amountMinor: 2_000n },
  ]);
  const clearing = await readFamilyBalance(app.db.prisma, "clearing:stripe", "CNY");
  expect(await releaseAndRun()).toBeGreaterThan(2);
  expect(await postings(payer)).toBe(1);
  expect(await balanceOf(payer)).toBe(2_000n);
  expect(await readFamilyBalance(app.db.prisma, "clearing:stripe", "CNY")).toBe(clearing);
});

test("case 2: who comes back after the webhook finds the receipt", async () => {
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100", "en");
  await world.standin.control.pay({ session, method: "alipay" });
  await releaseAndRun();
  expect(await balanceOf(payer)).toBe(2_000n);
  const receipt = await readReceipt(world.app, payer.actor, paymentId, "en");
  expect(receipt).toMatchObject({ status: "settled", method: "alipay", payee: "River Bank Co., Ltd" });
  expect((await visitPayment(world.app, payer.actor, paymentId, session, "en"))?.status).toBe("settled");
});

test("a payment leaves the provider's fee in the books, so that clearing is what the provider holds", async () => {
  const { app } = world;
  const before = await readFamilyBalance(app.db.prisma, "clearing:stripe", "CNY");
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await world.standin.control.pay({ session, method: "card" });
  await visitPayment(app, payer.actor, paymentId, session, "zh-CN");
  // 2.9 % and 30 fen of ¥100.00.
  expect((await readFamilyBalance(app.db.prisma, "clearing:stripe", "CNY")) - before).toBe(10_000n - 320n);
});

test("case 6: a payment that the bank has not confirmed waits, and is booked only once it is paid", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await standin.control.pay({ session, method: "alipay", wallet: "later" });
  expect((await visitPayment(app, payer.actor, paymentId, session, "zh-CN"))?.status).toBe("processing");
  await releaseAndRun();
  expect(await balanceOf(payer)).toBe(12_000n);
  const page = await readPayPage(app, payer.actor, payer.accountId, { choice: "full", amountText: "" });
  expect(page?.preview).toMatchObject({ value: { amount: { amountMinor: 2_000n } } });
  await standin.control.webhooks.hold();
  await standin.control.bank.asyncSuccess(session);
  await releaseAndRun();
  expect(await balanceOf(payer)).toBe(2_000n);
  expect((await visitPayment(app, payer.actor, paymentId, session, "zh-CN"))?.status).toBe("settled");
});

test("case 7: where the bank says no in the end, the attempt is released and the debt unchanged", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await standin.control.pay({ session, method: "alipay", wallet: "later" });
  await standin.control.bank.asyncFailure(session);
  await releaseAndRun();
  expect((await visitPayment(app, payer.actor, paymentId, session, "zh-CN"))?.status).toBe("released");
  expect(await balanceOf(payer)).toBe(12_000n);
  const again = await world.start(payer, "100");
  expect(again.paymentId).not.toBe(paymentId);
});

test("case 8: a declined try is no end while the checkout is open; the next card in it pays", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await standin.control.pay({ session, method: "card", card: "4000000000009995" });
  await releaseAndRun();
  const declined = await visitPayment(app, payer.actor, paymentId, session, "zh-CN");
  expect(declined).toMatchObject({ status: "open", problem: "funds", unreachable: false });
  expect(declined?.checkoutUrl).toContain(session);
  await standin.control.pay({ session, method: "card" });
  expect(await visitPayment(app, payer.actor, paymentId, session, "zh-CN")).toMatchObject({
    status: "settled",
    problem: undefined,
  });
});

test("catalogue 40: a declined payment leaves the balance as it was", async () => {
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await world.standin.control.pay({ session, method: "card", card: "4000000000000002" });
  await releaseAndRun();
  expect((await visitPayment(world.app, payer.actor, paymentId, session, "zh-CN"))?.problem).toBe("declined");
  expect(await balanceOf(payer)).toBe(12_000n);
  expect(await postings(payer)).toBe(0);
});

test("case 17: a payment on a debt that was settled meanwhile is the payer's credit and a matter for refunds", async () => {
  const { app, standin } = world;
  const payer = await world.payer({ principal: 10_000n });
  const { paymentId, session } = await world.start(payer, "100");
  // Meanwhile the creditor waives everything.
  const debt = { debtId: payer.accountId, creditorCode: "RIVER", currency: "CNY" } as const;
  await postJournal(app.db.prisma, {
    idemKey: `waiver:${payer.accountId}`,
    kind: "waiver",
    effectiveOn: day("2026-11-20"),
    lines: waiverLines(debt, { principal: 10_000n }),
  });
  await standin.control.pay({ session, method: "card" });
  const view = await visitPayment(app, payer.actor, paymentId, session, "zh-CN");
  expect(view).toMatchObject({
    status: "settled",
    receipt: { excessMinor: 10_000n, balanceAfterMinor: 0n, parts: [] },
  });
  expect(await balanceOf(payer)).toBe(0n);
  expect(await readFamilyBalance(app.db.prisma, `unapplied:${payer.actor.borrowerId}`, "CNY")).toBe(-10_000n);
  expect(await alertsOn(paymentId)).toMatchObject([{ kind: "payment-excess", facts: { amountMinor: "10000" } }]);
});

test("money for an account that its owner disputes is kept aside, not taken for the debt", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await app.db.prisma.debtAccount.update({ where: { id: payer.accountId }, data: { disputedAt: app.clock.now() } });
  await standin.control.pay({ session, method: "card" });
  await visitPayment(app, payer.actor, paymentId, session, "zh-CN");
  expect(await balanceOf(payer)).toBe(12_000n);
  expect(await alertsOn(paymentId)).toMatchObject([{ kind: "payment-on-disputed-account" }]);
});

test("case 18: another amount than was asked for is recorded as received and kept apart, and somebody is told", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await app.db.prisma.paymentAttempt.update({ where: { id: paymentId }, data: { amountMinor: 9_999n } });
  await standin.control.pay({ session, method: "card" });
  await releaseAndRun();
  const view = await visitPayment(app, payer.actor, paymentId, session, "zh-CN");
  expect(view).toMatchObject({ status: "quarantined", amountMinor: 10_000n, receipt: { parts: [] } });
  expect(await balanceOf(payer)).toBe(12_000n);
  expect(await app.db.prisma.allocation.count({ where: { paymentId } })).toBe(0);
  expect(await readFamilyBalance(app.db.prisma, "suspense:stripe", "CNY")).toBe(-10_000n);
  expect(await alertsOn(paymentId)).toMatchObject([{ kind: "payment-mismatched" }]);
});

test("case 18: money in another currency is never shown as if it were the account's own", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await app.db.prisma.paymentAttempt.update({ where: { id: paymentId }, data: { amountMinor: 9_999n } });
  await standin.control.pay({ session, method: "card" });
  await releaseAndRun();
  const cameIn = (currency: string) => app.db.prisma.payment.update({ where: { id: paymentId }, data: { currency } });
  await cameIn("USD");
  expect(await readReceipt(app, payer.actor, paymentId, "en")).toMatchObject({
    currency: "USD",
    balanceAfterMinor: undefined,
  });
  await cameIn("JPY");
  expect(await readReceipt(app, payer.actor, paymentId, "en")).toBeUndefined();
  const view = await visitPayment(app, payer.actor, paymentId, session, "en");
  expect(view).toMatchObject({ status: "quarantined", amountMinor: 9_999n });
});

test("case 33: a payment of somebody else, or with somebody else's checkout in the address, is not there", async () => {
  const { app } = world;
  const [mine, other] = [await world.payer(), await world.payer()];
  const own = await world.start(mine, "100");
  const theirs = await world.start(other, "100");
  expect(await visitPayment(app, mine.actor, theirs.paymentId, theirs.session, "zh-CN")).toBeUndefined();
  expect(await visitPayment(app, mine.actor, own.paymentId, theirs.session, "zh-CN")).toBeUndefined();
  expect(await visitPayment(app, mine.actor, own.paymentId, own.session, "zh-CN")).toBeDefined();
  expect(await visitPayment(app, mine.actor, own.paymentId, null, "zh-CN")).toBeDefined();
  expect(await visitPayment(app, mine.actor, newId(), null, "zh-CN")).toBeUndefined();
  expect(await readReceipt(app, mine.actor, theirs.paymentId, "zh-CN")).toBeUndefined();
});

test("catalogue 60: two workers at once book a payment once", async () => {
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await world.standin.control.pay({ session, method: "card" });
  await Promise.all(Array.from({ length: 4 }, () => reconcileAttempt(world.app, paymentId)));
  expect(await postings(payer)).toBe(1);
  expect(await balanceOf(payer)).toBe(2_000n);
});

test("the mail about a receipt goes out once and holds no amount, creditor or name", async () => {
  const { app, standin } = world;
  const payer = await world.payer();
  const { paymentId, session } = await world.start(payer, "100");
  await standin.control.pay({ session, method: "card" });
  await visitPayment(app, payer.actor, paymentId, session, "zh-CN");
  await sendReceipt(app, paymentId);
  await sendReceipt(app, paymentId);
  const messages = await app.db.prisma.message.findMany({ where: { idemKey: `receipt:${paymentId}` } });
  expect(messages).toHaveLength(1);
  const [message] = messages;
  const place = { table: "message", column: "body_enc", rowId: message?.id ?? "" };
  const body = app.vault.open(message?.bodyEnc ?? Buffer.alloc(0), place);
  expect(body).not.toMatch(/100|河畔|RIVER|0001/);
});

test("after all of this the books hold", async () => {
  expect(await verifyLedger(world.app.db)).toEqual([]);
});
