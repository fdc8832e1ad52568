// An answer on its way to being one: what was chosen so far, what is still missing, and the fields that say it again.
// Pure. It refuses nothing for good: whatever is missing is named.
import type { Answer, DeclineReason, QuestionCode } from "#app/modules/hardship/decisions.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import type { TypedTerms } from "#app/modules/hardship/own-terms.ts";

export interface ChosenAnswer {
  readonly answer?: Answer["kind"] | undefined;
  readonly question?: QuestionCode | undefined;
  readonly reasons: readonly DeclineReason[];
  readonly acceptable?: "none" | "best" | "own" | undefined;
  /** Everything is chosen: show it. */
  readonly look?: "1" | undefined;
}

export interface TermsAtHand {
  /** Of the fields of an offer; undefined where there are none, or they cannot be had. */
  readonly own: OptionTerms | undefined;
  /** The engine's best. */
  readonly best: OptionTerms | undefined;
}

/** By field what is missing, as the last part of answer.error.…. */
export type WishFault = {
  readonly field: "question" | "reasons" | "acceptable" | "";
  readonly code: "question" | "reasons" | "terms" | "choice";
};

export type Wish =
  | { readonly kind: "answer"; readonly answer: Answer }
  /** Nothing chosen yet, or not all: the page asks. */
  | { readonly kind: "open"; readonly faults: readonly WishFault[] };

const missing = (...faults: WishFault[]): Wish => ({ kind: "open", faults });

function wishDecline({ reasons, acceptable }: ChosenAnswer, { own, best }: TermsAtHand): Wish {
  const named = acceptable === "own" || acceptable === "best";
  const terms = acceptable === "own" ? own : acceptable === "best" ? best : undefined;
  const faults: WishFault[] = [
    ...(reasons.length === 0 ? [{ field: "reasons", code: "reasons" } as const] : []),
    ...(named && !terms ? [{ field: "acceptable", code: "terms" } as const] : []),
  ];
  if (faults.length > 0) return missing(...faults);
  return { kind: "answer", answer: { kind: "decline", reasons, acceptable: terms } };
}

/** Undefined `answer`: nothing is chosen yet. */
export function wishOf(chosen: ChosenAnswer, terms: TermsAtHand): Wish {
  const { answer, question, look } = chosen;
  switch (answer) {
    case undefined:
      return missing();
    case "approve":
      return { kind: "answer", answer: { kind: "approve" } };
    case "counter":
      return terms.own
        ? { kind: "answer", answer: { kind: "counter", terms: terms.own } }
        : missing({ field: "", code: "terms" });
    case "ask":
      if (question) return { kind: "answer", answer: { kind: "ask", question } };
      return look ? missing({ field: "question", code: "question" }) : missing();
    case "decline":
      return look ? wishDecline(chosen, terms) : missing();
    default:
      return answer satisfies never;
  }
}

/** The fields that say this choice again, by name; each name may come several times. */
export function fieldsOf(
  { answer, question, reasons, acceptable, look }: ChosenAnswer,
  own: TypedTerms | undefined,
): readonly (readonly [string, string])[] {
  const chosen: (readonly [string, string | undefined])[] = [
    ["answer", answer],
    ["question", question],
    ...reasons.map((reason) => ["reasons", reason] as const),
    ["acceptable", acceptable],
    ["look", look],
    ...(own ? termsFields(own) : []),
  ];
  return chosen.flatMap(([name, value]) => (value === undefined || value === "" ? [] : [[name, value] as const]));
}

function termsFields({ waive, dates, ...texts }: TypedTerms): (readonly [string, string])[] {
  return [
    ...Object.entries(texts),
    ...waive.map((part) => ["waive", part] as const),
    ...dates.map((date) => ["dates", date] as const),
  ];
}

/** As the address of its preview. */
export function queryOf(chosen: ChosenAnswer, own: TypedTerms | undefined): string {
  return new URLSearchParams(fieldsOf(chosen, own).map(([name, value]) => [name, value])).toString();
}
