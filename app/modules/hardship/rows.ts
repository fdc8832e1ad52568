// A row of income or spending between the form and the budget. Pure. Two things decide whether a row counts, because
// a page without a script cannot clear a box that it hides: an amount that was typed counts without its tick, unless
// the page had shown the row ticked and the tick was taken away.
import { readAmount, toDecimalString, type AmountRefusal, type Currency } from "#app/kernel/money.ts";
import { budgetPeriods, type BudgetPeriod, type RowAnswer } from "./budget.ts";

/** What stands in the boxes of all rows, by name of the field. */
export type TypedRows = Readonly<Record<string, string | undefined>>;

export type Rows<Key extends string> = Readonly<Partial<Record<Key, RowAnswer>>>;

export type RowFault = "missing" | "malformed" | "negative" | "tooPrecise" | "period";

const faults: Readonly<Record<AmountRefusal, RowFault>> = {
  amount_missing: "missing",
  amount_malformed: "malformed",
  amount_negative: "negative",
  amount_too_precise: "tooPrecise",
};

function isPeriod(typed: string): typed is BudgetPeriod {
  return (budgetPeriods as readonly string[]).includes(typed);
}

const isUnknown = (typed: string | undefined): typed is "not_sure" | "not_said" =>
  typed === "not_sure" || typed === "not_said";

/** Whether the page shows the row ticked and open. */
export function isTicked(typed: TypedRows, key: string): boolean {
  if (typed[key] !== undefined) return true;
  const wasTicked = (typed["shown"] ?? "").split(" ").some((mark) => mark.split(":")[0] === key);
  return !wasTicked && (Boolean(typed[`${key}_amount`]?.trim()) || isUnknown(typed[`${key}_answer`]));
}

/** For the field `shown`: the rows that this page shows ticked, "pay food:not_sure". */
export function markShown(typed: TypedRows, keys: readonly string[]): string {
  return keys
    .filter((key) => isTicked(typed, key))
    .map((key) => (isUnknown(typed[`${key}_answer`]) ? `${key}:${typed[`${key}_answer`]}` : key))
    .join(" ");
}

function readRow(typed: TypedRows, key: string, currency: Currency): RowAnswer | RowFault | undefined {
  if (!isTicked(typed, key)) return undefined;
  const amount = typed[`${key}_amount`]?.trim() ?? "";
  const answer = typed[`${key}_answer`];
  // Somebody who had been unsure and now types an amount has answered, whatever the old choice beside it says.
  const outdated = amount !== "" && (typed["shown"] ?? "").split(" ").includes(`${key}:${answer}`);
  if (isUnknown(answer) && !outdated) return { kind: answer };
  const period = typed[`${key}_period`] ?? "month";
  if (!isPeriod(period)) return "period";
  const read = readAmount(amount, currency);
  return read.ok ? { kind: "amount", amountMinor: read.amountMinor, period } : faults[read.code];
}

export interface ReadRows<Key extends string> {
  readonly rows: Rows<Key>;
  /** By the field to mend. */
  readonly errors: Readonly<Record<string, RowFault>>;
}

export function readRows<Key extends string>(
  typed: TypedRows,
  keys: readonly Key[],
  currency: Currency,
): ReadRows<Key> {
  const rows: Partial<Record<Key, RowAnswer>> = {};
  const errors: Record<string, RowFault> = {};
  for (const key of keys) {
    const read = readRow(typed, key, currency);
    if (typeof read === "string") errors[`${key}_${read === "period" ? "period" : "amount"}`] = read;
    else if (read) rows[key] = read;
  }
  return { rows, errors };
}

/** What was saved, as it stands in the boxes. */
export function typeRows(rows: Readonly<Partial<Record<string, RowAnswer>>>, currency: Currency): TypedRows {
  const typed: Record<string, string> = {};
  for (const [key, row] of Object.entries(rows)) {
    if (!row) continue;
    typed[key] = "yes";
    typed[`${key}_answer`] = row.kind;
    if (row.kind !== "amount") continue;
    typed[`${key}_amount`] = toDecimalString({ amountMinor: row.amountMinor, currency }).replace(/\.00$/, "");
    typed[`${key}_period`] = row.period;
  }
  return typed;
}
