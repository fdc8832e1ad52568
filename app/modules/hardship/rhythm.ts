// When instalments fall due, and whether a pack allows these days. Pure: it counts each date from the first one, never
// from the one before, and knows neither a clock nor a time zone.
import { type Day, addDays, addMonths, day } from "#app/kernel/calendar.ts";
import { type Outcome, done, refused } from "#app/kernel/outcome.ts";
import type { PolicyPack } from "#app/modules/policy/policy.ts";
import type { Rhythm, TermsRefusal } from "./options.ts";

/** Where no rule limits a plan, arithmetic still has an end. */
const longestMonths = 480;

const stepDays = { week: 7, fortnight: 14 } as const;

/** The most instalments that a month can hold, so that a wild count is refused before it is counted out. */
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

function refuseOutside(date: Day, earliest: Day, latest: Day): TermsRefusal | undefined {
  if (date < earliest) return { kind: "date-too-early", earliest };
  return date > latest ? { kind: "date-too-late", latest } : undefined;
}

/** The last day on which a first payment may be. */
function latestFirst(pack: PolicyPack, today: Day): Day {
  const [soon, end] = [addDays(today, pack.planFirstPaymentDays.value), addMonths(today, mostMonthsOf(pack))];
  return soon < end ? soon : end;
}

export function refuseFirstDay(firstOn: Day, pack: PolicyPack, today: Day): TermsRefusal | undefined {
  return refuseOutside(firstOn, today, latestFirst(pack, today));
}

/** As refuseFirstDay, for a day that every month has; what would do is such a day too. */
function refuseFirstOfMonths(firstOn: Day, pack: PolicyPack, today: Day): TermsRefusal | undefined {
  const earliest = onPayableDay(today) === today ? today : addMonths(day(`${today.slice(0, 8)}01`), 1);
  const latest = onPayableDay(latestFirst(pack, today));
  if (earliest > latest) return { kind: "not-in-pack" };
  const payable = onPayableDay(firstOn);
  const refusal = refuseOutside(firstOn, earliest, latest);
  return refusal ?? (payable < firstOn ? { kind: "date-too-late", latest: payable } : undefined);
}

/** Months that have passed in full from one day to a later one. */
export function wholeMonths(from: Day, to: Day): number {
  const monthsOf = (date: Day): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
  return monthsOf(to) - monthsOf(from) - (to.slice(8) < from.slice(8) ? 1 : 0);
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
  const refusal = (every === "month" ? refuseFirstOfMonths : refuseFirstDay)(firstOn, pack, today);
  if (refusal) return refused(refusal);
  const mostMonths = mostMonthsOf(pack);
  const latest = addMonths(today, mostMonths);
  // By the month it is said how many fit from this first day on; otherwise how long it may last.
  const fitting = every === "month" ? wholeMonths(firstOn, latest) + 1 : mostMonths;
  const tooMany: TermsRefusal = { kind: "too-many-months", mostMonths: fitting };
  if (count > mostMonths * mostAMonth[every] + 1) return refused(tooMany);
  const dates = datesOf(rhythm);
  return (dates.at(-1) ?? firstOn) > latest ? refused(tooMany) : done(dates);
}

/** Whole months that a number of months may be: at least one, at most so many. */
export function refuseMonths(months: number, mostMonths: number): TermsRefusal | undefined {
  if (!isCount(months)) return { kind: "too-few", least: 1 };
  return months > mostMonths ? { kind: "too-many-months", mostMonths } : undefined;
}
