// The life of a request to a person, as one graph: which move is legal from where, and by which event. Pure. It knows no
// end but an answer by a person: nothing is closed by the clock, and nothing by a rule.
import { addDays, type Day } from "#app/kernel/calendar.ts";
import { addWorkingDays, type PolicyPack } from "../policy/policy.ts";

/** A moratorium is a case whose `answerBy` is its last day: until then, while it is open, nobody is reminded. */
export const caseKinds = [
  "dispute",
  "not_mine",
  "not_me",
  "sign_in",
  "data",
  "hardship",
  "question",
  "moratorium",
] as const;
export type CaseKind = (typeof caseKinds)[number];

export const caseStatuses = ["open", "waiting_borrower", "closed"] as const;
export type CaseStatus = (typeof caseStatuses)[number];

export const caseEvents = ["ask", "reply", "lapse", "decide", "reopen"] as const;
export type CaseEvent = (typeof caseEvents)[number];

type Moves = Partial<Readonly<Record<CaseEvent, CaseStatus>>>;

export const caseMoves: Readonly<Record<CaseStatus, Moves>> = {
  open: { ask: "waiting_borrower", decide: "closed" },
  // Nobody has to answer: after the day named, or sooner, a person decides with what is there.
  waiting_borrower: { reply: "open", lapse: "open", decide: "closed" },
  // A question goes on where its asker writes again. Whoever does not agree with any other answer asks anew, and
  // another person reads it.
  closed: { reopen: "open" },
};

/** Where an event leads; undefined where it is not a legal move. */
export function moveCase(from: CaseStatus, event: CaseEvent): CaseStatus | undefined {
  return caseMoves[from][event];
}

/** By which event a borrower's words bring their case back to the desk; undefined where they do not. */
export function wakingEvent(kind: CaseKind, status: CaseStatus): "reply" | "reopen" | undefined {
  if (status === "waiting_borrower") return "reply";
  return status === "closed" && kind === "question" ? "reopen" : undefined;
}

/** Sent and not answered: reminders rest, and a hold that it asked for stands. */
export const openCaseStatuses = ["open", "waiting_borrower"] as const satisfies readonly CaseStatus[];

/** What may be asked back, as codes whose words are in both catalogues. */
export const caseQuestions = [
  "payment_proof",
  "which_amount",
  "identity_paper",
  "which_data",
  "more_detail",
  "still_wanted",
] as const;
export type CaseQuestion = (typeof caseQuestions)[number];

/** By when a person answers. The law gives its own time for a question about one's data. */
export function caseAnswerDay(pack: PolicyPack, kind: CaseKind, today: Day): Day {
  if (kind === "data") return addDays(today, pack.rightsAnswerDays.value);
  return addWorkingDays(pack.calendar.value, today, pack.helpAnswerWorkingDays.value);
}
