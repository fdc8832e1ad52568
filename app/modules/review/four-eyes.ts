// When a second person has to look before an answer is given. Pure. What the policy pack lets happen by itself needs one
// person at most; whoever gives more away than that, or asks for more than a budget holds, does not do it alone.
import type { Offer, Quote } from "#app/modules/hardship/options.ts";

export const secondCauses = ["settlement", "waiver", "term", "kind", "above_budget"] as const;
export type SecondCause = (typeof secondCauses)[number];

export interface SecondFacts {
  /** What the borrower proposed themselves, by today's books. */
  readonly proposed: Quote | undefined;
  /** Given up for this person already, in other arrangements. */
  readonly waivedElsewhereMinor: bigint;
  /** Minor units, by currency (settings.desk.waiverLimit). */
  readonly waiverLimit: Readonly<Record<string, bigint>>;
}

/**
 * Empty: one person answers. A waiver is measured against its limit, for the person as a whole, and not by its kind. More
 * by the month than the budget holds is looked at twice only where the borrower did not propose as much.
 */
export function causesForSecond(
  { quote, ask }: Pick<Offer, "quote" | "ask">,
  { proposed, waivedElsewhereMinor, waiverLimit }: SecondFacts,
): readonly SecondCause[] {
  const { kind } = quote.terms;
  const limit = waiverLimit[quote.currency] ?? 0n;
  const causes: Record<SecondCause, boolean> = {
    settlement: kind === "settlement",
    waiver: quote.waivedMinor > 0n && quote.waivedMinor + waivedElsewhereMinor > limit,
    term: ask.includes("term"),
    kind: ask.includes("kind") && kind !== "waiver" && kind !== "settlement",
    above_budget: ask.includes("above_budget") && quote.monthlyMinor > (proposed?.monthlyMinor ?? 0n),
  };
  return secondCauses.filter((cause) => causes[cause]);
}
