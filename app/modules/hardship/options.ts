// What an arrangement is, before anybody has agreed to it: terms that were chosen, and the quote that they come to.
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import type { ComponentOrder, InterestMode, OptionKind, PolicyPack, WaivablePart } from "#app/modules/policy/policy.ts";

/** When instalments fall due. `firstOn` of a month is on a day 1–28; the others are counted from it, never from the one before. */
export type Rhythm =
  | { readonly every: "week" | "fortnight" | "month"; readonly firstOn: Day; readonly count: number }
  | { readonly every: "own"; readonly dates: readonly Day[] };

/** What a borrower, or whoever answers, chooses. */
export type OptionTerms =
  | { readonly kind: "full_by_date"; readonly on: Day }
  /** `upfrontMinor` is paid on the first date, the rest in equal parts over the rhythm's later dates; 0: nothing upfront. */
  | { readonly kind: "instalments"; readonly rhythm: Rhythm; readonly upfrontMinor: bigint }
  /** The first `lowCount` instalments are `lowMinor` each, the rest is spread over the others. */
  | { readonly kind: "stepped"; readonly rhythm: Rhythm; readonly lowCount: number; readonly lowMinor: bigint }
  /** Small monthly payments for a while; what then is looked at together. */
  | { readonly kind: "token"; readonly firstOn: Day; readonly months: number; readonly amountMinor: bigint }
  /** Nothing is due until `months` after `from`; then it is looked at together. */
  | { readonly kind: "pause"; readonly from: Day; readonly months: number }
  | { readonly kind: "waiver"; readonly rhythm: Rhythm; readonly waive: readonly WaivablePart[] }
  /** `payMinor` in all settles the rest. */
  | { readonly kind: "settlement"; readonly rhythm: Rhythm; readonly payMinor: bigint };

export interface EngineDebt {
  readonly accountId: string;
  readonly productType: ProductType;
  readonly balances: ComponentAmounts;
  /** At which interest runs now: the contract's rate or the lawful cap. */
  readonly ratePpm: number;
  /** Fraction of a minor unit carried, over 365 000 000 (debt_account.interest_carry). */
  readonly interestCarry: number;
  readonly firstUnpaidDueOn: Day;
  /** Interest is in the balance up to and including this day. */
  readonly accruedThrough: Day;
  readonly disputed: boolean;
  /** Order of allocation that was agreed; the pack's where nothing is said. */
  readonly agreedOrder?: ComponentOrder | undefined;
  /** Not paid under the arrangement: given up once it is kept. 0 where nothing is said. */
  readonly waivedMinor?: bigint | undefined;
  /** Interest that may still run, where an agreement limits it. */
  readonly interestLeftMinor?: bigint | undefined;
}

/** What the creditor lets happen to interest under a plan. */
export type InterestOnPlan =
  | { readonly mode: "running" }
  | { readonly mode: "reduced"; readonly ratePpm: number }
  | { readonly mode: "frozen" };

export interface OptionFacts {
  readonly pack: PolicyPack;
  readonly currency: Currency;
  /** Of one creditor, each with something owed. Of a disputed one interest is counted from today, which is the most that may run. */
  readonly debts: readonly EngineDebt[];
  readonly interest: InterestOnPlan;
  /** Share of the balance, in percent, below which the creditor takes no settlement; undefined: none is offered by rule. */
  readonly settlementFloorPercent: number | undefined;
  /** The provider takes nothing below. */
  readonly minimumMinor: bigint;
  /** Left each month after essentials and the living allowance; undefined where the budget does not say. */
  readonly surplusMinor: bigint | undefined;
  /** What other agreements of this person take each month: nobody's room is agreed away twice by itself. */
  readonly elsewhereMinor?: bigint | undefined;
  /** Every box was answered with an amount. */
  readonly budgetComplete: boolean;
  /** The person asks for special care: a person answers. */
  readonly care: boolean;
  /** An earlier plan on one of the accounts was broken off. */
  readonly earlierPlanBroken?: boolean | undefined;
  /** One of the debts is past its limitation period. */
  readonly timeBarred?: boolean | undefined;
  readonly today: Day;
}

export interface InstalmentPart {
  readonly accountId: string;
  readonly amountMinor: bigint;
}

export interface QuotedInstalment {
  /** From 1. */
  readonly seq: number;
  readonly dueOn: Day;
  readonly amountMinor: bigint;
  /** Above zero each; together the amount. Accounts are paid one after the other, so most instalments have one part. */
  readonly parts: readonly InstalmentPart[];
}

/** One account's share of a quote; each figure of the quote is the sum of its accounts'. */
export interface QuotedAccount {
  readonly accountId: string;
  readonly balanceMinor: bigint;
  readonly totalMinor: bigint;
  readonly costMinor: bigint;
  readonly waivedMinor: bigint;
  readonly leftMinor: bigint;
  /** In which order its parts receive money, where that differs from the pack's. */
  readonly agreedOrder?: ComponentOrder | undefined;
}

export interface Quote {
  readonly terms: OptionTerms;
  readonly interest: InterestMode;
  readonly currency: Currency;
  readonly instalments: readonly QuotedInstalment[];
  /** The first instalment; undefined where there is none (a pause). */
  readonly firstOn: Day | undefined;
  /** The last instalment, or the day on which a pause or token payments are looked at again. */
  readonly lastOn: Day;
  /** What is owed today. */
  readonly balanceMinor: bigint;
  /** Sum of the instalments, exactly. */
  readonly totalMinor: bigint;
  /** Interest that is added until the end. */
  readonly costMinor: bigint;
  /** What is given up once all conditions are met. */
  readonly waivedMinor: bigint;
  /** What is still owed after the last day (pause, token); 0 where the arrangement ends the debt. */
  readonly leftMinor: bigint;
  /** total + left − balance: more (or, below zero, less) than paying all today. */
  readonly differenceMinor: bigint;
  /** The highest instalment by the month; 0 for a pause. */
  readonly monthlyMinor: bigint;
  /** In the order in which they are paid. */
  readonly accounts: readonly QuotedAccount[];
}

/** Why terms cannot be quoted, and what would do. */
export type TermsRefusal =
  | { readonly kind: "nothing-owed" }
  | { readonly kind: "date-too-early"; readonly earliest: Day }
  | { readonly kind: "date-too-late"; readonly latest: Day }
  | { readonly kind: "dates-out-of-order" }
  | { readonly kind: "too-many-months"; readonly mostMonths: number }
  | { readonly kind: "too-few"; readonly least: number }
  | { readonly kind: "amount-too-low"; readonly leastMinor: bigint }
  | { readonly kind: "amount-too-high"; readonly mostMinor: bigint }
  | { readonly kind: "not-in-pack" };

/** Why a person answers instead of the rule. */
export type AskReason =
  | "care"
  | "disputed"
  | "budget_incomplete"
  | "above_budget"
  | "kind"
  | "term"
  | "earlier_plan_broken"
  | "time_barred";

export interface Offer {
  readonly kind: OptionKind;
  readonly quote: Quote;
  /** Against what is left each month; unknown where the budget does not say. */
  readonly fit: "fits" | "over" | "unknown";
  /** Empty: agreed at once. */
  readonly ask: readonly AskReason[];
}
