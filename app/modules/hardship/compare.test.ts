import { expect, test } from "vitest";
import { addMonths, day } from "#app/kernel/calendar.ts";
import { drawFacts, drawFrom } from "#tests/world/households.ts";
import { isBetterForBorrower } from "./compare.ts";
import { listOffers } from "./offers.ts";
import type { Quote } from "./options.ts";

const firstOn = day("2026-12-10");

function schedule(amounts: readonly bigint[], more: Partial<Quote> & { from?: number } = {}): Quote {
  const totalMinor = amounts.reduce((sum, amount) => sum + amount, 0n);
  const instalments = amounts.map((amountMinor, index) => ({
    seq: index + 1,
    dueOn: addMonths(firstOn, index + (more.from ?? 0)),
    amountMinor,
    parts: [{ accountId: "loan", amountMinor }],
  }));
  return {
    terms: { kind: "instalments", rhythm: { every: "month", firstOn, count: amounts.length }, upfrontMinor: 0n },
    interest: "frozen",
    currency: "CNY",
    instalments,
    firstOn,
    lastOn: instalments.at(-1)?.dueOn ?? firstOn,
    balanceMinor: 90_000n,
    totalMinor,
    costMinor: 0n,
    waivedMinor: 0n,
    leftMinor: 0n,
    differenceMinor: 0n,
    monthlyMinor: amounts[0] ?? 0n,
    accounts: [],
    ...more,
  };
}

const proposed = schedule([30_000n, 30_000n, 30_000n]);

test.each([
  ["the same", schedule([30_000n, 30_000n, 30_000n]), true],
  ["the same a month later", schedule([30_000n, 30_000n, 30_000n], { from: 1 }), true],
  ["lower and longer", schedule([18_000n, 18_000n, 18_000n, 18_000n, 18_000n]), true],
  ["less in all", schedule([30_000n, 30_000n, 20_000n], { waivedMinor: 10_000n }), true],
  ["one instalment higher", schedule([29_999n, 30_001n, 30_000n]), false],
  ["fewer and higher", schedule([45_000n, 45_000n]), false],
  ["dearer", schedule([30_000n, 30_000n, 30_000n], { costMinor: 1n }), false],
  ["one more of the same height", schedule([30_000n, 30_000n, 30_000n, 1n], { costMinor: 1n }), false],
  ["something left over", schedule([30_000n, 30_000n, 20_000n], { leftMinor: 10_000n }), false],
])("a counter-offer that is %s binds at once: %#", (_, offer, better) => {
  expect(isBetterForBorrower(offer, proposed)).toBe(better);
});

test("an earlier date is harder, however little is asked", () => {
  expect(isBetterForBorrower(proposed, schedule([30_000n, 30_000n, 30_000n], { from: 1 }))).toBe(false);
});

test("every quote is as good as itself, and two are both better only where their amounts are the same", () => {
  for (let seed = 0; seed < 500; seed += 1) {
    const quotes = listOffers(drawFacts(drawFrom(seed))).map(({ quote }) => quote);
    const amounts = ({ instalments }: Quote): string => instalments.map(({ amountMinor }) => amountMinor).join(" ");
    const likeOther = quotes.filter((one, index) => {
      const other = quotes[index + 1];
      return (
        other && isBetterForBorrower(one, other) && isBetterForBorrower(other, one) && amounts(one) !== amounts(other)
      );
    });
    expect(quotes.every((one) => isBetterForBorrower(one, one))).toBe(true);
    expect(likeOther).toEqual([]);
  }
});
