// How a pack writes down many days: in a row, or one by one.
import { addDays, day, type Day } from "#app/kernel/calendar.ts";

export function daysFrom(first: string, count: number): Day[] {
  return Array.from({ length: count }, (_, index) => addDays(day(first), index));
}

export function everyDay(...days: readonly string[]): Day[] {
  return days.map(day);
}
