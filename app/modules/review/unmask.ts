// What can be shown unmasked, and what for. Pure. Each time it is one thing, for one reason; the borrower can read both.
export const unmaskFields = ["name", "id_number", "phone", "email", "birth_date"] as const;
export type UnmaskField = (typeof unmaskFields)[number];

export const unmaskReasons = ["caller_check", "papers", "letter", "correction", "authority"] as const;
export type UnmaskReason = (typeof unmaskReasons)[number];

export interface Unmasked {
  readonly field: UnmaskField;
  /** Empty where nothing of the kind is on file. */
  readonly values: readonly string[];
}
