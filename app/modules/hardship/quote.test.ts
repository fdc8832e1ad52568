// Worked examples, to be read like pages of a ledger: day, amount, what it does.
import { expect, test } from "vitest";
import { type Day, day } from "#app/kernel/calendar.ts";
import { noAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { drawFacts, drawFrom, drawTerms } from "#tests/world/households.ts";
import type { EngineDebt, OptionFacts, OptionTerms, Quote, TermsRefusal } from "./options.ts";
import { quoteOption } from "./quote.ts";

const loan: EngineDebt = {
  accountId: "loan",
  productType: "consumer_loan",
  balances: { ...noAmounts, principal: 120_000n },
  ratePpm: 240_000,
  interestCarry: 0,
  firstUnpaidDueOn: day("2026-08-01"),
  accruedThrough: day("2026-11-22"),
  disputed: false,
};

const facts: OptionFacts = {
  pack: requirePolicy("cn-2026-11"),
  currency: "CNY",
  debts: [loan],
  interest: { mode: "frozen" },
  settlementFloorPercent: 60,
  minimumMinor: 400n,
  surplusMinor: 100_000n,
  budgetComplete: true,
  care: false,
  today: day("2026-11-23"),
};

function quote(given: OptionFacts, terms: OptionTerms): Quote {
  const quoted = quoteOption(given, terms);
  if (!quoted.ok) throw new Error(quoted.refusal.kind);
  return quoted.value;
}

function refusal(given: OptionFacts, terms: OptionTerms): TermsRefusal | undefined {
  const quoted = quoteOption(given, terms);
  return quoted.ok ? undefined : quoted.refusal;
}

function page({ instalments }: Quote): [string, bigint][] {
  return instalments.map(({ dueOn, amountMinor }) => [dueOn, amountMinor]);
}

function monthly(count: number, firstOn = "2026-12-10"): Extract<OptionTerms, { kind: "instalments" }> {
  return {
    kind: "instalments",
    rhythm: { every: "month", firstOn: day(firstOn), count },
    upfrontMinor: 0n,
  };
}

test("¥1,200.00 in seven months without interest: the odd fen are paid first", () => {
  const seven = quote(facts, monthly(7));
  expect(page(seven)).toEqual([
    ["2026-12-10", 17_143n],
    ["2027-01-10", 17_143n],
    ["2027-02-10", 17_143n],
    ["2027-03-10", 17_143n],
    ["2027-04-10", 17_143n],
    ["2027-05-10", 17_143n],
    ["2027-06-10", 17_142n],
  ]);
  expect(seven).toMatchObject({ totalMinor: 120_000n, costMinor: 0n, differenceMinor: 0n, monthlyMinor: 17_143n });
});

test("catalogue 51: instalments add up", () => {
  for (let seed = 0; seed < 3_000; seed += 1) {
    const draw = drawFrom(seed);
    const drawn = drawFacts(draw);
    const quoted = quoteOption(drawn, drawTerms(draw, drawn));
    if (!quoted.ok) continue;
    const { instalments, totalMinor, accounts } = quoted.value;
    expect(instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0n)).toBe(totalMinor);
    expect(accounts.reduce((sum, account) => sum + account.totalMinor, 0n)).toBe(totalMinor);
  }
});

test("interest at 24 % runs until each payment: three level months, the last one smaller", () => {
  const three = quote({ ...facts, interest: { mode: "running" } }, monthly(3, "2026-12-23"));
  // 30 days on 1,200.00 are 23.67, 31 days on 807.52 are 16.46, 31 days on 407.83 are 8.31; parts of a fen are carried.
  expect(page(three)).toEqual([
    ["2026-12-23", 41_615n],
    ["2027-01-23", 41_615n],
    ["2027-02-23", 41_614n],
  ]);
  expect(three).toMatchObject({ totalMinor: 124_844n, costMinor: 4_844n, differenceMinor: 4_844n });
});

test("a reduced rate costs less, and never more than what runs anyway", () => {
  const cost = (ratePpm: number): bigint =>
    quote({ ...facts, interest: { mode: "reduced", ratePpm } }, monthly(12)).costMinor;
  const running = quote({ ...facts, interest: { mode: "running" } }, monthly(12)).costMinor;
  expect(cost(60_000)).toBeLessThan(running);
  expect(cost(500_000)).toBe(running);
  expect(cost(0)).toBe(0n);
});

test("all by a date: what is owed then, with the interest of the days between", () => {
  const terms: OptionTerms = { kind: "full_by_date", on: day("2026-12-03") };
  // Ten days at 24 % on 1,200.00.
  expect(page(quote({ ...facts, interest: { mode: "running" } }, terms))).toEqual([["2026-12-03", 120_789n]]);
  const today = quote({ ...facts, interest: { mode: "running" } }, { ...terms, on: facts.today });
  expect(today).toMatchObject({ totalMinor: 120_000n, costMinor: 0n, differenceMinor: 0n });
});

