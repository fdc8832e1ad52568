// An operator's own pack as a file: what it is built on, and the figures that are others. Everything that is wrong in
// it is said at once, before the portal starts.
import { z } from "zod";
import { isDay, type Day } from "#app/kernel/calendar.ts";
import type { FigureName, PolicyPack } from "./policy.ts";

const day = z.custom<Day>((value) => typeof value === "string" && isDay(value), "is not a day such as 2027-01-01");
const count = z.int().min(0).max(10_000);
const some = z.int().min(1).max(10_000);
const percent = z.int().min(1).max(100);
/** Whole minor units, as a number or, where they are many, as text. */
const minor = z.union([z.int().nonnegative(), z.string().regex(/^\d{1,15}$/, "is not whole minor units")]);
const minorUnits = minor.transform((value) => BigInt(value));
/** JSON has no undefined: null says "no limit". */
const someOrNone = some.nullable().transform((value) => value ?? undefined);

const currency = z.enum(["CNY", "USD", "GBP"]);
const minorByCurrency = z.partialRecord(currency, minorUnits);
const components = z
  .array(z.enum(["principal", "interest", "penalty_interest", "fee", "cost"]))
  .refine((order) => new Set(order).size === 5 && order.length === 5, "does not name each of the five parts once");
const kind = z.enum(["full_by_date", "instalments", "stepped", "token", "pause", "waiver", "settlement"]);

type Shapes = { readonly [Name in FigureName]: z.ZodType<PolicyPack[Name]["value"]> };

const contactShapes = {
  contactWindow: z
    .strictObject({ fromHour: z.int().min(0).max(23), toHour: z.int().min(1).max(24) })
    .refine(({ fromHour, toHour }) => fromHour < toHour, "opens after it closes"),
  messageCaps: z.strictObject({ perDay: count, per7Days: count }),
  callCaps: z.strictObject({
    countedFor: z.enum(["person", "person_and_debt"]),
    reachedPerDay: someOrNone,
    unansweredPerNumberPerDay: someOrNone,
    per7Days: someOrNone,
    quietDaysAfterTalk: someOrNone,
  }),
  thirdPartyContact: z.enum(["unreachable_only", "location_only", "never"]),
  contactRests: z.array(z.enum(["agreement", "proposal", "dispute", "moratorium"])),
  contactRights: z.array(
    z.enum(["stop_channel", "offer_stop_in_every_message", "stop_all_in_writing", "choose_times", "choose_places"]),
  ),
  disputeHold: z.enum(["until_answered", "until_verified"]),
  validationDays: someOrNone,
  creditReportObjectionDays: some,
  moratoriumDays: someOrNone,
  crisisMoratoriumDays: someOrNone,
};

const moneyShapes = {
  interestCaps: z.array(
    z.strictObject({
      lenderTypes: z.array(z.string().min(1)).min(1),
      contractFrom: day,
      maxAnnualPpm: z.int().min(0).max(10_000_000),
    }),
  ),
  allocation: z
    .strictObject({
      version: z.string().min(3),
      between: z.enum(["cn-civil-code-560", "as-directed-only"]),
      general: components,
      card: z.strictObject({ untilDaysPastDue: count, early: components, late: components }).optional(),
    })
    .transform(({ card, ...rest }) => (card ? { ...rest, card } : rest)),
  livingAllowance: z.array(
    z.strictObject({ from: day, currency, adultMinor: minorUnits, childMinor: minorUnits, otherMinor: minorUnits }),
  ),
  limitationRestart: z.array(z.enum(["request_to_defer", "promise_of_plan", "part_payment", "creditor_demand"])),
  limitationYears: some,
  limitationYearsByRegion: z.record(z.string().min(1), some),
  timeBarredLegalThreat: z.literal("never"),
};

const planShapes = {
  planMaxMonths: someOrNone,
  planRhythms: z.array(z.enum(["week", "fortnight", "month", "own"])).min(1),
  planFirstPaymentDays: some,
  planMinimumInstalment: minorByCurrency,
  fullByDateMaxDays: some,
  steppedLowMaxMonths: count,
  tokenMaxMonths: count,
  tokenPayment: minorByCurrency,
  pauseMaxMonths: count,
  settlementMaxPayments: some,
  waivable: z.array(z.enum(["interest", "penalty_interest", "fee"])),
  interestOnPlan: z.array(z.enum(["running", "reduced", "frozen"])).min(1),
  atOnce: z.strictObject({
    kinds: z.array(kind),
    maxMonths: count,
    shareOfSurplusPercent: percent,
    pauseMaxMonths: count,
    tokenMaxMonths: count,
  }),
  planChanges: z.strictObject({
    moveMaxDays: count,
    movesPerYear: count,
    skipsPerYear: count,
    reduceToPercent: percent,
    reductionsPerYear: count,
    laterEndMaxMonths: count,
  }),
  planGraceDays: count,
  planBreachAfterMissed: some,
  planCureDays: count,
  fundsClearDays: count,
};

const answerShapes = {
  signWithinDays: some,
  offerOpenDays: some,
  offerRounds: count,
  proposalAnswerWorkingDays: some,
  helpAnswerWorkingDays: some,
  rightsAnswerDays: some,
  retentionYears: some,
  evidenceRequired: z.boolean(),
  costTableBeforeSign: z.boolean(),
  automaticRefusal: z.literal("never"),
  calendar: z.strictObject({
    weekend: z.array(z.int().min(0).max(6)).max(6),
    holidays: z.array(day),
    workdays: z.array(day),
    knownThrough: day,
  }),
  disclosures: z.array(
    z.strictObject({
      key: z.enum([
        "limitation_cn",
        "limitation_us",
        "limitation_uk",
        "person_decides",
        "collector_first",
        "collector_again",
        "validation",
        "free_advice",
        "breathing_space",
      ]),
      on: z.array(z.enum(["balance", "proposal", "agreement"])).min(1),
    }),
  ),
  a11y: z.array(z.string().min(2)).min(1),
};

const shapes: Shapes = { ...contactShapes, ...moneyShapes, ...planShapes, ...answerShapes };
export const figureNames = Object.keys(shapes) as FigureName[];

const sourced = <Value>(value: z.ZodType<Value>) =>
  z.strictObject({ value, source: z.string().min(3), certainty: z.enum(["high", "medium", "low", "own"]) });

/** Each figure as it is in a pack, and none that packs do not have. */
const changes = z.strictObject(
  Object.fromEntries(figureNames.map((name) => [name, sourced<unknown>(shapes[name]).optional()])),
);

export const policyFile = z.strictObject({
  id: z.string().regex(/^[a-z]{2}-[a-z0-9][a-z0-9-]{2,40}$/, "is not an id such as cn-2027-01"),
  basedOn: z.string(),
  inForceFrom: day,
  changes: changes.transform((given) => given as { readonly [Name in FigureName]?: PolicyPack[Name] }),
});
export type PolicyFile = z.infer<typeof policyFile>;
