// Rows of placement files for tests: a good row of a person who does not exist, with what a test wants changed.
import { residentIdCheckDigit } from "#app/modules/identity/person.ts";
import { placementColumns, type PlacementColumn } from "#app/modules/placements/placement-columns.ts";

export type PlacementCells = Record<PlacementColumn, string>;

/** The ID number of a fictional person. */
export function fictionalId(birth: string, serial: string): string {
  const digits = `990001${birth.replaceAll("-", "")}${serial}`;
  return digits + residentIdCheckDigit(digits);
}

const liHua: PlacementCells = {
  creditor_code: "BJCF",
  account_number: "BJCF-1",
  product_type: "consumer_loan",
  lender_type: "consumer_finance",
  currency: "CNY",
  borrower_ref: "C1",
  full_name: "李华",
  id_type: "cn_resident_id",
  id_number: fictionalId("1984-01-20", "097"),
  birth_date: "1984-01-20",
  mobile: "+8615400000001",
  email: "lihua@example.com",
  language: "zh-CN",
  region: "成都",
  time_zone: "Asia/Shanghai",
  contract_date: "2025-02-02",
  itemization_date: "2026-11-01",
  first_unpaid_due_date: "2026-10-23",
  annual_rate_percent: "12.00",
  principal: "3618.89",
  interest: "36.88",
  penalty_interest: "18.44",
  fees: "99.00",
  costs: "0.00",
  secured: "N",
  last_payment_date: "2026-09-01",
  last_payment_amount: "250.00",
};

export function placementCells(changes: Partial<PlacementCells> = {}): PlacementCells {
  return { ...liHua, ...changes };
}

/** The cells in the order of the columns. */
export function inColumnOrder(cells: PlacementCells): string[] {
  return placementColumns.map((column) => cells[column]);
}

function quote(cell: string): string {
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A whole file; the header is line 1. */
export function placementCsv(rows: readonly PlacementCells[]): string {
  return (
    [placementColumns.join(","), ...rows.map((cells) => inColumnOrder(cells).map(quote).join(","))].join("\r\n") +
    "\r\n"
  );
}
