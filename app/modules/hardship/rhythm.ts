// When instalments fall due, and whether a pack allows these days. Pure: it counts each date from the first one, never
// from the one before, and knows neither a clock nor a time zone.
import { type Day, addDays, addMonths, day } from "#app/kernel/calendar.ts";
import { type Outcome, done, refused } from "#app/kernel/outcome.ts";
import type { PolicyPack } from "#app/modules/policy/policy.ts";
import type { Rhythm, TermsRefusal } from "./options.ts";

/** Where no rule limits a plan, arithmetic still has an end. */
const longestMonths = 480;

const stepDays = { week: 7, fortnight: 14 } as const;

/** The most instalments that a year can hold, so that a wild count is refused before it is counted out. */
const mostAMonth = { week: 5, fortnight: 3, month: 1, own: 31 } as const;

export function mostMonthsOf(pack: PolicyPack): number {
  return Math.min(pack.planMaxMonths.value ?? longestMonths, longestMonths);
}

const two = (value: number): string => String(value).padStart(2, "0");

/** As addMonths for a day that every month has. */
function onSameDay(first: Day, months: number): Day {
  const month = Number(first.slice(0, 4)) * 12 + Number(first.slice(5, 7)) - 1 + months;
  // Every month has the days 1–28, so this is a calendar day without asking.
  return `${Math.floor(month / 12)}-${two((month % 12) + 1)}-${first.slice(8)}` as Day;
}

/** The days of a rhythm that was checked. */
export function datesOf(rhythm: Rhythm): Day[] {
  const { every } = rhythm;
  if (every === "own") return [...rhythm.dates];
  const { firstOn, count } = rhythm;
  return Array.from({ length: count }, (_, index) =>
    every === "month" ? onSameDay(firstOn, index) : addDays(firstOn, stepDays[every] * index),
  );
}

/** The same day where it is 1–28, else the 28th. */
export function onPayableDay(date: Day): Day {
  return date.slice(8) > "28" ? day(`${date.slice(0, 8)}28`) : date;
}

/** A day of the month that not every month has: the nearest one that would do. */
function refuseLateDayOfMonth(firstOn: Day, today: Day): TermsRefusal | undefined {
  const latest = onPayableDay(firstOn);
  if (latest === firstOn) return undefined;
  if (latest >= today) return { kind: "date-too-late", latest };
  return { kind: "date-too-early", earliest: addMonths(day(`${firstOn.slice(0, 8)}01`), 1) };
}

export function refuseFirstDay(firstOn: Day, pack: PolicyPack, today: Day): TermsRefusal | undefined {
  if (firstOn < today) return { kind: "date-too-early", earliest: today };
  const latest = addDays(today, pack.planFirstPaymentDays.value);
  return firstOn > latest ? { kind: "date-too-late", latest } : undefined;
}

function isCount(count: number): boolean {
  return Number.isSafeInteger(count) && count >= 1;
}

function checkOwnDates(dates: readonly Day[], pack: PolicyPack, today: Day): Outcome<Day[], TermsRefusal> {
  const [first] = dates;
  if (first === undefined) return refused({ kind: "too-few", least: 1 });
  if (dates.some((date, index) => date <= (dates[index - 1] ?? ""))) return refused({ kind: "dates-out-of-order" });
  const refusal = refuseFirstDay(first, pack, today);
  if (refusal) return refused(refusal);
  const latest = addMonths(today, mostMonthsOf(pack));
  return (dates.at(-1) ?? first) > latest ? refused({ kind: "date-too-late", latest }) : done([...dates]);
}

/** The days of a rhythm, or why the pack does not allow it. */
export function checkRhythm(rhythm: Rhythm, pack: PolicyPack, today: Day): Outcome<Day[], TermsRefusal> {
  const { every } = rhythm;
  if (!pack.planRhythms.value.includes(every)) return refused({ kind: "not-in-pack" });
  if (every === "own") return checkOwnDates(rhythm.dates, pack, today);
  const { firstOn, count } = rhythm;
  if (!isCount(count)) return refused({ kind: "too-few", least: 1 });
  const early = every === "month" ? refuseLateDayOfMonth(firstOn, today) : undefined;
  const refusal = refuseFirstDay(firstOn, pack, today) ?? early;
  if (refusal) return refused(refusal);
  const mostMonths = mostMonthsOf(pack);
  if (count > mostMonths * mostAMonth[every] + 1) return refused({ kind: "too-many-months", mostMonths });
  const dates = datesOf(rhythm);
  if ((dates.at(-1) ?? firstOn) > addMonths(today, mostMonths)) return refused({ kind: "too-many-months", mostMonths });
  return done(dates);
}

/** Whole months that a number of months may be: at least one, at most so many. */
export function refuseMonths(months: number, mostMonths: number): TermsRefusal | undefined {
  if (!isCount(months)) return { kind: "too-few", least: 1 };
  return months > mostMonths ? { kind: "too-many-months", mostMonths } : undefined;
}
