import { describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { decodeBudget, emptyBudget, encodeBudget } from "./budget-codec.ts";
import type { Budget } from "./budget.ts";
import { answerDay, checkAnswer, isPerson, isTimeBarred, quoteChanged } from "./decisions.ts";
import type { Quote } from "./options.ts";

const pack = requirePolicy("cn-2026-11");

test("people answer; jobs, imports and borrowers do not", () => {
  expect(["command", "demo", "desk"].map((name) => isPerson(systemActor(name)))).toEqual([true, true, true]);
  expect(["worker", "import", "provider", "rule"].some((name) => isPerson(systemActor(name)))).toBe(false);
  expect(isPerson({ kind: "borrower", borrowerId: "b", sessionId: "s" })).toBe(false);
});

test("a decline names a reason that both languages have words for", () => {
  expect(checkAnswer({ kind: "decline", reasons: [] })).toMatchObject({ refusal: { kind: "no-reason" } });
  expect(checkAnswer({ kind: "decline", reasons: ["because" as "below_budget"] })).toMatchObject({ ok: false });
  expect(checkAnswer({ kind: "decline", reasons: ["below_budget", "below_budget"] })).toMatchObject({
    value: { reasons: ["below_budget"] },
  });
});

test("a person answers within the pack's working days", () => {
  expect(answerDay(pack, day("2026-11-23"))).toBe("2026-11-26");
  expect(answerDay(pack, day("2026-11-27"))).toBe("2026-12-02");
});

describe("what was shown and what it comes to now", () => {
  const quote = (...instalments: [string, bigint][]): Quote =>
    ({
      lastOn: instalments.at(-1)?.[0],
      instalments: instalments.map(([dueOn, amountMinor], index) => ({
        seq: index + 1,
        dueOn,
        amountMinor,
        parts: [],
      })),
    }) as unknown as Quote;
  const shown = quote(["2026-12-10", 100n], ["2027-01-10", 100n]);

  test.each([
    ["the same", quote(["2026-12-10", 100n], ["2027-01-10", 100n]), false],
    ["less to pay", quote(["2026-12-10", 100n], ["2027-01-10", 99n]), false],
    ["a fen more on one day", quote(["2026-12-10", 101n], ["2027-01-10", 99n]), true],
    ["another day", quote(["2026-12-11", 100n], ["2027-01-10", 100n]), true],
    ["one payment fewer", quote(["2026-12-10", 100n]), true],
  ])("%s", (_, now, changed) => {
    expect(quoteChanged(shown, now)).toBe(changed);
  });
});

test("the limitation period runs from the last of what is known, and what was recorded since counts", () => {
  const standing = { firstUnpaidDueOn: day("2023-11-01"), lastPaymentOn: undefined, limitationUntil: undefined };
  const today = day("2026-11-23");
  expect(isTimeBarred(standing, 3, today)).toBe(true);
  expect(isTimeBarred({ ...standing, firstUnpaidDueOn: day("2023-11-23") }, 3, today)).toBe(false);
  expect(isTimeBarred({ ...standing, lastPaymentOn: day("2024-01-01") }, 3, today)).toBe(false);
  expect(isTimeBarred({ ...standing, limitationUntil: day("2027-01-01") }, 3, today)).toBe(false);
});

test("a budget reads back as it was written, to the last fen", () => {
  const budget: Budget = {
    household: { adults: 2, children: 1, others: 0, region: "成都" },
    income: {
      pay: { kind: "amount", amountMinor: 9_007_199_254_740_993n, period: "fortnight" },
      other: { kind: "not_said" },
    },
    spending: { food: { kind: "not_sure" }, housing: { kind: "amount", amountMinor: 0n, period: "year" } },
    savings: { kind: "amount", amountMinor: 5n, period: "month" },
  };
  expect(decodeBudget(encodeBudget(budget))).toEqual(budget);
  expect(decodeBudget(encodeBudget(emptyBudget))).toEqual(emptyBudget);
});
