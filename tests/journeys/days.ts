// Days that journeys type into boxes: counted from today, on days that every month has.
import { addDays, dayAt, type Day } from "#app/kernel/calendar.ts";

/** A day of the month that every month has, about as far away as this. */
export function dayInAbout(days: number): Day {
  const found = addDays(dayAt(new Date(), "Asia/Shanghai"), days);
  return Number(found.slice(-2)) > 28 ? addDays(found, 4) : found;
}
