import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { noAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { explainOffer, listOffers } from "./offers.ts";
import type { Offer, OptionFacts, OptionTerms } from "./options.ts";
import { proposalEvents, proposalMoves, proposalStatuses } from "./proposals.ts";
import { judgeQuote } from "./quote-rules.ts";
import { quoteOption } from "./quote.ts";

const facts: OptionFacts = {
  pack: requirePolicy("cn-2026-11"),
  currency: "CNY",
  debts: [
    {
      accountId: "loan",
      productType: "consumer_loan",
      balances: { ...noAmounts, principal: 500_000n, interest: 30_000n },
      ratePpm: 180_000,
      interestCarry: 0,
      firstUnpaidDueOn: day("2026-08-01"),
      accruedThrough: day("2026-11-22"),
      disputed: false,
    },
  ],
  interest: { mode: "frozen" },
  settlementFloorPercent: undefined,
  minimumMinor: 400n,
  surplusMinor: 100_000n,
  budgetComplete: true,
  care: false,
  today: day("2026-11-23"),
};

function menu(given: OptionFacts): string[] {
  return listOffers(given).map(({ kind, fit, ask }) => [kind, fit, ...ask].join(" "));
}

function judge(given: OptionFacts, terms: OptionTerms): Pick<Offer, "fit" | "ask"> {
  const quoted = quoteOption(given, terms);
  if (!quoted.ok) throw new Error(quoted.refusal.kind);
  return judgeQuote(given, quoted.value);
}

function instalments(count: number): OptionTerms {
  return { kind: "instalments", rhythm: { every: "month", firstOn: day("2026-12-10"), count }, upfrontMinor: 0n };
}

test("with ¥1,000.00 left each month, instalments of at most ¥800.00 come first and are agreed at once", () => {
  const [first, second] = listOffers(facts);
  expect(first).toMatchObject({ kind: "instalments", fit: "fits", ask: [] });
  // 5,300.00 by 800.00: seven months.
  expect(first && explainOffer(first)).toMatchObject({
    count: 7,
    firstOn: "2026-12-23",
    lastOn: "2027-06-23",
    firstMinor: 75_715n,
    lastMinor: 75_714n,
    totalMinor: 530_000n,
    costMinor: 0n,
  });
  // Half of it each month takes twice as long.
  expect(second && explainOffer(second)).toMatchObject({ kind: "instalments", count: 14, levelMinor: 37_858n });
});

test("with nothing left, a pause, token payments and a waiver come first, and nothing that asks for more fits", () => {
  for (const surplusMinor of [0n, -80_000n]) {
    expect(menu({ ...facts, surplusMinor })).toEqual([
      "pause fits",
      "token fits",
      "waiver over kind term above_budget",
      "full_by_date over above_budget",
    ]);
  }
});

test("where the budget does not say, the same come first, and a person looks at the others", () => {
  expect(menu({ ...facts, surplusMinor: undefined, budgetComplete: false })).toEqual([
    "pause fits",
    "token fits",
    "waiver unknown kind budget_incomplete",
    "instalments unknown budget_incomplete",
    "instalments unknown budget_incomplete",
    "instalments unknown budget_incomplete",
    "full_by_date unknown budget_incomplete",
  ]);
});

test("where it is tight now, lower payments for a while are offered", () => {
  expect(menu({ ...facts, surplusMinor: 9_000n })).toContain("stepped over term above_budget");
  expect(menu(facts)).toContain("stepped fits");
});

test("a settlement is offered only where the creditor takes one", () => {
  expect(menu(facts).some((line) => line.startsWith("settlement"))).toBe(false);
  const offer = listOffers({ ...facts, settlementFloorPercent: 70 }).find(({ kind }) => kind === "settlement");
  expect(offer?.quote).toMatchObject({ totalMinor: 371_000n, waivedMinor: 159_000n });
});

test("weeks and fortnights are not suggested, only quoted for those who ask", () => {
  for (const { quote } of listOffers(facts))
    expect("rhythm" in quote.terms ? quote.terms.rhythm.every : "month").toBe("month");
});

test("outside of the pack's limits a person answers, and it is said why", () => {
  const cheap = { ...facts, surplusMinor: 1_000_000n };
  expect(judge(cheap, instalments(12))).toEqual({ fit: "fits", ask: [] });
  expect(judge(cheap, instalments(40)).ask).toEqual(["term"]);
  expect(judge(facts, instalments(6))).toEqual({ fit: "over", ask: ["above_budget"] });
  expect(judge({ ...cheap, care: true }, instalments(12)).ask).toEqual(["care"]);
  expect(judge({ ...cheap, budgetComplete: false }, instalments(12)).ask).toEqual(["budget_incomplete"]);
  expect(judge({ ...cheap, earlierPlanBroken: true, timeBarred: true }, instalments(12)).ask).toEqual([
    "time_barred",
    "earlier_plan_broken",
  ]);
  expect(judge(facts, { kind: "pause", from: facts.today, months: 4 }).ask).toEqual(["term"]);
});

test("with an objection the same is offered at the same amounts, and a person answers all of it", () => {
  const running: OptionFacts = { ...facts, interest: { mode: "running" } };
  const debts = running.debts.map((debt) => ({ ...debt, disputed: true }));
  const [calm, doubted] = [listOffers(running), listOffers({ ...running, debts })];
  expect(doubted.map(({ quote }) => quote)).toEqual(calm.map(({ quote }) => quote));
  expect(doubted.every(({ ask }) => ask.includes("disputed"))).toBe(true);
});

test("a pause and the pack's token payment ask for little, so no budget is needed for them", () => {
  const unknown = { ...facts, surplusMinor: undefined, budgetComplete: false };
  expect(judge(unknown, { kind: "pause", from: facts.today, months: 2 })).toEqual({ fit: "fits", ask: [] });
  const token = { kind: "token", firstOn: day("2026-12-10"), months: 3 } as const;
  expect(judge(unknown, { ...token, amountMinor: 1_000n })).toEqual({ fit: "fits", ask: [] });
  expect(judge(unknown, { ...token, amountMinor: 1_001n })).toEqual({ fit: "unknown", ask: ["budget_incomplete"] });
});

test("a debt of a few fen has an offer too", () => {
  const debts = facts.debts.map((debt) => ({ ...debt, balances: { ...noAmounts, principal: 3n } }));
  for (const surplusMinor of [undefined, -1n, 0n, 100n, 100_000n])
    expect(listOffers({ ...facts, debts, surplusMinor }).length).toBeGreaterThan(0);
});

test("only a person's own event leads to a refusal", () => {
  const into = proposalStatuses.flatMap((from) =>
    proposalEvents.filter((event) => proposalMoves[from][event] === "declined").map((event) => `${from} ${event}`),
  );
  expect(into).toEqual(["in_review decline"]);
});
