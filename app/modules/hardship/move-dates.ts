// An agreement that is signed after its first date: the dates move on and keep their rhythm. Pure. It refuses to change
// anything but dates: how many there are and what they come to is quoted anew by the engine.
import { addDays, addMonths, type Day } from "#app/kernel/calendar.ts";
import type { OptionTerms, Rhythm } from "./options.ts";

const stepDays = { week: 7, fortnight: 14 } as const;

/** The first date of the rhythm that has not passed. */
function nextOf(every: "week" | "fortnight" | "month", firstOn: Day, earliest: Day): Day {
  for (let step = 0; ; step += 1) {
    const date = every === "month" ? addMonths(firstOn, step) : addDays(firstOn, step * stepDays[every]);
    if (date >= earliest) return date;
  }
}

function moveRhythm(rhythm: Rhythm, earliest: Day): Rhythm {
  if (rhythm.every !== "own") return { ...rhythm, firstOn: nextOf(rhythm.every, rhythm.firstOn, earliest) };
  const later = rhythm.dates.filter((date) => date >= earliest);
  // What was to be paid on days that have passed has one day of its own, where another does not stand there already.
  const caughtUp = later.length < rhythm.dates.length && later[0] !== earliest ? [earliest] : [];
  return { every: "own", dates: [...caughtUp, ...later] };
}

/** The same terms with no date before `earliest`. */
export function moveTerms(terms: OptionTerms, earliest: Day): OptionTerms {
  switch (terms.kind) {
    case "full_by_date":
      return { ...terms, on: terms.on < earliest ? earliest : terms.on };
    case "pause":
      return { ...terms, from: terms.from < earliest ? earliest : terms.from };
    case "token":
      return { ...terms, firstOn: nextOf("month", terms.firstOn, earliest) };
    case "instalments":
    case "stepped":
    case "waiver":
    case "settlement":
      return { ...terms, rhythm: moveRhythm(terms.rhythm, earliest) };
    default:
      return terms satisfies never;
  }
}
