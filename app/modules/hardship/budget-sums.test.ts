import fc from "fast-check";
import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import type { LivingAllowance } from "#app/modules/policy/policy.ts";
import { monthlyMinor, subtotalOf, summarizeBudget } from "./budget-sums.ts";
import { type Budget, type RowAnswer, budgetPeriods } from "./budget.ts";

const allowance: LivingAllowance = {
  from: day("2026-01-01"),
  currency: "CNY",
  adultMinor: 60_000n,
  childMinor: 40_000n,
  otherMinor: 40_000n,
};

function amount(amountMinor: bigint, period: (typeof budgetPeriods)[number] = "month"): RowAnswer {
  return { kind: "amount", amountMinor, period };
}

const liHua: Budget = {
  household: { adults: 2, children: 1, others: 0, region: "昆明" },
  income: { pay: amount(150_000n, "week"), family: amount(120_001n, "year") },
  spending: { housing: amount(180_000n), food: amount(30_001n, "week"), insurance: amount(100n, "year") },
  savings: undefined,
};

test("a week is 52 twelfths of a month, and a rounding never counts against the borrower", () => {
  expect(monthlyMinor(100n, "week", "in")).toBe(433n);
  expect(monthlyMinor(100n, "week", "out")).toBe(434n);
  expect(monthlyMinor(100n, "fortnight", "in")).toBe(216n);
  expect(monthlyMinor(100n, "fortnight", "out")).toBe(217n);
  expect(monthlyMinor(100n, "month", "in")).toBe(100n);
  expect(monthlyMinor(100n, "month", "out")).toBe(100n);
  expect(monthlyMinor(100n, "year", "in")).toBe(8n);
  expect(monthlyMinor(100n, "year", "out")).toBe(9n);
});

test("a budget page: income, essentials, what the table allows, and what is left", () => {
  expect(summarizeBudget(liHua, allowance)).toEqual({
    // 1,500.00 a week is 6,500.00 a month; 1,200.01 a year is 100.00.
    incomeMinor: 660_000n,
    // 1,800.00; 300.01 a week is 1,300.05 rounded up; 1.00 a year is 0.09.
    spendingMinor: 310_014n,
    allowanceMinor: 160_000n,
    surplusMinor: 189_986n,
    complete: true,
  });
});

test("less than nothing can be left, and that is said as it is", () => {
  const { surplusMinor } = summarizeBudget({ ...liHua, income: { benefits: amount(90_000n) } }, allowance);
  expect(surplusMinor).toBe(90_000n - 310_014n - 160_000n);
});

test("where an income is not sure or not said, nothing is said about what is left", () => {
  for (const kind of ["not_sure", "not_said"] as const) {
    const summary = summarizeBudget({ ...liHua, income: { ...liHua.income, other: { kind } } }, allowance);
    expect(summary).toMatchObject({ incomeMinor: 660_000n, surplusMinor: undefined, complete: false });
  }
  expect(summarizeBudget({ ...liHua, income: undefined }, allowance).surplusMinor).toBeUndefined();
});

test("a page of spending that nobody has opened yet does not make a household rich", () => {
  expect(summarizeBudget({ ...liHua, spending: undefined }, allowance).surplusMinor).toBeUndefined();
});

test("a spending that is not sure counts as nothing, and a person looks at it", () => {
  const spending = { ...liHua.spending, other_debts: { kind: "not_sure" } as const };
  expect(summarizeBudget({ ...liHua, spending }, allowance)).toMatchObject({
    surplusMinor: 189_986n,
    complete: false,
  });
});

test("nothing ticked is an answer: no income at all", () => {
  expect(summarizeBudget({ ...liHua, income: {} }, allowance)).toMatchObject({
    surplusMinor: -470_014n,
    complete: true,
  });
});

test("for any row, a year of rounded months is at most what comes in and at least what goes out", () => {
  const year = { week: 52n, fortnight: 26n, month: 12n, year: 1n };
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10_000_000n }), fc.constantFrom(...budgetPeriods), (minor, period) => {
      const exact = minor * year[period];
      const [low, high] = [monthlyMinor(minor, period, "in"), monthlyMinor(minor, period, "out")];
      expect(low * 12n <= exact && exact < (low + 1n) * 12n).toBe(true);
      expect(high * 12n >= exact && exact > (high - 1n) * 12n).toBe(true);
      expect(subtotalOf({ any: amount(minor, period), none: { kind: "not_said" } })).toBe(high);
    }),
  );
});
