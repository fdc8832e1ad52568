import type { decisions as zh } from "../zh/decisions.ts";

export const decisions = {
  reason: {
    term_too_long: "It takes longer than the creditor can agree to now.",
    first_date_too_late: "The first payment comes rather late.",
    below_budget: "The instalments are well below what works with your budget.",
    above_budget: "The instalments are high and could leave too little for essentials.",
    reduction_not_agreed: "The creditor does not agree to give up this part now.",
    information_missing: "We do not know enough about your budget yet.",
    account_in_question: "The amount of one account is still being checked.",
  },
  wouldAccept: {
    term_too_long: "What would be accepted: a plan that ends sooner.",
    first_date_too_late: "What would be accepted: an earlier first payment, even a small one.",
    below_budget: "What would be accepted: instalments nearer to what works with your budget.",
    above_budget: "What would be accepted: lower instalments, or a pause first.",
    reduction_not_agreed: "What would be accepted: this part included, paid in instalments.",
    information_missing: "What would be accepted: the same plan, with more about your budget.",
    account_in_question: "What would be accepted: a plan once the amount has been checked.",
  },
  question: {
    income_proof: "Could you show us something about your income? A photo or a file will do.",
    income_change: "When do you expect your income to change?",
    spending_detail: "Could you tell us what the larger costs are for?",
    household: "How many people live on this income?",
    other_debts: "Do you pay other debts each month? About how much?",
    amount_possible: "Which amount each month feels safe to you?",
    first_date: "What is the earliest day for a first payment?",
    reason_detail: "Could you say briefly what has happened? Only what you want to say.",
  },
} satisfies typeof zh;
