// What a running plan meets on its way: an objection, rests that nobody can pay, money that was taken back, and a plan
// that cannot be looked at.
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import { addDays, day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { readAccount } from "#app/modules/accounts/accounts.server.ts";
import { reverseJournal, verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { readPayPage } from "#app/modules/payments/payments.server.ts";
import { changePlan } from "#app/modules/plans/change-plan.server.ts";
import type { PlanChange } from "#app/modules/plans/changes.ts";
import { evaluatePlans } from "#app/modules/plans/evaluate-plans.server.ts";
import { readPlan } from "#app/modules/plans/read-plans.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { amountOf, beginLife, monthly, payIn, planStart, runPlan, wakeOn } from "#tests/world/plans.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("a plan that cannot be looked at does not keep the others from being looked at", async () => {
  const lives = [await beginLife(app), await beginLife(app), await beginLife(app)];
  const [, poisoned] = lives;
  await app.db.prisma.plan.update({ where: { id: poisoned?.planId ?? "" }, data: { policyPackId: "gone" } });
  app.clock.set("2026-12-06T12:00:00+08:00");
  await evaluatePlans(app).catch(() => undefined);
  expect([await lives[0]?.status(), await lives[2]?.status()]).toEqual(["at_risk", "at_risk"]);
  expect(
    await app.db.prisma.alert.count({ where: { kind: "plan-not-evaluated", subject: poisoned?.planId ?? "" } }),
  ).toBe(1);
  await app.db.prisma.plan.update({
    where: { id: poisoned?.planId ?? "" },
    data: { policyPackId: app.settings.policyPack },
  });
});

test("while an account is disputed its plan asks for nothing on it and does not fall behind", async () => {
  const life = await beginLife(app);
  await wakeOn(app, "2026-12-04");
  await app.db.prisma.debtAccount.update({ where: { id: life.accountId }, data: { disputedAt: app.clock.now() } });
  await wakeOn(app, "2026-12-05");
  expect([await life.due(), (await readPlan(app, life.actor, life.planId))?.dueMinor]).toEqual([0n, 0n]);
  await wakeOn(app, "2027-02-20");
  expect(await life.status()).toBe("live");
  // Once it is answered, what had fallen due is asked for, with the whole of grace before anything follows.
  await app.db.prisma.helpCase.create({
    data: {
      id: newId(),
      reference: newId(),
      kind: "dispute",
      status: "closed",
      borrowerId: life.actor.borrowerId,
      accountId: life.accountId,
      language: "en",
      detailsEnc: Buffer.alloc(1),
      answerBy: new Date(),
      createdAt: app.clock.now(),
      closedAt: app.clock.now(),
    },
  });
  await app.db.prisma.debtAccount.update({ where: { id: life.accountId }, data: { disputedAt: null } });
  await wakeOn(app, "2027-02-21");
  expect([await life.due(), (await readPlan(app, life.actor, life.planId))?.dueMinor]).toEqual([320_000n, 320_000n]);
  expect(await life.status()).toBe("live");
  await wakeOn(app, "2027-02-23");
  expect(await life.status()).toBe("at_risk");
  await wakeOn(app, "2027-03-05");
  expect(await life.status()).toBe("breached");
});

test("a rest that is too small to be paid is asked of nobody, breaks no plan, and finance hears of it", async () => {
  app.clock.set(`${planStart}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n });
  const { planId, quote } = await runPlan(app, {
    actor,
    accountIds: [accountId],
    terms: monthly(3),
    interest: { mode: "running" },
  });
  await wakeOn(app, "2026-12-02");
  const all = (await readPayPage(app, actor, accountId, undefined))?.balanceMinor ?? 0n;
  // As when a checkout was opened before midnight and paid after it: a day's interest is left.
  await payIn(app, actor, accountId, all - 126n);
  for (const on of ["2026-12-05", "2027-01-05", quote.lastOn, addDays(quote.lastOn, 60)]) {
    await wakeOn(app, on);
    const page = await readPayPage(app, actor, accountId, { choice: "due", amountText: "" });
    const view = await readPlan(app, actor, planId);
    expect([page?.dueMinor, view?.dueMinor, view?.status, view?.next]).toEqual([0n, 0n, "live", undefined]);
    expect([view?.restMinor, page?.balanceMinor]).toEqual([page?.balanceMinor, view?.restMinor]);
    expect(view?.restMinor).toBeGreaterThanOrEqual(126n);
  }
  expect(await app.db.prisma.alert.count({ where: { kind: "plan-rest-unpayable", subject: planId } })).toBe(1);
});

test("changing a plan after an older payment was taken back lets no instalment grow", async () => {
  app.clock.set(`${planStart}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n });
  const before = await payIn(app, actor, accountId, 100_000n);
  const { planId, quote } = await runPlan(app, {
    actor,
    accountIds: [accountId],
    terms: monthly(4),
    interest: { mode: "frozen" },
  });
  await reverseJournal(app.db.pool, before.journalId, { idemKey: `back:${newId()}`, effectiveOn: planStart });
  await wakeOn(app, "2026-12-01");
  const plan = await readPlan(app, actor, planId);
  const changed = await changePlan(
    app,
    actor,
    planId,
    { kind: "move", seq: 1, to: day("2026-12-10") },
    plan?.version ?? 0,
  );
  expect(changed.ok).toBe(true);
  const after = await readPlan(app, actor, planId);
  expect(after?.totalMinor).toBe(quote.totalMinor);
  expect(after?.instalments.map(({ amountMinor }) => amountMinor)).toEqual([50_000n, 50_000n, 50_000n, 50_000n]);
});

test("what is missing of an instalment and too small to be paid waits for the next one, and nobody is behind for it", async () => {
  const life = await beginLife(app);
  await wakeOn(app, "2026-12-05");
  await life.pay(amountOf(life.quote, 1) - 100n);
  expect([await life.due(), (await readPlan(app, life.actor, life.planId))?.dueMinor]).toEqual([0n, 0n]);
  const need = (await readAccount(app, life.actor, life.accountId))?.account.needs[0];
  expect(need).toEqual({ kind: "instalment_ahead", dueOn: "2027-01-05" });
  await wakeOn(app, "2027-01-04");
  expect(await life.status()).toBe("live");
  await wakeOn(app, "2027-01-05");
  expect(await life.due()).toBe(amountOf(life.quote, 2) + 100n);
});

test("what is put off is never asked for today, and wanting to pay more does not raise what is late", async () => {
  const rhythm = { every: "week", firstOn: day("2026-12-05"), count: 3 } as const;
  const life = await beginLife(app, { kind: "instalments", upfrontMinor: 0n, rhythm }, { mode: "frozen" });
  const change = async (asked: PlanChange) => {
    const plan = await readPlan(app, life.actor, life.planId);
    return (await changePlan(app, life.actor, life.planId, asked, plan?.version ?? 0)).ok;
  };
  await wakeOn(app, "2026-12-06");
  expect(await change({ kind: "pay_more", amountMinor: 130_000n })).toBe(true);
  // ¥1,066.67 are late; the last one is what is left.
  expect(await life.due()).toBe(106_667n);
  await life.pay(190_667n);
  await wakeOn(app, "2026-12-20");
  expect(await life.due()).toBe(46_000n + 83_333n);
  expect(await change({ kind: "skip", seq: 2 })).toBe(true);
  expect(await life.due()).toBe(83_333n);
});

test("through all of it the books and the totals are right", async () => {
  expect([await verifyLedger(app.db), await verifyTotals(app.db)]).toEqual([[], []]);
});
