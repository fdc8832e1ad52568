import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import { addDays, dayAt } from "#app/kernel/calendar.ts";
import { newId, newReference } from "#app/kernel/ids.ts";
import { readAccount } from "#app/modules/accounts/accounts.server.ts";
import { verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placePerson } from "#tests/world/debts.ts";
import { amountOf, beginLife, monthly, planStart, runPlan, wakeOn } from "#tests/world/plans.ts";
import { accountMoved, evaluatePlan, evaluatePlans } from "./evaluate-plans.server.ts";
import { readPlan } from "./read-plans.server.ts";
import { remindOfPlans } from "./remind-of-plans.server.ts";
import { startPlan } from "./start-plan.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function expectRightBooks(): Promise<void> {
  expect([await verifyLedger(app.db), await verifyTotals(app.db)]).toEqual([[], []]);
}

test("a plan that is paid on its days costs exactly what was quoted and ends with a certificate", async () => {
  const life = await beginLife(app, monthly(3), { mode: "running" });
  expect(life.quote.costMinor).toBeGreaterThan(0n);
  let paid = 0n;
  for (const { dueOn, amountMinor } of life.quote.instalments) {
    await wakeOn(app, dueOn);
    expect(await life.due()).toBe(amountMinor);
    await life.pay(amountMinor);
    expect(await life.due()).toBe(0n);
    paid += amountMinor;
  }
  expect(paid).toBe(life.quote.totalMinor);
  const cleared = addDays(life.quote.lastOn, 7);
  expect(await readPlan(app, life.actor, life.planId)).toMatchObject({
    status: "live",
    leftMinor: 0n,
    clearedOn: cleared,
  });
  await wakeOn(app, addDays(cleared, -1));
  expect(await life.status()).toBe("live");
  await wakeOn(app, cleared);
  const ended = await readPlan(app, life.actor, life.planId);
  expect(ended).toMatchObject({ status: "completed", paidMinor: life.quote.totalMinor });
  expect(ended?.accounts[0]?.certificateCode).toBeDefined();
  await expectRightBooks();
});

test("a missed instalment is told once and kindly, and paying it inside grace changes nothing else", async () => {
  const life = await beginLife(app);
  await wakeOn(app, "2026-12-05");
  expect(await life.status()).toBe("live");
  await wakeOn(app, "2026-12-06");
  await wakeOn(app, "2026-12-07");
  expect(await life.status()).toBe("at_risk");
  const view = await readPlan(app, life.actor, life.planId);
  expect(view).toMatchObject({ behindSince: "2026-12-05", graceUntil: "2026-12-12", cureUntil: "2027-01-01" });
  await life.pay(amountOf(life.quote, 1));
  expect(await life.status()).toBe("live");
  expect(await life.events()).toEqual(["sign", "fall_behind", "catch_up"]);
  await expectRightBooks();
});

test("two missed instalments break a plan, and paying both cures it", async () => {
  const life = await beginLife(app);
  await wakeOn(app, "2026-12-28");
  expect(await life.status()).toBe("at_risk");
  // The second one is inside its grace until the 12th; the first one has been open too long before that.
  await wakeOn(app, "2027-01-02");
  expect(await life.status()).toBe("breached");
  await wakeOn(app, "2027-01-06");
  expect(await life.due()).toBe(amountOf(life.quote, 1) + amountOf(life.quote, 2));
  await life.pay(amountOf(life.quote, 1));
  expect(await life.status()).toBe("breached");
  await life.pay(amountOf(life.quote, 2));
  expect(await life.status()).toBe("live");
  expect(await life.events()).toEqual(["sign", "fall_behind", "break", "cure"]);
  await expectRightBooks();
});

test("paying late costs nothing beyond the quoted total", async () => {
  const life = await beginLife(app, monthly(2), { mode: "running" });
  await wakeOn(app, "2027-06-01");
  await life.pay(await life.balance());
  await wakeOn(app, "2027-06-08");
  expect(await life.status()).toBe("completed");
  const view = await readPlan(app, life.actor, life.planId);
  expect(view?.paidMinor).toBe(life.quote.totalMinor);
  await expectRightBooks();
});

test("paying everything early costs less than was quoted, and nothing is asked for afterwards", async () => {
  const life = await beginLife(app, monthly(12), { mode: "running" });
  await wakeOn(app, "2026-12-05");
  await life.pay(amountOf(life.quote, 1));
  await wakeOn(app, "2026-12-20");
  const left = await life.balance();
  await life.pay(left);
  expect(amountOf(life.quote, 1) + left).toBeLessThan(life.quote.totalMinor);
  await wakeOn(app, "2027-02-06");
  expect([await life.due(), await life.status(), await life.events()]).toEqual([0n, "completed", ["sign", "complete"]]);
  await expectRightBooks();
});

