// The rules that a quote is judged by: each with its figures, and whether it lets the arrangement be agreed at once or
// asks for a person. Pure. The list that staff read and the judgement itself come from this one place, so that neither
// knows of a rule that the other does not. It knows no way to refuse anybody.
import { addMonths, type Day } from "#app/kernel/calendar.ts";
import type { FigureName, OptionKind } from "#app/modules/policy/policy.ts";
import type { AskReason, Offer, OptionFacts, Quote } from "./options.ts";

export type RuleFigure =
  | { readonly kind: "minor"; readonly amountMinor: bigint }
  | { readonly kind: "months"; readonly count: number }
  | { readonly kind: "day"; readonly day: Day }
  | { readonly kind: "kinds"; readonly kinds: readonly OptionKind[] };

/** A reason to ask; beside other agreements one of them is looked at twice. */
export type RuleName = AskReason | "above_budget_in_all";

export interface JudgedRule {
  readonly rule: RuleName;
  readonly verdict: "pass" | "ask";
  /** What the quote comes to; undefined where the rule is a plain yes or no. */
  readonly found?: RuleFigure | undefined;
  /** Up to where it is agreed at once; undefined where nothing says. */
  readonly limit?: RuleFigure | undefined;
  /** Which figure of the pack says so; undefined where the rule is about the person or the account. */
  readonly figure?: FigureName | undefined;
}

const minor = (amountMinor: bigint): RuleFigure => ({ kind: "minor", amountMinor });
const months = (count: number): RuleFigure => ({ kind: "months", count });
const verdict = (asks: boolean): JudgedRule["verdict"] => (asks ? "ask" : "pass");

/** What an instalment may be by the month; undefined where the budget does not say. */
export function monthlyLimit({ surplusMinor, pack }: Pick<OptionFacts, "surplusMinor" | "pack">): bigint | undefined {
  if (surplusMinor === undefined) return undefined;
  return surplusMinor > 0n ? (surplusMinor * BigInt(pack.atOnce.value.shareOfSurplusPercent)) / 100n : 0n;
}

export function tokenAmount({ pack, currency, minimumMinor }: OptionFacts): bigint {
  const amount = pack.tokenPayment.value[currency] ?? minimumMinor;
  return amount > minimumMinor ? amount : minimumMinor;
}

/** A pause asks for nothing, and the pack's token payment is meant for those who have nothing left. */
function asksForLittle(facts: OptionFacts, { terms }: Quote): boolean {
  return terms.kind === "pause" || (terms.kind === "token" && terms.amountMinor <= tokenAmount(facts));
}

function fitOf(facts: OptionFacts, quote: Quote): Offer["fit"] {
  if (asksForLittle(facts, quote)) return "fits";
  const limit = monthlyLimit(facts);
  if (limit === undefined) return "unknown";
  return quote.monthlyMinor <= limit ? "fits" : "over";
}

function judgeTerm({ pack, today }: OptionFacts, { terms, lastOn }: Quote): JudgedRule {
  const { maxMonths, pauseMaxMonths, tokenMaxMonths } = pack.atOnce.value;
  const rule = { rule: "term", figure: "atOnce" } as const;
  if (terms.kind === "pause" || terms.kind === "token") {
    const most = terms.kind === "pause" ? pauseMaxMonths : tokenMaxMonths;
    return { ...rule, verdict: verdict(terms.months > most), found: months(terms.months), limit: months(most) };
  }
  const latest = addMonths(today, maxMonths);
  return {
    ...rule,
    verdict: verdict(lastOn > latest),
    found: { kind: "day", day: lastOn },
    limit: { kind: "day", day: latest },
  };
}

/**
 * Against what is left each month; then together with other agreements. It may be that the budget has them already, so
 * the second is no reason to say that it does not fit; a person looks at it.
 */
function judgeBudget(facts: OptionFacts, quote: Quote): JudgedRule[] {
  const [most, elsewhere] = [monthlyLimit(facts), facts.elsewhereMinor ?? 0n];
  const limit = most === undefined ? undefined : minor(most);
  const inAll = quote.monthlyMinor + elsewhere;
  const alone: JudgedRule = {
    rule: "above_budget",
    verdict: verdict(fitOf(facts, quote) === "over"),
    found: minor(quote.monthlyMinor),
    limit,
    figure: "atOnce",
  };
  if (elsewhere === 0n) return [alone];
  const tooMuch = most !== undefined && !asksForLittle(facts, quote) && inAll > most;
  const together = { verdict: verdict(tooMuch), found: minor(inAll), limit, figure: "atOnce" } as const;
  return [alone, { rule: "above_budget_in_all", ...together }];
}

/** Every rule that is looked at, whether it asks for a person or not. */
export function judgeRules(facts: OptionFacts, quote: Quote): readonly JudgedRule[] {
  const { kinds } = facts.pack.atOnce.value;
  const { kind } = quote.terms;
  return [
    { rule: "care", verdict: verdict(facts.care) },
    { rule: "disputed", verdict: verdict(facts.debts.some(({ disputed }) => disputed)) },
    { rule: "time_barred", verdict: verdict(facts.timeBarred ?? false), figure: "limitationYears" },
    { rule: "earlier_plan_broken", verdict: verdict(facts.earlierPlanBroken ?? false) },
    {
      rule: "kind",
      verdict: verdict(!kinds.includes(kind)),
      found: { kind: "kinds", kinds: [kind] },
      limit: { kind: "kinds", kinds },
      figure: "atOnce",
    },
    judgeTerm(facts, quote),
    ...judgeBudget(facts, quote),
    { rule: "budget_incomplete", verdict: verdict(!facts.budgetComplete && !asksForLittle(facts, quote)) },
  ];
}

/** Against the budget, and who answers: nobody has to where no reason to ask is left. */
export function judgeQuote(facts: OptionFacts, quote: Quote): Pick<Offer, "fit" | "ask"> {
  const asking = judgeRules(facts, quote)
    .filter((judged) => judged.verdict === "ask")
    .map(({ rule }): AskReason => (rule === "above_budget_in_all" ? "above_budget" : rule));
  return { fit: fitOf(facts, quote), ask: [...new Set(asking)] };
}
