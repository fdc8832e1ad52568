// Money that is taken back while the worker is away: the plan opens where it was, and the days between cost nothing.
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import { newId } from "#app/kernel/ids.ts";
import { addDays } from "#app/kernel/calendar.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { chargebackLines, undoPayment } from "#app/modules/ledger/ledger.ts";
import { postJournal, verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { accountMoved } from "#app/modules/plans/evaluate-plans.server.ts";
import { readPlan } from "#app/modules/plans/read-plans.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { amountOf, beginLife, monthly, wakeOn } from "#tests/world/plans.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("a chargeback whose job comes two nights late costs nothing beyond the quote", async () => {
  const life = await beginLife(app, monthly(2), { mode: "frozen" });
  await wakeOn(app, "2026-12-05");
  await life.pay(amountOf(life.quote, 1));
  await wakeOn(app, life.quote.lastOn);
  const paymentId = newId();
  const amountMinor = amountOf(life.quote, 2);
  const { parts } = await life.pay(amountMinor, paymentId);
  await wakeOn(app, "2027-01-20");
  expect(await life.status()).toBe("completed");
  const payment = {
    provider: "stripe",
    currency: "CNY",
    grossMinor: amountMinor,
    parts,
    borrowerId: life.actor.borrowerId,
  } as const;
  await postJournal(app.db.pool, {
    idemKey: `chargeback:${paymentId}`,
    kind: "chargeback",
    effectiveOn: addDays(life.quote.lastOn, 15),
    lines: chargebackLines(payment, undoPayment(payment, 0n, amountMinor), false),
    sourceRef: `payment:${paymentId}`,
  });
  app.clock.set("2027-01-25T12:00:00+08:00");
  await accrueDebts(app);
  await accountMoved(app, life.accountId);
  const view = await readPlan(app, life.actor, life.planId);
  expect([view?.dueMinor, view?.accounts[0]?.balanceMinor]).toEqual([amountMinor, amountMinor]);
  await life.pay(amountMinor);
  await wakeOn(app, "2027-02-02");
  expect([await life.balance(), await life.status()]).toEqual([0n, "completed"]);
  expect([await verifyLedger(app.db), await verifyTotals(app.db)]).toEqual([[], []]);
});
