import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, day, dayAt } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { readAccount } from "#app/modules/accounts/accounts.server.ts";
import type { InterestOnPlan, OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { chargebackLines, refundLines, undoPayment } from "#app/modules/ledger/ledger.ts";
import { postJournal, reverseJournal, verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { type PaidIn, payIn, runPlan } from "#tests/world/plans.ts";
import { accountMoved, evaluatePlan, evaluatePlans } from "./evaluate-plans.server.ts";
import { readPlan } from "./read-plans.server.ts";
import { startPlan } from "./start-plan.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const start = "2026-11-23";

const monthly = (count: number) =>
  ({ kind: "instalments", upfrontMinor: 0n, rhythm: { every: "month", firstOn: day("2026-12-05"), count } }) as const;

/** The jobs of a night, and then it is that day. */
async function wakeOn(text: string): Promise<void> {
  app.clock.set(`${text}T12:00:00+08:00`);
  await accrueDebts(app);
  await evaluatePlans(app);
}

interface Life {
  readonly actor: BorrowerActor;
  readonly accountId: string;
  readonly planId: string;
  readonly quote: Quote;
  status(): Promise<string | undefined>;
  events(): Promise<string[]>;
  due(): Promise<bigint>;
  balance(): Promise<bigint>;
  pay(amountMinor: bigint, paymentId?: string): Promise<PaidIn>;
}

/** Somebody with ¥3,200.00 to repay, of which ¥200.00 is interest, and a plan that begins today. */
async function beginLife(terms: OptionTerms = monthly(3), interest?: InterestOnPlan): Promise<Life> {
  app.clock.set(`${start}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n, interest: 20_000n });
  const { planId, quote } = await runPlan(app, { actor, accountIds: [accountId], terms, ...(interest && { interest }) });
  const read = () => readPlan(app, actor, planId);
  const account = async () => (await readAccount(app, actor, accountId))?.account;
  return {
    actor,
    accountId,
    planId,
    quote,
    status: async () => (await read())?.status,
    events: async () => (await read())?.events.map(({ event }) => event) ?? [],
    due: async () => (await account())?.dueMinor ?? -1n,
    balance: async () => Object.values((await account())?.balances ?? {}).reduce((sum, each) => sum + each, 0n),
    pay: (amountMinor, paymentId) => payIn(app, actor, accountId, amountMinor, paymentId),
  };
}

async function expectRightBooks(): Promise<void> {
  expect([await verifyLedger(app.db), await verifyTotals(app.db)]).toEqual([[], []]);
}

const amountOf = ({ instalments }: Quote, seq: number): bigint =>
  instalments.find((each) => each.seq === seq)?.amountMinor ?? 0n;

test("a plan that is paid on its days costs exactly what was quoted and ends with a certificate", async () => {
  const life = await beginLife(monthly(3), { mode: "running" });
  expect(life.quote.costMinor).toBeGreaterThan(0n);
  let paid = 0n;
  for (const { dueOn, amountMinor } of life.quote.instalments) {
    await wakeOn(dueOn);
    expect(await life.due()).toBe(amountMinor);
    await life.pay(amountMinor);
    expect(await life.due()).toBe(0n);
    paid += amountMinor;
  }
  expect(paid).toBe(life.quote.totalMinor);
  const cleared = addDays(life.quote.lastOn, 7);
  expect(await readPlan(app, life.actor, life.planId)).toMatchObject({ status: "live", leftMinor: 0n, clearedOn: cleared });
  await wakeOn(addDays(cleared, -1));
  expect(await life.status()).toBe("live");
  await wakeOn(cleared);
  const ended = await readPlan(app, life.actor, life.planId);
  expect(ended).toMatchObject({ status: "completed", paidMinor: life.quote.totalMinor });
  expect(ended?.accounts[0]?.certificateCode).toBeDefined();
  await expectRightBooks();
});

test("a missed instalment is told once and kindly, and paying it inside grace changes nothing else", async () => {
  const life = await beginLife();
  await wakeOn("2026-12-05");
  expect(await life.status()).toBe("live");
  await wakeOn("2026-12-06");
  await wakeOn("2026-12-07");
  expect(await life.status()).toBe("at_risk");
  const view = await readPlan(app, life.actor, life.planId);
  expect(view).toMatchObject({ behindSince: "2026-12-05", graceUntil: "2026-12-12", cureUntil: "2027-01-01" });
  await life.pay(amountOf(life.quote, 1));
  expect(await life.status()).toBe("live");
  expect(await life.events()).toEqual(["sign", "fall_behind", "catch_up"]);
  await expectRightBooks();
});

test("two missed instalments break a plan, and paying both cures it", async () => {
  const life = await beginLife();
  await wakeOn("2026-12-28");
  expect(await life.status()).toBe("at_risk");
  // The second one is inside its grace until the 12th; the first one has been open too long before that.
  await wakeOn("2027-01-02");
  expect(await life.status()).toBe("breached");
  await wakeOn("2027-01-06");
  expect(await life.due()).toBe(amountOf(life.quote, 1) + amountOf(life.quote, 2));
  await life.pay(amountOf(life.quote, 1));
  expect(await life.status()).toBe("breached");
  await life.pay(amountOf(life.quote, 2));
  expect(await life.status()).toBe("live");
  expect(await life.events()).toEqual(["sign", "fall_behind", "break", "cure"]);
  await expectRightBooks();
});

test("paying late costs nothing beyond the quoted total", async () => {
  const life = await beginLife(monthly(2), { mode: "running" });
  await wakeOn("2027-06-01");
  await life.pay(await life.balance());
  await wakeOn("2027-06-08");
  expect(await life.status()).toBe("completed");
  const view = await readPlan(app, life.actor, life.planId);
  expect(view?.paidMinor).toBe(life.quote.totalMinor);
  await expectRightBooks();
});

test("paying everything early costs less than was quoted, and nothing is asked for afterwards", async () => {
  const life = await beginLife(monthly(12), { mode: "running" });
  await wakeOn("2026-12-05");
  await life.pay(amountOf(life.quote, 1));
  await wakeOn("2026-12-20");
  const left = await life.balance();
  await life.pay(left);
  expect(amountOf(life.quote, 1) + left).toBeLessThan(life.quote.totalMinor);
  await wakeOn("2027-02-06");
  expect([await life.due(), await life.status(), await life.events()]).toEqual([0n, "completed", ["sign", "complete"]]);
  await expectRightBooks();
});

test("a waiver becomes final only once everything is paid and cleared", async () => {
  const rhythm = { every: "month", firstOn: day("2026-12-05"), count: 2 } as const;
  const life = await beginLife({ kind: "waiver", waive: ["interest"], rhythm });
  expect(life.quote).toMatchObject({ totalMinor: 300_000n, waivedMinor: 20_000n });
  for (const { dueOn, amountMinor } of life.quote.instalments) {
    await wakeOn(dueOn);
    await life.pay(amountMinor);
  }
  expect([await life.balance(), await life.due(), await life.status()]).toEqual([20_000n, 0n, "live"]);
  await wakeOn("2027-01-11");
  expect(await life.balance()).toBe(20_000n);
  await wakeOn("2027-01-12");
  expect([await life.balance(), await life.status()]).toEqual([0n, "completed"]);
  await expectRightBooks();
});

test("a sum that settles leaves the rest to be given up, and a chargeback brings all of it back", async () => {
  const rhythm = { every: "month", firstOn: day("2026-12-05"), count: 2 } as const;
  const life = await beginLife({ kind: "settlement", payMinor: 240_000n, rhythm }, { mode: "frozen" });
  await wakeOn("2026-12-05");
  await life.pay(amountOf(life.quote, 1));
  await wakeOn("2027-01-05");
  const paymentId = newId();
  const last = amountOf(life.quote, 2);
  const { parts } = await life.pay(last, paymentId);
  await wakeOn("2027-01-12");
  expect([await life.balance(), await life.status()]).toEqual([0n, "completed"]);
  const payment = { provider: "stripe", currency: "CNY", grossMinor: last, parts, borrowerId: life.actor.borrowerId } as const;
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
  await wakeOn("2027-01-19");
  expect([await life.balance(), await life.status()]).toEqual([0n, "completed"]);
  expect((await readPlan(app, life.actor, life.planId))?.accounts[0]?.certificateCode).toBeDefined();
  expect(await life.events()).toEqual(["sign", "complete", "reopen", "fall_behind", "catch_up", "complete"]);
  await expectRightBooks();
});

test("a refund of a payment under the plan opens its instalment again; one from before raises an alert only", async () => {
  app.clock.set(`${start}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n, interest: 20_000n });
  const before = await payIn(app, actor, accountId, 30_000n);
  const { planId, quote } = await runPlan(app, { actor, accountIds: [accountId], terms: monthly(3) });
  await wakeOn("2026-12-05");
  const paymentId = newId();
  const first = amountOf(quote, 1);
  const { parts } = await payIn(app, actor, accountId, first, paymentId);
  const payment = { provider: "stripe", currency: "CNY", grossMinor: first, parts, borrowerId: actor.borrowerId } as const;
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
  await reverseJournal(app.db.pool, before.journalId, { idemKey: `back:${before.journalId}`, effectiveOn: day("2026-12-05") });
  await accountMoved(app, accountId);
  expect(await readPlan(app, actor, planId)).toMatchObject({ status: "live", dueMinor: 0n, paidMinor: first });
  expect(await app.db.prisma.alert.count({ where: { kind: "plan-balance-raised", subject: planId } })).toBe(1);
  await expectRightBooks();
});

