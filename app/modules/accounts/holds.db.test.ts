import { afterAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { closeCase } from "#app/modules/identity/help-cases.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import { createTestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { releaseHold } from "./holds.server.ts";
import { openDispute } from "./requests.server.ts";

const app = await createTestApp("2026-11-23T12:00:00+08:00");
afterAll(() => app.close());
const desk = systemActor("desk");

async function interestOf(accountId: string): Promise<bigint | undefined> {
  return (await readBalances(app.db.prisma, [accountId])).get(accountId)?.amounts.interest;
}

async function holdOf(accountId: string): Promise<Date | null> {
  return (await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } })).disputedAt;
}

test("a hold ends with the last case that asks for it, and the days of doubt bear no interest afterwards either", async () => {
  const liHua = await placePerson(app);
  const { accountId } = await placeDebt(app, liHua, { principal: 365_000n });
  await accrueDebts(app, { borrowerId: liHua.borrowerId });
  const before = await interestOf(accountId);
  const amount = await openDispute(app, liHua, accountId, { reason: "amount", details: "" }, "zh-CN");
  const owner = await openDispute(app, liHua, accountId, { reason: "not_mine", details: "" }, "zh-CN");

  app.clock.set("2026-12-20T12:00:00+08:00");
  await closeCase(app, desk, amount?.reference ?? "");
  expect(await releaseHold(app, desk, accountId)).toBe(false);
  expect(await holdOf(accountId)).not.toBeNull();

  await closeCase(app, desk, owner?.reference ?? "");
  expect(await releaseHold(app, desk, accountId)).toBe(true);
  expect(await holdOf(accountId)).toBeNull();
  expect(await interestOf(accountId)).toBe(before);

  await accrueDebts(app, { through: day("2026-12-21") });
  expect(await interestOf(accountId)).toBeGreaterThan(before ?? 0n);
});
