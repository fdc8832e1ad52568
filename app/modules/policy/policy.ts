// The rules that an operator works under, as data: limits, order of allocation, hours, rights. Each figure says where
// it comes from and how sure that is. A pack never changes once it is in force; a new figure is a new pack. This room
// refuses to decide anything about a person: it answers what a rule says.
import { addDays, type Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import { packText } from "./pack-text.ts";
import { cnPack202611 } from "./packs/cn-2026-11.ts";
import { ukPack202611 } from "./packs/uk-2026-11.ts";
import { usPack202611 } from "./packs/us-2026-11.ts";

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

/** Calls by the creditor and everybody who acts for it, counted together. Undefined: no limit in this rule. */
export interface CallCaps {
  readonly countedFor: "person" | "person_and_debt";
  /** Calls in which somebody was reached. */
  readonly reachedPerDay: number | undefined;
  /** Calls to one number that nobody answered. */
  readonly unansweredPerNumberPerDay: number | undefined;
  readonly per7Days: number | undefined;
  /** No call for this many days after a conversation, whose own day is the first. */
  readonly quietDaysAfterTalk: number | undefined;
}

/** When other people may be contacted about somebody; never to collect, and never with a word of the debt. */
export type ThirdPartyContact = "unreachable_only" | "location_only" | "never";

/** While one of these lasts, nobody is reminded. */
export type ContactRest = "agreement" | "proposal" | "dispute" | "moratorium";

/** What a person may ask of us about being contacted. */
export type ContactRight =
  | "stop_channel"
  | "offer_stop_in_every_message"
  | "stop_all_in_writing"
  | "choose_times"
  | "choose_places";

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

/** Between two instalments; `own`: dates that the borrower names, for seasonal work. */
export type Every = "week" | "fortnight" | "month" | "own";

/** What becomes of interest while a plan runs. */
export type InterestMode = "running" | "reduced" | "frozen";

export type WaivablePart = "interest" | "penalty_interest" | "fee";

export type OptionKind = "full_by_date" | "instalments" | "stepped" | "token" | "pause" | "waiver" | "settlement";

/** Inside these an arrangement is agreed at once. Outside of them a person answers; nothing is ever refused by rule. */
export interface AtOnceLimits {
  readonly kinds: readonly OptionKind[];
  readonly maxMonths: number;
  /** An instalment, by the month, is at most this share of what is left after essentials. */
  readonly shareOfSurplusPercent: number;
  readonly pauseMaxMonths: number;
  readonly tokenMaxMonths: number;
}

/** What a borrower may change in a running plan without asking anybody. */
export interface ChangeLimits {
  readonly moveMaxDays: number;
  readonly movesPerYear: number;
  readonly skipsPerYear: number;
  /** A reduced instalment is at least this share of the agreed one. */
  readonly reduceToPercent: number;
  readonly reductionsPerYear: number;
  /** How far the plan's end may move by the borrower's own changes, in months. */
  readonly laterEndMaxMonths: number;
}

export interface WorkingCalendar {
  /** Days of the week that are free, Sunday 0. */
  readonly weekend: readonly number[];
  readonly holidays: readonly Day[];
  /** Days of a weekend that are worked to make up for a holiday. */
  readonly workdays: readonly Day[];
  /** Announced in whole up to and including this day; after it only what the law itself fixes is here. */
  readonly knownThrough: Day;
}

/** What a household needs each month for what nobody lists, in minor units. */
export interface LivingAllowance {
  readonly from: Day;
  readonly currency: Currency;
  readonly adultMinor: bigint;
  readonly childMinor: bigint;
  readonly otherMinor: bigint;
}

export type LimitationReason = "request_to_defer" | "promise_of_plan" | "part_payment" | "creditor_demand";

export type DisclosureKey =
  | "limitation_cn"
  | "limitation_us"
  | "limitation_uk"
  | "person_decides"
  | "collector_first"
  | "collector_again"
  | "validation"
  | "free_advice"
  | "breathing_space";

export type DisclosurePlace = "balance" | "proposal" | "agreement";

/** What a page has to say; the words are in the catalogues, policy.disclosure.{key}. */
export interface Disclosure {
  readonly key: DisclosureKey;
  readonly on: readonly DisclosurePlace[];
}

export type MinorByCurrency = Readonly<Partial<Record<Currency, bigint>>>;

export interface PolicyPack {
  readonly id: string;
  readonly country: "cn" | "us" | "uk";
  readonly inForceFrom: Day;
  readonly contactWindow: Sourced<ContactWindow>;
  readonly messageCaps: Sourced<MessageCaps>;
  readonly callCaps: Sourced<CallCaps>;
  readonly thirdPartyContact: Sourced<ThirdPartyContact>;
  readonly contactRests: Sourced<readonly ContactRest[]>;
  readonly contactRights: Sourced<readonly ContactRight[]>;
  readonly interestCaps: Sourced<readonly InterestCap[]>;
  readonly allocation: Sourced<AllocationRules>;
  /** Undefined where no rule limits the length of a plan. */
  readonly planMaxMonths: Sourced<number | undefined>;
  readonly planRhythms: Sourced<readonly Every[]>;
  /** The first instalment is at most this many days ahead. */
  readonly planFirstPaymentDays: Sourced<number>;
  readonly planMinimumInstalment: Sourced<MinorByCurrency>;
  readonly fullByDateMaxDays: Sourced<number>;
  /** How long the lower payments of a stepped plan may last. */
  readonly steppedLowMaxMonths: Sourced<number>;
  readonly tokenMaxMonths: Sourced<number>;
  readonly tokenPayment: Sourced<MinorByCurrency>;
  readonly pauseMaxMonths: Sourced<number>;
  readonly settlementMaxPayments: Sourced<number>;
  readonly waivable: Sourced<readonly WaivablePart[]>;
  /** What a creditor may choose from. */
  readonly interestOnPlan: Sourced<readonly InterestMode[]>;
  readonly atOnce: Sourced<AtOnceLimits>;
  readonly planChanges: Sourced<ChangeLimits>;
  readonly planGraceDays: Sourced<number>;
  /** After this many missed instalments, or once one has stayed open this long, the plan is broken off. */
  readonly planBreachAfterMissed: Sourced<number>;
  readonly planCureDays: Sourced<number>;
  readonly signWithinDays: Sourced<number>;
  readonly offerOpenDays: Sourced<number>;
  readonly offerRounds: Sourced<number>;
  readonly proposalAnswerWorkingDays: Sourced<number>;
  readonly calendar: Sourced<WorkingCalendar>;
  readonly livingAllowance: Sourced<readonly LivingAllowance[]>;
  readonly evidenceRequired: Sourced<boolean>;
  /** Days after the last payment until its money counts as cleared and a certificate is written. */
  readonly fundsClearDays: Sourced<number>;
  readonly limitationRestart: Sourced<readonly LimitationReason[]>;
  readonly limitationYears: Sourced<number>;
  /** Where a part of the country has another period. */
  readonly limitationYearsByRegion: Sourced<Readonly<Record<string, number>>>;
  /** Whether legal steps may be spoken of once the period has run out. */
  readonly timeBarredLegalThreat: Sourced<"never">;
  /** Reminders and allocation rest while a dispute is open. */
  readonly disputeHold: Sourced<"until_answered" | "until_verified">;
  /** Within these days of the notice a debt may be disputed before it counts as right. */
  readonly validationDays: Sourced<number | undefined>;
  readonly moratoriumDays: Sourced<number | undefined>;
  /** In a mental-health crisis: until so many days after the treatment has ended. */
  readonly crisisMoratoriumDays: Sourced<number | undefined>;
  /** The whole table of costs stands before the place to sign. */
  readonly costTableBeforeSign: Sourced<boolean>;
  /** No rule refuses anybody: a person decides, with reasons, and another looks again on request. */
  readonly automaticRefusal: Sourced<"never">;
  readonly disclosures: Sourced<readonly Disclosure[]>;
  /** Standards that every page keeps. */
  readonly a11y: Sourced<readonly string[]>;
  readonly creditReportObjectionDays: Sourced<number>;
  readonly rightsAnswerDays: Sourced<number>;
  /** Working days within which a person answers a request for help. */
  readonly helpAnswerWorkingDays: Sourced<number>;
  readonly retentionYears: Sourced<number>;
}

/** What a pack says a figure of: everything but its own name, country and date. */
export type FigureName = Exclude<keyof PolicyPack, "id" | "country" | "inForceFrom">;

const registry = new Map<string, PolicyPack>([cnPack202611, usPack202611, ukPack202611].map((pack) => [pack.id, pack]));

/** Makes an operator's own packs known to this process. The same pack again changes nothing; another one under its id throws. */
export function addPolicies(packs: readonly PolicyPack[]): void {
  for (const pack of packs) {
    const known = registry.get(pack.id);
    if (known && packText(known) !== packText(pack)) throw new RangeError(`another pack has the id ${pack.id}`);
    registry.set(pack.id, known ?? pack);
  }
}

/** The pack of that id; undefined where none was ever in force. */
export function policyById(id: string): PolicyPack | undefined {
  return registry.get(id);
}

/** As policyById, for an id that the database holds: an unknown one is a fault of ours and throws. */
export function requirePolicy(id: string): PolicyPack {
  const pack = registry.get(id);
  if (!pack) throw new RangeError("a record names a policy pack that does not exist");
  return pack;
}

export function knownPolicies(): readonly string[] {
  return [...registry.keys()];
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

/** What the table sets aside for a household in this currency on that day; undefined where it says nothing of it. */
export function allowanceFor(pack: PolicyPack, currency: Currency, on: Day): LivingAllowance | undefined {
  return pack.livingAllowance.value
    .filter((row) => row.currency === currency && row.from <= on)
    .toSorted((a, b) => (a.from < b.from ? 1 : -1))[0];
}

/** What has to be said there, in this order; everything where no place is named. */
export function disclosuresOf(pack: PolicyPack, place?: DisclosurePlace): readonly DisclosureKey[] {
  return pack.disclosures.value.filter(({ on }) => place === undefined || on.includes(place)).map(({ key }) => key);
}

export function isWorkingDay(calendar: WorkingCalendar, day: Day): boolean {
  if (calendar.workdays.includes(day)) return true;
  if (calendar.holidays.includes(day)) return false;
  return !calendar.weekend.includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The `count`-th working day after `from`. */
export function addWorkingDays(calendar: WorkingCalendar, from: Day, count: number): Day {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(calendar, day)) left -= 1;
  }
  return day;
}
