import { describe, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { drawFacts, drawFrom, drawTerms } from "#tests/world/households.ts";
import type { OptionFacts } from "./options.ts";
import { emptyTerms, fieldOf, readOwnTerms, suggestTerms, typeTerms, type TypedTerms } from "./own-terms.ts";
import { quoteOption } from "./quote.ts";

const seeds = Array.from({ length: 400 }, (_, seed) => seed);
const amounts = (facts: OptionFacts, typed: TypedTerms): bigint[] | undefined => {
  const read = readOwnTerms(typed, facts);
  if (read.kind !== "terms") return undefined;
  const quoted = quoteOption(facts, read.terms);
  return quoted.ok ? quoted.value.instalments.map(({ amountMinor }) => amountMinor) : undefined;
};

test("terms that stand in the boxes are read back as they are", () => {
  for (const seed of seeds) {
    const draw = drawFrom(seed);
    const facts = drawFacts(draw);
    const terms = drawTerms(draw, facts);
    // Boxes take no number or amount below zero, and no plan without dates or without a part to drop.
    const read = readOwnTerms(typeTerms(terms, facts.currency), facts);
    const back = read.kind === "terms" ? read.terms : terms;
    expect(back).toEqual(terms);
  }
});

test("an amount finds the fewest payments of at most that amount", () => {
  let found = 0;
  for (const seed of seeds) {
    const draw = drawFrom(seed);
    const facts = drawFacts(draw);
    const typed = { ...emptyTerms, kind: "instalments", firstOn: facts.today, amount: String(1 + draw(3000)) } as const;
    const read = readOwnTerms(typed, facts);
    if (read.kind !== "terms" || read.terms.kind !== "instalments" || read.terms.rhythm.every === "own") continue;
    const paid = amounts(facts, typed);
    if (!paid) continue;
    found += 1;
    const limit = BigInt(typed.amount) * 100n;
    expect(paid.every((amount) => amount <= limit)).toBe(true);
    const { count } = read.terms.rhythm;
    const fewer = amounts(facts, { ...typed, amount: "", count: String(count - 1) }) ?? [limit + 1n];
    expect(fewer.some((amount) => amount > limit)).toBe(true);
  }
  expect(found).toBeGreaterThan(20);
});

test("what is suggested comes to the same as the offer that it was made of", () => {
  let tried = 0;
  for (const seed of seeds) {
    const draw = drawFrom(seed);
    const facts = drawFacts(draw);
    const quoted = quoteOption(facts, drawTerms(draw, facts));
    if (!quoted.ok || quoted.value.terms.kind === "pause") continue;
    tried += 1;
    const paid = amounts(facts, suggestTerms(quoted.value));
    expect(paid?.length).toBe(quoted.value.instalments.length);
  }
  expect(tried).toBeGreaterThan(20);
});

describe("a fault", () => {
  const typed = { ...emptyTerms, kind: "instalments" } as const;
  const facts = drawFacts(drawFrom(1));

  test("is named for every box that has one", () => {
    expect(readOwnTerms({ ...typed, count: "x" }, facts)).toEqual({
      kind: "faults",
      faults: [
        { field: "firstOn", fault: "date" },
        { field: "count", fault: "number" },
      ],
    });
  });

  test("is led to the box that can mend it", () => {
    const months = { kind: "too-many-months", mostMonths: 6 } as const;
    expect(fieldOf({ ...typed, kind: "pause" }, months)).toBe("months");
    expect(fieldOf({ ...typed, amount: "5" }, months)).toBe("amount");
    expect(fieldOf({ ...typed, count: "99" }, months)).toBe("count");
    expect(fieldOf({ ...typed, every: "own" }, { kind: "date-too-early", earliest: day("2026-11-23") })).toBe("dates");
    expect(fieldOf(typed, { kind: "not-in-pack" })).toBe("");
  });
});
