import { afterAll, expect, test } from "vitest";
import { takeCaseEdge } from "#app/modules/identity/case-edges.server.ts";
import { systemActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { closeCase } from "#app/modules/identity/help-cases.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { releaseCorrected, releaseHold } from "./holds.server.ts";
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

/** As the desk answers it, for a room that does not know the desk. */
async function answer(accountId: string, outcome: string): Promise<void> {
  const { id } = await app.db.prisma.helpCase.findFirstOrThrow({ where: { accountId, status: "open" } });
  const data = { outcome, answer: { reasons: ["payment_found"], held: true } };
  await inTransaction(app.db, (tx) =>
    takeCaseEdge(tx, app, desk, id, { event: "decide", action: "case.answered", data }),
  );
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

test("where an objection was right the hold ends once the books are corrected, and the old answer asks for no other", async () => {
  const zhou = await placePerson(app);
  const { accountId } = await placeDebt(app, zhou, { principal: 365_000n });
  const { creditorCode, accountNumber } = await app.db.prisma.debtAccount.findUniqueOrThrow({
    where: { id: accountId },
  });
  const release = () => releaseCorrected(app, desk, creditorCode, accountNumber);
  const object = () => openDispute(app, zhou, accountId, { reason: "amount", details: "" }, "zh-CN");
  expect(await releaseCorrected(app, desk, creditorCode, "NOWHERE-1")).toMatchObject({ refusal: "no-account" });
  expect(await release()).toMatchObject({ refusal: "not-held" });

  await accrueDebts(app, { borrowerId: zhou.borrowerId });
  const before = await interestOf(accountId);
  await object();
  expect(await release()).toMatchObject({ refusal: "still-asked" });
  await answer(accountId, "upheld");
  expect(await releaseHold(app, desk, accountId)).toBe(false);
  await object();
  expect(await release()).toMatchObject({ refusal: "still-asked" });
  await answer(accountId, "partly_upheld");

  app.clock.advance(9 * 86_400_000);
  expect(await release()).toMatchObject({ ok: true });
  expect(await holdOf(accountId)).toBeNull();
  expect(await interestOf(accountId)).toBe(before);
  expect(await release()).toMatchObject({ refusal: "not-held" });
  const released = { subject: `account:${accountId}`, action: "account.released" };
  const [audit, ...others] = await app.db.prisma.auditEvent.findMany({ where: released });
  expect([audit?.facts, others]).toEqual([{ corrected: 2 }, []]);
  const kept = await app.db.prisma.helpCase.findMany({ where: { accountId } });
  for (const { answer: told } of kept)
    expect(told).toEqual({ reasons: ["payment_found"], held: true, corrected: true });

  app.clock.advance(86_400_000);
  await object();
  await answer(accountId, "not_upheld");
  expect(await releaseHold(app, desk, accountId)).toBe(true);
  app.clock.advance(86_400_000);
  await object();
  await answer(accountId, "upheld");
  expect(await releaseHold(app, desk, accountId)).toBe(false);
});
