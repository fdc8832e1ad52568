// A case, and a person, as the desk reads them.
import type { Language } from "#app/i18n/languages.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { PartName, ProductType } from "#app/modules/accounts/accounts.ts";
import type { EntryView } from "#app/modules/conversation/conversation.ts";
import type { Budget } from "#app/modules/hardship/budget.ts";
import type { EvidenceView } from "#app/modules/hardship/evidence.ts";
import type { Quote } from "#app/modules/hardship/options.ts";
import type { ProposalView } from "#app/modules/hardship/proposal-view.ts";
import type { JudgedRule } from "#app/modules/hardship/quote-rules.ts";
import type { ProposalStatus } from "#app/modules/hardship/proposals.ts";
import type { CaseKind, CaseStatus } from "#app/modules/identity/help-cases.ts";
import type { IdType } from "#app/modules/identity/person.ts";
import type { PlanStatus } from "#app/modules/plans/plans.ts";
import type { OptionKind } from "#app/modules/policy/policy.ts";
import type { BudgetChanges } from "./budget-changes.ts";
import type { CareMark } from "./care-marks.ts";
import type { NameSign } from "./case-name-signs.ts";
import type { CaseNote } from "./notes.ts";
import type { TimelinePage } from "./timeline.ts";
import type { WorkLevel, WorkStage } from "./work-items.ts";

export interface CasePerson {
  readonly borrowerId: string;
  /** "**娜" */
  readonly name: string;
  /** Why the name may not be what it looks like. */
  readonly nameSigns: readonly NameSign[];
  readonly idType: IdType;
  readonly idNumber: string;
  readonly language: Language;
  readonly region: string;
  readonly timeZone: string;
  readonly contacts: readonly {
    readonly id: string;
    readonly channel: "sms" | "email";
    readonly value: string;
    /** Nothing is sent there any more. */
    readonly stopped: boolean;
  }[];
  readonly marks: readonly CareMark[];
}

export interface CaseAccount {
  readonly id: string;
  readonly creditorCode: string;
  readonly creditorName: Readonly<Record<Language, string>> | undefined;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly currency: Currency;
  readonly balanceMinor: bigint;
  readonly parts: readonly { readonly key: PartName; readonly minor: bigint }[];
  readonly contractOn: Day;
  readonly firstUnpaidOn: Day;
  /** Interest is in the balance up to and including this day. */
  readonly countedThrough: Day;
  readonly lastPaidOn: Day | undefined;
  readonly annualRatePpm: number;
  readonly disputedAt: Date | undefined;
  readonly interestStoppedFrom: Day | undefined;
  readonly planId: string | undefined;
}

export interface EarlierProposal {
  readonly id: string;
  readonly reference: string;
  readonly status: ProposalStatus;
  readonly sentAt: Date | undefined;
}

export interface EarlierPlan {
  readonly id: string;
  readonly reference: string;
  readonly status: PlanStatus;
  readonly kind: OptionKind;
  readonly currency: Currency;
  readonly totalMinor: bigint;
  readonly paidMinor: bigint;
  readonly lastOn: Day;
}

export interface CaseHistory {
  readonly proposals: readonly EarlierProposal[];
  readonly plans: readonly EarlierPlan[];
}

export interface CaseRequest {
  readonly id: string;
  readonly reference: string;
  readonly kind: CaseKind;
  readonly status: CaseStatus;
  readonly answerBy: Day;
  readonly accountId: string | undefined;
}

export interface ContactLine {
  readonly id: string;
  readonly at: Date;
  readonly channel: "sms" | "email";
  readonly purpose: string;
  readonly status: string;
}

export interface CaseWork {
  /** Undefined where nothing waits any more. */
  readonly item:
    | {
        readonly stage: WorkStage;
        readonly level: WorkLevel;
        readonly dueOn: Day;
        readonly snoozedUntil: Day | undefined;
        readonly holder: { readonly name: string; readonly since: Date; readonly self: boolean } | undefined;
      }
    | undefined;
  readonly decidedBy: string | undefined;
}

export interface EarlierBudget {
  readonly budget: Budget;
  readonly sentAt: Date;
  readonly reference: string;
}

/** Against the budget that this person sent the time before. */
export interface SinceLastTime extends BudgetChanges {
  readonly since: Date;
  readonly reference: string;
}

/** What stands beside every case of a person. */
export interface PersonView {
  readonly person: CasePerson;
  /** Of the reader's portfolio, not of the case alone. */
  readonly accounts: readonly CaseAccount[];
  readonly requests: readonly CaseRequest[];
  readonly history: CaseHistory;
  /** The newest of them. */
  readonly notes: readonly CaseNote[];
  readonly contactLog: readonly ContactLine[];
  readonly timeline: TimelinePage;
}

/** The newest messages about the case. */
export interface ThreadPeek {
  readonly entries: readonly EntryView[];
  /** By when the desk answers what was written last; undefined where nothing waits. */
  readonly answerBy: Day | undefined;
}

export interface CaseView extends PersonView {
  readonly proposal: ProposalView;
  readonly work: CaseWork;
  readonly today: Day;
  /** What works with the budget, by the same engine. */
  readonly budgetOffer: Quote | undefined;
  /** Every rule that the proposal is judged by. */
  readonly rules: readonly JudgedRule[];
  /** Undefined where there was no budget before. */
  readonly changes: SinceLastTime | undefined;
  readonly evidence: readonly EvidenceView[];
  readonly messages: ThreadPeek | undefined;
}
