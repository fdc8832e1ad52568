// A note of the staff, as those who have the case read it.
export const noteLimit = 2000;

export interface CaseNote {
  readonly id: string;
  readonly at: Date;
  readonly author: string;
  readonly text: string;
  /** The case it was written at. */
  readonly subjectId: string | undefined;
}
