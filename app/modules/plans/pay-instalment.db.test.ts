// An instalment paid by the checkout of its account, from the choice "due" to the plan that knows of it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays, dayAt } from "#app/kernel/calendar.ts";
import { readPayPage, reconcileAttempt, startPayment } from "#app/modules/payments/payments.server.ts";
import { type PayingWorld, openPayingWorld } from "#tests/world/paying.ts";
import { runPlan } from "#tests/world/plans.ts";
import { accountMoved } from "./evaluate-plans.server.ts";
import { readPlan } from "./read-plans.server.ts";

let world: PayingWorld;
beforeAll(async () => {
  world = await openPayingWorld();
});
afterAll(() => world.close());

async function runMovedJobs(): Promise<number> {
  const jobs = await world.app.db.pool.query<{ data: { accountId: string } }>(
    "SELECT data FROM pgboss.job WHERE name = 'account-moved'",
  );
  for (const { data } of jobs.rows) await accountMoved(world.app, data.accountId);
  return jobs.rows.length;
}

test("what is due by the plan is paid by the account's checkout, and the plan hears of it by the job of the booking", async () => {
  const { app, standin } = world;
  const { actor, accountId } = await world.payer({ principal: 30_000n, interest: 3_000n });
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const { planId, quote } = await runPlan(app, {
    actor,
    accountIds: [accountId],
    interest: { mode: "frozen" },
    terms: { kind: "waiver", waive: ["interest"], rhythm: { every: "week", firstOn: today, count: 3 } },
  });
  expect(quote.instalments.map(({ amountMinor }) => amountMinor)).toEqual([10_000n, 10_000n, 10_000n]);
  for (const { dueOn } of quote.instalments) {
    const days = Math.round(
      (Date.parse(dueOn) - Date.parse(dayAt(app.clock.now(), app.settings.timeZone))) / 86_400_000,
    );
    if (days > 0) await world.advance(days * 1440);
    expect(await readPayPage(app, actor, accountId, undefined)).toMatchObject({ dueMinor: 10_000n });
    const started = await startPayment(app, actor, accountId, { choice: "due", amountText: "" }, "zh-CN");
    if (!started.ok) throw new Error(started.refusal.kind);
    const session = new URL(started.value.url ?? "http://none/").pathname.split("/").at(-1) ?? "";
    await standin.control.pay({ session, method: "card" });
    await reconcileAttempt(app, started.value.paymentId);
    expect(await runMovedJobs()).toBeGreaterThan(0);
    expect((await readPlan(app, actor, planId))?.instalments.find((each) => each.dueOn === dueOn)?.state).toBe("paid");
  }
  // What is to be given up cannot be paid by mistake while the money is being cleared.
  const page = await readPayPage(app, actor, accountId, undefined);
  expect(page).toMatchObject({
    balanceMinor: 3_000n,
    dueMinor: 0n,
    payable: { ok: false, refusal: { kind: "settled" } },
  });
  expect(await readPlan(app, actor, planId)).toMatchObject({ status: "live", clearedOn: addDays(quote.lastOn, 7) });
});
