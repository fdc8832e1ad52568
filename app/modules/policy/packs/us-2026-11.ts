// United States, federal rules as of November 2026; states add to them. Not legal advice: an operator's own values, and
// those of its states, come as a pack of their own.
import { day } from "#app/kernel/calendar.ts";
import type { PolicyPack } from "../policy.ts";
import { everyDay } from "./calendar-days.ts";
import { ownFigures202611 } from "./own-figures-2026-11.ts";

/** 5 U.S.C. 6103, as observed: a Saturday's on Friday, a Sunday's on Monday. */
const holidays = [
  ...everyDay("2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03"),
  ...everyDay("2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"),
  ...everyDay("2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31", "2027-06-18", "2027-07-05"),
  ...everyDay("2027-09-06", "2027-10-11", "2027-11-11", "2027-11-25", "2027-12-24", "2027-12-31"),
];

export const usPack202611: PolicyPack = {
  ...ownFigures202611,
  id: "us-2026-11",
  country: "us",
  inForceFrom: day("2026-11-01"),
  contactWindow: {
    value: { fromHour: 8, toHour: 21 },
    source: "Regulation F, 12 CFR 1006.6(b)(1)",
    certainty: "high",
  },
  callCaps: {
    value: {
      countedFor: "person_and_debt",
      reachedPerDay: undefined,
      unansweredPerNumberPerDay: undefined,
      per7Days: 7,
      quietDaysAfterTalk: 7,
    },
    source: "Regulation F, 12 CFR 1006.14(b)(2)",
    certainty: "high",
  },
  thirdPartyContact: {
    value: "location_only",
    source: "Regulation F, 12 CFR 1006.6(d) and 1006.10",
    certainty: "high",
  },
  contactRests: {
    value: ["agreement", "proposal", "dispute", "moratorium"],
    source: "disputes: Regulation F, 12 CFR 1006.38; the others by own choice",
    certainty: "own",
  },
  contactRights: {
    value: ["stop_channel", "offer_stop_in_every_message", "stop_all_in_writing", "choose_times", "choose_places"],
    source: "Regulation F, 12 CFR 1006.6(b), (c) and (e), 1006.14(h)",
    certainty: "high",
  },
  interestCaps: { value: [], source: "the contract and the law of the state; no federal figure", certainty: "high" },
  allocation: {
    value: {
      version: "us-2026-11/1",
      between: "as-directed-only",
      general: ["cost", "interest", "penalty_interest", "principal", "fee"],
    },
    source: "15 U.S.C. 1692h: as the person directs, never to a disputed debt; within one debt by own choice",
    certainty: "high",
  },
  planMaxMonths: { value: undefined, source: "no limit in federal law", certainty: "high" },
  planMinimumInstalment: { value: { USD: 500n }, source: "no floor in law; own limit of $5", certainty: "own" },
  tokenPayment: { value: { USD: 500n }, source: "own figure of $5", certainty: "own" },
  interestOnPlan: { value: ["running", "reduced", "frozen"], source: "as agreed; own choice", certainty: "own" },
  calendar: {
    value: { weekend: [0, 6], holidays, workdays: [], knownThrough: day("2027-12-31") },
    source: "federal holidays, 5 U.S.C. 6103, on the days on which they are observed",
    certainty: "high",
  },
  livingAllowance: {
    value: [
      { from: day("2026-01-01"), currency: "USD", adultMinor: 25_000n, childMinor: 15_000n, otherMinor: 15_000n },
    ],
    source: "example figures, to be replaced by the operator's own",
    certainty: "own",
  },
  limitationRestart: {
    value: ["promise_of_plan", "part_payment"],
    source: "by the law of the state; in many a payment or a written promise begins the period anew",
    certainty: "low",
  },
  limitationYears: {
    value: 3,
    source: "by the law of the state, mostly 3 to 6 years: the short one, until the operator sets that of its state",
    certainty: "low",
  },
  limitationYearsByRegion: {
    value: {},
    source: "by the law of the state; to be set by the operator",
    certainty: "low",
  },
  timeBarredLegalThreat: { value: "never", source: "Regulation F, 12 CFR 1006.26(b)", certainty: "high" },
  disputeHold: {
    value: "until_verified",
    source: "Regulation F, 12 CFR 1006.38(d): a written dispute in the validation period",
    certainty: "high",
  },
  validationDays: { value: 30, source: "Regulation F, 12 CFR 1006.34(b)(5)", certainty: "high" },
  creditReportObjectionDays: { value: 30, source: "Fair Credit Reporting Act, 15 U.S.C. 1681i", certainty: "high" },
  moratoriumDays: { value: undefined, source: "no moratorium in federal law", certainty: "high" },
  crisisMoratoriumDays: { value: undefined, source: "no moratorium in federal law", certainty: "high" },
  costTableBeforeSign: { value: true, source: "own choice", certainty: "own" },
  automaticRefusal: { value: "never", source: "own promise", certainty: "own" },
  rightsAnswerDays: { value: 30, source: "own promise; states differ", certainty: "own" },
  retentionYears: { value: 3, source: "Regulation F, 12 CFR 1006.100: after the last activity", certainty: "high" },
  disclosures: {
    value: [
      { key: "collector_first", on: ["balance"] },
      { key: "collector_again", on: ["balance", "proposal", "agreement"] },
      { key: "validation", on: ["balance"] },
      { key: "limitation_us", on: ["proposal", "agreement"] },
      { key: "person_decides", on: ["proposal"] },
    ],
    source: "Regulation F, 12 CFR 1006.18(e) and 1006.34; the last two by own choice",
    certainty: "high",
  },
  a11y: {
    value: ["WCAG 2.2 AA"],
    source: "Americans with Disabilities Act, title III, as the courts read it",
    certainty: "high",
  },
};
