// How days and moments are written. Money is in kernel/money: it looks alike in both languages.
// Calendar days come as text and are never turned into a moment, which would drag a time zone in.
import type { Day } from "#app/kernel/calendar.ts";
import type { Language } from "./languages.ts";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
] as const;

/** "2026年11月23日" or "23 November 2026". */
export function formatDay(day: Day, language: Language): string {
  const [year = "", month = "", date = ""] = day.split("-");
  if (language === "zh-CN") return `${year}年${Number(month)}月${Number(date)}日`;
  return `${Number(date)} ${months[Number(month) - 1] ?? month} ${year}`;
}

/** "2026-11" as "2026年11月" or "November 2026". */
export function formatMonth(month: string, language: Language): string {
  const [year = "", number = ""] = month.split("-");
  return language === "zh-CN" ? `${year}年${Number(number)}月` : `${months[Number(number) - 1] ?? number} ${year}`;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Day and time of day as the wall clock of `timeZone` shows them. */
function wallClock(moment: Date, timeZone: string): { day: Day; time: string } {
  let clock = clocks.get(timeZone);
  if (!clock) {
    // Swedish writes dates as ISO does; making a formatter is slow, so each zone has one.
    clock = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short", timeZone });
    clocks.set(timeZone, clock);
  }
  const [day = "", time = ""] = clock.format(moment).split(" ");
  return { day: day as Day, time };
}

/** "2026年11月23日18:00" or "23 November 2026, 18:00"; 24 hours in both. */
export function formatMoment(moment: Date, language: Language, timeZone: string): string {
  const { day, time } = wallClock(moment, timeZone);
  return formatDay(day, language) + (language === "zh-CN" ? time : `, ${time}`);
}

/** "18:00" */
export function formatTime(moment: Date, timeZone: string): string {
  return wallClock(moment, timeZone).time;
}
