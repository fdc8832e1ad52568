// A request to a person as the desk reads it. Pure: the shapes, and what may still be done with it.
import type { Day } from "#app/kernel/calendar.ts";
import { questionsOf, type AnsweredCase, type CaseOutcome } from "#app/modules/identity/case-outcomes.ts";
import type { CaseKind, CaseQuestion, CaseStatus } from "#app/modules/identity/help-cases.ts";
import type { CareMark } from "./care-marks.ts";
import type { CaseAccount } from "./case-view.ts";

export const requestKinds = ["dispute", "not_mine", "not_me", "sign_in", "data", "hardship", "question"] as const;
export type RequestKind = (typeof requestKinds)[number];

/** What of a request's own words has a name on the page, in this order. */
export const detailNames = [
  "reason",
  "request",
  "fullName",
  "reach",
  "when",
  "reference",
  "channel",
  "contact",
  "text",
  "details",
] as const;
export type DetailName = (typeof detailNames)[number];

/** Those whose words are codes of ours rather than somebody's own. */
export const codedDetails: ReadonlySet<DetailName> = new Set(["reason", "request", "channel"]);

export interface RequestEvent {
  readonly what: "opened" | "claimed" | "asked" | "written" | "answered";
  readonly at: Date;
}

export interface EarlierRequest {
  readonly id: string;
  readonly reference: string;
  readonly kind: CaseKind;
  readonly status: CaseStatus;
  readonly outcome: CaseOutcome | undefined;
  readonly openedOn: Day;
}

export interface RequestForDesk {
  readonly id: string;
  readonly reference: string;
  readonly kind: RequestKind;
  readonly status: CaseStatus;
  readonly language: string;
  readonly openedOn: Day;
  readonly answerBy: Day;
  /** It is this reader's: they may change it. */
  readonly mine: boolean;
  readonly holder: string | undefined;
  readonly details: readonly { readonly name: DetailName; readonly text: string }[];
  readonly borrowerId: string | undefined;
  readonly account: CaseAccount | undefined;
  readonly asked: CaseQuestion | undefined;
  readonly answered: AnsweredCase | undefined;
  readonly events: readonly RequestEvent[];
  readonly earlier: readonly EarlierRequest[];
  readonly care: readonly CareMark[];
}

/** Unknown, in another portfolio, the reader's own debt: the same. Else whose it is, before anything of it is shown. */
export type RequestRefusal =
  | { readonly kind: "not-found" }
  | {
      readonly kind: "not-yours";
      readonly id: string;
      readonly reference: string;
      readonly of: RequestKind;
      readonly holder: string | undefined;
      readonly open: boolean;
    };

/** A question goes to whoever can sign in to read and answer it. */
export function canAsk(request: Pick<RequestForDesk, "kind" | "borrowerId" | "status">): boolean {
  const { kind, borrowerId, status } = request;
  return borrowerId !== undefined && questionsOf[kind].length > 0 && status === "open";
}
