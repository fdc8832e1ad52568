// A household's money by the month: what comes in, what it needs, what is left. Pure and exact, in whole minor units.
// It refuses to judge: "not sure" and "rather not say" are answers, and a surplus below zero is a fact to help with.
export const incomeKeys = ["pay", "self_employment", "benefits", "family", "other"] as const;
export type IncomeKey = (typeof incomeKeys)[number];

export const spendingKeys = [
  "housing",
  "utilities",
  "food",
  "transport",
  "health",
  "schooling",
  "parents",
  "insurance",
  "other_debts",
  "other",
] as const;
export type SpendingKey = (typeof spendingKeys)[number];

export const budgetPeriods = ["week", "fortnight", "month", "year"] as const;
export type BudgetPeriod = (typeof budgetPeriods)[number];

export const reasonKeys = [
  "income_fell",
  "costs_rose",
  "lost_work",
  "illness",
  "bereavement",
  "disaster",
  "caring",
  "waiting",
  "other",
  "not_said",
] as const;
export type ReasonKey = (typeof reasonKeys)[number];

/** These say something about a person's health: kept only with a consent of their own. */
export const healthReasons: readonly ReasonKey[] = ["illness"];

export const intentions = ["less", "later", "all", "unsure"] as const;
export type Intention = (typeof intentions)[number];

/** What a row says. A row that is not there was not ticked: nothing comes in, or goes out, under that name. */
export type RowAnswer =
  | { readonly kind: "amount"; readonly amountMinor: bigint; readonly period: BudgetPeriod }
  | { readonly kind: "not_sure" }
  | { readonly kind: "not_said" };

export interface Household {
  readonly adults: number;
  readonly children: number;
  readonly others: number;
  /** As the borrower names it; may be empty. */
  readonly region: string;
}

export interface Budget {
  readonly household: Household | undefined;
  /** Undefined: this page has not been answered yet. */
  readonly income: Readonly<Partial<Record<IncomeKey, RowAnswer>>> | undefined;
  readonly spending: Readonly<Partial<Record<SpendingKey, RowAnswer>>> | undefined;
  readonly savings: RowAnswer | undefined;
}
