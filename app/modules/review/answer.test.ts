import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import type { Offer, OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import { bestOffer, decodeProposed, encodeProposed, signOfQuote, suggestAnswer } from "./answer.ts";

const terms: OptionTerms = {
  kind: "instalments",
  rhythm: { every: "month", firstOn: day("2026-12-10"), count: 2 },
  upfrontMinor: 0n,
};
const quote: Quote = {
  terms,
  interest: "frozen",
  currency: "CNY",
  instalments: [
    { seq: 1, dueOn: day("2026-12-10"), amountMinor: 100n, parts: [{ accountId: "a", amountMinor: 100n }] },
    { seq: 2, dueOn: day("2027-01-10"), amountMinor: 99n, parts: [{ accountId: "a", amountMinor: 99n }] },
  ],
  firstOn: day("2026-12-10"),
  lastOn: day("2027-01-10"),
  balanceMinor: 199n,
  totalMinor: 199n,
  costMinor: 0n,
  waivedMinor: 0n,
  leftMinor: 0n,
  differenceMinor: 0n,
  monthlyMinor: 100n,
  accounts: [],
};
const offer = (fit: Offer["fit"]): Offer => ({ kind: "instalments", quote, fit, ask: [] });

test("what fits the budget is suggested as it is; what does not, as the engine's best", () => {
  const [fits, over, unknown] = [offer("fits"), offer("over"), offer("unknown")];
  expect(suggestAnswer({ theirs: fits, offers: [fits], disputed: false })).toEqual({ kind: "approve" });
  expect(suggestAnswer({ theirs: over, offers: [over, fits], disputed: false })).toEqual({ kind: "counter", terms });
  expect(suggestAnswer({ theirs: undefined, offers: [over], disputed: false })).toEqual({ kind: "counter", terms });
  expect(suggestAnswer({ theirs: undefined, offers: [], disputed: false })).toBeUndefined();
  expect(suggestAnswer({ theirs: unknown, offers: [], disputed: false })).toMatchObject({ kind: "ask" });
  expect(bestOffer([over, fits])).toBe(fits);
  expect(bestOffer([])).toBeUndefined();
});

test("an objection is answered before anything is suggested", () => {
  expect(suggestAnswer({ theirs: offer("fits"), offers: [], disputed: true })).toEqual({ kind: "objection" });
});

test("a fen more or a day later is another quote", () => {
  const sign = signOfQuote(quote);
  expect(signOfQuote({ ...quote })).toBe(sign);
  const others: Partial<Quote>[] = [{ totalMinor: 200n }, { lastOn: day("2027-01-11") }, { waivedMinor: 1n }];
  for (const other of others) expect(signOfQuote({ ...quote, ...other })).not.toBe(sign);
});

test("what waits for a second person reads back as it was written", () => {
  const answers: Answer[] = [
    { kind: "approve" },
    { kind: "counter", terms },
    { kind: "ask", question: "household" },
    { kind: "decline", reasons: ["term_too_long", "below_budget"], acceptable: terms },
    { kind: "decline", reasons: ["above_budget"], acceptable: undefined },
  ];
  for (const answer of answers) {
    const stored: unknown = JSON.parse(JSON.stringify(encodeProposed({ answer, shown: quote })));
    expect(decodeProposed(stored)).toEqual({ answer, shown: quote });
  }
  expect(decodeProposed(encodeProposed({ answer: { kind: "approve" }, shown: undefined })).shown).toBeUndefined();
  expect(() => decodeProposed({ answer: { kind: "forgive" } })).toThrow(TypeError);
});
