// The pages between choosing accounts and sending a proposal, in order, and where somebody goes on. Pure.
import type { Budget } from "./budget.ts";

export const steps = ["household", "income", "spending", "options", "check"] as const;
export type Step = (typeof steps)[number];

export interface Progress {
  readonly budget: Budget;
  /** Something was chosen from the options. */
  readonly chosen: boolean;
}

/** The first page that was not answered yet; the check where all were. */
export function nextStep({ budget, chosen }: Progress): Step {
  if (!budget.household) return "household";
  if (!budget.income) return "income";
  if (!budget.spending) return "spending";
  return chosen ? "check" : "options";
}

/** Where Back leads. */
export function stepBefore(proposalId: string, step: Step): string {
  const before = steps[steps.indexOf(step) - 1];
  return before ? `/my/hardship/${proposalId}/${before}` : "/my/hardship";
}
