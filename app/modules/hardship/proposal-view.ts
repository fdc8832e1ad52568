// A proposal as its owner, or whoever answers it, reads it.
import type { Language } from "#app/i18n/languages.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import type { BudgetSummary } from "./budget-sums.ts";
import type { Budget, Intention, ReasonKey } from "./budget.ts";
import type { Decision, QuestionCode } from "./decisions.ts";
import type { Offer, OptionTerms, Quote } from "./options.ts";
import type { ProposalEvent, ProposalStatus } from "./proposals.ts";

export interface CreditorView {
  readonly code: string;
  readonly legalName: Readonly<Record<Language, string>>;
  readonly shortName: Readonly<Record<Language, string>>;
  readonly phone: string;
  readonly email: string;
}

export interface ProposalAccountView {
  readonly accountId: string;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly disputed: boolean;
  /** As the books stand now. */
  readonly balances: ComponentAmounts;
  readonly balanceMinor: bigint;
  /** When the proposal was sent; undefined while it is a draft. */
  readonly sentMinor: bigint | undefined;
  readonly intention: Intention;
  readonly reasons: readonly ReasonKey[];
}

export interface QuestionView {
  readonly id: string;
  readonly code: QuestionCode;
  readonly askedAt: Date;
  readonly answer: string | undefined;
  readonly answeredAt: Date | undefined;
}

export interface EventView {
  readonly event: ProposalEvent;
  readonly from: ProposalStatus;
  readonly to: ProposalStatus;
  readonly by: "borrower" | "person" | "rule" | "clock";
  readonly at: Date;
  /** Codes, days and amounts as text. */
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface ProposalSummary {
  readonly id: string;
  /** "A-7KQ4-M2XD" */
  readonly reference: string;
  readonly status: ProposalStatus;
  readonly version: number;
  readonly creditor: CreditorView;
  readonly currency: Currency;
  readonly accounts: readonly ProposalAccountView[];
  readonly submittedAt: Date | undefined;
  /** By which day a person answers, while one is to. */
  readonly answerBy: Day | undefined;
  readonly decidedAt: Date | undefined;
  /** The last day on which an offer, or an agreement, can be taken up. */
  readonly openUntil: Day | undefined;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface ProposalView extends ProposalSummary {
  readonly language: Language;
  readonly policyPackId: string;
  readonly budget: Budget;
  readonly summary: BudgetSummary;
  readonly care: boolean;
  readonly note: string;
  /** As the borrower chose and saw them. */
  readonly terms: OptionTerms | undefined;
  readonly quote: Quote | undefined;
  /** As agreed, or as offered in their place. */
  readonly offeredQuote: Quote | undefined;
  readonly decision: Decision | undefined;
  /** What the budget allows, beside an offer that waits for a yes. */
  readonly budgetOffer: Offer | undefined;
  /** How often another proposal may still be made in answer to an offer. */
  readonly roundsLeft: number;
  /** The oldest first. */
  readonly questions: readonly QuestionView[];
  readonly events: readonly EventView[];
  readonly evidenceCount: number;
  /** The proposal, or the plan, that this one follows. */
  readonly followsId: string | undefined;
}
