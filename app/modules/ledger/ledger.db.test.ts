import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { databaseErrorCode, inTransaction } from "#app/platform/db.server.ts";
import { type TestApp, createTestApp } from "#tests/world/database.ts";
import {
  type Component,
  type PaymentFacts,
  type Posting,
  components,
  interestLines,
  noAmounts,
  paymentLines,
  placementLines,
  providerFeeLines,
  refundLines,
  undoPayment,
  waiverLines,
} from "./ledger.ts";
import {
  ComponentOverdrawn,
  IdempotencyConflict,
  PeriodClosed,
  postJournal,
  postJournals,
  readBalances,
  readEntries,
  readFamilyBalance,
  reverseJournal,
} from "./ledger.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const today = day("2026-11-23");

interface Debt {
  readonly debtId: string;
  readonly creditorCode: string;
  readonly currency: "CNY";
}

function newDebt(creditorCode = "BJCF"): Debt {
  return { debtId: newId(), creditorCode, currency: "CNY" };
}

function placement(debt: Debt, principal: bigint, interest = 0n): Posting {
  const lines = placementLines(debt, { ...noAmounts, principal, interest });
  return { idemKey: `placement:${debt.debtId}`, kind: "placement", effectiveOn: day("2026-11-01"), lines };
}

function payment(debt: Debt, grossMinor: bigint, parts: Partial<Record<Component, bigint>>): PaymentFacts {
  return {
    provider: "stripe",
    currency: "CNY",
    grossMinor,
    borrowerId: debt.debtId,
    parts: components.flatMap((component) => {
      const amountMinor = parts[component] ?? 0n;
      return amountMinor === 0n ? [] : [{ ...debt, component, amountMinor }];
    }),
  };
}

function paid(facts: PaymentFacts, key: string): Posting {
  return { idemKey: `payment:${key}`, kind: "payment", effectiveOn: today, lines: paymentLines(facts) };
}

async function owed(debt: Debt): Promise<bigint> {
  const balance = (await readBalances(app.db.prisma, [debt.debtId])).get(debt.debtId);
  return components.reduce((sum, component) => sum + (balance?.amounts[component] ?? 0n), 0n);
}

test("a placement, a payment, its fee and a refund read like a ledger page", async () => {
  const liHua = newDebt("PAGE");
  const facts = payment(liHua, 10_000n, { interest: 3000n, principal: 6000n });
  const clearingBefore = await readFamilyBalance(app.db.pool, "clearing:stripe", "CNY");
  const undone = undoPayment(facts, 0n, 4000n);
  const events: [event: string, posting: Posting, receivable: bigint, clearing: bigint, creditor: bigint][] = [
    ["placed", placement(liHua, 500_000n, 3000n), 503_000n, 0n, 0n],
    ["paid ¥100, ¥10 too much", paid(facts, liHua.debtId), 494_000n, 10_000n, -9000n],
    [
      "provider's fee",
      {
        idemKey: `fee:${liHua.debtId}`,
        kind: "provider_fee",
        effectiveOn: today,
        lines: providerFeeLines("stripe", "CNY", 60n),
      },
      494_000n,
      9940n,
      -9000n,
    ],
    [
      "¥40 refunded",
      { idemKey: `refund:${liHua.debtId}`, kind: "refund", effectiveOn: today, lines: refundLines(facts, undone) },
      497_000n,
      5940n,
      -6000n,
    ],
    [
      "a day's interest",
      { idemKey: `interest:${liHua.debtId}`, kind: "interest", effectiveOn: today, lines: interestLines(liHua, 326n) },
      497_326n,
      5940n,
      -6000n,
    ],
    [
      "interest waived",
      {
        idemKey: `waiver:${liHua.debtId}`,
        kind: "waiver",
        effectiveOn: today,
        lines: waiverLines(liHua, { interest: 326n }),
      },
      497_000n,
      5940n,
      -6000n,
    ],
  ];
  for (const [event, posting, receivable, clearing, creditor] of events) {
    await postJournal(app.db.prisma, posting);
    const now = (await readFamilyBalance(app.db.pool, "clearing:stripe", "CNY")) - clearingBefore;
    expect([event, await owed(liHua), now, await readFamilyBalance(app.db.pool, "client_money:PAGE", "CNY")]).toEqual([
      event,
      receivable,
      clearing,
      creditor,
    ]);
  }
  const history = await readEntries(app.db.prisma, [liHua.debtId]);
  expect(history.map(({ kind, amounts }) => [kind, amounts.interest, amounts.principal])).toEqual([
    ["placement", 3000n, 500_000n],
    ["payment", -3000n, -6000n],
    ["refund", 3000n, 0n],
    ["interest", 326n, 0n],
    ["waiver", -326n, 0n],
  ]);
});

