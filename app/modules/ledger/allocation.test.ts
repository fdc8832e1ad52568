import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, day } from "#app/kernel/calendar.ts";
import { requirePolicy } from "../policy/policy.ts";
import { allocatePayment, shareProportionally, type AllocationDebt } from "./allocation.ts";
import { components, noAmounts, totalOf, type Component, type ComponentAmounts } from "./ledger.ts";

const today = day("2026-11-23");
const cn = requirePolicy("cn-2026-11").allocation.value;

const consumerLoan = (
  debtId: string,
  balances: Partial<ComponentAmounts>,
  change: Partial<AllocationDebt> = {},
): AllocationDebt => ({
  debtId,
  productType: "consumer_loan",
  annualRatePpm: 180_000,
  firstUnpaidDueDate: day("2026-03-01"),
  secured: false,
  disputed: false,
  ...change,
  balances: { ...noAmounts, ...balances },
});

const spread = (amountMinor: bigint, debts: AllocationDebt[], named?: string): Record<string, bigint> => {
  const { parts } = allocatePayment({ amountMinor, debts, named, today }, cn);
  return Object.fromEntries(parts.map((part) => [`${part.debtId} ${part.component}`, part.amountMinor]));
};

test("¥1,000 on costs 120, interest 430 and principal 5,000 leaves principal at 4,550", () => {
  const loan = consumerLoan("A", { cost: 12_000n, interest: 43_000n, principal: 500_000n });
  expect(spread(100_000n, [loan])).toEqual({ "A cost": 12_000n, "A interest": 43_000n, "A principal": 45_000n });
});

test("a card from the 91st day takes principal first: 4,000 left, and 550 stay elsewhere", () => {
  const balances = { cost: 12_000n, interest: 43_000n, principal: 500_000n };
  const card = (daysPastDue: number) =>
    consumerLoan("A", balances, { productType: "credit_card", firstUnpaidDueDate: addDays(today, -daysPastDue) });
  expect(spread(100_000n, [card(91)])).toEqual({ "A principal": 100_000n });
  expect(spread(100_000n, [card(90)])).toEqual({ "A cost": 12_000n, "A interest": 43_000n, "A principal": 45_000n });
});

test("¥1,500 with none named goes to the heavier debt B whole, then 500 to A", () => {
  const a = consumerLoan(
    "A",
    { principal: 200_000n },
    { annualRatePpm: 180_000, firstUnpaidDueDate: day("2026-03-01") },
  );
  const b = consumerLoan(
    "B",
    { principal: 100_000n },
    { annualRatePpm: 240_000, firstUnpaidDueDate: day("2026-05-01") },
  );
  expect(spread(150_000n, [a, b])).toEqual({ "B principal": 100_000n, "A principal": 50_000n });
});

test("the debt that the borrower names comes first, whatever its burden", () => {
  const a = consumerLoan("A", { principal: 200_000n });
  const b = consumerLoan("B", { principal: 100_000n }, { annualRatePpm: 240_000 });
  expect(spread(150_000n, [a, b], "A")).toEqual({ "A principal": 150_000n });
});

test("what is due comes before what is not, and the least secured before the secured", () => {
  const later = consumerLoan(
    "A",
    { principal: 1000n },
    { annualRatePpm: 240_000, firstUnpaidDueDate: addDays(today, 1) },
  );
  const secured = consumerLoan("B", { principal: 1000n }, { secured: true });
  const plain = consumerLoan("C", { principal: 1000n });
  expect(spread(2500n, [later, secured, plain])).toEqual({
    "C principal": 1000n,
    "B principal": 1000n,
    "A principal": 500n,
  });
});

test("debts that rank alike share in proportion, and the odd fen goes to the largest remainder", () => {
  const debts = ["A", "B", "C"].map((id) => consumerLoan(id, { principal: 1000n }));
  expect(spread(100n, debts)).toEqual({ "A principal": 34n, "B principal": 33n, "C principal": 33n });
});

