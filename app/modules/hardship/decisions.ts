// What a proposal can be answered with, and what stands in the way of a move. Pure. Reasons and questions are codes
// whose words are in both catalogues, so that an answer never exists in one language only. It refuses to let anybody
// but a person decline.
import type { Actor } from "#app/kernel/actor.ts";
import { addMonths, type Day } from "#app/kernel/calendar.ts";
import { may } from "#app/kernel/permissions.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { addWorkingDays, type PolicyPack } from "#app/modules/policy/policy.ts";
import type { OptionTerms, Quote, TermsRefusal } from "./options.ts";
import type { ProposalStatus } from "./proposals.ts";

export const declineReasons = [
  "term_too_long",
  "first_date_too_late",
  "below_budget",
  "above_budget",
  "reduction_not_agreed",
  "information_missing",
  "account_in_question",
] as const;
export type DeclineReason = (typeof declineReasons)[number];

export const questionCodes = [
  "income_proof",
  "income_change",
  "spending_detail",
  "household",
  "other_debts",
  "amount_possible",
  "first_date",
  "reason_detail",
] as const;
export type QuestionCode = (typeof questionCodes)[number];

/** What a person answers. */
export type Answer =
  | { readonly kind: "approve" }
  | { readonly kind: "counter"; readonly terms: OptionTerms }
  | { readonly kind: "ask"; readonly question: QuestionCode }
  | {
      readonly kind: "decline";
      readonly reasons: readonly DeclineReason[];
      /** Terms that would be accepted, where the person can name them. */
      readonly acceptable?: OptionTerms | undefined;
    };

/** How it was answered; kept with the proposal. */
export type Decision =
  | { readonly kind: "approve"; readonly by: "rule" | "person" }
  /** `binds`: better for the borrower than what they proposed, so that it is agreed without another yes. */
  | { readonly kind: "counter"; readonly by: "person"; readonly binds: boolean }
  | {
      readonly kind: "decline";
      readonly by: "person";
      readonly reasons: readonly DeclineReason[];
      readonly acceptable: Quote | undefined;
    };

export type ProposalRefusal =
  /** Unknown, or somebody else's: the same. */
  | { readonly kind: "not-found" }
  /** It has changed since the page was shown; `status` says where it is now. */
  | { readonly kind: "version-conflict"; readonly version: number; readonly status: ProposalStatus }
  | { readonly kind: "wrong-status"; readonly status: ProposalStatus };

export type DraftRefusal =
  | { readonly kind: "not-found" }
  | { readonly kind: "no-accounts" }
  | { readonly kind: "creditors-differ" }
  | { readonly kind: "currencies-differ" }
  | { readonly kind: "nothing-owed"; readonly accountId: string }
  | { readonly kind: "already-open"; readonly accountId: string; readonly proposalId: string };

export type CircumstancesRefusal = ProposalRefusal | { readonly kind: "consent-needed" };

/** The terms cannot be had (any more). */
export interface TermsRefused {
  readonly kind: "terms";
  readonly refusal: TermsRefusal;
}

export type SubmitRefusal =
  | ProposalRefusal
  | Exclude<DraftRefusal, { readonly kind: "not-found" }>
  | TermsRefused
  | { readonly kind: "no-terms" }
  | { readonly kind: "evidence-missing" }
  /** An instalment has risen, or a day moved, since it was shown: kept as the new quote, to be looked at again. */
  | { readonly kind: "quote-changed"; readonly quote: Quote; readonly version: number };

export type OfferRefusal =
  | ProposalRefusal
  | TermsRefused
  /** An objection is answered before anything is agreed. */
  | { readonly kind: "disputed"; readonly accountId: string }
  | { readonly kind: "offer-over"; readonly openUntil: Day }
  | { readonly kind: "no-rounds-left"; readonly rounds: number };

export type AnswerRefusal = ProposalRefusal | { readonly kind: "answer-missing" };

export type DecideRefusal =
  | ProposalRefusal
  | TermsRefused
  | { readonly kind: "no-reason" }
  | { readonly kind: "disputed"; readonly accountId: string };

/** Those who act for the operator and are people: somebody typed the command, or pressed the button in the demo. */
const peopleNames = new Set(["command", "demo", "desk"]);

/** Only people answer; a job or an import that tried would be a fault of ours. */
export function isPerson(actor: Actor): boolean {
  if (actor.kind === "staff") return may(actor.role, "case.answer");
  return actor.kind === "system" && peopleNames.has(actor.name);
}

/** An answer as it may be given: a decline names a reason. */
export function checkAnswer(answer: Answer): Outcome<Answer, { readonly kind: "no-reason" }> {
  if (answer.kind !== "decline") return done(answer);
  const reasons = declineReasons.filter((reason) => answer.reasons.includes(reason));
  return reasons.length === 0 ? refused({ kind: "no-reason" }) : done({ ...answer, reasons });
}

/** Whether somebody who saw `shown` would be surprised by `now`: another day, or more to pay on one. Less is no surprise. */
export function quoteChanged(shown: Quote, now: Quote): boolean {
  if (shown.instalments.length !== now.instalments.length || shown.lastOn !== now.lastOn) return true;
  return now.instalments.some(({ dueOn, amountMinor }, index) => {
    const before = shown.instalments[index];
    return !before || dueOn !== before.dueOn || amountMinor > before.amountMinor;
  });
}

/** By when a person answers: working days of the pack's own calendar. */
export function answerDay(pack: PolicyPack, today: Day): Day {
  return addWorkingDays(pack.calendar.value, today, pack.proposalAnswerWorkingDays.value);
}

export interface AccountStanding {
  readonly firstUnpaidDueOn: Day;
  readonly lastPaymentOn: Day | undefined;
  /** Until when the limitation period runs by what was recorded since; undefined where nothing was. */
  readonly limitationUntil: Day | undefined;
}

/** By what the portal knows. Whoever may have the defence of limitation is answered by a person, with the notice. */
export function isTimeBarred(standing: AccountStanding, years: number, today: Day): boolean {
  const { firstUnpaidDueOn, lastPaymentOn, limitationUntil } = standing;
  const begun = lastPaymentOn !== undefined && lastPaymentOn > firstUnpaidDueOn ? lastPaymentOn : firstUnpaidDueOn;
  const byDates = addMonths(begun, years * 12);
  return (limitationUntil !== undefined && limitationUntil > byDates ? limitationUntil : byDates) < today;
}
