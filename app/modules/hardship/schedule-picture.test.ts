import { expect, test } from "vitest";
import { addMonths, day } from "#app/kernel/calendar.ts";
import { drawStairs, thinOut } from "./schedule-picture.tsx";
import { groupRuns } from "./schedule-table.tsx";
import { milestonesOf } from "./tracker.tsx";
import { proposalStatuses } from "./proposals.ts";

const start = day("2026-11-23");
const fall = (count: number, each: bigint) =>
  Array.from({ length: count + 1 }, (_, index) => ({
    on: addMonths(start, index),
    leftMinor: each * BigInt(count - index),
  }));

test("the stairs begin on top, end at the bottom and never go up or back", () => {
  for (const count of [1, 2, 12, 60, 260]) {
    const path = drawStairs(fall(count, 123_456_789_012n));
    const numbers = [...path.matchAll(/H(\d+)V(\d+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    expect(path.startsWith("M0 0")).toBe(true);
    expect(numbers.at(-1)).toEqual([300, 60]);
    expect(
      numbers.every(([x, y], index) => x >= (numbers[index - 1]?.[0] ?? 0) && y >= (numbers[index - 1]?.[1] ?? 0)),
    ).toBe(true);
    expect(path.length).toBeLessThan(400);
  }
});

test("nothing to show is no picture", () => {
  expect([drawStairs([]), drawStairs(fall(0, 1n))]).toEqual(["", ""]);
});

test("thinning keeps the first and the last", () => {
  const items = Array.from({ length: 100 }, (_, index) => index);
  const thin = thinOut(items, 10);
  expect([thin.length, thin[0], thin.at(-1)]).toEqual([10, 0, 99]);
});

test("equal instalments stand in one line, and no unit is lost", () => {
  const rows = [5n, 5n, 5n, 7n, 5n].map((amountMinor, index) => ({ seq: index + 1, dueOn: start, amountMinor }));
  const runs = groupRuns(rows);
  expect(runs.map(({ count, amountMinor }) => [count, amountMinor])).toEqual([
    [3, 5n],
    [1, 7n],
    [1, 5n],
  ]);
});

test("a proposal has at most one step that is now, and none after it is done", () => {
  for (const status of proposalStatuses) {
    const states = milestonesOf(status).map(({ state }) => state);
    expect([status, states.filter((state) => state === "now").length <= 1]).toEqual([status, true]);
    const order = { done: 0, now: 1, ahead: 2 };
    expect(states).toEqual(states.toSorted((a, b) => order[a] - order[b]));
  }
});
