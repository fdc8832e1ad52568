// An answer of the desk, before it is given: what is suggested, how what was previewed is known again, and what a second
// person has to look at. Pure. A suggestion is only put first; it decides nothing.
import { decodeAnswer, encodeAnswer } from "#app/modules/hardship/decision-codec.ts";
import type { Answer, QuestionCode } from "#app/modules/hardship/decisions.ts";
import type { Offer, OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import { decodeQuote, encodeQuote, type Encoded } from "#app/modules/hardship/terms-codec.ts";

export type Suggestion =
  | { readonly kind: "approve" }
  | { readonly kind: "counter"; readonly terms: OptionTerms }
  | { readonly kind: "ask"; readonly question: QuestionCode }
  /** An objection is answered first. */
  | { readonly kind: "objection" };

export interface SuggestionFacts {
  /** What was proposed, by today's books; undefined where it cannot be had any more. */
  readonly theirs: Offer | undefined;
  /** What the engine offers, what fits first. */
  readonly offers: readonly Offer[];
  readonly disputed: boolean;
}

/** The engine's best: what fits the budget, else the first there is. */
export function bestOffer(offers: readonly Offer[]): Offer | undefined {
  return offers.find(({ fit }) => fit === "fits") ?? offers[0];
}

/** What the budget says about a proposal, as an answer to begin with. */
export function suggestAnswer({ theirs, offers, disputed }: SuggestionFacts): Suggestion | undefined {
  if (disputed) return { kind: "objection" };
  if (theirs?.fit === "fits") return { kind: "approve" };
  if (theirs?.fit === "unknown") return { kind: "ask", question: "spending_detail" };
  const best = bestOffer(offers);
  return best && { kind: "counter", terms: best.quote.terms };
}

/** What was shown of a quote, in one line: whoever confirms says which one they saw. */
export function signOfQuote({ terms, instalments, firstOn, lastOn, ...sums }: Quote): string {
  const { totalMinor, costMinor, waivedMinor, leftMinor, monthlyMinor } = sums;
  const days = [firstOn ?? "-", lastOn, instalments.length, instalments[0]?.amountMinor ?? 0n];
  return [terms.kind, ...days, totalMinor, costMinor, waivedMinor, leftMinor, monthlyMinor].join(".");
}

/** What the second person decides about: the answer, and what it came to when it was proposed. */
export interface ProposedAnswer {
  readonly answer: Answer;
  readonly shown: Quote | undefined;
}

export function encodeProposed({ answer, shown }: ProposedAnswer): { readonly [key: string]: Encoded } {
  return { answer: encodeAnswer(answer) as Encoded, ...(shown ? { shown: encodeQuote(shown) } : {}) };
}

/** Of JSON that encodeProposed wrote. */
export function decodeProposed(json: unknown): ProposedAnswer {
  const { answer, shown } = json as { answer: unknown; shown?: unknown };
  return { answer: decodeAnswer(answer), shown: shown === undefined ? undefined : decodeQuote(shown) };
}