test("something upfront, and the rest in equal parts", () => {
  const terms = { ...monthly(4), upfrontMinor: 30_000n };
  expect(page(quote(facts, terms)).map(([, amount]) => amount)).toEqual([30_000n, 30_000n, 30_000n, 30_000n]);
  expect(quote(facts, { ...terms, upfrontMinor: 60_000n })).toMatchObject({
    totalMinor: 120_000n,
    monthlyMinor: 20_000n,
  });
});

test("lower payments for three months, then more", () => {
  const terms: OptionTerms = {
    kind: "stepped",
    rhythm: { every: "month", firstOn: day("2026-12-28"), count: 9 },
    lowCount: 3,
    lowMinor: 5_000n,
  };
  const amounts = page(quote(facts, terms)).map(([, amount]) => amount);
  expect(amounts).toEqual([5_000n, 5_000n, 5_000n, 17_500n, 17_500n, 17_500n, 17_500n, 17_500n, 17_500n]);
  expect(refusal(facts, { ...terms, lowMinor: 20_000n })).toEqual({ kind: "amount-too-high", mostMinor: 13_334n });
});

test("two accounts are paid one after the other, the dearer one first", () => {
  const card: EngineDebt = {
    ...loan,
    accountId: "card",
    productType: "credit_card",
    ratePpm: 180_000,
    balances: { ...noAmounts, principal: 30_000n },
  };
  const both = quote({ ...facts, debts: [card, loan] }, monthly(6));
  expect(both.instalments.map(({ parts }) => parts.map((part) => [part.accountId, part.amountMinor]))).toEqual([
    [["loan", 25_000n]],
    [["loan", 25_000n]],
    [["loan", 25_000n]],
    [["loan", 25_000n]],
    [
      ["loan", 20_000n],
      ["card", 5_000n],
    ],
    [["card", 25_000n]],
  ]);
});

test("no part is too small to be paid: the next account takes a little more, and the instalment stays as it is", () => {
  const small: EngineDebt = {
    ...loan,
    accountId: "small",
    ratePpm: 100_000,
    balances: { ...noAmounts, principal: 30_100n },
  };
  const first: EngineDebt = { ...loan, balances: { ...noAmounts, principal: 49_900n } };
  const four = quote({ ...facts, debts: [first, small] }, monthly(4));
  expect(four.instalments.map(({ parts }) => parts.map((part) => part.amountMinor))).toEqual([
    [20_000n],
    [20_000n],
    [9_900n, 10_100n],
    [20_000n],
  ]);
  const close = quote(
    {
      ...facts,
      debts: [
        { ...first, balances: { ...noAmounts, principal: 39_900n } },
        { ...small, balances: { ...noAmounts, principal: 40_100n } },
      ],
    },
    monthly(4),
  );
  // 199.00 would be left for the loan and 1.00 for the other one: less than anybody could pay.
  expect(close.instalments.map(({ parts }) => parts.map((part) => part.amountMinor))).toEqual([
    [20_000n],
    [19_500n, 500n],
    [400n, 19_600n],
    [20_000n],
  ]);
});

test("a card turns its order after 90 days: principal first, which then bears nothing", () => {
  const card: EngineDebt = {
    ...loan,
    productType: "credit_card",
    balances: { ...noAmounts, principal: 60_000n, interest: 60_000n },
    firstUnpaidDueOn: day("2026-09-15"),
  };
  const running: OptionFacts = { ...facts, interest: { mode: "running" }, debts: [card] };
  const late = quote({ ...running, debts: [{ ...card, firstUnpaidDueOn: day("2026-08-01") }] }, monthly(6));
  const turning = quote(running, monthly(6));
  const early = quote({ ...running, debts: [{ ...card, firstUnpaidDueOn: day("2026-11-20") }] }, monthly(2));
  const lateTwo = quote({ ...running, debts: [{ ...card, firstUnpaidDueOn: day("2026-08-01") }] }, monthly(2));
  expect(turning.costMinor).toBeGreaterThan(late.costMinor);
  expect(early.costMinor).toBeGreaterThan(lateTwo.costMinor);
});

