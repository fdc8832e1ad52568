// What a schedule takes from a household each month, so that it can be held against what is left each month. Pure; it
// rounds up. What is paid upfront comes from what somebody has, not from what comes in, and is not counted.
import { type Day, addMonths } from "#app/kernel/calendar.ts";
import type { OptionTerms, QuotedInstalment } from "./options.ts";
import { wholeMonths } from "./rhythm.ts";

type Dated = Pick<QuotedInstalment, "dueOn" | "amountMinor">;

/** Instalments of a rhythm in twelfths of a year. */
const aYear = { week: 52n, fortnight: 26n, month: 12n } as const;

/** For days of one's own: what has to be put by each month so that each of them can be paid. */
function putByEachMonth(instalments: readonly Dated[], today: Day): bigint {
  const [first] = instalments;
  if (!first) return 0n;
  const monthBefore = addMonths(first.dueOn, -1);
  const start = monthBefore < today ? monthBefore : today;
  let [sum, most] = [0n, 0n];
  for (const { dueOn, amountMinor } of instalments) {
    sum += amountMinor;
    const months = BigInt(Math.max(1, wholeMonths(start, dueOn)));
    const each = (sum + months - 1n) / months;
    if (each > most) most = each;
  }
  return most;
}

/** The highest instalment by the month. */
export function highestByMonth(terms: OptionTerms, instalments: readonly Dated[], today: Day): bigint {
  const counted = terms.kind === "instalments" && terms.upfrontMinor > 0n ? instalments.slice(1) : instalments;
  const every = "rhythm" in terms ? terms.rhythm.every : terms.kind === "full_by_date" ? "own" : "month";
  if (every === "own") return putByEachMonth(counted, today);
  const highest = counted.reduce((most, { amountMinor }) => (amountMinor > most ? amountMinor : most), 0n);
  return (highest * aYear[every] + 11n) / 12n;
}
