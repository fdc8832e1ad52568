// Who may take a piece of work, and until when it may sleep. Pure: what is on file comes in, a refusal or nothing comes
// out. It refuses to let an answer that was promised for a day sleep past it.
import type { StaffActor } from "#app/kernel/actor.ts";
import { addDays, type Day } from "#app/kernel/calendar.ts";
import { may } from "#app/kernel/permissions.ts";
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from "#app/modules/policy/policy.ts";

export const workKinds = [
  "proposal",
  "dispute",
  "not_mine",
  "not_me",
  "sign_in",
  "hardship",
  "data",
  "question",
] as const;
export type WorkKind = (typeof workKinds)[number];

export const workStages = ["desk", "second", "borrower"] as const;
/** For whom it waits: the desk, the second pair of eyes, the borrower. */
export type WorkStage = (typeof workStages)[number];

export const workLevels = ["agent", "senior"] as const;
export type WorkLevel = (typeof workLevels)[number];

/** Why somebody may not have it: it was handed up, they declined the one before, or they owe it themselves. */
export type NotForYou = "level" | "declined-before" | "own-debt";

export type ClaimRefusal =
  /** Unknown, answered already, or in another portfolio: the same. */
  | { readonly kind: "not-found" }
  | { readonly kind: "taken"; readonly by: string; readonly since: Date }
  | { readonly kind: "not-for-you"; readonly why: NotForYou };

export type AssignRefusal =
  | { readonly kind: "not-found" }
  | { readonly kind: "not-possible"; readonly why: "inactive" | "role" | "portfolio" | NotForYou };

export type HoldRefusal = { readonly kind: "not-found" } | { readonly kind: "not-mine" };

/** Why a day will not do; `latest` is the last one that would, where one would at all. */
export interface SnoozeRefusal {
  readonly kind: "day";
  readonly why: "not-ahead" | "not-working" | "too-late";
  readonly latest: Day | undefined;
}

interface Takeable {
  readonly level: WorkLevel;
  readonly notFor: string | undefined;
}

/** Those who may have work of this level: what was handed up goes to those who are the second pair of eyes. */
export function levelsOf(role: StaffActor["role"]): readonly WorkLevel[] {
  return may(role, "case.second") ? workLevels : ["agent"];
}

export function refuseTaker(
  { level, notFor }: Takeable,
  { staffId, role }: Pick<StaffActor, "staffId" | "role">,
): Exclude<NotForYou, "own-debt"> | undefined {
  if (!levelsOf(role).includes(level)) return "level";
  return notFor === staffId ? "declined-before" : undefined;
}

const longestDays = 14;

/** The last working day until which it may sleep; undefined where it may not at all. */
export function latestSnooze(
  calendar: WorkingCalendar,
  today: Day,
  { stage, dueOn }: { readonly stage: WorkStage; readonly dueOn: Day },
): Day | undefined {
  const limit = addDays(today, longestDays);
  let latest = stage === "desk" && dueOn < limit ? dueOn : limit;
  while (latest > today && !isWorkingDay(calendar, latest)) latest = addDays(latest, -1);
  return latest > today ? latest : undefined;
}

export function refuseSnooze(
  calendar: WorkingCalendar,
  today: Day,
  item: { readonly stage: WorkStage; readonly dueOn: Day },
  until: Day,
): SnoozeRefusal | undefined {
  const latest = latestSnooze(calendar, today, item);
  if (latest === undefined || until > latest) return { kind: "day", why: "too-late", latest };
  if (until < addWorkingDays(calendar, today, 1)) return { kind: "day", why: "not-ahead", latest };
  return isWorkingDay(calendar, until) ? undefined : { kind: "day", why: "not-working", latest };
}