test("a waiver: what is given up is paid last, and so is never paid", () => {
  const debt = { ...loan, balances: { ...noAmounts, principal: 100_000n, interest: 9_000n, fee: 2_500n } };
  const terms: OptionTerms = {
    kind: "waiver",
    rhythm: { every: "month", firstOn: day("2026-12-10"), count: 5 },
    waive: ["interest", "fee"],
  };
  const waived = quote({ ...facts, debts: [debt] }, terms);
  expect(waived).toMatchObject({
    totalMinor: 100_000n,
    waivedMinor: 11_500n,
    differenceMinor: -11_500n,
    leftMinor: 0n,
  });
  expect(waived.accounts[0]?.agreedOrder).toEqual(["cost", "penalty_interest", "principal", "interest", "fee"]);
  expect(refusal(facts, terms)).toEqual({ kind: "nothing-owed" });
});

test("a settlement: a fixed amount, no interest, and the floor of the creditor", () => {
  const terms: OptionTerms = {
    kind: "settlement",
    rhythm: { every: "month", firstOn: day("2026-12-10"), count: 2 },
    payMinor: 80_000n,
  };
  const settled = quote({ ...facts, interest: { mode: "running" } }, terms);
  expect(page(settled).map(([, amount]) => amount)).toEqual([40_000n, 40_000n]);
  expect(settled).toMatchObject({ interest: "frozen", costMinor: 0n, waivedMinor: 40_000n, leftMinor: 0n });
  expect(refusal(facts, { ...terms, payMinor: 71_999n })).toEqual({ kind: "amount-too-low", leastMinor: 72_000n });
  expect(refusal(facts, { ...terms, payMinor: 120_000n })).toEqual({ kind: "amount-too-high", mostMinor: 119_999n });
});

test("a pause and token payments say when they are looked at again, and what is owed then", () => {
  const running: OptionFacts = { ...facts, interest: { mode: "running" } };
  const pause = quote(running, { kind: "pause", from: facts.today, months: 3 });
  // 92 days at 24 % on 1,200.00.
  expect(pause).toMatchObject({ firstOn: undefined, lastOn: "2027-02-23", totalMinor: 0n, costMinor: 7_259n });
  expect(pause.leftMinor).toBe(127_259n);
  const token = quote(running, { kind: "token", firstOn: day("2026-12-23"), months: 3, amountMinor: 1_000n });
  expect(token).toMatchObject({ lastOn: "2027-03-23", totalMinor: 3_000n, monthlyMinor: 1_000n });
  expect(token.leftMinor).toBe(120_000n + token.costMinor - 3_000n);
});

test("a month ends where it ends: leap day, short months and years are counted from the first date", () => {
  const dates = (terms: OptionTerms): Day[] => quote(facts, terms).instalments.map(({ dueOn }) => dueOn);
  expect(dates(monthly(3, "2026-12-28"))).toEqual(["2026-12-28", "2027-01-28", "2027-02-28"]);
  const weekly: OptionTerms = {
    kind: "instalments",
    rhythm: { every: "week", firstOn: day("2026-12-24"), count: 3 },
    upfrontMinor: 0n,
  };
  expect(dates(weekly)).toEqual(["2026-12-24", "2026-12-31", "2027-01-07"]);
  const inLeapYear = { ...facts, today: day("2028-02-10"), debts: [{ ...loan, accruedThrough: day("2028-02-09") }] };
  const fortnightly: OptionTerms = {
    ...weekly,
    rhythm: { every: "fortnight", firstOn: day("2028-02-15"), count: 3 },
  };
  expect(quote(inLeapYear, fortnightly).instalments.map(({ dueOn }) => dueOn)).toEqual([
    "2028-02-15",
    "2028-02-29",
    "2028-03-14",
  ]);
});

test("by the month: a week counts 52 twelfths, and days of one's own are saved up for", () => {
  const terms: OptionTerms = {
    kind: "instalments",
    rhythm: { every: "week", firstOn: day("2026-12-01"), count: 12 },
    upfrontMinor: 0n,
  };
  expect(quote(facts, terms).monthlyMinor).toBe(43_334n);
  const harvest: OptionTerms = {
    ...terms,
    rhythm: { every: "own", dates: [day("2026-12-23"), day("2027-06-23"), day("2027-12-23")] },
  };
  // 400.00 in the first month; after that more time than money is needed.
  expect(quote(facts, harvest).monthlyMinor).toBe(40_000n);
});

test("a debt below every limit can still be paid", () => {
  const tiny = { ...facts, debts: [{ ...loan, balances: { ...noAmounts, principal: 250n } }] };
  expect(page(quote(tiny, monthly(1)))).toEqual([["2026-12-10", 250n]]);
});

test("interest of an agreement that limits it stops at its limit", () => {
  const limited = { ...loan, interestLeftMinor: 1_000n };
  const running: OptionFacts = { ...facts, interest: { mode: "running" }, debts: [limited] };
  expect(quote(running, monthly(12)).costMinor).toBe(1_000n);
});
