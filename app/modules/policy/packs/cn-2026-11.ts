// China, as of November 2026. Not legal advice: an operator's own values come as a pack of their own.
import { day } from "#app/kernel/calendar.ts";
import type { InterestCap, PolicyPack } from "../policy.ts";
import { ownFigures202611 } from "./own-figures-2026-11.ts";
import { daysFrom, everyDay } from "./calendar-days.ts";

const financialInstitutions = ["bank", "consumer_finance", "small_loan_company"];

/** Four times the one-year LPR in force at the contract, in parts per million, from the day of each new LPR. */
const privateLending: readonly InterestCap[] = [
  ["2020-08-20", 154_000],
  ["2021-12-20", 152_000],
  ["2022-01-20", 148_000],
  ["2022-08-22", 146_000],
  ["2023-06-20", 142_000],
  ["2023-08-21", 138_000],
  ["2024-07-22", 134_000],
  ["2024-10-21", 124_000],
  ["2025-05-20", 120_000],
].map(([from, maxAnnualPpm]) => ({
  lenderTypes: ["private", "other"],
  contractFrom: day(String(from)),
  maxAnnualPpm: Number(maxAnnualPpm),
}));

/** Notice of the General Office of the State Council of 4 November 2025, for 2026. */
const holidays2026 = [
  ...daysFrom("2026-01-01", 3),
  ...daysFrom("2026-02-15", 9),
  ...daysFrom("2026-04-04", 3),
  ...daysFrom("2026-05-01", 5),
  ...daysFrom("2026-06-19", 3),
  ...daysFrom("2026-09-25", 3),
  ...daysFrom("2026-10-01", 7),
];
const workdays2026 = everyDay("2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10");

/** The notice for 2027 is not out. These days are free by law; which days are moved around them is not known. */
const holidays2027 = [
  ...everyDay("2027-01-01"),
  ...daysFrom("2027-02-05", 4),
  ...everyDay("2027-04-05"),
  ...daysFrom("2027-05-01", 2),
  ...everyDay("2027-06-09", "2027-09-15"),
  ...daysFrom("2027-10-01", 3),
];

