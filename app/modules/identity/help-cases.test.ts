import { expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { requirePolicy } from "../policy/policy.ts";
import {
  askForHold,
  checkCaseAnswer,
  dataGrounds,
  decodeAnswer,
  keepsHold,
  needsGrounds,
  nextDay,
  outcomesOf,
  questionsOf,
  reasonsOf,
  toAnsweredCase,
  type CaseOutcome,
} from "./case-outcomes.ts";
import { caseAnswerDay, caseEvents, caseKinds, caseMoves, caseStatuses, moveCase, wakingEvent } from "./help-cases.ts";

const pack = requirePolicy("cn-2026-11");
const today = day("2026-11-23");

test("every move of a request is in the table, and every other one is refused", () => {
  const legal = new Set([
    "open ask waiting_borrower",
    "open decide closed",
    "waiting_borrower reply open",
    "waiting_borrower lapse open",
    "waiting_borrower decide closed",
    "closed reopen open",
  ]);
  for (const from of caseStatuses) {
    for (const event of caseEvents) {
      const to = moveCase(from, event);
      expect([from, event, to && legal.has(`${from} ${event} ${to}`)]).toEqual([from, event, to && true]);
      if (to) legal.delete(`${from} ${event} ${to}`);
    }
  }
  expect([...legal]).toEqual([]);
  expect(Object.keys(caseMoves)).toEqual([...caseStatuses]);
});

test("only a question that was answered wakes again when its asker writes; whatever waits for them wakes always", () => {
  for (const kind of caseKinds) {
    expect(wakingEvent(kind, "waiting_borrower")).toBe("reply");
    expect(wakingEvent(kind, "open")).toBeUndefined();
    expect(wakingEvent(kind, "closed")).toBe(kind === "question" ? "reopen" : undefined);
  }
});

test("a question about data is answered in the time of the law, everything else in our own working days", () => {
  expect(caseAnswerDay(pack, "data", today)).toBe("2026-12-23");
  expect(caseAnswerDay(pack, "dispute", today)).toBe("2026-11-25");
});

test("every outcome of every kind has reasons, a next day and a way to be read back", () => {
  for (const kind of caseKinds) {
    for (const outcome of outcomesOf[kind] as readonly CaseOutcome[]) {
      const [reason = ""] = reasonsOf[outcome];
      const checked = checkCaseAnswer(kind, { outcome, reasons: [reason], grounds: [...dataGrounds] });
      if (!checked.ok) throw new Error(outcome);
      expect(checked.value.grounds).toEqual(needsGrounds(outcome) ? dataGrounds : []);
      const nextOn = nextDay(pack, kind, outcome, today);
      expect(nextOn >= today).toBe(true);
      const row = {
        reference: "H-2222-2222",
        kind,
        createdAt: new Date("2026-11-20T04:00:00Z"),
        closedAt: new Date("2026-11-23T04:00:00Z"),
        outcome,
        answer: { ...checked.value, nextOn },
      };
      expect(toAnsweredCase(row, "Asia/Shanghai")).toMatchObject({ outcome, reasons: [reason], nextOn, freed: false });
    }
  }
});

test("an answer without an outcome of its kind, a reason that fits it, or the grounds it needs is refused", () => {
  const check = (outcome: string, reasons: string[], grounds: string[] = []) => {
    const checked = checkCaseAnswer("data", { outcome, reasons, grounds });
    return checked.ok ? "ok" : checked.refusal;
  };
  expect(check("upheld", ["payment_found"])).toBe("no-outcome");
  expect(check("", [])).toBe("no-outcome");
  expect(check("refused", [])).toBe("no-reason");
  expect(check("refused", ["payment_found"])).toBe("no-reason");
  expect(check("refused", ["record_is_right"])).toBe("no-grounds");
  expect(check("refused", ["record_is_right"], ["because"])).toBe("no-grounds");
  expect(check("refused", ["record_is_right", "record_is_right"], ["kept_by_law"])).toBe("ok");
});

test("an account that may be somebody else's, or whose books are wrong, stays on hold after the answer", () => {
  const all = Object.values(outcomesOf).flat();
  expect(all.filter(keepsHold)).toEqual(["upheld", "partly_upheld", "not_yours", "unclear_more_needed"]);
});

test("every hold that an answer keeps is asked for until it is corrected; of whose account it is the newest counts", () => {
  const upheld = { kind: "dispute", outcome: "upheld", answer: { held: true } };
  const corrected = { ...upheld, answer: { held: true, corrected: true } };
  const right = { kind: "dispute", outcome: "not_upheld", answer: {} };
  const neverHeld = { ...upheld, answer: {} };
  const [yours, notYours] = [{ kind: "not_mine", outcome: "yours", answer: {} }].flatMap((row) => [
    row,
    { ...row, outcome: "not_yours" },
  ]);
  if (!yours || !notYours) throw new Error("two answers");
  expect(askForHold([])).toBe(false);
  expect(askForHold([upheld])).toBe(true);
  expect(askForHold([right, upheld])).toBe(true);
  expect(askForHold([corrected])).toBe(false);
  expect(askForHold([upheld, corrected])).toBe(true);
  expect(askForHold([neverHeld])).toBe(false);
  expect(askForHold([right, notYours])).toBe(true);
  expect(askForHold([yours, notYours])).toBe(false);
  expect(askForHold([{ ...notYours, answer: { corrected: true } }])).toBe(false);
});

test("each kind of request has questions of its own, and whoever cannot answer is asked none", () => {
  expect(questionsOf.dispute).not.toContain("which_data");
  expect(questionsOf.not_mine).not.toContain("which_amount");
  expect(questionsOf.data).not.toContain("payment_proof");
  expect([...questionsOf.not_me, ...questionsOf.sign_in, ...questionsOf.moratorium]).toEqual([]);
});

test("whether a contact that somebody disowned is used again is not for one person to say", () => {
  expect(outcomesOf.not_me).toEqual(["contact_removed"]);
});

test("what is kept beside an outcome is read with care: unknown codes are not shown", () => {
  expect(decodeAnswer(null)).toEqual({
    reasons: [],
    grounds: [],
    nextOn: undefined,
    asked: undefined,
    freed: false,
    held: false,
    corrected: false,
  });
  expect(decodeAnswer({ reasons: ["payment_found", "x"], nextOn: "soon", asked: "which_amount" })).toMatchObject({
    reasons: ["payment_found"],
    nextOn: undefined,
    asked: "which_amount",
  });
});
