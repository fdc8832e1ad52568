// What somebody who supervises wants to know of a desk: how much waits and how long, whether the promised days are kept,
// how it decides. Pure. It refuses to rank people: every table is in the order of names, with the sum below it.
import { formatTime } from "#app/i18n/format.ts";
import { addDays, dayAt, daysBetween, type Day } from "#app/kernel/calendar.ts";
import { addWorkingDays, isWorkingDay, type WorkingCalendar } from "#app/modules/policy/policy.ts";

export const supervisionDays = [7, 30, 90] as const;
export type SupervisionDays = (typeof supervisionDays)[number];

export interface SupervisionFilter {
  /** How far back is looked. */
  readonly days: SupervisionDays;
  /** One of the reader's own; undefined: all of them. */
  readonly creditor: string | undefined;
}

/** Of an address; what is not among the choices is the usual. */
export function readSupervisionFilter(asked: URLSearchParams, creditors: readonly string[]): SupervisionFilter {
  return {
    days: supervisionDays.find((days) => String(days) === asked.get("days")) ?? 30,
    creditor: creditors.find((code) => code === asked.get("creditor")),
  };
}

/** Where a person or nobody has it: what waits for the desk, and what waits elsewhere. */
export interface WorkCounts {
  readonly open: number;
  readonly dueToday: number;
  readonly late: number;
  readonly snoozed: number;
  readonly second: number;
  readonly borrower: number;
}

export const noWork: WorkCounts = { open: 0, dueToday: 0, late: 0, snoozed: 0, second: 0, borrower: 0 };

export function sumWork(counts: readonly WorkCounts[]): WorkCounts {
  return counts.reduce(
    (sum, { open, dueToday, late, snoozed, second, borrower }) => ({
      open: sum.open + open,
      dueToday: sum.dueToday + dueToday,
      late: sum.late + late,
      snoozed: sum.snoozed + snoozed,
      second: sum.second + second,
      borrower: sum.borrower + borrower,
    }),
    noWork,
  );
}

/** Upper ends of the groups of age in working days; the last one is open. */
export const ageLimits = [1, 3, 5, 10] as const;
export const ageGroups = ["upTo1", "upTo3", "upTo5", "upTo10", "longer"] as const;
export type AgeGroup = (typeof ageGroups)[number];

/** How many working days after `from` up to `until`; more than `limit` is not counted out. */
export function workingDaysAfter(calendar: WorkingCalendar, from: Day, until: Day, limit = 60): number {
  if (daysBetween(from, until) > limit * 3) return limit;
  let count = 0;
  for (let day = addDays(from, 1); day <= until && count < limit; day = addDays(day, 1)) {
    if (isWorkingDay(calendar, day)) count += 1;
  }
  return count;
}

export function ageGroupOf(workingDays: number): AgeGroup {
  const at = ageLimits.findIndex((limit) => workingDays <= limit);
  return ageGroups[at] ?? "longer";
}

/** Hours in which a desk is there, for counting how long somebody waited for it. An own figure, not the law's. */
const office = { fromMinute: 9 * 60, untilMinute: 18 * 60 } as const;

function minuteOfDay(moment: Date, timeZone: string): number {
  const [hour = "0", minute = "0"] = formatTime(moment, timeZone).split(":");
  return Number(hour) * 60 + Number(minute);
}

const withinOffice = (minute: number): number => Math.min(Math.max(minute, office.fromMinute), office.untilMinute);

/** Hours of work that passed between two moments. */
export function workingHoursBetween(calendar: WorkingCalendar, from: Date, until: Date, timeZone: string): number {
  const [first, last] = [dayAt(from, timeZone), dayAt(until, timeZone)];
  let minutes = 0;
  for (let day = first; day <= last; day = addDays(day, 1)) {
    if (!isWorkingDay(calendar, day)) continue;
    const start = day === first ? withinOffice(minuteOfDay(from, timeZone)) : office.fromMinute;
    const end = day === last ? withinOffice(minuteOfDay(until, timeZone)) : office.untilMinute;
    minutes += Math.max(end - start, 0);
  }
  return minutes / 60;
}

export function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? undefined : (low + high) / 2;
}

export interface FirstAnswer {
  readonly sentAt: Date;
  readonly answeredAt: Date;
  /** What was promised when it was sent: an answer within so many working days. */
  readonly calendar: WorkingCalendar;
  readonly promisedWorkingDays: number;
}

export interface AnswerTimes {
  readonly count: number;
  readonly inTime: number;
  readonly medianHours: number | undefined;
  readonly byWorkingDays: Readonly<Record<AgeGroup, number>>;
}

/** How soon people had their first answer. */
export function timeAnswers(answers: readonly FirstAnswer[], timeZone: string): AnswerTimes {
  const byWorkingDays: Record<AgeGroup, number> = { upTo1: 0, upTo3: 0, upTo5: 0, upTo10: 0, longer: 0 };
  const hours: number[] = [];
  let inTime = 0;
  for (const { sentAt, answeredAt, calendar, promisedWorkingDays } of answers) {
    const [sentOn, answeredOn] = [dayAt(sentAt, timeZone), dayAt(answeredAt, timeZone)];
    if (answeredOn <= addWorkingDays(calendar, sentOn, promisedWorkingDays)) inTime += 1;
    byWorkingDays[ageGroupOf(workingDaysAfter(calendar, sentOn, answeredOn))] += 1;
    hours.push(workingHoursBetween(calendar, sentAt, answeredAt, timeZone));
  }
  return { count: answers.length, inTime, medianHours: median(hours), byWorkingDays };
}

/** Whole percent, rounded to the nearest; nothing of nothing is no share. */
export function shareOf(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.round((part * 100) / whole);
}

/** How the desk answered: `better` is an offer that binds at once because it is better for the borrower. */
export const answerKinds = ["approve", "better", "counter", "ask", "decline"] as const;
export type AnswerKind = (typeof answerKinds)[number];
