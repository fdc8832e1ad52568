import { expect, test } from "vitest";
import type { Budget, BudgetPeriod, RowAnswer } from "#app/modules/hardship/budget.ts";
import { budgetChanges } from "./budget-changes.ts";

const each = (amountMinor: bigint, period: BudgetPeriod = "month"): RowAnswer => ({
  kind: "amount",
  amountMinor,
  period,
});

const before: Budget = {
  household: { adults: 2, children: 1, others: 0, region: "成都" },
  income: { pay: each(600_000n), family: each(50_000n), other: { kind: "not_sure" } },
  spending: { housing: each(200_000n), food: each(100_000n), transport: { kind: "not_said" } },
  savings: each(500_000n),
};

test("nothing is told of a budget that stayed as it was, also where it is said by another period", () => {
  const now: Budget = { ...before, income: { ...before.income, pay: each(7_200_000n, "year") } };
  expect(budgetChanges(before, now)).toEqual({ rows: [], household: [] });
});

test("each row is told by the month: new, gone, more, less, and where an amount came or went", () => {
  const now: Budget = {
    ...before,
    income: { pay: each(120_000n, "week"), benefits: each(80_000n), other: each(10_000n) },
    spending: { housing: each(250_000n), food: { kind: "not_sure" }, transport: { kind: "not_sure" } },
    savings: each(400_000n),
  };
  expect(budgetChanges(before, now).rows).toEqual([
    // ¥1,200.00 a week is ¥5,200.00 a month.
    { part: "income", key: "pay", move: "less", beforeMinor: 600_000n, nowMinor: 520_000n },
    { part: "income", key: "benefits", move: "new", beforeMinor: undefined, nowMinor: 80_000n },
    { part: "income", key: "family", move: "gone", beforeMinor: 50_000n, nowMinor: undefined },
    { part: "income", key: "other", move: "known", beforeMinor: undefined, nowMinor: 10_000n },
    { part: "spending", key: "housing", move: "more", beforeMinor: 200_000n, nowMinor: 250_000n },
    { part: "spending", key: "food", move: "unknown", beforeMinor: 100_000n, nowMinor: undefined },
    { part: "savings", key: "savings", move: "less", beforeMinor: 500_000n, nowMinor: 400_000n },
  ]);
});

test("who lives in the household is told as well; the name of a place is not a change of money", () => {
  const now: Budget = { ...before, household: { adults: 1, children: 2, others: 0, region: "重庆" } };
  expect(budgetChanges(before, now)).toEqual({
    rows: [],
    household: [
      { who: "adults", before: 2, now: 1 },
      { who: "children", before: 1, now: 2 },
    ],
  });
});

test("a page that was not answered the last time makes every row new", () => {
  const empty: Budget = { household: undefined, income: undefined, spending: undefined, savings: undefined };
  expect(budgetChanges(empty, before).rows.map(({ key, move }) => [key, move])).toEqual([
    ["pay", "new"],
    ["family", "new"],
    ["other", "new"],
    ["housing", "new"],
    ["food", "new"],
    ["transport", "new"],
    ["savings", "new"],
  ]);
});
