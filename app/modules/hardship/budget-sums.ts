// Sums of a household's budget by the month, in whole minor units. Every rounding favours the borrower: what comes in
// is rounded down, what goes out is rounded up. It refuses to guess: where an income is not known, nothing is said
// about what is left.
import type { LivingAllowance } from "#app/modules/policy/policy.ts";
import type { Budget, BudgetPeriod, RowAnswer } from "./budget.ts";

export type Direction = "in" | "out";

/** How many of a period make a year: a month is a twelfth of it. */
const timesAYear: Readonly<Record<BudgetPeriod, bigint>> = { week: 52n, fortnight: 26n, month: 12n, year: 1n };

/** An amount of each period as one of each month. */
export function monthlyMinor(amountMinor: bigint, period: BudgetPeriod, direction: Direction): bigint {
  const yearly = amountMinor * timesAYear[period];
  return (direction === "in" ? yearly : yearly + 11n) / 12n;
}

type Rows = Readonly<Partial<Record<string, RowAnswer>>>;

/** The rows of one page by the month, as far as they are amounts. */
export function subtotalOf(rows: Rows | undefined, direction: Direction = "out"): bigint {
  return Object.values(rows ?? {}).reduce(
    (sum, row) => (row?.kind === "amount" ? sum + monthlyMinor(row.amountMinor, row.period, direction) : sum),
    0n,
  );
}

export interface BudgetSummary {
  readonly incomeMinor: bigint;
  readonly spendingMinor: bigint;
  readonly allowanceMinor: bigint;
  /** Below zero where more is needed than comes in; undefined where the budget does not say. */
  readonly surplusMinor: bigint | undefined;
  /** Every page was answered, and every ticked box with an amount. */
  readonly complete: boolean;
}

function allAmounts(rows: Rows | undefined): boolean {
  return rows !== undefined && Object.values(rows).every((row) => row === undefined || row.kind === "amount");
}

function allowanceOf({ household }: Budget, allowance: LivingAllowance | undefined): bigint {
  if (!household || !allowance) return 0n;
  return (
    BigInt(household.adults) * allowance.adultMinor +
    BigInt(household.children) * allowance.childMinor +
    BigInt(household.others) * allowance.otherMinor
  );
}

export function summarizeBudget(budget: Budget, allowance: LivingAllowance | undefined): BudgetSummary {
  const { household, income, spending, savings } = budget;
  const incomeMinor = subtotalOf(income, "in");
  const spendingMinor = subtotalOf(spending, "out");
  const allowanceMinor = allowanceOf(budget, allowance);
  // A page of spending that nobody has opened yet would make a household look rich.
  const known = allAmounts(income) && spending !== undefined;
  return {
    incomeMinor,
    spendingMinor,
    allowanceMinor,
    surplusMinor: known ? incomeMinor - spendingMinor - allowanceMinor : undefined,
    complete: known && household !== undefined && allAmounts(spending) && (savings?.kind ?? "amount") === "amount",
  };
}
