// What pages know of a plan, without its owner and its books.
import type { Currency } from "#app/kernel/money.ts";
import type { InterestMode, OptionKind } from "#app/modules/policy/policy.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { ChangesLeft } from "./changes.ts";
import type { PlanStatus } from "./plans.ts";
import type { CoveredInstalment } from "./schedule.ts";

export interface ShownPlanAccount {
  readonly id: string;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly balanceMinor: bigint;
  readonly dueMinor: bigint;
  readonly disputed: boolean;
}

export interface ShownPlan {
  readonly id: string;
  readonly reference: string;
  readonly kind: OptionKind;
  readonly status: PlanStatus;
  readonly currency: Currency;
  readonly creditorName: string;
  readonly interest: InterestMode;
  readonly accounts: readonly ShownPlanAccount[];
  readonly next: CoveredInstalment | undefined;
  readonly dueMinor: bigint;
  readonly paidMinor: bigint;
  readonly leftMinor: bigint;
  readonly totalMinor: bigint;
  readonly costMinor: bigint;
  readonly waivedMinor: bigint;
  readonly lastOn: Day;
  readonly signUntil: Day;
  readonly signedOn: Day | undefined;
  readonly behindSince: Day | undefined;
  readonly graceUntil: Day | undefined;
  readonly cureUntil: Day | undefined;
  readonly clearedOn: Day | undefined;
  readonly restMinor: bigint;
  readonly changesLeft: ChangesLeft;
}
