// Whom something waits for, by when, and why somebody cannot have it, in words alike on every page of the desk.
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import type { AssignRefusal, ClaimRefusal, HoldRefusal, SnoozeRefusal, WorkStage } from "./work-items.ts";

export type ItemRefusal = ClaimRefusal | AssignRefusal | HoldRefusal | SnoozeRefusal;

/** How far a day is, in working days: "today", "in 2 working days", "was promised for then". */
export function sayDue(t: T, stage: WorkStage, workingDays: number): string {
  if (workingDays < 0) return t(stage === "borrower" ? "queue.due.pastBorrower" : "queue.due.past");
  return workingDays === 0 ? t("queue.due.today") : t("queue.due.ahead", { count: workingDays });
}

interface Place {
  readonly language: Language;
  readonly timeZone: string;
}

function saySnoozeRefusal(t: T, why: SnoozeRefusal["why"], latest: Day | undefined, language: Language): string {
  if (latest === undefined) return t("queue.refusal.noDay");
  const day = formatDay(latest, language);
  switch (why) {
    case "not-ahead":
      return t("queue.refusal.notAhead", { day });
    case "not-working":
      return t("queue.refusal.notWorking");
    case "too-late":
      return t("queue.refusal.tooLate", { day });
    default:
      return unreachable(why);
  }
}

/** Why it was not done. The name in it was written by a person: show it through <Foreign>. */
export function sayItemRefusal(t: T, refusal: ItemRefusal, { language, timeZone }: Place): string {
  switch (refusal.kind) {
    case "not-found":
      return t("queue.refusal.gone");
    case "taken":
      return t("queue.refusal.taken", {
        name: refusal.by,
        since: formatMoment(refusal.since, language, timeZone),
      });
    case "not-for-you":
      return t(`queue.refusal.notForYou.${refusal.why}`);
    case "not-possible":
      return t(`queue.refusal.notPossible.${refusal.why}`);
    case "not-mine":
      return t("queue.refusal.notMine");
    case "day":
      return saySnoozeRefusal(t, refusal.why, refusal.latest, language);
    default:
      return unreachable(refusal);
  }
}
