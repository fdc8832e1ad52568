// What a person needs from us, as codes whose words are in both catalogues. Pure. A need is for everybody who has the
// case; its cause is for few, and nobody is asked for one.
import { addDays, daysBetween, type Day } from "#app/kernel/calendar.ts";

export const careNeeds = ["more_time", "written_only", "helper", "large_print", "no_calls", "gentle"] as const;
export type CareNeed = (typeof careNeeds)[number];

export const careCauses = ["health", "bereavement", "abuse", "mental_health", "crisis", "other"] as const;
export type CareCause = (typeof careCauses)[number];

export const careTellers = ["borrower", "helper", "observed"] as const;
export type CareTeller = (typeof careTellers)[number];

export interface CareMark {
  readonly id: string;
  readonly need: CareNeed;
  readonly toldBy: CareTeller;
  /** On this day somebody looks whether it still holds; until it is ended it holds. */
  readonly reviewOn: Day;
}

const reviewMaxDays = 366;
const reviewUsualDays = 90;

/** The day that a new mark is looked at again, where nobody names another. */
export function usualReviewDay(today: Day): Day {
  return addDays(today, reviewUsualDays);
}

/** A mark that nobody looks at for years says nothing true any more. */
export function isReviewDay(on: Day, today: Day): boolean {
  const ahead = daysBetween(today, on);
  return ahead >= 1 && ahead <= reviewMaxDays;
}