test("the same key and request posts once and answers the stored journal; another request is a conflict", async () => {
  const liHua = newDebt();
  const first = await postJournal(app.db.prisma, placement(liHua, 1000n));
  expect(first.repeated).toBe(false);
  expect(await postJournal(app.db.pool, placement(liHua, 1000n))).toEqual({ ...first, repeated: true });
  await expect(postJournal(app.db.prisma, placement(liHua, 1001n))).rejects.toThrow(IdempotencyConflict);
  await expect(postJournals(app.db.pool, [placement(newDebt(), 5n), placement(liHua, 1001n)])).rejects.toThrow(
    IdempotencyConflict,
  );
  expect(await owed(liHua)).toBe(1000n);
});

test("a request keeps its key although it would be spread otherwise the second time", async () => {
  const liHua = newDebt();
  await postJournal(app.db.prisma, placement(liHua, 1000n, 100n));
  const first = { ...paid(payment(liHua, 100n, { interest: 100n }), liHua.debtId), request: "payment of 100" };
  const posted = await postJournal(app.db.prisma, first);
  const second = { ...paid(payment(liHua, 100n, { principal: 100n }), liHua.debtId), request: "payment of 100" };
  expect(await postJournal(app.db.prisma, second)).toEqual({ ...posted, repeated: true });
});

test("catalogue 60: the same posting from eight clients at once has one effect", async () => {
  const liHua = newDebt();
  const posting = placement(liHua, 1000n);
  const posted = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      index % 2 ? postJournal(app.db.pool, posting) : postJournals(app.db.pool, [posting]).then(([only]) => only),
    ),
  );
  expect(new Set(posted.map((each) => each?.journalId)).size).toBe(1);
  expect(posted.filter((each) => each?.repeated === false)).toHaveLength(1);
  expect(await owed(liHua)).toBe(1000n);
});

test("catalogue 50: a batch may come again whole, in part and in any order, and nothing changes", async () => {
  const debts = Array.from({ length: 30 }, () => newDebt());
  const batch = debts.map((debt, index) => placement(debt, BigInt(index + 1) * 100n, 7n));
  const first = await postJournals(app.db.pool, batch.slice(0, 20));
  const shuffled = [...batch.toReversed(), ...batch.slice(3, 9)];
  const again = await postJournals(app.db.pool, shuffled);
  expect(again.filter(({ repeated }) => !repeated)).toHaveLength(10);
  expect(again[29]).toEqual({ ...first[0], repeated: true });
  expect(again[30]?.journalId).toBe(first[3]?.journalId);
  const balances = await readBalances(
    app.db.prisma,
    debts.map(({ debtId }) => debtId),
  );
  expect(debts.map(({ debtId }) => balances.get(debtId)?.amounts.principal)).toEqual(
    debts.map((_, index) => BigInt(index + 1) * 100n),
  );
});

