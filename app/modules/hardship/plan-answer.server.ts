// What an answer would do to a proposal, before it does it: where it leads, what it comes to by today's books, and how
// long that stays open. Whoever previews an answer and whoever gives it ask here, so that both say the same.
import { addDays, type Day } from "#app/kernel/calendar.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { isBetterForBorrower } from "./compare.ts";
import { checkAnswer, type Answer, type Decision, type DecideRefusal, type QuestionCode } from "./decisions.ts";
import { offerOf, offerOfWaiting, offersOf, type ProposalFacts } from "./offers.server.ts";
import type { Offer, OptionTerms } from "./options.ts";
import type { EdgeFacts, ProposalRow } from "./proposal-edges.server.ts";
import type { ProposalView } from "./proposal-view.ts";
import { moveProposal } from "./proposals.ts";
import { decodeQuote, decodeTerms } from "./terms-codec.ts";

export interface PlannedAnswer {
  readonly event: "approve" | "counter" | "ask" | "decline";
  /** Undefined for a question, which decides nothing. */
  readonly decision: Decision | undefined;
  readonly question: QuestionCode | undefined;
  /** What would be agreed, is offered, or would be accepted. */
  readonly offer: Offer | undefined;
  /** The last day on which the borrower can take it up, or answer. */
  readonly openUntil: Day | undefined;
  readonly facts: EdgeFacts;
}

type Planned = Outcome<PlannedAnswer, DecideRefusal>;
type Proposed = Pick<ProposalRow, "terms" | "quote">;

const objectedTo = ({ facts }: ProposalFacts) => facts.debts.find(({ disputed }) => disputed);

function offerFor(
  known: ProposalFacts,
  terms: OptionTerms,
  quoting: typeof offerOf = offerOf,
): Outcome<Offer, DecideRefusal> {
  const offer = quoting(known, terms);
  return offer.ok ? offer : refused({ kind: "terms", refusal: offer.refusal });
}

/** Agreed: at the terms proposed, or at ones that are better for the borrower. */
function planYes({ facts: { pack, today } }: ProposalFacts, offer: Offer, better: boolean): Planned {
  const openUntil = addDays(today, pack.signWithinDays.value);
  return done({
    event: "approve",
    decision: better ? { kind: "counter", by: "person", binds: true } : { kind: "approve", by: "person" },
    question: undefined,
    offer,
    openUntil,
    facts: { openUntil, better, totalMinor: offer.quote.totalMinor.toString() },
  });
}

/**
 * Better for the borrower than what they proposed, it binds at once; else it waits for their yes. While an account is
 * objected to it waits in any case: nothing is agreed before the objection is answered.
 */
function planCounter(known: ProposalFacts, row: Proposed, terms: OptionTerms): Planned {
  const offer = offerFor(known, terms);
  if (!offer.ok) return offer;
  const { quote } = offer.value;
  // Both from today's books, so that a day's interest alone never makes an offer look harder.
  const proposed = offerFor(known, decodeTerms(row.terms));
  const better = isBetterForBorrower(quote, proposed.ok ? proposed.value.quote : decodeQuote(row.quote));
  if (better && !objectedTo(known)) return planYes(known, offer.value, true);
  const { pack, today } = known.facts;
  const openUntil = addDays(today, pack.offerOpenDays.value);
  return done({
    event: "counter",
    decision: { kind: "counter", by: "person", binds: false },
    question: undefined,
    offer: offer.value,
    openUntil,
    facts: { openUntil, kind: terms.kind, totalMinor: quote.totalMinor.toString() },
  });
}

/** Nobody has to answer: after the day named a person decides with what is there. */
function planQuestion({ facts: { pack, today } }: ProposalFacts, question: QuestionCode): Planned {
  const openUntil = addDays(today, pack.offerOpenDays.value);
  const facts = { question, openUntil };
  return done({ event: "ask", decision: undefined, question, offer: undefined, openUntil, facts });
}

function planDecline(
  known: ProposalFacts,
  { reasons, acceptable }: Extract<Answer, { readonly kind: "decline" }>,
): Planned {
  const offer = acceptable ? offerFor(known, acceptable) : undefined;
  if (offer && !offer.ok) return offer;
  return done({
    event: "decline",
    decision: { kind: "decline", by: "person", reasons, acceptable: offer?.value.quote },
    question: undefined,
    offer: offer?.value,
    openUntil: undefined,
    facts: { reasons },
  });
}

/** `row`: the proposal as it was sent. */
export function planAnswer(known: ProposalFacts, row: Proposed, answer: Answer): Planned {
  const checked = checkAnswer(answer);
  if (!checked.ok) return checked;
  const { value } = checked;
  switch (value.kind) {
    case "approve": {
      const disputed = objectedTo(known);
      if (disputed) return refused({ kind: "disputed", accountId: disputed.accountId });
      const offer = offerFor(known, decodeTerms(row.terms), offerOfWaiting);
      return offer.ok ? planYes(known, offer.value, false) : offer;
    }
    case "counter":
      return planCounter(known, row, value.terms);
    case "ask":
      return planQuestion(known, value.question);
    case "decline":
      return planDecline(known, value);
    default:
      return value satisfies never;
  }
}

/** The proposal as its owner will read it once this answer is given: the same fields, from the same hand. */
export function previewAnswer(
  view: ProposalView,
  known: ProposalFacts,
  planned: PlannedAnswer,
  now: Date,
): ProposalView {
  const { event, decision, question, offer, openUntil } = planned;
  const status = moveProposal("in_review", event);
  if (!status) throw new RangeError(`a proposal that is read cannot ${event}`);
  return {
    ...view,
    status,
    version: view.version + 1,
    answerBy: undefined,
    openUntil,
    ...(decision ? { decision, decidedAt: now } : {}),
    ...(offer && event !== "decline" ? { offeredQuote: offer.quote } : {}),
    budgetOffer: event === "counter" ? offersOf(known)[0] : undefined,
    questions: question
      ? [...view.questions, { id: question, code: question, askedAt: now, answer: undefined, answeredAt: undefined }]
      : view.questions,
  };
}
