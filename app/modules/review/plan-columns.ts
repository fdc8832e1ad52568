// A plan as one column among others: its figures, and how they stand against the budget and against what was proposed.
// Pure.
import { monthlyLimit } from "#app/modules/hardship/quote-rules.ts";
import type { Offer, OptionFacts, Quote } from "#app/modules/hardship/options.ts";

export type PlanSide = "theirs" | "engine" | "mine";

export interface PlanColumn {
  readonly side: PlanSide;
  readonly quote: Quote;
  readonly fit: Offer["fit"];
  /** Of what is left each month, in percent; undefined where nothing is left, or the budget does not say. */
  readonly sharePercent: number | undefined;
  /** What it takes and leaves in the end against what was proposed; undefined for that itself. */
  readonly againstTheirsMinor: bigint | undefined;
}

function shareOf({ surplusMinor }: Pick<OptionFacts, "surplusMinor">, { monthlyMinor }: Quote): number | undefined {
  if (surplusMinor === undefined || surplusMinor <= 0n) return undefined;
  return Number((monthlyMinor * 100n + surplusMinor - 1n) / surplusMinor);
}

const inAll = ({ totalMinor, leftMinor }: Quote): bigint => totalMinor + leftMinor;

/** Side by side, in the order given; a side that cannot be had is left out. */
export function columnsOf(
  facts: Pick<OptionFacts, "surplusMinor">,
  sides: Readonly<Record<PlanSide, Pick<Offer, "quote" | "fit"> | undefined>>,
): readonly PlanColumn[] {
  const { theirs } = sides;
  return (["theirs", "engine", "mine"] as const).flatMap((side) => {
    const offer = sides[side];
    if (!offer) return [];
    const { quote, fit } = offer;
    const against = theirs && side !== "theirs" ? inAll(quote) - inAll(theirs.quote) : undefined;
    return [{ side, quote, fit, sharePercent: shareOf(facts, quote), againstTheirsMinor: against }];
  });
}

export interface BudgetRoom {
  readonly surplusMinor: bigint | undefined;
  /** What an instalment may be by the month. */
  readonly limitMinor: bigint | undefined;
  readonly sharePercent: number;
}

/** What the budget allows, which stands beside every offer. */
export function roomOf(facts: Pick<OptionFacts, "surplusMinor" | "pack">): BudgetRoom {
  const sharePercent = facts.pack.atOnce.value.shareOfSurplusPercent;
  return { surplusMinor: facts.surplusMinor, limitMinor: monthlyLimit(facts), sharePercent };
}
