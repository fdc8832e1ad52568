// China, as of November 2026. Not legal advice: an operator's own values come as a pack of their own.
import { day } from "#app/kernel/calendar.ts";
import type { InterestCap, PolicyPack } from "../policy.ts";

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

export const cnPack202611: PolicyPack = {
  id: "cn-2026-11",
  country: "cn",
  inForceFrom: day("2026-11-01"),
  contactWindow: {
    value: { fromHour: 8, toHour: 22 },
    source: "GB/T 45251-2025, as summarised by the press",
    certainty: "high",
  },
  messageCaps: { value: { perDay: 1, per7Days: 3 }, source: "own limit", certainty: "own" },
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
    source: "bank-card rules of 2011, article 70; own limit for other loans",
    certainty: "high",
  },
  planRhythms: { value: ["week", "fortnight", "month", "own"], source: "own choice", certainty: "own" },
  planFirstPaymentDays: { value: 45, source: "own limit", certainty: "own" },
  planMinimumInstalment: { value: { CNY: 1_000n }, source: "no floor in law; own limit of ¥10", certainty: "own" },
  fullByDateMaxDays: { value: 90, source: "own limit", certainty: "own" },
  steppedLowMaxMonths: { value: 12, source: "own limit", certainty: "own" },
  tokenMaxMonths: { value: 6, source: "own limit", certainty: "own" },
  tokenPayment: { value: { CNY: 1_000n }, source: "own figure of ¥10", certainty: "own" },
  pauseMaxMonths: { value: 6, source: "own limit", certainty: "own" },
  settlementMaxPayments: { value: 3, source: "own limit", certainty: "own" },
  waivable: { value: ["interest", "penalty_interest", "fee"], source: "own choice", certainty: "own" },
  interestOnPlan: {
    value: ["running", "reduced", "frozen"],
    source: "as agreed, and stated in the agreement: bank-card rules of 2011, article 70",
    certainty: "high",
  },
  atOnce: {
    value: {
      kinds: ["full_by_date", "instalments", "stepped", "token", "pause"],
      maxMonths: 36,
      shareOfSurplusPercent: 80,
      pauseMaxMonths: 3,
      tokenMaxMonths: 6,
    },
    source: "own limits; outside of them a person answers, never a machine (PIPL 24)",
    certainty: "own",
  },
  planChanges: {
    value: {
      moveMaxDays: 14,
      movesPerYear: 3,
      skipsPerYear: 1,
      reduceToPercent: 50,
      reductionsPerYear: 2,
      laterEndMaxMonths: 3,
    },
    source: "own limits",
    certainty: "own",
  },
  planGraceDays: { value: 7, source: "own limit", certainty: "own" },
  planBreachAfterMissed: { value: 2, source: "own limit", certainty: "own" },
  planCureDays: { value: 20, source: "own limit", certainty: "own" },
  signWithinDays: { value: 14, source: "own limit", certainty: "own" },
  offerOpenDays: { value: 14, source: "own limit", certainty: "own" },
  offerRounds: { value: 2, source: "own limit", certainty: "own" },
  proposalAnswerWorkingDays: { value: 3, source: "own promise", certainty: "own" },
  calendar: {
    value: { weekend: [0, 6], holidays: [], workdays: [], knownThrough: day("2025-12-31") },
    source: "State Council's yearly notice of public holidays",
    certainty: "high",
  },
  livingAllowance: {
    value: [
      { from: day("2026-01-01"), currency: "CNY", adultMinor: 60_000n, childMinor: 40_000n, otherMinor: 40_000n },
    ],
    source: "example figures, to be replaced by the operator's own",
    certainty: "own",
  },
  evidenceRequired: { value: false, source: "own choice: evidence is optional", certainty: "own" },
  fundsClearDays: { value: 7, source: "own limit", certainty: "own" },
  limitationRestart: {
    value: ["request_to_defer", "promise_of_plan", "part_payment"],
    source: "Civil Code 195 and the 2020 judicial interpretation on limitation",
    certainty: "high",
  },
  limitationYears: { value: 3, source: "Civil Code 188", certainty: "high" },
  creditReportObjectionDays: {
    value: 20,
    source: "Regulation on the Credit Reporting Industry, article 25",
    certainty: "high",
  },
  rightsAnswerDays: { value: 30, source: "own limit in the spirit of PIPL 44–50", certainty: "high" },
  helpAnswerWorkingDays: { value: 2, source: "own promise", certainty: "own" },
  retentionYears: { value: 5, source: "GB/T 45251-2025, as summarised by the press", certainty: "medium" },
};
