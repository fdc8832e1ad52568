// The rules that an operator works under, as data: limits, order of allocation, hours, rights. Each figure says where
// it comes from and how sure that is. A pack never changes once it is in force; a new figure is a new pack. This room
// refuses to decide anything about a person: it answers what a rule says.
import type { Day } from "#app/kernel/calendar.ts";
import { cnPack202611 } from "./packs/cn-2026-11.ts";

/** How sure a figure is; `own` is our default with no law behind it. */
export type Certainty = "high" | "medium" | "low" | "own";

export interface Sourced<Value> {
  readonly value: Value;
  readonly source: string;
  readonly certainty: Certainty;
}

export interface ContactWindow {
  /** Hours of the borrower's local day, 0–24: from the start of `fromHour` to the start of `toHour`. */
  readonly fromHour: number;
  readonly toHour: number;
}

export interface MessageCaps {
  readonly perDay: number;
  readonly per7Days: number;
}

export interface InterestCap {
  readonly lenderTypes: readonly string[];
  /** Contracts of this day and later, until the next row. */
  readonly contractFrom: Day;
  readonly maxAnnualPpm: number;
}

/** In which order the parts of one debt receive money. */
export type ComponentOrder = readonly ("principal" | "interest" | "penalty_interest" | "fee" | "cost")[];

export interface AllocationRules {
  readonly version: string;
  /** Which debts come first where the borrower names none. */
  readonly between: "cn-civil-code-560" | "as-directed-only";
  readonly general: ComponentOrder;
  /** A card's own order by days past due; takes precedence over `general` for cards. */
  readonly card?: { readonly untilDaysPastDue: number; readonly early: ComponentOrder; readonly late: ComponentOrder };
}

export interface PolicyPack {
  readonly id: string;
  readonly country: "cn" | "us" | "uk";
  readonly inForceFrom: Day;
  readonly contactWindow: Sourced<ContactWindow>;
  readonly messageCaps: Sourced<MessageCaps>;
  readonly interestCaps: Sourced<readonly InterestCap[]>;
  readonly allocation: Sourced<AllocationRules>;
  readonly planMaxMonths: Sourced<number>;
  readonly limitationYears: Sourced<number>;
  readonly creditReportObjectionDays: Sourced<number>;
  readonly rightsAnswerDays: Sourced<number>;
  /** Working days within which a person answers a request for help. */
  readonly helpAnswerWorkingDays: Sourced<number>;
  readonly retentionYears: Sourced<number>;
}

const packs: ReadonlyMap<string, PolicyPack> = new Map([cnPack202611].map((pack) => [pack.id, pack]));

/** The pack of that id; undefined where none was ever in force. */
export function policyById(id: string): PolicyPack | undefined {
  return packs.get(id);
}

/** As policyById, for an id that the database holds: an unknown one is a fault of ours and throws. */
export function requirePolicy(id: string): PolicyPack {
  const pack = packs.get(id);
  if (!pack) throw new RangeError("a record names a policy pack that does not exist");
  return pack;
}

export function knownPolicies(): readonly string[] {
  return [...packs.keys()];
}

/**
 * The highest annual rate in parts per million that the pack lets run on a contract of that day by that kind of
 * lender; undefined where no law caps it.
 */
export function interestCapPpm(pack: PolicyPack, lenderType: string, contractDate: Day): number | undefined {
  return pack.interestCaps.value
    .filter((cap) => cap.lenderTypes.includes(lenderType) && cap.contractFrom <= contractDate)
    .toSorted((a, b) => (a.contractFrom < b.contractFrom ? 1 : -1))[0]?.maxAnnualPpm;
}

/** The rate that may run: as agreed, at most the cap. */
export function effectiveRatePpm(pack: PolicyPack, lenderType: string, contractDate: Day, agreedPpm: number): number {
  return Math.min(agreedPpm, interestCapPpm(pack, lenderType, contractDate) ?? agreedPpm);
}
