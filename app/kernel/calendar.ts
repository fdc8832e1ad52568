// Calendar days, without a time of day. A day is the text "2026-11-23" (ISO 8601), which sorts, compares
// and goes into a `date` column as it is. A moment is a JavaScript Date. The agency's time zone joins them.
import { Temporal } from "temporal-polyfill";

export type Day = string & { readonly __day: unique symbol };

const isoDay = /^\d{4}-\d{2}-\d{2}$/;

/** The day that a text names ("2026-11-23" or "2026/11/3"), or undefined where no such day exists. */
export function readDay(text: string): Day | undefined {
  const plain = text.normalize("NFKC").trim().replaceAll("/", "-");
  const match = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(plain);
  if (!match) return undefined;
  const iso = `${match[1]}-${match[2]?.padStart(2, "0")}-${match[3]?.padStart(2, "0")}`;
  return isDay(iso) ? iso : undefined;
}

export function isDay(text: string): text is Day {
  if (!isoDay.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const date = Number(text.slice(8, 10));
  if (year < 1850 || year > 2200 || month < 1 || month > 12 || date < 1) return false;
  return date <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A day written in the code or read from the database; throws on anything that is not one. */
export function day(text: string): Day {
  if (!isDay(text)) throw new RangeError("not a calendar day");
  return text;
}

/** The day on the wall calendar of `timeZone` (IANA name) at that moment. */
export function dayAt(moment: Date, timeZone: string): Day {
  return day(
    Temporal.Instant.fromEpochMilliseconds(moment.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString(),
  );
}

/** Prisma gives `date` columns as midnight UTC. */
export function dayFromDbDate(value: Date): Day {
  return day(value.toISOString().slice(0, 10));
}

export function toDbDate(value: Day): Date {
  return new Date(`${value}T00:00:00Z`);
}

const dayMs = 86_400_000;

function digitsAt(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48;
  return value;
}

/** Days since 1 January 1970, read from the digits: schedules ask for thousands, and parsing dates is slow. */
export function dayNumber(value: Day): number {
  return Date.UTC(digitsAt(value, 0, 4), digitsAt(value, 5, 7) - 1, digitsAt(value, 8, 10)) / dayMs;
}

export function addDays(from: Day, count: number): Day {
  return day(new Date((dayNumber(from) + count) * dayMs).toISOString().slice(0, 10));
}

/** Whole days from `a` to `b`; negative where b is earlier. */
export function daysBetween(a: Day, b: Day): number {
  return dayNumber(b) - dayNumber(a);
}

/** Months counted from the anchor, never from the month before: 31 Jan → 28 Feb → 31 Mar. */
export function addMonths(anchor: Day, count: number): Day {
  const months = Number(anchor.slice(0, 4)) * 12 + Number(anchor.slice(5, 7)) - 1 + count;
  const [year, month] = [Math.floor(months / 12), (months % 12) + 1];
  const lastDate = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const date = Math.min(Number(anchor.slice(8)), lastDate);
  return day(`${year}-${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`);
}
