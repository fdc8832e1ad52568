import { expect, test } from "vitest";
import type { Quote } from "#app/modules/hardship/options.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { columnsOf, roomOf } from "./plan-columns.ts";

const offer = (monthlyMinor: bigint, totalMinor: bigint, leftMinor = 0n) =>
  ({ quote: { monthlyMinor, totalMinor, leftMinor } as Quote, fit: "fits" }) as const;
const pack = requirePolicy("cn-2026-11");

test("each plan stands against what is left each month, rounded so that it never looks lighter", () => {
  const sides = { theirs: offer(50_000n, 600_000n), engine: offer(100_001n, 600_000n), mine: undefined };
  const columns = columnsOf({ surplusMinor: 200_000n }, sides);
  expect(columns.map(({ side, sharePercent }) => [side, sharePercent])).toEqual([
    ["theirs", 25],
    ["engine", 51],
  ]);
});

test("and against the customer's: what it takes and what it leaves in the end", () => {
  const sides = { theirs: offer(1n, 600n), engine: offer(1n, 0n, 650n), mine: offer(1n, 580n) };
  expect(columnsOf({ surplusMinor: undefined }, sides).map((column) => column.againstTheirsMinor)).toEqual([
    undefined,
    50n,
    -20n,
  ]);
});

test("where nothing is left, or nobody knows, there is no share of it", () => {
  for (const surplusMinor of [0n, -5n, undefined]) {
    const [column] = columnsOf({ surplusMinor }, { theirs: offer(1n, 1n), engine: undefined, mine: undefined });
    expect(column?.sharePercent).toBeUndefined();
  }
});

test("what the budget allows is the pack's share of what is left", () => {
  expect(roomOf({ surplusMinor: 240_000n, pack })).toEqual({
    surplusMinor: 240_000n,
    limitMinor: 192_000n,
    sharePercent: 80,
  });
  expect(roomOf({ surplusMinor: undefined, pack }).limitMinor).toBeUndefined();
});