test("a pause asks for nothing until its last day, and interest then returns to the contract", async () => {
  const life = await beginLife({ kind: "pause", from: day(start), months: 2 }, { mode: "frozen" });
  const need = (await readAccount(app, life.actor, life.accountId))?.account.needs[0];
  expect(need).toEqual({ kind: "plan_rest", until: life.quote.lastOn });
  await wakeOn(addDays(life.quote.lastOn, -1));
  expect([await life.due(), await life.status(), await life.balance()]).toEqual([0n, "live", 320_000n]);
  await wakeOn(life.quote.lastOn);
  expect(await life.status()).toBe("completed");
  const ended = await readPlan(app, life.actor, life.planId);
  expect(ended?.accounts[0]?.certificateCode).toBeUndefined();
  app.clock.set(`${addDays(life.quote.lastOn, 10)}T12:00:00+08:00`);
  await life.pay(1n);
  // Ten days at 15.4 % on ¥3,000.00, and not one of the days of the pause.
  expect(await life.balance()).toBe(320_000n + (300_000n * 154_000n * 10n) / 365_000_000n - 1n);
  await expectRightBooks();
});

test("a newer plan takes the place of an older one", async () => {
  const life = await beginLife();
  const next = await runPlan(app, { actor: life.actor, accountIds: [life.accountId], terms: monthly(6) });
  expect(await life.status()).toBe("cancelled");
  expect((await readAccount(app, life.actor, life.accountId))?.account.plan?.id).toBe(next.planId);
  await inTransaction(app.db, (tx) => startPlan(tx, app, life.actor, next.planId));
  expect(await app.db.prisma.agreedDue.count({ where: { accountId: life.accountId } })).toBe(6);
  await expectRightBooks();
});

test("catalogue 60: two workers that look at the same plans at once have one effect", async () => {
  const life = await beginLife();
  app.clock.set("2026-12-06T12:00:00+08:00");
  await Promise.all([evaluatePlans(app), evaluatePlans(app), evaluatePlan(app, life.planId), accountMoved(app, life.accountId)]);
  expect(await life.events()).toEqual(["sign", "fall_behind"]);
  const { length } = await app.db.prisma.message.findMany({ where: { idemKey: { startsWith: `plan:${life.planId}` } } });
  expect(length).toBeLessThanOrEqual(1);
});

test("nobody else's plan can be read", async () => {
  const life = await beginLife();
  const stranger = await placePerson(app);
  expect(await readPlan(app, stranger, life.planId)).toBeUndefined();
  expect(dayAt(app.clock.now(), "Asia/Shanghai")).toBe(start);
});
