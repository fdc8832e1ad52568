import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, day } from "#app/kernel/calendar.ts";
import type { InterestOnPlan } from "#app/modules/hardship/options.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { payIn, runPlan } from "#tests/world/plans.ts";
import { changePlan, previewPlanChange } from "./change-plan.server.ts";
import type { PlanChange } from "./changes.ts";
import { evaluatePlans } from "./evaluate-plans.server.ts";
import { type PlanView, readPlan } from "./read-plans.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function wakeOn(text: string): Promise<void> {
  app.clock.set(`${text}T12:00:00+08:00`);
  await accrueDebts(app);
  await evaluatePlans(app);
}

interface Life {
  readonly actor: BorrowerActor;
  readonly planId: string;
  view(): Promise<PlanView>;
  change(change: PlanChange): ReturnType<typeof changePlan>;
  /** Pays whatever is due on each day of the plan to its end; answers what was paid from now on. */
  payToTheEnd(): Promise<bigint>;
}

/** Two accounts of one person, together ¥8,000.00, in six monthly instalments from 5 December. */
async function beginLife(interest: InterestOnPlan = { mode: "running" }): Promise<Life> {
  app.clock.set("2026-11-23T12:00:00+08:00");
  const actor = await placePerson(app);
  const accountIds: string[] = [];
  for (const principal of [500_000n, 280_000n])
    accountIds.push((await placeDebt(app, actor, { principal, interest: 10_000n })).accountId);
  const rhythm = { every: "month", firstOn: day("2026-12-05"), count: 6 } as const;
  const { planId } = await runPlan(app, {
    actor,
    accountIds,
    interest,
    terms: { kind: "instalments", upfrontMinor: 0n, rhythm },
  });
  const view = async (): Promise<PlanView> => {
    const found = await readPlan(app, actor, planId);
    if (!found) throw new Error("the plan is there");
    return found;
  };
  const payDue = async (): Promise<bigint> => {
    let paid = 0n;
    for (const { id, dueMinor } of (await view()).accounts) {
      if (dueMinor === 0n) continue;
      await payIn(app, actor, id, dueMinor);
      paid += dueMinor;
    }
    return paid;
  };
  return {
    actor,
    planId,
    view,
    change: async (change) => changePlan(app, actor, planId, change, (await view()).version),
    payToTheEnd: async () => {
      let paid = await payDue();
      for (let { next } = await view(); next; { next } = await view()) {
        await wakeOn(next.dueOn);
        paid += await payDue();
      }
      return paid;
    },
  };
}

async function expectRightBooks(): Promise<void> {
  expect([await verifyLedger(app.db), await verifyTotals(app.db)]).toEqual([[], []]);
}

const changes: readonly (readonly [string, PlanChange, { readonly lastOn: string; readonly dearer: boolean }])[] = [
  ["moving one", { kind: "move", seq: 2, to: day("2027-01-19") }, { lastOn: "2027-05-05", dearer: true }],
  ["moving the last", { kind: "move", seq: 6, to: day("2027-05-19") }, { lastOn: "2027-05-19", dearer: true }],
  ["skipping one", { kind: "skip", seq: 3 }, { lastOn: "2027-06-05", dearer: true }],
  ["lowering one", { kind: "reduce", seq: 2, amountMinor: 80_000n }, { lastOn: "2027-06-05", dearer: true }],
  ["paying more", { kind: "pay_more", amountMinor: 200_000n }, { lastOn: "2027-04-05", dearer: false }],
];

for (const [name, change, { lastOn, dearer }] of changes) {
  test(`${name} costs to the fen what its preview said`, async () => {
    const life = await beginLife();
    await wakeOn("2026-12-05");
    const first = (await life.view()).dueMinor;
    for (const { id, dueMinor } of (await life.view()).accounts)
      if (dueMinor > 0n) await payIn(app, life.actor, id, dueMinor);
    await wakeOn("2026-12-20");
    const preview = await previewPlanChange(app, life.actor, life.planId, change);
    if (!preview.ok) throw new Error(preview.refusal.kind);
    expect(preview.value.after.lastOn).toBe(lastOn);
    expect(preview.value.differenceMinor > 0n).toBe(dearer);
    expect((await life.view()).version).toBe(preview.value.version);
    const made = await life.change(change);
    expect(made.ok).toBe(true);
    const now = await life.view();
    expect([now.totalMinor, now.lastOn]).toEqual([preview.value.after.totalMinor, lastOn]);
    await expectRightBooks();
    expect(first + (await life.payToTheEnd())).toBe(preview.value.after.totalMinor);
    await wakeOn(addDays(day(lastOn), 7));
    expect(await life.view()).toMatchObject({ status: "completed", leftMinor: 0n });
    await expectRightBooks();
  });
}