export const cnPack202611: PolicyPack = {
  ...ownFigures202611,
  id: "cn-2026-11",
  country: "cn",
  inForceFrom: day("2026-11-01"),
  contactWindow: {
    value: { fromHour: 8, toHour: 22 },
    source: "GB/T 45251-2025, as summarised by the press: 8:00 to 22:00 unless agreed otherwise",
    certainty: "high",
  },
  callCaps: {
    value: {
      countedFor: "person",
      reachedPerDay: 3,
      unansweredPerNumberPerDay: 6,
      per7Days: undefined,
      quietDaysAfterTalk: undefined,
    },
    source: "GB/T 45251-2025, as summarised by the press: creditor and agencies together, a machine's voice counts",
    certainty: "medium",
  },
  thirdPartyContact: {
    value: "unreachable_only",
    source: "GB/T 45251-2025, as summarised by the press: never to collect, no detail of the debt, stop on request",
    certainty: "high",
  },
  contactRests: {
    value: ["agreement", "proposal", "dispute", "moratorium"],
    source:
      "after a signed plan, unless it is broken: GB/T 45251-2025, as summarised by the press; the others by own choice",
    certainty: "high",
  },
  contactRights: {
    value: ["stop_channel", "choose_times"],
    source: "PIPL 15 and 44; GB/T 45251-2025, as summarised by the press",
    certainty: "high",
  },
  interestCaps: {
    value: [
      { lenderTypes: financialInstitutions, contractFrom: day("1900-01-01"), maxAnnualPpm: 240_000 },
      ...privateLending,
    ],
    source:
      "financial institutions 24 % all-in: Supreme People's Court opinions on financial trials of 2017; private lending 4 × one-year LPR at the contract: judicial interpretation of August 2020. Small-loan companies count as financial institutions (Court's reply 2020 no. 27)",
    certainty: "medium",
  },
  allocation: {
    value: {
      version: "cn-2026-11/1",
      between: "cn-civil-code-560",
      // Civil Code 561: costs, interest, principal. What is agreed as a fee counts like liquidated damages and comes
      // last: principal bears interest and a fee does not, so this order is also the cheaper one for the borrower.
      general: ["cost", "interest", "penalty_interest", "principal", "fee"],
      card: {
        untilDaysPastDue: 90,
        early: ["cost", "interest", "penalty_interest", "fee", "principal"],
        late: ["principal", "cost", "interest", "penalty_interest", "fee"],
      },
    },
    source: "Civil Code 560, 561; for cards the bank-card rules of 2011, article 48",
    certainty: "high",
  },
  planMaxMonths: {
    value: 60,
    source: "cards: bank-card rules of 2011, article 70; other loans: the product's cap, else own limit",
    certainty: "high",
  },
  planMinimumInstalment: { value: { CNY: 1_000n }, source: "no floor in law; own limit of ¥10", certainty: "own" },
  tokenPayment: { value: { CNY: 1_000n }, source: "own figure of ¥10", certainty: "own" },
  interestOnPlan: {
    value: ["running", "reduced", "frozen"],
    source: "as agreed, and stated in the agreement: bank-card rules of 2011, article 70",
    certainty: "high",
  },
  calendar: {
    value: {
      weekend: [0, 6],
      holidays: [...holidays2026, ...holidays2027],
      workdays: workdays2026,
      knownThrough: day("2026-12-31"),
    },
    source:
      "2026: State Council's notice, 国办发明电〔2025〕7号; 2027: only the days that the regulation on public holidays fixes, the notice is not out yet",
    certainty: "high",
  },
  livingAllowance: {
    value: [
      { from: day("2026-01-01"), currency: "CNY", adultMinor: 60_000n, childMinor: 40_000n, otherMinor: 40_000n },
    ],
    source: "example figures, to be replaced by the operator's own",
    certainty: "own",
  },
  limitationRestart: {
    value: ["request_to_defer", "promise_of_plan", "part_payment", "creditor_demand"],
    source:
      "Civil Code 195 and the 2020 judicial interpretation on limitation; a creditor's delivered demand counts, and the portal sends none",
    certainty: "high",
  },
  limitationYears: {
    value: 3,
    source: "Civil Code 188, 189: debt paid in instalments runs from the last one",
    certainty: "high",
  },
  limitationYearsByRegion: { value: {}, source: "one period for the whole country: Civil Code 188", certainty: "high" },
  timeBarredLegalThreat: { value: "never", source: "own promise", certainty: "own" },
  disputeHold: {
    value: "until_answered",
    source: "GB/T 45251-2025, as summarised by the press: verify promptly",
    certainty: "high",
  },
  validationDays: { value: undefined, source: "no such period in law", certainty: "high" },
  creditReportObjectionDays: {
    value: 20,
    source: "Regulation on the Credit Reporting Industry, article 25",
    certainty: "high",
  },
  moratoriumDays: { value: undefined, source: "no moratorium in law", certainty: "high" },
  crisisMoratoriumDays: { value: undefined, source: "no moratorium in law", certainty: "high" },
  costTableBeforeSign: {
    value: true,
    source: "rules on showing the whole cost of a loan in one table, with time to read, as summarised by the press",
    certainty: "medium",
  },
  automaticRefusal: {
    value: "never",
    source: "PIPL 24: reasons, and a review by a person on request",
    certainty: "high",
  },
  rightsAnswerDays: { value: 30, source: "GB/T 35273-2020, 8.7; PIPL 44–50: in time", certainty: "high" },
  retentionYears: {
    value: 5,
    source: "GB/T 45251-2025, as summarised by the press; for cards at least 2",
    certainty: "medium",
  },
  disclosures: {
    value: [
      { key: "limitation_cn", on: ["proposal", "agreement"] },
      { key: "person_decides", on: ["proposal"] },
    ],
    source: "Civil Code 188–195; PIPL 24",
    certainty: "high",
  },
  a11y: {
    value: ["GB/T 37668-2019", "WCAG 2.2 AA"],
    source: "Law on Building a Barrier-Free Environment",
    certainty: "high",
  },
};
