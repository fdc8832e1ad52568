// The columns of a placement file: which there are, in which order their faults are named, and how a file's own
// header maps to them. A header with a missing, unknown or repeated column is refused before any row is read:
// a column under a wrong name would be money in a wrong place.
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";

export const placementColumns = [
  "creditor_code",
  "account_number",
  "product_type",
  "lender_type",
  "currency",
  "borrower_ref",
  "full_name",
  "id_type",
  "id_number",
  "birth_date",
  "mobile",
  "email",
  "language",
  "region",
  "time_zone",
  "contract_date",
  "itemization_date",
  "first_unpaid_due_date",
  "annual_rate_percent",
  "principal",
  "interest",
  "penalty_interest",
  "fees",
  "costs",
  "secured",
  "last_payment_date",
  "last_payment_amount",
] as const;

export type PlacementColumn = (typeof placementColumns)[number];

/** Cells that a short row may leave out at its end. */
const optionalAtTheEnd: ReadonlySet<PlacementColumn> = new Set(["last_payment_date", "last_payment_amount"]);

export interface HeaderRefusal {
  readonly kind: "column_missing" | "column_unknown" | "column_repeated";
  readonly column: string;
}

export interface PlacementHeader {
  /** For each column in our order: which cell of a row it is. */
  readonly places: readonly number[];
  readonly width: number;
  /** The file has our order, so that rows need no rearranging. */
  readonly inOrder: boolean;
}

function dropEmptyEnd(cells: readonly string[]): readonly string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.trim() === "") end -= 1;
  return end === cells.length ? cells : cells.slice(0, end);
}

export function readHeader(cells: readonly string[]): Outcome<PlacementHeader, HeaderRefusal> {
  const names = dropEmptyEnd(cells).map((cell) => cell.trim().toLowerCase());
  const unknown = names.find((name) => !(placementColumns as readonly string[]).includes(name));
  if (unknown !== undefined) return refused({ kind: "column_unknown", column: unknown });
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) return refused({ kind: "column_repeated", column: repeated });
  const missing = placementColumns.find((column) => !names.includes(column));
  if (missing !== undefined) return refused({ kind: "column_missing", column: missing });
  const places = placementColumns.map((column) => names.indexOf(column));
  return done({ places, width: names.length, inOrder: places.every((place, index) => place === index) });
}

/** Whether a row holds nothing at all: a spreadsheet's empty last lines. */
export function isBlankRow(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

/** The row's cells in our order; undefined where it has too few or, beyond empty ones, too many. */
export function arrangeCells(
  cells: readonly string[],
  { places, width, inOrder }: PlacementHeader,
): readonly string[] | undefined {
  if (inOrder && cells.length === width) return cells;
  if (cells.length > width && dropEmptyEnd(cells.slice(width)).length > 0) return undefined;
  const missing = placementColumns.some(
    (column, index) => (places[index] ?? 0) >= cells.length && !optionalAtTheEnd.has(column),
  );
  return missing ? undefined : places.map((place) => cells[place] ?? "");
}
