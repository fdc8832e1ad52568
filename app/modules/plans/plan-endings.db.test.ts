import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import { addDays, day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { readAccount } from "#app/modules/accounts/accounts.server.ts";
import { chargebackLines, refundLines, undoPayment } from "#app/modules/ledger/ledger.ts";
import { postJournal, reverseJournal, verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { amountOf, beginLife, monthly, payIn, planStart, runPlan, wakeOn } from "#tests/world/plans.ts";
import { accountMoved } from "./evaluate-plans.server.ts";
import { readPlan } from "./read-plans.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function expectRightBooks(): Promise<void> {
  expect([await verifyLedger(app.db), await verifyTotals(app.db)]).toEqual([[], []]);
}

test("a waiver becomes final only once everything is paid and cleared", async () => {
  const rhythm = { every: "month", firstOn: day("2026-12-05"), count: 2 } as const;
  const life = await beginLife(app, { kind: "waiver", waive: ["interest"], rhythm });
  expect(life.quote).toMatchObject({ totalMinor: 300_000n, waivedMinor: 20_000n });
  for (const { dueOn, amountMinor } of life.quote.instalments) {
    await wakeOn(app, dueOn);
    await life.pay(amountMinor);
  }
  expect([await life.balance(), await life.due(), await life.status()]).toEqual([20_000n, 0n, "live"]);
  await wakeOn(app, "2027-01-11");
  expect(await life.balance()).toBe(20_000n);
  await wakeOn(app, "2027-01-12");
  expect([await life.balance(), await life.status()]).toEqual([0n, "completed"]);
  await expectRightBooks();
});

test("a sum that settles leaves the rest to be given up, and a chargeback brings all of it back", async () => {
  const rhythm = { every: "month", firstOn: day("2026-12-05"), count: 2 } as const;
  const life = await beginLife(app, { kind: "settlement", payMinor: 240_000n, rhythm }, { mode: "frozen" });
  await wakeOn(app, "2026-12-05");
  await life.pay(amountOf(life.quote, 1));
  await wakeOn(app, "2027-01-05");
  const paymentId = newId();
  const last = amountOf(life.quote, 2);
  const { parts } = await life.pay(last, paymentId);
  await wakeOn(app, "2027-01-12");
  expect([await life.balance(), await life.status()]).toEqual([0n, "completed"]);
  const payment = {
    provider: "stripe",
    currency: "CNY",
    grossMinor: last,
    parts,
    borrowerId: life.actor.borrowerId,
  } as const;
  await postJournal(app.db.pool, {
    idemKey: `chargeback:${paymentId}`,
    kind: "chargeback",
    effectiveOn: day("2027-01-12"),
    lines: chargebackLines(payment, undoPayment(payment, 0n, last), false),
    sourceRef: `payment:${paymentId}`,
  });
  await accountMoved(app, life.accountId);
  const view = await readPlan(app, life.actor, life.planId);
  expect(view).toMatchObject({ status: "at_risk", dueMinor: last, behindSince: "2027-01-05" });
  expect(view?.accounts[0]?.certificateCode).toBeUndefined();
  expect(await life.balance()).toBe(80_000n + last);
  await expectRightBooks();
  await life.pay(last);
  await wakeOn(app, "2027-01-19");
  expect([await life.balance(), await life.status()]).toEqual([0n, "completed"]);
  expect((await readPlan(app, life.actor, life.planId))?.accounts[0]?.certificateCode).toBeDefined();
  expect(await life.events()).toEqual(["sign", "complete", "reopen", "fall_behind", "catch_up", "complete"]);
  await expectRightBooks();
});

test("a refund of a payment under the plan opens its instalment again; one from before raises an alert only", async () => {
  app.clock.set(`${planStart}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n, interest: 20_000n });
  const before = await payIn(app, actor, accountId, 30_000n);
  const { planId, quote } = await runPlan(app, { actor, accountIds: [accountId], terms: monthly(3) });
  await wakeOn(app, "2026-12-05");
  const paymentId = newId();
  const first = amountOf(quote, 1);
  const { parts } = await payIn(app, actor, accountId, first, paymentId);
  const payment = {
    provider: "stripe",
    currency: "CNY",
    grossMinor: first,
    parts,
    borrowerId: actor.borrowerId,
  } as const;
  await postJournal(app.db.pool, {
    idemKey: `refund:${paymentId}`,
    kind: "refund",
    effectiveOn: day("2026-12-05"),
    lines: refundLines(payment, undoPayment(payment, 0n, first)),
    sourceRef: `payment:${paymentId}`,
  });
  await accountMoved(app, accountId);
  expect(await readPlan(app, actor, planId)).toMatchObject({ dueMinor: first, paidMinor: 0n });
  await payIn(app, actor, accountId, first);
  await reverseJournal(app.db.pool, before.journalId, {
    idemKey: `back:${before.journalId}`,
    effectiveOn: day("2026-12-05"),
  });
  await accountMoved(app, accountId);
  expect(await readPlan(app, actor, planId)).toMatchObject({ status: "live", dueMinor: 0n, paidMinor: first });
  expect(await app.db.prisma.alert.count({ where: { kind: "plan-balance-raised", subject: planId } })).toBe(1);
  await expectRightBooks();
});

test("a pause asks for nothing until its last day, and interest then returns to the contract", async () => {
  const life = await beginLife(app, { kind: "pause", from: planStart, months: 2 }, { mode: "frozen" });
  const need = (await readAccount(app, life.actor, life.accountId))?.account.needs[0];
  expect(need).toEqual({ kind: "plan_rest", until: life.quote.lastOn });
  await wakeOn(app, addDays(life.quote.lastOn, -1));
  expect([await life.due(), await life.status(), await life.balance()]).toEqual([0n, "live", 320_000n]);
  await wakeOn(app, life.quote.lastOn);
  expect(await life.status()).toBe("completed");
  const ended = await readPlan(app, life.actor, life.planId);
  expect(ended?.accounts[0]?.certificateCode).toBeUndefined();
  app.clock.set(`${addDays(life.quote.lastOn, 10)}T12:00:00+08:00`);
  await life.pay(1n);
  // Ten days at 15.4 % on ¥3,000.00, and not one of the days of the pause.
  expect(await life.balance()).toBe(320_000n + (300_000n * 154_000n * 10n) / 365_000_000n - 1n);
  await expectRightBooks();
});

test("a payment from before the plan that is taken back after the end withdraws the certificate and opens nothing", async () => {
  app.clock.set(`${planStart}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 100_000n });
  const older = await payIn(app, actor, accountId, 40_000n);
  const { planId, quote } = await runPlan(app, {
    actor,
    accountIds: [accountId],
    terms: monthly(1),
    interest: { mode: "frozen" },
  });
  await wakeOn(app, quote.lastOn);
  await payIn(app, actor, accountId, 60_000n);
  await wakeOn(app, addDays(quote.lastOn, 7));
  expect((await readPlan(app, actor, planId))?.accounts[0]?.certificateCode).toBeDefined();
  await reverseJournal(app.db.pool, older.journalId, { idemKey: `back:${older.journalId}`, effectiveOn: quote.lastOn });
  await accountMoved(app, accountId);
  const view = await readPlan(app, actor, planId);
  expect([view?.status, view?.accounts[0]?.certificateCode]).toEqual(["completed", undefined]);
  expect(await app.db.prisma.alert.count({ where: { kind: "plan-balance-raised", subject: planId } })).toBe(1);
  await expectRightBooks();
});