test("without interest a change costs nothing at all", async () => {
  const life = await beginLife({ mode: "frozen" });
  const skipped = await life.change({ kind: "skip", seq: 1 });
  expect(skipped).toMatchObject({ ok: true, value: { differenceMinor: 0n } });
  expect(await life.payToTheEnd()).toBe(800_000n);
});

test("a missed instalment that is moved is missed no more, and having been late costs nothing afterwards", async () => {
  const life = await beginLife();
  const { totalMinor } = await life.view();
  await wakeOn("2026-12-10");
  expect((await life.view()).status).toBe("at_risk");
  const moved = await life.change({ kind: "move", seq: 1, to: day("2026-12-19") });
  const more = moved.ok ? moved.value.differenceMinor : 0n;
  expect((await life.view()).status).toBe("live");
  const view = await life.view();
  expect(view.totalMinor).toBe(totalMinor + more);
  // Nine days on the first instalment alone: less than ¥7.00 at 15.4 % a year.
  expect(more).toBeLessThan(700n);
  expect(await life.payToTheEnd()).toBe(view.totalMinor);
});

test("part of an instalment that was paid stays paid when the rest of it is put off", async () => {
  const life = await beginLife({ mode: "frozen" });
  const [account] = (await life.view()).next?.parts ?? [];
  await payIn(app, life.actor, account?.accountId ?? "", 50_000n);
  await life.change({ kind: "skip", seq: 1 });
  const { instalments } = await life.view();
  expect(instalments[0]).toMatchObject({ seq: 1, amountMinor: 50_000n, state: "paid" });
  expect(instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(800_000n);
  expect(await life.payToTheEnd()).toBe(750_000n);
});

test("beyond the limits of the pack the answer says which limit, and what would do", async () => {
  const life = await beginLife();
  const { instalments } = await life.view();
  const agreed = instalments[0]?.amountMinor ?? 0n;
  const refusalOf = async (change: PlanChange) => {
    const answer = await previewPlanChange(app, life.actor, life.planId, change);
    return answer.ok ? undefined : answer.refusal;
  };
  expect(await refusalOf({ kind: "move", seq: 1, to: day("2026-12-20") })).toEqual({
    kind: "too-late",
    latest: "2026-12-19",
  });
  expect(await refusalOf({ kind: "move", seq: 1, to: day("2026-11-22") })).toEqual({
    kind: "too-early",
    earliest: "2026-11-23",
  });
  expect(await refusalOf({ kind: "reduce", seq: 1, amountMinor: 1n })).toEqual({
    kind: "amount-too-low",
    leastMinor: (agreed * 50n + 99n) / 100n,
  });
  expect(await refusalOf({ kind: "skip", seq: 99 })).toEqual({ kind: "no-such-instalment" });
  await life.change({ kind: "skip", seq: 2 });
  expect(await refusalOf({ kind: "skip", seq: 3 })).toEqual({ kind: "used-up", perYear: 1, againOn: "2027-11-23" });
});

test("catalogue 57: of two changes from two tabs one is made, the other is told that the plan has changed", async () => {
  const life = await beginLife();
  const { version } = await life.view();
  const answers = await Promise.all([
    changePlan(app, life.actor, life.planId, { kind: "skip", seq: 2 }, version),
    changePlan(app, life.actor, life.planId, { kind: "move", seq: 1, to: day("2026-12-15") }, version),
  ]);
  expect(answers.filter(({ ok }) => ok)).toHaveLength(1);
  const refused = answers.find(({ ok }) => !ok);
  expect(refused).toMatchObject({ refusal: { kind: "version-conflict" } });
  expect(await app.db.prisma.planRevision.count({ where: { planId: life.planId } })).toBe(2);
  await expectRightBooks();
});

test("nobody changes somebody else's plan", async () => {
  const life = await beginLife();
  const stranger = await placePerson(app);
  const { version } = await life.view();
  expect(await changePlan(app, stranger, life.planId, { kind: "skip", seq: 1 }, version)).toEqual({
    ok: false,
    refusal: { kind: "not-found" },
  });
});
