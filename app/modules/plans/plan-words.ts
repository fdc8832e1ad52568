// What pages know of a plan, without its owner and its books.
import type { Currency } from "#app/kernel/money.ts";
import type { InterestMode, OptionKind } from "#app/modules/policy/policy.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { ChangesLeft } from "./changes.ts";
import type { PlanStatus } from "./plans.ts";
import type { CoveredInstalment } from "./schedule.ts";

/** An account of a plan, as pages show it. */
export interface ShownPlanAccount {
  readonly id: string;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly balanceMinor: bigint;
  /** What the plan asks for on it today. */
  readonly dueMinor: bigint;
  /** An objection to it is being looked at, so nothing is asked for. */
  readonly disputed: boolean;
}

/** A plan as it stands today, as everybody who may see it sees it. */
export interface PlanStanding {
  readonly id: string;
  readonly reference: string;
  readonly kind: OptionKind;
  readonly status: PlanStatus;
  readonly currency: Currency;
  readonly accounts: readonly ShownPlanAccount[];
  /** The first instalment of which something is asked for. */
  readonly next: CoveredInstalment | undefined;
  readonly dueMinor: bigint;
  readonly paidMinor: bigint;
  /** What is still asked for, interest that may come included. */
  readonly leftMinor: bigint;
  readonly totalMinor: bigint;
  readonly costMinor: bigint;
  readonly waivedMinor: bigint;
  readonly lastOn: Day;
  readonly signUntil: Day;
  readonly signedOn: Day | undefined;
  /** The day of the first open instalment that has passed. */
  readonly behindSince: Day | undefined;
  /** Until when the missed one can be paid without anything following from it, and until when the plan can be kept. */
  readonly graceUntil: Day | undefined;
  readonly cureUntil: Day | undefined;
  /** Everything is paid, and the money counts as cleared on this day. */
  readonly clearedOn: Day | undefined;
  /** All that is left is less than the provider takes: finance settles it with the creditor. */
  readonly restMinor: bigint;
  readonly changesLeft: ChangesLeft;
}

export interface ShownPlan extends PlanStanding {
  readonly creditorName: string;
  readonly interest: InterestMode;
}
