// A request that a person answers, and by when.
import { addDays, type Day } from "#app/kernel/calendar.ts";

/** Monday to Friday; public holidays are not known to the portal. */
export function addWorkingDays(from: Day, count: number): Day {
  let day = from;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
    if (weekday !== 0 && weekday !== 6) left -= 1;
  }
  return day;
}
