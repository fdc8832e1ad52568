// How packs relate: which figures two of them have otherwise, and since when a figure has been what it is.
import type { Day } from "#app/kernel/calendar.ts";
import { packText } from "./pack-text.ts";
import { knownPolicies, requirePolicy, type FigureName, type PolicyPack } from "./policy.ts";

/** In the order in which somebody reads through a pack. */
export const figureGroups = {
  contact: [
    "contactWindow",
    "messageCaps",
    "callCaps",
    "thirdPartyContact",
    "contactRests",
    "contactRights",
    "disputeHold",
    "moratoriumDays",
    "crisisMoratoriumDays",
  ],
  money: ["interestCaps", "allocation", "livingAllowance", "fundsClearDays"],
  plan: [
    "atOnce",
    "planMaxMonths",
    "planRhythms",
    "planFirstPaymentDays",
    "planMinimumInstalment",
    "fullByDateMaxDays",
    "steppedLowMaxMonths",
    "tokenMaxMonths",
    "tokenPayment",
    "pauseMaxMonths",
    "settlementMaxPayments",
    "waivable",
    "interestOnPlan",
    "evidenceRequired",
  ],
  change: ["planChanges", "planGraceDays", "planBreachAfterMissed", "planCureDays"],
  answer: [
    "proposalAnswerWorkingDays",
    "helpAnswerWorkingDays",
    "offerOpenDays",
    "offerRounds",
    "signWithinDays",
    "rightsAnswerDays",
    "creditReportObjectionDays",
    "validationDays",
    "calendar",
  ],
  rights: [
    "automaticRefusal",
    "costTableBeforeSign",
    "disclosures",
    "a11y",
    "limitationYears",
    "limitationYearsByRegion",
    "limitationRestart",
    "timeBarredLegalThreat",
    "retentionYears",
  ],
} as const satisfies Readonly<Record<string, readonly FigureName[]>>;
export type FigureGroup = keyof typeof figureGroups;
export const figureGroupNames = Object.keys(figureGroups) as FigureGroup[];

/** A pack that came back from an old record may not know a figure that is newer than it. */
export function figuresOf(pack: PolicyPack, group: FigureGroup): readonly FigureName[] {
  return figureGroups[group].filter((name) => name in pack);
}

export interface Difference {
  readonly name: FigureName;
  /** The value itself, or only where it comes from and how sure that is. */
  readonly kind: "differs" | "grounds";
}

export function differencesOf(here: PolicyPack, there: PolicyPack): Difference[] {
  return figureGroupNames
    .flatMap((group) => figuresOf(here, group))
    .filter((name) => name in there)
    .flatMap((name): Difference[] => {
      if (packText(here[name].value) !== packText(there[name].value)) return [{ name, kind: "differs" }];
      return packText(here[name]) === packText(there[name]) ? [] : [{ name, kind: "grounds" }];
    });
}

/** The day of the earliest pack of the country from which on the figure has had this value, without a break. */
export function figureSince(pack: PolicyPack, name: FigureName): Day {
  const earlier = knownPolicies()
    .map(requirePolicy)
    .filter(({ country, inForceFrom }) => country === pack.country && inForceFrom < pack.inForceFrom)
    .toSorted((a, b) => (a.inForceFrom < b.inForceFrom ? 1 : -1));
  const value = packText(pack[name].value);
  const broken = earlier.findIndex((other) => !(name in other) || packText(other[name].value) !== value);
  const unbroken = broken === -1 ? earlier : earlier.slice(0, broken);
  return unbroken.at(-1)?.inForceFrom ?? pack.inForceFrom;
}
