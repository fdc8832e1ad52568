// How a request to a person may be answered: outcomes by kind, the reasons that go with each, what follows, and what may
// be asked before. Pure. All are codes whose words are in both catalogues, so that an answer never exists in one language
// only. It refuses an answer without a reason.
import { dayAt, isDay, type Day } from "#app/kernel/calendar.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { addWorkingDays, type PolicyPack } from "../policy/policy.ts";
import { caseAnswerDay, caseQuestions, type CaseKind, type CaseQuestion } from "./help-cases.ts";

export const outcomesOf = {
  dispute: ["upheld", "partly_upheld", "not_upheld", "withdrawn"],
  not_mine: ["not_yours", "yours", "unclear_more_needed"],
  // Nothing else: what one person disowned, one person does not take up again. Where it was a mistake, the creditor's
  // file brings a new contact.
  not_me: ["contact_removed"],
  sign_in: ["posted_code_sent", "contact_corrected_by_creditor", "identity_not_shown"],
  data: ["copy_given", "corrected", "explained", "deleted_partly", "refused"],
  hardship: ["answered"],
  question: ["answered"],
  moratorium: ["ended_early"],
} as const satisfies Readonly<Record<CaseKind, readonly string[]>>;

export type CaseOutcome = (typeof outcomesOf)[CaseKind][number];

const amountReasons = ["payment_found", "interest_wrong", "fee_not_owed", "creditor_record_wrong"] as const;

export const reasonsOf = {
  upheld: [...amountReasons, "credit_report_wrong"],
  partly_upheld: amountReasons,
  not_upheld: [
    "contract_shows_amount",
    "payment_counted_already",
    "payment_not_found",
    "interest_as_agreed",
    "credit_report_right",
  ],
  withdrawn: ["you_withdrew"],
  not_yours: ["identity_differs", "identity_misused", "creditor_mixed_up"],
  yours: ["contract_in_your_name", "payments_from_you", "identity_checked"],
  unclear_more_needed: ["papers_missing", "creditor_still_looks"],
  contact_removed: ["holder_said_so", "creditor_confirmed_wrong"],
  posted_code_sent: ["name_and_account_agree"],
  contact_corrected_by_creditor: ["creditor_sent_new_contact"],
  identity_not_shown: ["name_differs", "account_not_found", "nobody_reached"],
  copy_given: ["right_to_copy"],
  corrected: ["record_was_wrong", "creditor_confirmed_change"],
  explained: ["use_explained"],
  deleted_partly: ["purpose_is_over"],
  refused: ["record_is_right", "deletion_not_possible"],
  answered: ["advice_given", "way_shown"],
  ended_early: ["person_asked", "time_not_needed"],
} as const satisfies Readonly<Record<CaseOutcome, readonly string[]>>;

export type CaseReason = (typeof reasonsOf)[CaseOutcome][number];

/** On what a part of a request about data is not done. */
export const dataGrounds = ["kept_by_law", "account_open", "others_rights", "not_held"] as const;
export type DataGround = (typeof dataGrounds)[number];

export function needsGrounds(outcome: CaseOutcome): boolean {
  return outcome === "deleted_partly" || outcome === "refused";
}

/** What may be asked back: what the request is about, and nothing where nobody can sign in to read it. */
export const questionsOf = {
  dispute: ["payment_proof", "which_amount", "more_detail", "still_wanted"],
  not_mine: ["identity_paper", "more_detail", "still_wanted"],
  not_me: [],
  sign_in: [],
  data: ["which_data", "identity_paper", "more_detail", "still_wanted"],
  hardship: ["more_detail", "still_wanted"],
  question: ["more_detail", "still_wanted"],
  moratorium: [],
} as const satisfies Readonly<Record<CaseKind, readonly CaseQuestion[]>>;

/** The objection was right, and the books are not yet. */
export function needsCorrection(outcome: string | null): boolean {
  return outcome === "upheld" || outcome === "partly_upheld";
}

/** An account that may not be this person's goes back to the creditor to say whose it is. */
export function leavesInQuestion(outcome: string | null): boolean {
  return outcome === "not_yours" || outcome === "unclear_more_needed";
}

/** A hold that ended with such an answer would let interest run on what is known to be wrong, or on somebody else's. */
export function keepsHold(outcome: string | null): boolean {
  return needsCorrection(outcome) || leavesInQuestion(outcome);
}

export interface CaseAnswer {
  readonly outcome: CaseOutcome;
  readonly reasons: readonly CaseReason[];
  readonly grounds: readonly DataGround[];
}

export type AnswerFault = "no-outcome" | "no-reason" | "no-grounds";

function isOneOf<Code extends string>(codes: readonly Code[], text: string): text is Code {
  return (codes as readonly string[]).includes(text);
}