test("more than is owed is refused by name, and so is a closed month", async () => {
  const liHua = newDebt();
  await postJournal(app.db.prisma, placement(liHua, 1000n));
  for (const runner of [app.db.prisma, app.db.pool]) {
    await expect(postJournal(runner, paid(payment(liHua, 1001n, { principal: 1001n }), newId()))).rejects.toThrow(
      ComponentOverdrawn,
    );
  }
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await owner.query("INSERT INTO period (book, month, closed_at) VALUES ('claims', '2020-01-01', now())");
  await owner.end();
  const late = { ...placement(newDebt(), 1000n), effectiveOn: day("2020-01-31") };
  await expect(postJournal(app.db.prisma, late)).rejects.toThrow(PeriodClosed);
  expect(await owed(liHua)).toBe(1000n);
});

test("catalogue 52: a reversal brings every balance back, and happens once", async () => {
  const liHua = newDebt("MIRROR");
  await postJournal(app.db.prisma, placement(liHua, 1000n, 100n));
  const posted = await postJournal(
    app.db.prisma,
    paid(payment(liHua, 600n, { interest: 100n, principal: 400n }), liHua.debtId),
  );
  const reversal = { idemKey: `reversal:${posted.journalId}`, effectiveOn: today };
  const reversed = await reverseJournal(app.db.prisma, posted.journalId, reversal);
  expect(await owed(liHua)).toBe(1100n);
  expect(await readFamilyBalance(app.db.pool, "client_money:MIRROR", "CNY")).toBe(0n);
  expect(await reverseJournal(app.db.prisma, posted.journalId, reversal)).toEqual({ ...reversed, repeated: true });
  const another = reverseJournal(app.db.prisma, posted.journalId, { ...reversal, idemKey: `reversal:again` });
  await expect(another).rejects.toSatisfy((error) => databaseErrorCode(error) === "23505");
  expect(await owed(liHua)).toBe(1100n);
});

test("the shards of a busy account add up", async () => {
  const liHua = newDebt("SHARDS");
  await postJournal(app.db.prisma, placement(liHua, 100_000n));
  for (let shard = 0; shard < 5; shard += 1)
    await postJournal(app.db.prisma, paid(payment(liHua, 100n, { principal: 100n }), newId()), shard);
  const { rows } = await app.db.pool.query<{ name: string; balance: bigint }>(
    "SELECT name, balance FROM ledger_account WHERE family = 'client_money:SHARDS' ORDER BY shard",
  );
  expect(rows.map(({ name, balance }) => [name, balance])).toEqual(
    [0, 1, 2, 3, 4].map((shard) => [`client_money:SHARDS:CNY:${shard}`, -100n]),
  );
  expect(await readFamilyBalance(app.db.pool, "client_money:SHARDS", "CNY")).toBe(-500n);
});

test("catalogue 61: two transactions that lock each other out both succeed, for one of them tries again", async () => {
  const [a, b] = [newDebt(), newDebt()];
  await postJournals(app.db.pool, [placement(a, 1000n, 100n), placement(b, 1000n, 100n)], 0);
  let waiting = 2;
  let release: () => void = () => undefined;
  const met = new Promise<void>((resolve) => (release = resolve));
  let tries = 0;
  const raise = (first: Debt, second: Debt): Promise<void> =>
    inTransaction(app.db, async (tx) => {
      tries += 1;
      const interest = (debt: Debt): Posting => ({
        idemKey: `cross:${first.debtId}:${debt.debtId}`,
        kind: "interest",
        effectiveOn: today,
        lines: interestLines(debt, 5n),
      });
      await postJournal(tx, interest(first), first === a ? 1 : 2);
      waiting -= 1;
      if (waiting <= 0) release();
      await met;
      await postJournal(tx, interest(second), first === a ? 1 : 2);
    });
  await Promise.all([raise(a, b), raise(b, a)]);
  expect(tries).toBeGreaterThan(2);
  expect([await owed(a), await owed(b)]).toEqual([1110n, 1110n]);
});

test("catalogue 59: what can never be serialized is tried three times and no more", async () => {
  let tries = 0;
  const work = inTransaction(app.db, async (tx) => {
    tries += 1;
    await tx.$executeRawUnsafe(`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`);
  });
  await expect(work).rejects.toSatisfy((error) => databaseErrorCode(error) === "40001");
  expect(tries).toBe(3);
});
