import { expect, test } from "vitest";
import type { AskReason, Offer, OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import { causesForSecond, type SecondFacts } from "./four-eyes.ts";

interface Told {
  readonly kind?: OptionTerms["kind"];
  readonly ask?: readonly AskReason[];
  readonly waivedMinor?: bigint;
  readonly monthlyMinor?: bigint;
}

function offer({ kind = "instalments", ask = [], waivedMinor = 0n, monthlyMinor = 100n }: Told): Offer {
  const quote = { terms: { kind }, currency: "CNY", waivedMinor, monthlyMinor } as Quote;
  return { kind, quote, fit: "fits", ask };
}

const facts: SecondFacts = {
  proposed: offer({ monthlyMinor: 100n }).quote,
  waivedElsewhereMinor: 0n,
  waiverLimit: { CNY: 100_000n },
};
const causes = (told: Told, more: Partial<SecondFacts> = {}) => causesForSecond(offer(told), { ...facts, ...more });

test("what the pack lets happen by itself needs one person", () => {
  expect(causes({})).toEqual([]);
  for (const reason of ["care", "disputed", "budget_incomplete", "earlier_plan_broken", "time_barred"] as const) {
    expect(causes({ ask: [reason] })).toEqual([]);
  }
});

test("a settlement always needs two", () => {
  expect(causes({ kind: "settlement", ask: ["kind"], waivedMinor: 1n })).toEqual(["settlement"]);
});

test.each([
  [100_000n, 0n, []],
  [100_001n, 0n, ["waiver"]],
  [60_000n, 40_000n, []],
  [60_000n, 40_001n, ["waiver"]],
])("a waiver of %s beside %s given up before: %j", (waivedMinor, waivedElsewhereMinor, expected) => {
  expect(causes({ kind: "waiver", ask: ["kind"], waivedMinor }, { waivedElsewhereMinor })).toEqual(expected);
});

test("where no limit is said, any waiver needs two; what gives nothing up adds to nothing", () => {
  expect(causes({ kind: "waiver", waivedMinor: 1n }, { waiverLimit: {} })).toEqual(["waiver"]);
  expect(causes({}, { waiverLimit: {}, waivedElsewhereMinor: 5n })).toEqual([]);
});

test("longer than the pack, or of a kind that it does not agree to, needs two", () => {
  expect(causes({ ask: ["term", "care"] })).toEqual(["term"]);
  expect(causes({ kind: "token", ask: ["kind"] })).toEqual(["kind"]);
});

test("more than the budget holds needs two, unless the borrower proposed as much", () => {
  const ask = ["above_budget"] as const;
  expect(causes({ ask, monthlyMinor: 100n })).toEqual([]);
  expect(causes({ ask, monthlyMinor: 101n })).toEqual(["above_budget"]);
  expect(causes({ ask, monthlyMinor: 1n }, { proposed: undefined })).toEqual(["above_budget"]);
  expect(causes({ monthlyMinor: 500n })).toEqual([]);
});
