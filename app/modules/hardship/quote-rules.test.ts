import fc from "fast-check";
import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { drawFacts, drawFrom } from "#tests/world/households.ts";
import { listOffers } from "./offers.ts";
import type { OptionFacts } from "./options.ts";
import { judgeQuote, judgeRules } from "./quote-rules.ts";

test("who answers follows from the list of rules alone: every rule that asks is a reason, and no reason is without one", () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const facts: OptionFacts = { ...drawFacts(drawFrom(seed)), elsewhereMinor: BigInt(Math.abs(seed) % 90_000) };
      for (const { quote } of listOffers(facts)) {
        const asking = judgeRules(facts, quote).filter(({ verdict }) => verdict === "ask");
        const reasons = new Set(asking.map(({ rule }) => (rule === "above_budget_in_all" ? "above_budget" : rule)));
        expect(new Set(judgeQuote(facts, quote).ask)).toEqual(reasons);
      }
    }),
    { numRuns: 200 },
  );
});

test("each rule says what it found and up to where it passes", () => {
  const facts: OptionFacts = {
    ...drawFacts(drawFrom(7)),
    pack: requirePolicy("cn-2026-11"),
    today: day("2026-11-23"),
    surplusMinor: 100_000n,
    elsewhereMinor: 70_000n,
    budgetComplete: false,
    care: true,
  };
  const offer = listOffers(facts).find(({ kind }) => kind === "instalments");
  const rules = offer ? judgeRules(facts, offer.quote) : [];
  const limit = { kind: "minor", amountMinor: 80_000n };
  expect(
    Object.fromEntries(rules.map(({ rule, verdict, ...figures }) => [rule, { verdict, ...figures }])),
  ).toMatchObject({
    care: { verdict: "ask" },
    disputed: { verdict: "pass" },
    kind: { verdict: "pass", found: { kind: "kinds", kinds: ["instalments"] } },
    term: { limit: { kind: "day" }, figure: "atOnce" },
    above_budget: { verdict: "pass", limit },
    above_budget_in_all: {
      verdict: "ask",
      found: { kind: "minor", amountMinor: (offer?.quote.monthlyMinor ?? 0n) + 70_000n },
      limit,
    },
    budget_incomplete: { verdict: "ask" },
  });
});
