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
