// United Kingdom, mainly England and Wales, as of November 2026. Not legal advice: an operator's own values come as a
// pack of their own.
import { day } from "#app/kernel/calendar.ts";
import type { PolicyPack } from "../policy.ts";
import { everyDay } from "./calendar-days.ts";
import { ownFigures202611 } from "./own-figures-2026-11.ts";

const breathingSpace =
  "Debt Respite Scheme (Breathing Space Moratorium and Mental Health Crisis Moratorium) Regulations 2020";

/** England and Wales, with the days that stand in for those on a weekend. */
const holidays = [
  ...everyDay("2026-01-01", "2026-04-03", "2026-04-06", "2026-05-04", "2026-05-25", "2026-08-31"),
  ...everyDay("2026-12-25", "2026-12-28"),
  ...everyDay("2027-01-01", "2027-03-26", "2027-03-29", "2027-05-03", "2027-05-31", "2027-08-30"),
  ...everyDay("2027-12-27", "2027-12-28"),
];

export const ukPack202611: PolicyPack = {
  ...ownFigures202611,
  id: "uk-2026-11",
  country: "uk",
  inForceFrom: day("2026-11-01"),
  contactWindow: {
    value: { fromHour: 8, toHour: 20 },
    source: "no fixed hours in law; own limit in the spirit of FCA CONC 7.9",
    certainty: "own",
  },
  callCaps: {
    value: {
      countedFor: "person",
      reachedPerDay: 1,
      unansweredPerNumberPerDay: 2,
      per7Days: 3,
      quietDaysAfterTalk: undefined,
    },
    source: "own limits in the spirit of FCA CONC 7.9",
    certainty: "own",
  },
  thirdPartyContact: {
    value: "never",
    source: "FCA CONC 7.13: nothing is disclosed to others; no contact with them by own choice",
    certainty: "high",
  },
  contactRests: {
    value: ["agreement", "proposal", "dispute", "moratorium"],
    source: `${breathingSpace}; FCA CONC 7.14; the others by own choice`,
    certainty: "high",
  },
  contactRights: {
    value: ["stop_channel", "choose_times", "choose_places"],
    source: "FCA CONC 7.9: reasonable requests on when, where and how",
    certainty: "high",
  },
  interestCaps: { value: [], source: "the contract; no general cap in law", certainty: "medium" },
  allocation: {
    value: {
      version: "uk-2026-11/1",
      between: "as-directed-only",
      general: ["cost", "interest", "penalty_interest", "principal", "fee"],
    },
    source: "the debtor directs, else the creditor by the contract; within one debt by own choice",
    certainty: "medium",
  },
  planMaxMonths: { value: undefined, source: "no limit; sustainable: FCA CONC 7.3", certainty: "high" },
  planMinimumInstalment: {
    value: { GBP: 100n },
    source: "token payments are allowed: FCA CONC 7.3.5; own limit of £1",
    certainty: "high",
  },
  tokenPayment: { value: { GBP: 100n }, source: "the customary £1", certainty: "own" },
  interestOnPlan: {
    value: ["reduced", "frozen"],
    source: "FCA CONC 7.3.5: reduced, waived or cancelled so that the balance does not grow",
    certainty: "high",
  },
  calendar: {
    value: { weekend: [0, 6], holidays, workdays: [], knownThrough: day("2027-12-31") },
    source:
      "bank holidays in England and Wales: Banking and Financial Dealings Act 1971, as published by the government",
    certainty: "high",
  },
  livingAllowance: {
    value: [
      { from: day("2026-01-01"), currency: "GBP", adultMinor: 15_000n, childMinor: 10_000n, otherMinor: 10_000n },
    ],
    source: "example figures, to be replaced by the operator's own",
    certainty: "own",
  },
  limitationRestart: {
    value: ["request_to_defer", "promise_of_plan", "part_payment"],
    source: "Limitation Act 1980, s. 29–30: a payment or a written acknowledgement before the period has run out",
    certainty: "high",
  },
  limitationYears: { value: 6, source: "Limitation Act 1980, s. 5: England and Wales", certainty: "high" },
  limitationYearsByRegion: {
    value: { Scotland: 5 },
    source: "Prescription and Limitation (Scotland) Act 1973, s. 6",
    certainty: "high",
  },
  timeBarredLegalThreat: { value: "never", source: "FCA CONC 7.15", certainty: "high" },
  disputeHold: { value: "until_answered", source: "FCA CONC 7.14: pause while it is looked into", certainty: "high" },
  validationDays: { value: undefined, source: "no such period in law", certainty: "high" },
  creditReportObjectionDays: {
    value: 28,
    source: "Consumer Credit Act 1974, s. 159: what an agency has to answer",
    certainty: "medium",
  },
  moratoriumDays: { value: 60, source: breathingSpace, certainty: "high" },
  crisisMoratoriumDays: { value: 30, source: `${breathingSpace}: the treatment and 30 days`, certainty: "high" },
  costTableBeforeSign: { value: true, source: "own choice", certainty: "own" },
  automaticRefusal: { value: "never", source: "UK GDPR, article 22", certainty: "high" },
  rightsAnswerDays: { value: 30, source: "UK GDPR, article 12: one month", certainty: "high" },
  retentionYears: { value: 6, source: "own limit, as long as the limitation period", certainty: "own" },
  disclosures: {
    value: [
      { key: "free_advice", on: ["balance", "proposal", "agreement"] },
      { key: "breathing_space", on: ["balance", "proposal"] },
      { key: "limitation_uk", on: ["proposal", "agreement"] },
      { key: "person_decides", on: ["proposal"] },
    ],
    source: "FCA CONC 7.3.7A and 7.3.4; Limitation Act 1980, s. 29–30; UK GDPR, article 22",
    certainty: "high",
  },
  a11y: { value: ["WCAG 2.2 AA"], source: "Equality Act 2010, s. 20", certainty: "high" },
};
