// What a borrower may ask of people, and which of it holds an account.
export const disputeReasons = ["amount", "already_paid", "not_mine", "credit_report", "other"] as const;
export type DisputeReason = (typeof disputeReasons)[number];

export interface DisputeWish {
  readonly reason: DisputeReason;
  readonly details: string;
}

/** A question about a credit report, or about something else, leaves the amount as it is. */
export function holdsAccount(reason: DisputeReason): boolean {
  return reason === "amount" || reason === "already_paid" || reason === "not_mine";
}

export const dataRequests = ["copy", "correct", "explain", "delete"] as const;
export type DataRequest = (typeof dataRequests)[number];

export interface DataWish {
  readonly request: DataRequest;
  readonly details: string;
}