test("a disputed debt receives nothing, even where it is named", () => {
  const disputed = consumerLoan("A", { principal: 1000n }, { disputed: true });
  expect(allocatePayment({ amountMinor: 500n, debts: [disputed], named: "A", today }, cn)).toEqual({
    parts: [],
    leftMinor: 500n,
    ruleVersion: cn.version,
  });
});

test("interest above the cap is dropped before anything is spread", () => {
  const loan = consumerLoan("A", { interest: 500n, principal: 1000n }, { aboveCap: { interest: 200n } });
  expect(spread(2000n, [loan])).toEqual({ "A interest": 300n, "A principal": 1000n });
});

test("in the US only the debt that the person names receives money", () => {
  const us = { ...cn, version: "us", between: "as-directed-only" as const };
  const debts = [consumerLoan("A", { principal: 1000n }), consumerLoan("B", { principal: 1000n })];
  const { parts, leftMinor } = allocatePayment({ amountMinor: 1500n, debts, named: "B", today }, us);
  expect(parts).toEqual([{ debtId: "B", component: "principal", amountMinor: 1000n }]);
  expect(leftMinor).toBe(500n);
});

const anyMinor = fc.bigInt({ min: 0n, max: 10_000_000n });
const anyDebt = (debtId: string): fc.Arbitrary<AllocationDebt> =>
  fc
    .record({
      productType: fc.constantFrom("consumer_loan", "credit_card"),
      annualRatePpm: fc.constantFrom(120_000, 180_000, 240_000),
      age: fc.integer({ min: -30, max: 400 }),
      secured: fc.boolean(),
      disputed: fc.boolean(),
      amounts: fc.tuple(anyMinor, anyMinor, anyMinor, anyMinor, anyMinor),
    })
    .map(({ age, amounts, ...rest }) => ({
      ...rest,
      debtId,
      firstUnpaidDueDate: addDays(today, -age),
      balances: Object.fromEntries(components.map((component, index) => [component, amounts[index] ?? 0n])) as Record<
        Component,
        bigint
      >,
    }));
const anyDebts = fc
  .tuple(anyDebt("A"), anyDebt("B"), anyDebt("C"), anyDebt("D"))
  .chain((debts) => fc.shuffledSubarray(debts));

test("catalogue 53: for any debts and amount, parts are above zero, fit their component, and nothing is lost", () => {
  fc.assert(
    fc.property(anyDebts, fc.bigInt({ min: 0n, max: 200_000_000n }), (debts, amountMinor) => {
      const { parts, leftMinor } = allocatePayment({ amountMinor, debts, today }, cn);
      expect(parts.reduce((sum, part) => sum + part.amountMinor, leftMinor)).toBe(amountMinor);
      for (const { debtId, component, amountMinor: part } of parts) {
        const debt = debts.find((item) => item.debtId === debtId);
        expect(part > 0n && part <= (debt?.balances[component] ?? 0n) && !debt?.disputed).toBe(true);
      }
      const open = debts.filter(({ disputed }) => !disputed).reduce((sum, { balances }) => sum + totalOf(balances), 0n);
      expect(leftMinor).toBe(amountMinor > open ? amountMinor - open : 0n);
    }),
    { numRuns: 500 },
  );
});

test("the order in which debts are listed changes nothing", () => {
  fc.assert(
    fc.property(anyDebts, anyMinor, (debts, amountMinor) => {
      const once = allocatePayment({ amountMinor, debts, today }, cn);
      expect(allocatePayment({ amountMinor, debts: debts.toReversed(), today }, cn)).toEqual(once);
    }),
    { numRuns: 300 },
  );
});

test("catalogue 51: proportional shares add up, are never negative and differ from the exact share by less than one unit", () => {
  fc.assert(
    fc.property(fc.array(anyMinor, { minLength: 1, maxLength: 8 }), fc.nat(1000), (weights, permille) => {
      const total = weights.reduce((sum, weight) => sum + weight, 0n);
      const amount = (total * BigInt(permille)) / 1000n;
      const shares = shareProportionally(amount, weights);
      expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(amount);
      shares.forEach((share, index) => {
        const exact = amount * (weights[index] ?? 0n);
        expect((share * total > exact - total && share * total < exact + total) || total === 0n).toBe(true);
      });
    }),
  );
});
