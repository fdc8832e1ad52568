// A household's money as text, to be sealed: amounts as text in minor units, everything else as it is. Pure.
import type { Budget, RowAnswer } from "./budget.ts";

export const emptyBudget: Budget = { household: undefined, income: undefined, spending: undefined, savings: undefined };

export function encodeBudget(budget: Budget): string {
  return JSON.stringify(budget, (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

type StoredRow = Exclude<RowAnswer, { kind: "amount" }> | { kind: "amount"; amountMinor: string; period: "month" };

function decodeRow(row: StoredRow): RowAnswer {
  return row.kind === "amount" ? { ...row, amountMinor: BigInt(row.amountMinor) } : row;
}

function decodeRows<Key extends string>(
  rows: Partial<Record<Key, StoredRow>> | undefined,
): Partial<Record<Key, RowAnswer>> | undefined {
  if (!rows) return undefined;
  const entries = Object.entries(rows) as [Key, StoredRow][];
  return Object.fromEntries(entries.map(([key, row]) => [key, decodeRow(row)])) as Partial<Record<Key, RowAnswer>>;
}

/** Of text that encodeBudget wrote. */
export function decodeBudget(text: string): Budget {
  const stored = JSON.parse(text) as {
    household?: Budget["household"];
    income?: Record<string, StoredRow>;
    spending?: Record<string, StoredRow>;
    savings?: StoredRow;
  };
  return {
    household: stored.household,
    income: decodeRows(stored.income),
    spending: decodeRows(stored.spending),
    savings: stored.savings && decodeRow(stored.savings),
  };
}
