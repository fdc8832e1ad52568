import { expect, test } from "vitest";
import { drawFacts, drawFrom, drawTerms } from "#tests/world/households.ts";
import { listOffers } from "./offers.ts";
import { decodeQuote, decodeTerms, encodeQuote, encodeTerms } from "./terms-codec.ts";

const throughJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("terms and quotes read back as they were written, to the fen", () => {
  for (let seed = 0; seed < 1_000; seed += 1) {
    const draw = drawFrom(seed);
    const facts = drawFacts(draw);
    const terms = drawTerms(draw, facts);
    expect(decodeTerms(throughJson(encodeTerms(terms)))).toEqual(terms);
    const [first] = listOffers(facts);
    expect(first && decodeQuote(throughJson(encodeQuote(first.quote)))).toEqual(first?.quote);
  }
});

test("amounts are text: a large one loses nothing", () => {
  const terms = { kind: "settlement", rhythm: { every: "own", dates: [] }, payMinor: 9_007_199_254_740_993n } as const;
  expect(encodeTerms(terms)).toMatchObject({ payMinor: "9007199254740993" });
  expect(decodeTerms(throughJson(encodeTerms(terms)))).toEqual(terms);
});

test("what is not terms is loud", () => {
  for (const stored of [
    undefined,
    null,
    [],
    "x",
    {},
    { kind: "gift" },
    { kind: "pause", from: "2026-02-30", months: 1 },
  ])
    expect(() => decodeTerms(stored)).toThrow(/cannot be read|not a calendar day/);
  expect(() => decodeTerms({ kind: "instalments", rhythm: { every: "own", dates: [] }, upfrontMinor: 5 })).toThrow(
    /cannot be read|not a calendar day/,
  );
  expect(() => decodeQuote({ terms: { kind: "pause", from: "2026-12-01", months: 1 } })).toThrow(
    /cannot be read|not a calendar day/,
  );
});
