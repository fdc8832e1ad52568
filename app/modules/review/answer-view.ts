// What the pages of an answer are given to show.
import type { Language } from "#app/i18n/languages.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import type { Offer, Quote } from "#app/modules/hardship/options.ts";
import type { ProposalShown } from "#app/modules/hardship/proposal-states.tsx";
import type { EventView } from "#app/modules/hardship/proposal-view.ts";
import type { ProposalStatus } from "#app/modules/hardship/proposals.ts";
import type { SecondCause } from "./four-eyes.ts";
import type { BudgetRoom, PlanColumn } from "./plan-columns.ts";

export interface AnswerHead {
  readonly id: string;
  readonly reference: string;
  readonly status: ProposalStatus;
  readonly version: number;
  readonly currency: Currency;
  readonly creditorName: string;
  readonly answerBy: Day | undefined;
  /** In which the borrower reads. */
  readonly language: Language;
  /** An account is objected to: nothing is agreed before that is answered. */
  readonly disputed: boolean;
  /** An answer waits for a second person, about this state. */
  readonly second: boolean;
  /** The last answer to this state was given back, with a word why. */
  readonly returned: { readonly by: string | undefined; readonly note: string } | undefined;
  /** It was handed to a senior. */
  readonly senior: boolean;
  /** The newest last. */
  readonly moves: readonly {
    readonly id: string;
    readonly to: ProposalStatus;
    readonly by: EventView["by"];
    /** As it is written. */
    readonly at: string;
  }[];
}

export interface PlansShown {
  readonly columns: readonly PlanColumn[];
  readonly room: BudgetRoom;
}

export interface AnswerPreviewShown {
  readonly shown: Omit<ProposalShown, "answer" | "answerError">;
  /** In which the borrower reads. */
  readonly language: Language;
  readonly kind: Answer["kind"];
  /** Of an offer: it is better for the borrower in everything. */
  readonly binds: boolean | undefined;
  /** What would be agreed, is offered, or would be accepted. */
  readonly offer: Offer | undefined;
  /** What the form says was seen. */
  readonly sign: string;
  /** Empty: it is given as soon as it is confirmed. */
  readonly causes: readonly SecondCause[];
}

/** What the budget speaks for, and the address at which it is previewed. */
export interface SuggestionShown {
  readonly kind: "approve" | "counter" | "ask" | "objection";
  readonly quote: Quote | undefined;
  readonly query: string;
}
