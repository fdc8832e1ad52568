// An answer as whoever looks at its quality reads it.
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { BudgetSummary } from "#app/modules/hardship/budget-sums.ts";
import type { DeclineReason } from "#app/modules/hardship/decisions.ts";
import type { Quote } from "#app/modules/hardship/options.ts";
import type { QualityScores } from "./quality.ts";
import type { AnswerKind } from "./supervision.ts";

export interface ScoredReview {
  readonly scores: QualityScores;
  readonly note: string;
  readonly at: Date;
  readonly reviewer: string;
  readonly decider: string;
}

export interface QualityCase {
  readonly eventId: string;
  readonly reference: string;
  readonly state: "open" | "own" | "scored";
  readonly review: ScoredReview | undefined;
  /** The next one of the draw. */
  readonly next: string | undefined;
  readonly kind: AnswerKind;
  readonly reasons: readonly DeclineReason[];
  readonly pack: string;
  readonly seconded: boolean;
  readonly currency: Currency;
  readonly totalMinor: bigint | undefined;
  readonly sentAt: Date;
  readonly answeredAt: Date;
  readonly promisedOn: Day;
  readonly hours: number;
  /** As it was sent before the answer; undefined where nothing was. */
  readonly budget: BudgetSummary | undefined;
  /** Undefined where more was said later and the proposal holds something else by now. */
  readonly plans: { readonly proposed: Quote | undefined; readonly offered: Quote | undefined } | undefined;
}
