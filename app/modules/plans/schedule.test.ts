import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, day } from "#app/kernel/calendar.ts";
import { coverSchedule, dueMinor, nextOpen, sumMinor } from "./schedule.ts";

const today = day("2027-03-05");

const instalment = (seq: number, days: number, parts: Readonly<Record<string, bigint>>) => ({
  seq,
  dueOn: addDays(today, days),
  parts: Object.entries(parts).map(([accountId, amountMinor]) => ({ accountId, amountMinor })),
});

const account = (accountId: string, balanceMinor: bigint, paidMinor: bigint, over = {}) => ({
  accountId,
  balanceMinor,
  paidMinor,
  waivedMinor: 0n,
  interestLeftMinor: 0n,
  ...over,
});

const schedule = [
  instalment(1, -60, { a: 100n }),
  instalment(2, -30, { a: 60n, b: 40n }),
  instalment(3, 0, { b: 100n }),
  instalment(4, 30, { b: 100n }),
];

function statesOf(a: readonly [bigint, bigint], b: readonly [bigint, bigint]): string[] {
  return coverSchedule(schedule, [account("a", ...a), account("b", ...b)], today).map(
    ({ state, openMinor }) => `${state} ${openMinor}`,
  );
}

test("what is paid on an account counts for its own parts, the earliest first", () => {
  expect(statesOf([160n, 0n], [240n, 0n])).toEqual(["missed 100", "missed 100", "due 100", "ahead 100"]);
  expect(statesOf([10n, 150n], [240n, 0n])).toEqual(["paid 0", "missed 50", "due 100", "ahead 100"]);
  expect(statesOf([0n, 160n], [170n, 70n])).toEqual(["paid 0", "paid 0", "part 70", "ahead 100"]);
  expect(statesOf([0n, 160n], [0n, 240n])).toEqual(["paid 0", "paid 0", "paid 0", "paid 0"]);
});

test("whoever paid early, and so at less interest, is asked for nothing beyond what is owed", () => {
  const early = coverSchedule(schedule, [account("a", 0n, 155n), account("b", 33n, 200n)], today);
  expect(early.map(({ openMinor }) => openMinor)).toEqual([0n, 0n, 0n, 33n]);
});

test("interest that is still to come belongs to what is open later, never to what is due now", () => {
  const on = (balance: bigint) =>
    coverSchedule(
      [instalment(1, 0, { a: 100n }), instalment(2, 30, { a: 100n })],
      [account("a", balance, 0n, { interestLeftMinor: 5n })],
      today,
    ).map(({ openMinor }) => openMinor);
  expect(on(195n)).toEqual([100n, 100n]);
  expect(on(90n)).toEqual([90n, 5n]);
  expect(on(0n)).toEqual([0n, 0n]);
});

test("what is given up at the end is never asked for", () => {
  const covered = coverSchedule(
    schedule,
    [account("a", 190n, 0n, { waivedMinor: 30n }), account("b", 240n, 0n)],
    today,
  );
  expect([dueMinor(covered, today), nextOpen(covered)?.seq]).toEqual([300n, 1]);
  const paid = coverSchedule(schedule, [account("a", 30n, 160n, { waivedMinor: 30n }), account("b", 0n, 240n)], today);
  expect(nextOpen(paid)).toBeUndefined();
});

test("for any payment, paid and open come to the amount where nothing was spared, and nothing is below zero", () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(1n, 1000n), { minLength: 1, maxLength: 20 }), fc.nat(30_000), (amounts, paid) => {
      const all = amounts.reduce((sum, each) => sum + each, 0n);
      const paidMinor = BigInt(paid) < all ? BigInt(paid) : all;
      const rows = amounts.map((amountMinor, index) => instalment(index + 1, index * 7 - 40, { a: amountMinor }));
      const covered = coverSchedule(rows, [account("a", all - paidMinor, paidMinor)], today);
      expect(sumMinor(covered, (each) => each.paidMinor)).toBe(paidMinor);
      for (const each of covered) {
        expect(each.paidMinor + each.openMinor).toBe(each.amountMinor);
        expect(each.openMinor >= 0n && each.paidMinor >= 0n).toBe(true);
      }
    }),
  );
});
