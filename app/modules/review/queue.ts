// What waits, seen from one side: which view of it, narrowed and sorted how, and from which row on. All of it stands in
// the address, so that a view can be kept and sent to a colleague. Pure. It refuses to count pages: a page begins after
// a row, whatever has come and gone before it.
import { addDays, isDay, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import { isWorkingDay, type WorkingCalendar } from "#app/modules/policy/policy.ts";
import { workLevels, workStages, type WorkKind, type WorkLevel, type WorkStage } from "./work-items.ts";

export const queueViews = ["mine", "unassigned", "today", "borrower", "second", "snoozed", "all"] as const;
export type QueueView = (typeof queueViews)[number];

/** For whom what is in a view waits. */
export const viewStages: Readonly<Record<QueueView, readonly WorkStage[]>> = {
  mine: ["desk"],
  unassigned: ["desk"],
  today: ["desk"],
  borrower: ["borrower"],
  second: ["second"],
  snoozed: workStages,
  all: workStages,
};

/** Views of what the reader has themselves. */
export const ownViews: ReadonlySet<QueueView> = new Set(["mine", "snoozed"]);

export const queueSorts = ["due", "opened"] as const;
export type QueueSort = (typeof queueSorts)[number];

/** The row that a page begins after, or ends before: its day or moment, as the database writes it, and its id. */
export interface QueueMark {
  readonly side: "after" | "before";
  readonly at: string;
  readonly id: string;
}

export interface QueueFilters {
  readonly creditor: string | undefined;
  readonly language: Language | undefined;
  readonly level: WorkLevel | undefined;
}

export interface QueueWish extends QueueFilters {
  /** Undefined: whichever has work. */
  readonly view: QueueView | undefined;
  readonly sort: QueueSort;
  readonly latestFirst: boolean;
  readonly mark: QueueMark | undefined;
}

/** One row, whatever it is about. */
export interface QueueRow {
  readonly id: string;
  readonly kind: WorkKind;
  readonly reference: string;
  readonly creditorCode: string | undefined;
  readonly borrowerId: string | undefined;
  readonly language: Language;
  readonly stage: WorkStage;
  readonly level: WorkLevel;
  readonly dueOn: Day;
  readonly openedAt: Date;
  readonly snoozedUntil: Day | undefined;
  readonly holder: { readonly name: string; readonly mine: boolean; readonly since: Date } | undefined;
  /** Nobody has it, and nothing keeps the reader from taking it. */
  readonly free: boolean;
}

export interface QueuePage<Detail> {
  readonly view: QueueView;
  /** How many each view holds with these filters, counted no further than `countCap` + 1. */
  readonly counts: Readonly<Record<QueueView, number>>;
  readonly rows: readonly (QueueRow & { readonly detail: Detail | undefined })[];
  /** Where the pages beside this one begin; undefined where there is none. */
  readonly before: QueueMark | undefined;
  readonly after: QueueMark | undefined;
}

export const countCap = 999;

/** "37", "999+": never a figure that was not counted. */
export function sayCount(count: number): string {
  return count > countCap ? `${countCap}+` : String(count);
}

const moment = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d{1,6})?\+00$/;

export function writeMark({ at, id }: Pick<QueueMark, "at" | "id">): string {
  return Buffer.from(`${at}|${id}`).toString("base64url");
}

function readMark(side: QueueMark["side"], text: string | null, sort: QueueSort): QueueMark | undefined {
  if (!text || text.length > 120) return undefined;
  const [at = "", id] = Buffer.from(text, "base64url").toString("utf8").split("|");
  const fits = sort === "due" ? isDay(at) : moment.test(at) && isDay(at.slice(0, 10));
  return fits && isId(id) ? { side, at, id } : undefined;
}

function oneOf<Name extends string>(names: readonly Name[], text: string | null): Name | undefined {
  return names.find((name) => name === text);
}

/** What an address asks for; what it does not say, or says wrongly, is as it is without it. */
export function readWish(asked: URLSearchParams): QueueWish {
  const sort = oneOf(queueSorts, asked.get("sort")) ?? "due";
  const language = asked.get("language");
  return {
    view: oneOf(queueViews, asked.get("view")),
    creditor: asked.get("creditor") || undefined,
    language: isLanguage(language) ? language : undefined,
    level: oneOf(workLevels, asked.get("level")),
    sort,
    latestFirst: asked.get("order") === "desc",
    mark: readMark("after", asked.get("after"), sort) ?? readMark("before", asked.get("before"), sort),
  };
}

/** The address of such a view, beginning with "?"; only what differs from the ordinary is said, and `more`. */
export function writeWish(wish: QueueWish, more: Readonly<Record<string, string>> = {}): string {
  const asked = new URLSearchParams();
  const say = (name: string, value: string | undefined): void => {
    if (value !== undefined) asked.set(name, value);
  };
  say("view", wish.view);
  say("creditor", wish.creditor);
  say("language", wish.language);
  say("level", wish.level);
  say("sort", wish.sort === "due" ? undefined : wish.sort);
  say("order", wish.latestFirst ? "desc" : undefined);
  if (wish.mark) asked.set(wish.mark.side, writeMark(wish.mark));
  for (const [name, value] of Object.entries(more)) asked.set(name, value);
  return `?${asked.toString()}`;
}

/** Working days from today to that day: 0 today and on no other day, below 0 once it is past. */
export function workingDaysUntil(calendar: WorkingCalendar, today: Day, dueOn: Day): number {
  if (dueOn === today) return 0;
  const ahead = dueOn > today;
  const [from, to] = ahead ? [today, dueOn] : [dueOn, today];
  let count = 0;
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkingDay(calendar, day)) count += 1;
  // A weekend away is neither today nor to come.
  return ahead ? Math.max(count, 1) : -Math.max(count, 1);
}
