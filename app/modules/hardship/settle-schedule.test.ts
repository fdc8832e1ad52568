import { expect, test } from "vitest";
import { addMonths, day } from "#app/kernel/calendar.ts";
import { noAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { drawFacts, drawFrom, drawTerms } from "#tests/world/households.ts";
import { quoteOption } from "./quote.ts";
import { type ScheduleFacts, settleSchedule } from "./settle-schedule.ts";

const facts: ScheduleFacts = {
  pack: requirePolicy("cn-2026-11"),
  currency: "CNY",
  debts: [
    {
      accountId: "loan",
      productType: "consumer_loan",
      balances: { ...noAmounts, principal: 100_000n },
      ratePpm: 240_000,
      interestCarry: 0,
      firstUnpaidDueOn: day("2026-08-01"),
      accruedThrough: day("2026-11-22"),
      disputed: false,
    },
  ],
  interest: { mode: "frozen" },
  minimumMinor: 400n,
  today: day("2026-11-23"),
};

const first = day("2026-12-10");
const rowsOf = (...amounts: bigint[]) =>
  amounts.map((amountMinor, index) => ({ dueOn: addMonths(first, index), amountMinor }));

function amountsOf(given: ScheduleFacts, amounts: readonly bigint[], waivedMinor?: bigint): bigint[] | undefined {
  return settleSchedule(given, rowsOf(...amounts), waivedMinor)?.instalments.map(({ amountMinor }) => amountMinor);
}

test("given days and amounts stay, and the last one takes what is left", () => {
  expect(amountsOf(facts, [30_000n, 30_000n, 40_000n])).toEqual([30_000n, 30_000n, 40_000n]);
  expect(amountsOf(facts, [30_000n, 15_000n, 30_000n])).toEqual([30_000n, 15_000n, 55_000n]);
});

test("what is paid more falls away at the end", () => {
  expect(amountsOf(facts, [60_000n, 30_000n, 30_000n, 30_000n])).toEqual([60_000n, 30_000n, 10_000n]);
});

test("a rest that nobody could pay on its own is paid with the instalment before it", () => {
  expect(amountsOf(facts, [50_000n, 49_700n, 30_000n])).toEqual([50_000n, 50_000n]);
});

test("a later date costs the interest of the days between, and no more than is agreed", () => {
  const running: ScheduleFacts = { ...facts, interest: { mode: "running" } };
  const settled = settleSchedule(running, rowsOf(50_000n, 60_000n));
  // 17 days on 1,000.00 and 31 days on 511.17, at 24 %.
  expect(settled).toMatchObject({ costMinor: 2_159n, totalMinor: 102_159n });
  const limited = { ...running, debts: running.debts.map((debt) => ({ ...debt, interestLeftMinor: 2_000n })) };
  expect(settleSchedule(limited, rowsOf(50_000n, 60_000n))).toMatchObject({ costMinor: 2_000n, totalMinor: 102_000n });
});

test("what is given up is not asked for", () => {
  expect(amountsOf(facts, [40_000n, 40_000n], 30_000n)).toEqual([40_000n, 30_000n]);
  const said = { ...facts, debts: facts.debts.map((debt) => ({ ...debt, waivedMinor: 25_000n })) };
  expect(amountsOf(said, [40_000n, 40_000n])).toEqual([40_000n, 35_000n]);
});

test("days that cannot do it are answered with nothing", () => {
  expect(settleSchedule(facts, [])).toBeUndefined();
  expect(settleSchedule(facts, [{ dueOn: day("2026-11-22"), amountMinor: 100_000n }])).toBeUndefined();
  const twice = { dueOn: first, amountMinor: 50_000n };
  expect(settleSchedule(facts, [twice, twice])).toBeUndefined();
});

test("a quote's own schedule settles to itself", () => {
  let seen = 0;
  for (let seed = 0; seed < 2_000; seed += 1) {
    const draw = drawFrom(seed);
    const drawn = drawFacts(draw);
    const quoted = quoteOption(drawn, drawTerms(draw, drawn));
    if (!quoted.ok || quoted.value.leftMinor > 0n || quoted.value.waivedMinor > 0n) continue;
    const { instalments, costMinor, totalMinor } = quoted.value;
    expect(settleSchedule(drawn, instalments)).toEqual({ instalments, costMinor, totalMinor });
    seen += 1;
  }
  expect(seen).toBeGreaterThan(100);
});
