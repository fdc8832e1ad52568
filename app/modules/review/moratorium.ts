// A quiet time: for some days nobody is reminded, whatever is owed. Pure.
import { addDays, type Day } from "#app/kernel/calendar.ts";

export const moratoriumReasons = ["bereavement", "illness", "crisis", "disaster", "advice", "other"] as const;
export type MoratoriumReason = (typeof moratoriumReasons)[number];

/** Days from tomorrow on. */
export const moratoriumDays = { least: 1, most: 60 } as const;

/** The last quiet day; undefined where it would be none, or too long to be a pause. */
export function lastQuietDay(today: Day, days: number): Day | undefined {
  if (!Number.isInteger(days) || days < moratoriumDays.least || days > moratoriumDays.most) return undefined;
  return addDays(today, days);
}
