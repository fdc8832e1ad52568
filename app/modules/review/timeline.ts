// Everything that happened around one person, as one list: what there is, which of it is wanted, and where a page of it
// begins. Pure. A page begins after an entry, never after a number of them, so that nothing is shown twice or left out
// when something happens meanwhile.
import type { Currency } from "#app/kernel/money.ts";

export const timelineKinds = [
  "proposal",
  "plan",
  "payment",
  "request",
  "message",
  "thread",
  "paper",
  "note",
  "glass",
  "access",
] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** What the list can be narrowed to. */
export const timelineViews = ["all", "answers", "money", "contact", "staff"] as const;
export type TimelineView = (typeof timelineViews)[number];

const kindsOf: Readonly<Record<TimelineView, readonly TimelineKind[]>> = {
  all: timelineKinds,
  answers: ["proposal", "request", "paper"],
  money: ["payment", "plan"],
  contact: ["message", "thread"],
  staff: ["note", "glass", "access"],
};

export function kindsIn(view: TimelineView): readonly TimelineKind[] {
  return kindsOf[view];
}

export interface TimelineEntry {
  /** Unique in the list; with the moment it says where an entry stands. */
  readonly key: string;
  readonly at: Date;
  readonly kind: TimelineKind;
  /** What happened, as a code of its kind. */
  readonly what: string;
  readonly reference: string | undefined;
  /** Who did it, as a code; and by name where it was one of the staff. */
  readonly by: string | undefined;
  readonly staff: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly amount: { readonly minor: bigint; readonly currency: Currency } | undefined;
}

/** The entry after which a page begins. */
export interface TimelineCursor {
  /** With its microseconds. */
  readonly at: string;
  readonly key: string;
}

/** The beginning: before anything that has happened. */
export const newestFirst: TimelineCursor = { at: "9999-12-31T00:00:00.000000Z", key: "~" };

const cursorPattern = /^((?:19[7-9]|[2-9]\d\d)\d-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)~([0-9a-z:-]{1,60})$/;

export function writeCursor({ at, key }: TimelineCursor): string {
  return `${at}~${key}`;
}

/** 31 February is no moment, whatever JavaScript makes of it. */
function isMoment(text: string): boolean {
  const date = new Date(text);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 19) === text.slice(0, 19);
}

/** What is no cursor is the beginning. */
export function readCursor(text: string | null): TimelineCursor {
  const [, at, key] = cursorPattern.exec(text ?? "") ?? [];
  return at === undefined || key === undefined || !isMoment(at) ? newestFirst : { at, key };
}

export function readTimelineView(text: string | null): TimelineView {
  return timelineViews.find((view) => view === text) ?? "all";
}

export interface TimelinePage {
  readonly view: TimelineView;
  readonly entries: readonly TimelineEntry[];
  /** Whether this is the first page. */
  readonly first: boolean;
  /** Where the next page begins; undefined on the last one. */
  readonly next: string | undefined;
}
