import { afterAll, beforeAll, expect, test } from "vitest";
import { accrueInterest } from "#app/jobs/accrue-interest.ts";
import { type Day, day, toDbDate } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { type TestApp, createTestApp } from "#tests/world/database.ts";
import { noAmounts, paymentLines, placementLines } from "./ledger.ts";
import { postJournal, readBalances, readEntries, verifyLedger } from "./ledger.server.ts";

let app: TestApp;
const borrowerId = newId();
const placementId = newId();

beforeAll(async () => {
  // 24 November, five past midnight in Beijing: the 23rd is over there, though not yet in Greenwich.
  app = await createTestApp("2026-11-24T00:05:00+08:00");
  const bytes = Buffer.alloc(32);
  const now = app.clock.now();
  await app.db.prisma.borrower.create({
    data: {
      id: borrowerId,
      idType: "cn_resident_id",
      idNumberEnc: bytes,
      idBlind: bytes,
      fullNameEnc: bytes,
      nameBlind: bytes,
      language: "zh-CN",
      region: "",
      timeZone: "Asia/Shanghai",
      createdAt: now,
    },
  });
});
afterAll(() => app.close());

interface Change {
  readonly lenderType?: string;
  readonly annualRatePpm?: number;
  readonly itemizationDate?: Day;
  readonly accruedThrough?: Day;
  readonly interestFrozenFrom?: Day;
  readonly disputedAt?: Date;
}

/** An account of ¥5,000 at 24 %, itemized on 1 November. */
async function openAccount(change: Change = {}): Promise<string> {
  const id = newId();
  const {
    itemizationDate = day("2026-11-01"),
    accruedThrough = itemizationDate,
    interestFrozenFrom,
    disputedAt = null,
  } = change;
  await app.db.prisma.debtAccount.create({
    data: {
      id,
      borrowerId,
      creditorCode: "BJCF",
      accountNumber: id,
      referenceKey: id,
      productType: "consumer_loan",
      lenderType: change.lenderType ?? "consumer_finance",
      currency: "CNY",
      borrowerRef: "",
      contractDate: toDbDate(day("2024-01-24")),
      itemizationDate: toDbDate(itemizationDate),
      firstUnpaidDueDate: toDbDate(day("2026-05-07")),
      annualRatePpm: change.annualRatePpm ?? 240_000,
      secured: false,
      policyPackId: "cn-2026-11",
      placementId,
      accruedThrough: toDbDate(accruedThrough),
      interestFrozenFrom: interestFrozenFrom ? toDbDate(interestFrozenFrom) : null,
      disputedAt,
      createdAt: app.clock.now(),
    },
  });
  const lines = placementLines(
    { debtId: id, creditorCode: "BJCF", currency: "CNY" },
    { ...noAmounts, principal: 500_000n },
  );
  await postJournal(app.db.prisma, {
    idemKey: `placement:${id}`,
    kind: "placement",
    effectiveOn: itemizationDate,
    lines,
  });
  return id;
}

async function payPrincipal(debtId: string, amountMinor: bigint, effectiveOn: Day): Promise<void> {
  const parts = [{ debtId, creditorCode: "BJCF", component: "principal", amountMinor }] as const;
  const lines = paymentLines({ provider: "stripe", currency: "CNY", grossMinor: amountMinor, parts, borrowerId });
  await postJournal(app.db.prisma, { idemKey: `payment:${newId()}`, kind: "payment", effectiveOn, lines });
}

async function interestOn(debtId: string): Promise<bigint | undefined> {
  return (await readBalances(app.db.prisma, [debtId])).get(debtId)?.amounts.interest;
}

const exactly = (days: number, principal = 500_000n, ppm = 240_000n): bigint =>
  (principal * BigInt(days) * ppm) / 365_000_000n;

test("interest is caught up through yesterday, in one journal that names its days", async () => {
  const liHua = await openAccount();
  await accrueInterest(app);
  expect(await interestOn(liHua)).toBe(exactly(22));
  const history = await readEntries(app.db.prisma, [liHua]);
  expect(history.at(-1)).toMatchObject({
    kind: "interest",
    effectiveOn: "2026-11-23",
    sourceRef: "2026-11-02/2026-11-23",
  });
});

test("catalogue 60: a second run, or two workers at once, change nothing more", async () => {
  const debts = await Promise.all(Array.from({ length: 12 }, () => openAccount()));
  const runs = await Promise.all([accrueInterest(app), accrueInterest(app), accrueInterest(app)]);
  expect(runs.reduce((sum, { accounts }) => sum + accounts, 0)).toBe(12);
  expect(await accrueInterest(app)).toEqual({ accounts: 0, postings: 0 });
  for (const debtId of debts) expect(await interestOn(debtId)).toBe(exactly(22));
});

