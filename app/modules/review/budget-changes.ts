// What somebody says of their household now beside what they said the last time, row by row and by the month. Pure. It
// refuses to judge: a change is a fact to ask about, and one that helps the borrower stands in the same list.
import { monthlyMinor } from "#app/modules/hardship/budget-sums.ts";
import {
  incomeKeys,
  spendingKeys,
  type Budget,
  type IncomeKey,
  type RowAnswer,
  type SpendingKey,
} from "#app/modules/hardship/budget.ts";

export type BudgetPart = "income" | "spending" | "savings";
export type BudgetKey = IncomeKey | SpendingKey | "savings";

/** `known`: there is an amount now where there was none; `unknown`: the other way round. */
export type BudgetMove = "new" | "gone" | "more" | "less" | "known" | "unknown";

export interface BudgetChange {
  readonly part: BudgetPart;
  readonly key: BudgetKey;
  readonly move: BudgetMove;
  /** By the month; savings as they are. Undefined where no amount was given. */
  readonly beforeMinor: bigint | undefined;
  readonly nowMinor: bigint | undefined;
}

export const householdKeys = ["adults", "children", "others"] as const;

export interface HouseholdChange {
  readonly who: (typeof householdKeys)[number];
  readonly before: number;
  readonly now: number;
}

export interface BudgetChanges {
  readonly rows: readonly BudgetChange[];
  readonly household: readonly HouseholdChange[];
}

/** What a row comes to by the month; undefined where it says no amount. */
export function rowMinor(part: BudgetPart, answer: RowAnswer | undefined): bigint | undefined {
  if (answer?.kind !== "amount") return undefined;
  if (part === "savings") return answer.amountMinor;
  return monthlyMinor(answer.amountMinor, answer.period, part === "income" ? "in" : "out");
}

function moveOf(part: BudgetPart, before: RowAnswer | undefined, now: RowAnswer | undefined): BudgetMove | undefined {
  if (!before || !now) return now ? "new" : before && "gone";
  const [was, is] = [rowMinor(part, before), rowMinor(part, now)];
  if (was === undefined || is === undefined) return was === is ? undefined : was === undefined ? "known" : "unknown";
  return was === is ? undefined : is > was ? "more" : "less";
}

function compare(part: BudgetPart, key: BudgetKey, before?: RowAnswer, now?: RowAnswer): BudgetChange[] {
  const move = moveOf(part, before, now);
  if (!move) return [];
  return [{ part, key, move, beforeMinor: rowMinor(part, before), nowMinor: rowMinor(part, now) }];
}

/** In the order of the form. What was not asked yet counts as not there. */
export function budgetChanges(before: Budget, now: Budget): BudgetChanges {
  return {
    rows: [
      ...incomeKeys.flatMap((key) => compare("income", key, before.income?.[key], now.income?.[key])),
      ...spendingKeys.flatMap((key) => compare("spending", key, before.spending?.[key], now.spending?.[key])),
      ...compare("savings", "savings", before.savings, now.savings),
    ],
    household: householdKeys.flatMap((who) => {
      const [was, is] = [before.household?.[who] ?? 0, now.household?.[who] ?? 0];
      return was === is ? [] : [{ who, before: was, now: is }];
    }),
  };
}
