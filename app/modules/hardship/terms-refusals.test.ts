// What is answered to terms that do not work: always the nearest figure that does.
import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { noAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { EngineDebt, OptionFacts, OptionTerms, TermsRefusal } from "./options.ts";
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
  settlementFloorPercent: undefined,
  minimumMinor: 400n,
  surplusMinor: undefined,
  budgetComplete: false,
  care: false,
  today: day("2026-11-23"),
};

function refusal(given: OptionFacts, terms: OptionTerms): TermsRefusal | undefined {
  const quoted = quoteOption(given, terms);
  return quoted.ok ? undefined : quoted.refusal;
}

function monthly(count: number, firstOn = "2026-12-10"): Extract<OptionTerms, { kind: "instalments" }> {
  return { kind: "instalments", rhythm: { every: "month", firstOn: day(firstOn), count }, upfrontMinor: 0n };
}

test("what cannot be is answered with what can", () => {
  const own = (...dates: string[]): OptionTerms => ({ ...monthly(1), rhythm: { every: "own", dates: dates.map(day) } });
  expect(refusal(facts, monthly(3, "2026-11-22"))).toEqual({ kind: "date-too-early", earliest: "2026-11-23" });
  expect(refusal(facts, monthly(3, "2027-01-08"))).toEqual({ kind: "date-too-late", latest: "2027-01-07" });
  expect(refusal(facts, monthly(3, "2026-12-31"))).toEqual({ kind: "date-too-late", latest: "2026-12-28" });
  expect(refusal(facts, monthly(3, "2026-11-29"))).toEqual({ kind: "date-too-late", latest: "2026-11-28" });
  expect(refusal(facts, monthly(62))).toEqual({ kind: "too-many-months", mostMonths: 60 });
  expect(refusal(facts, monthly(0))).toEqual({ kind: "too-few", least: 1 });
  expect(refusal(facts, { ...monthly(1), upfrontMinor: 10_000n })).toEqual({ kind: "too-few", least: 2 });
  expect(refusal(facts, own("2026-12-10", "2026-12-10"))).toEqual({ kind: "dates-out-of-order" });
  expect(refusal(facts, own())).toEqual({ kind: "too-few", least: 1 });
  expect(refusal({ ...facts, debts: [] }, monthly(3))).toEqual({ kind: "nothing-owed" });
  const tiny = { ...facts, debts: [{ ...loan, balances: { ...noAmounts, principal: 30_000n } }] };
  expect(refusal(tiny, monthly(31))).toEqual({ kind: "amount-too-low", leastMinor: 1_000n });
  expect(refusal(facts, { kind: "pause", from: facts.today, months: 7 })).toEqual({
    kind: "too-many-months",
    mostMonths: 6,
  });
  expect(refusal(facts, { kind: "full_by_date", on: day("2027-02-22") })).toEqual({
    kind: "date-too-late",
    latest: "2027-02-21",
  });
});

test("a month without a day that every month has asks for the next one", () => {
  const atEnd = { ...facts, today: day("2027-01-29"), debts: [{ ...loan, accruedThrough: day("2027-01-28") }] };
  expect(refusal(atEnd, monthly(3, "2027-01-30"))).toEqual({ kind: "date-too-early", earliest: "2027-02-01" });
});

test("a count beyond all reason is refused before it is counted out", () => {
  expect(refusal(facts, monthly(1e12))).toEqual({ kind: "too-many-months", mostMonths: 60 });
  expect(refusal(facts, monthly(2.5))).toEqual({ kind: "too-few", least: 1 });
});