/** Of codes that came from a form: an answer that this kind of request may have. */
export function checkCaseAnswer(
  kind: CaseKind,
  typed: { readonly outcome: string; readonly reasons: readonly string[]; readonly grounds: readonly string[] },
): Outcome<CaseAnswer, AnswerFault> {
  const { outcome } = typed;
  if (!isOneOf<CaseOutcome>(outcomesOf[kind], outcome)) return refused("no-outcome");
  const reasons = (reasonsOf[outcome] as readonly CaseReason[]).filter((reason) => typed.reasons.includes(reason));
  if (reasons.length === 0) return refused("no-reason");
  const grounds = needsGrounds(outcome) ? dataGrounds.filter((ground) => typed.grounds.includes(ground)) : [];
  if (needsGrounds(outcome) && grounds.length === 0) return refused("no-grounds");
  return done({ outcome, reasons, grounds });
}

/** What is our own to do afterwards is done within these. */
const followWorkingDays = 5;

const followedByWork: ReadonlySet<CaseOutcome> = new Set([
  "upheld",
  "partly_upheld",
  "not_yours",
  "unclear_more_needed",
  "deleted_partly",
]);
const followedByAsking: ReadonlySet<CaseOutcome> = new Set([
  "identity_not_shown",
  "copy_given",
  "explained",
  "refused",
  "answered",
]);

/** The day that the letter names: of what happens next. A posted code brings its own. */
export function nextDay(pack: PolicyPack, kind: CaseKind, outcome: CaseOutcome, today: Day): Day {
  if (followedByWork.has(outcome)) return addWorkingDays(pack.calendar.value, today, followWorkingDays);
  return followedByAsking.has(outcome) ? caseAnswerDay(pack, kind, today) : today;
}

/** What is kept beside an outcome, and what a question asked back was. */
export interface KeptAnswer {
  readonly reasons: readonly CaseReason[];
  readonly grounds: readonly DataGround[];
  readonly nextOn: Day | undefined;
  readonly asked: CaseQuestion | undefined;
  /** The account was on hold until the answer, and is not any more. */
  readonly freed: boolean;
  /** It was, and stayed so. */
  readonly held: boolean;
  /** What was wrong is put right since, so that this answer asks for no hold any more. */
  readonly corrected: boolean;
}

const allReasons: readonly CaseReason[] = [...new Set(Object.values(reasonsOf).flat())];

/** From the column that it is kept in; what is not known is not shown. */
export function decodeAnswer(kept: unknown): KeptAnswer {
  const fields = (typeof kept === "object" && kept !== null ? kept : {}) as Readonly<Record<string, unknown>>;
  const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
  const { nextOn } = fields;
  const [reasons, grounds] = [texts(fields["reasons"]), texts(fields["grounds"])];
  return {
    reasons: allReasons.filter((reason) => reasons.includes(reason)),
    grounds: dataGrounds.filter((ground) => grounds.includes(ground)),
    nextOn: typeof nextOn === "string" && isDay(nextOn) ? nextOn : undefined,
    asked: caseQuestions.find((question) => question === fields["asked"]),
    freed: fields["freed"] === true,
    held: fields["held"] === true,
    corrected: fields["corrected"] === true,
  };
}

type HoldRow = Pick<CaseRow, "kind" | "outcome" | "answer">;

/**
 * Whether answers that were given about an account, the newest first, ask for its hold. Each correction is a matter of
 * its own and waited for, whatever is answered after it; whose the account is has one answer, the newest.
 */
export function askForHold(answered: readonly HoldRow[]): boolean {
  const waiting = (row: HoldRow): boolean => !decodeAnswer(row.answer).corrected;
  const owner = answered.find(({ kind }) => kind === "not_mine");
  if (owner && leavesInQuestion(owner.outcome) && waiting(owner)) return true;
  return answered.some((row) => needsCorrection(row.outcome) && decodeAnswer(row.answer).held && waiting(row));
}

/** An answered request, as everybody may be told of it who may read the request. */
export interface AnsweredCase {
  readonly reference: string;
  readonly kind: CaseKind;
  readonly outcome: CaseOutcome;
  readonly reasons: readonly CaseReason[];
  readonly grounds: readonly DataGround[];
  readonly openedOn: Day;
  readonly answeredOn: Day;
  readonly nextOn: Day;
  readonly freed: boolean;
  readonly held: boolean;
}

export interface CaseRow {
  readonly reference: string;
  readonly kind: string;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly outcome: string | null;
  readonly answer: unknown;
}

/** Undefined where it was ended without an outcome, as once by a command, or is not answered yet. */
export function toAnsweredCase(row: CaseRow, timeZone: string): AnsweredCase | undefined {
  const { reference, createdAt, closedAt } = row;
  const kind = row.kind as CaseKind;
  const outcome = (outcomesOf[kind] as readonly CaseOutcome[]).find((code) => code === row.outcome);
  if (!closedAt || !outcome) return undefined;
  const { reasons, grounds, nextOn, freed, held } = decodeAnswer(row.answer);
  const answeredOn = dayAt(closedAt, timeZone);
  const openedOn = dayAt(createdAt, timeZone);
  const told = { reference, kind, outcome, reasons, grounds, openedOn, answeredOn };
  return { ...told, nextOn: nextOn ?? answeredOn, freed, held };
}
