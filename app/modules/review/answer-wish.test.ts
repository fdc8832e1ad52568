import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { typeTerms } from "#app/modules/hardship/own-terms.ts";
import { fieldsOf, queryOf, wishOf } from "./answer-wish.ts";

const own: OptionTerms = { kind: "pause", from: day("2026-12-01"), months: 3 };
const best: OptionTerms = { kind: "full_by_date", on: day("2026-12-20") };
const both = { own, best };

test("nothing is an answer before everything of it is chosen", () => {
  expect(wishOf({ reasons: [] }, both)).toEqual({ kind: "open", faults: [] });
  expect(wishOf({ answer: "ask", reasons: [] }, both)).toEqual({ kind: "open", faults: [] });
  expect(wishOf({ answer: "decline", reasons: ["below_budget"] }, both)).toEqual({ kind: "open", faults: [] });
});

test("who asks to see it learns what is missing", () => {
  expect(wishOf({ answer: "ask", reasons: [], look: "1" }, both)).toMatchObject({ faults: [{ field: "question" }] });
  const decline = wishOf({ answer: "decline", reasons: [], acceptable: "own", look: "1" }, { own: undefined, best });
  expect(decline).toMatchObject({ faults: [{ field: "reasons" }, { field: "acceptable", code: "terms" }] });
  expect(wishOf({ answer: "counter", reasons: [] }, { own: undefined, best })).toMatchObject({
    faults: [{ field: "", code: "terms" }],
  });
});

test("what would be accepted is one's own plan, the engine's, or not said", () => {
  const decline = { answer: "decline", reasons: ["below_budget"], look: "1" } as const;
  const acceptableOf = (acceptable?: "own" | "best" | "none") => {
    const wish = wishOf({ ...decline, acceptable }, both);
    return wish.kind === "answer" && wish.answer.kind === "decline" ? wish.answer.acceptable : "no answer";
  };
  expect([acceptableOf("own"), acceptableOf("best"), acceptableOf("none"), acceptableOf()]).toEqual([
    own,
    best,
    undefined,
    undefined,
  ]);
});

test("a choice says itself again in its address, each name as often as it was chosen", () => {
  const chosen = { answer: "decline", reasons: ["below_budget", "term_too_long"], acceptable: "own" } as const;
  expect(queryOf(chosen, typeTerms(own, "CNY"))).toBe(
    "answer=decline&reasons=below_budget&reasons=term_too_long&acceptable=own&every=month&firstOn=2026-12-01&months=3&kind=pause",
  );
  expect(fieldsOf({ reasons: [] }, undefined)).toEqual([]);
});