test("a newer plan takes the place of an older one", async () => {
  const life = await beginLife(app);
  const next = await runPlan(app, { actor: life.actor, accountIds: [life.accountId], terms: monthly(6) });
  expect(await life.status()).toBe("cancelled");
  expect((await readAccount(app, life.actor, life.accountId))?.account.plan?.id).toBe(next.planId);
  await inTransaction(app.db, (tx) => startPlan(tx, app, life.actor, next.planId));
  expect(await app.db.prisma.agreedDue.count({ where: { accountId: life.accountId } })).toBe(6);
  await expectRightBooks();
});

test("catalogue 60: two workers that look at the same plans at once have one effect", async () => {
  const life = await beginLife(app);
  app.clock.set("2026-12-06T12:00:00+08:00");
  await Promise.all([
    evaluatePlans(app),
    evaluatePlans(app),
    evaluatePlan(app, life.planId),
    accountMoved(app, life.accountId),
  ]);
  expect(await life.events()).toEqual(["sign", "fall_behind"]);
  const { length } = await app.db.prisma.message.findMany({
    where: { idemKey: { startsWith: `plan:${life.planId}` } },
  });
  expect(length).toBeLessThanOrEqual(1);
});

test("nobody else's plan can be read", async () => {
  const life = await beginLife(app);
  const stranger = await placePerson(app);
  expect(await readPlan(app, stranger, life.planId)).toBeUndefined();
  expect(dayAt(app.clock.now(), "Asia/Shanghai")).toBe(planStart);
});

test("three days before an instalment a word goes out, once, and none where it is paid already", async () => {
  const [kept, paid] = [await beginLife(app), await beginLife(app)];
  const { prisma } = app.db;
  for (const { accountId, actor } of [kept, paid]) {
    const id = newId();
    const valueBlind = Buffer.alloc(32, id);
    await prisma.contactPoint.create({
      data: {
        id,
        borrowerId: actor.borrowerId,
        channel: "email",
        valueEnc: valueBlind,
        valueBlind,
        createdAt: app.clock.now(),
      },
    });
    await prisma.debtAccount.update({ where: { id: accountId }, data: { emailId: id } });
  }
  await paid.pay(amountOf(paid.quote, 1));
  const said = async (): Promise<string[]> => {
    await remindOfPlans(app);
    const rows = await prisma.message.findMany({
      where: { purpose: "plan_reminder", borrowerId: { in: [kept, paid].map(({ actor }) => actor.borrowerId) } },
      orderBy: { createdAt: "asc" },
    });
    return rows.map(({ idemKey }) => idemKey);
  };
  await wakeOn(app, "2026-12-01");
  expect(await said()).toEqual([]);
  await wakeOn(app, "2026-12-02");
  expect(await said()).toEqual([`plan:${kept.planId}:remind:1:2026-12-05`]);
  await wakeOn(app, "2026-12-03");
  expect(await said()).toHaveLength(1);
  await wakeOn(app, "2027-01-03");
  // One is behind by now and is told in another way; the other hears of its second instalment.
  expect((await said()).slice(1)).toEqual([`plan:${paid.planId}:remind:2:2027-01-05`]);
});

test("while something new is proposed for a plan that is behind nothing breaks, and afterwards it goes on where it was", async () => {
  const life = await beginLife(app);
  await wakeOn(app, "2026-12-10");
  expect(await life.status()).toBe("at_risk");
  const { prisma } = app.db;
  const now = app.clock.now();
  const proposal = await prisma.proposal.create({
    data: {
      id: newId(),
      reference: newReference("A"),
      borrowerId: life.actor.borrowerId,
      creditorCode: "BJCF",
      currency: "CNY",
      status: "in_review",
      language: "zh-CN",
      policyPackId: app.settings.policyPack,
      createdAt: now,
      updatedAt: now,
      accounts: { create: { accountId: life.accountId } },
    },
  });
  await wakeOn(app, "2026-12-11");
  expect(await life.status()).toBe("renegotiating");
  await wakeOn(app, "2027-02-20");
  expect(await life.status()).toBe("renegotiating");
  await prisma.proposal.update({ where: { id: proposal.id }, data: { status: "withdrawn" } });
  await wakeOn(app, "2027-02-21");
  expect(await life.status()).toBe("breached");
  await life.pay(await life.due());
  expect(await life.events()).toEqual(["sign", "fall_behind", "renegotiate", "fall_behind", "break", "cure"]);
});