test("day after day adds up to the same as all days at once, without a fen lost", async () => {
  const [daily, atOnce] = [await openAccount(), await openAccount({ accruedThrough: day("2026-11-22") })];
  await app.db.prisma.debtAccount.update({
    where: { id: atOnce },
    data: { accruedThrough: toDbDate(day("2026-12-31")) },
  });
  for (let date = 2; date <= 30; date += 1) await accrueInterest(app, day(`2026-11-${String(date).padStart(2, "0")}`));
  for (let date = 1; date <= 5; date += 1) await accrueInterest(app, day(`2026-12-0${date}`));
  await app.db.prisma.debtAccount.update({
    where: { id: atOnce },
    data: { accruedThrough: toDbDate(day("2026-11-01")) },
  });
  await accrueInterest(app, day("2026-12-05"));
  expect(await interestOn(daily)).toBe(exactly(34));
  expect(await interestOn(atOnce)).toBe(exactly(34));
  expect((await readEntries(app.db.prisma, [atOnce])).slice(1).map(({ effectiveOn }) => effectiveOn)).toEqual([
    "2026-11-30",
    "2026-12-05",
  ]);
});

test("a payment stops the interest on what it paid from its own day on", async () => {
  const liHua = await openAccount();
  await payPrincipal(liHua, 400_000n, day("2026-11-12"));
  await accrueInterest(app);
  expect(await interestOn(liHua)).toBe(((500_000n * 10n + 100_000n * 12n) * 240_000n) / 365_000_000n);
});

test("nothing runs above the cap, before the itemization date, after a freeze, in a dispute, or once all is paid", async () => {
  const [capped, later, frozen, disputed, paidOff] = [
    await openAccount({ annualRatePpm: 360_000 }),
    await openAccount({ itemizationDate: day("2026-11-20"), accruedThrough: day("2026-10-01") }),
    await openAccount({ interestFrozenFrom: day("2026-11-12") }),
    await openAccount({ disputedAt: new Date("2026-11-11T23:00:00Z") }),
    await openAccount(),
  ];
  await payPrincipal(paidOff, 500_000n, day("2026-11-01"));
  await accrueInterest(app);
  expect([
    await interestOn(capped),
    await interestOn(later),
    await interestOn(frozen),
    await interestOn(disputed),
    await interestOn(paidOff),
  ]).toEqual([exactly(22), exactly(3), exactly(10), exactly(10), 0n]);
});

test("days that passed frozen are not made up for when the freeze ends", async () => {
  const liHua = await openAccount({ interestFrozenFrom: day("2026-11-12") });
  await accrueInterest(app);
  await app.db.prisma.debtAccount.update({ where: { id: liHua }, data: { interestFrozenFrom: null } });
  await accrueInterest(app, day("2026-11-25"));
  expect(await interestOn(liHua)).toBe(exactly(12));
});

test("under a plan its rate runs, never beyond what it quoted, counted by the day or in one go", async () => {
  const underPlan = async (planInterestLeft: bigint, planRatePpm: number | null): Promise<string> => {
    const id = await openAccount();
    await app.db.prisma.debtAccount.update({ where: { id }, data: { planInterestLeft, planRatePpm } });
    return id;
  };
  const [reduced, dearer, limited, frozen] = [
    await underPlan(100_000n, 60_000),
    await underPlan(100_000n, 360_000),
    await underPlan(1_000n, null),
    await underPlan(0n, 0),
  ];
  await accrueInterest(app, day("2026-11-23"));
  expect([await interestOn(reduced), await interestOn(dearer)]).toEqual([exactly(22, 500_000n, 60_000n), exactly(22)]);
  expect([await interestOn(limited), await interestOn(frozen)]).toEqual([1_000n, 0n]);
  const byDay = await underPlan(1_000n, null);
  for (let date = 2; date <= 25; date += 1) await accrueInterest(app, day(`2026-11-${String(date).padStart(2, "0")}`));
  const rows = await app.db.prisma.debtAccount.findMany({
    where: { id: { in: [limited, byDay] } },
    select: { planInterestLeft: true, interestCarry: true },
  });
  expect(await interestOn(byDay)).toBe(1_000n);
  expect(rows).toEqual([
    { planInterestLeft: 0n, interestCarry: 0 },
    { planInterestLeft: 0n, interestCarry: 0 },
  ]);
});

test("after all runs the books are right", async () => {
  expect(await verifyLedger(app.db)).toEqual([]);
});
