// Why a row of a file stays out. The codes are a contract with creditors: one may be added, none is renamed.
import type { PlacementColumn } from "./placement-columns.ts";

/** Every reason for which a row stays out. */
export const refusalCodes = [
  "row_malformed",
  "creditor_unknown",
  "creditor_not_expected",
  "account_number_missing",
  "account_duplicate",
  "account_person_mismatch",
  "period_closed",
  "product_type_unknown",
  "lender_type_unknown",
  "currency_unknown",
  "name_missing",
  "id_type_unknown",
  "id_missing",
  "id_malformed",
  "id_checksum",
  "id_region_unknown",
  "id_birth_date_mismatch",
  "mobile_invalid",
  "email_invalid",
  "language_unknown",
  "time_zone_unknown",
  "date_missing",
  "date_invalid",
  "date_in_future",
  "rate_missing",
  "rate_malformed",
  "rate_too_precise",
  "rate_out_of_range",
  "amount_missing",
  "amount_malformed",
  "amount_negative",
  "amount_too_precise",
  "nothing_owed",
  "secured_malformed",
  "last_payment_incomplete",
  "text_too_long",
  "text_control_character",
] as const;

export type RefusalCode = (typeof refusalCodes)[number];

export interface RowRefusal {
  /** Undefined where the row as a whole cannot be read. */
  readonly column: PlacementColumn | undefined;
  readonly code: RefusalCode;
}
