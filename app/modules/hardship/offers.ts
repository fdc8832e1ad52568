// Which arrangements are suggested to a household, each judged by the rules of quote-rules.ts. Pure. There is always
// something to choose, nothing beyond the pack is suggested, and it knows no way to refuse anybody.
import { type Day, addDays, addMonths } from "#app/kernel/calendar.ts";
import type { WaivablePart } from "#app/modules/policy/policy.ts";
import { countUntilPaid } from "./level.ts";
import type { EngineDebt, Offer, OptionFacts, OptionTerms, Rhythm } from "./options.ts";
import { judgeQuote, monthlyLimit, tokenAmount } from "./quote-rules.ts";
import { leastInstalment, quoteOption } from "./quote.ts";
import { datesOf, mostMonthsOf, onPayableDay } from "./rhythm.ts";
import { type Days, numberDays, payableOf, planCourse } from "./simulate-interest.ts";
import { balanceOf, waiveParts } from "./split-accounts.ts";

/** Longer than this nothing is suggested by itself, where no rule limits a plan. */
const longestSuggested = 120;

/** The lower payments of a suggested stepped plan. */
const lowMonths = 6;

/** About a month ahead, on a day that every month has; undefined where the pack's days hold none. */
function firstMonthly({ pack, today }: OptionFacts): Day | undefined {
  const latest = addDays(today, pack.planFirstPaymentDays.value);
  const wished = addMonths(today, 1);
  const date = onPayableDay(wished < latest ? wished : latest);
  return date >= today ? date : undefined;
}

interface Menu {
  readonly facts: OptionFacts;
  readonly firstOn: Day;
  /** All monthly days that are suggested at most. */
  readonly days: Days;
  readonly least: bigint;
}

function readMenu(facts: OptionFacts, firstOn: Day): Menu {
  const { pack, today } = facts;
  const longest = Math.min(mostMonthsOf(pack), longestSuggested);
  const end = addMonths(today, longest);
  const dates = datesOf({ every: "month", firstOn, count: longest + 1 }).filter((date) => date <= end);
  return { facts, firstOn, days: numberDays(dates), least: leastInstalment(facts, balanceOf(facts.debts)) };
}

function monthly({ firstOn }: Menu, count: number): Rhythm {
  return { every: "month", firstOn, count };
}

/** How many months it takes to pay so much each month. */
function monthsAt({ facts, days }: Menu, debts: readonly EngineDebt[], head: readonly bigint[], level: bigint) {
  return level > 0n ? countUntilPaid(planCourse(facts, debts, days), head, level) : undefined;
}

/** As many months as the menu has, while each instalment is one that the pack allows. */
function mostMonths({ facts, days, least }: Menu, debts: readonly EngineDebt[], most = days.dates.length): number {
  const whole = payableOf(planCourse(facts, debts, numberDays([]))) / (least > 0n ? least : 1n);
  const count = whole < BigInt(most) ? Number(whole) : most;
  return Math.max(1, Math.min(count, days.dates.length));
}

/** Instalments at all that fits, at half of it, and lower for a while first. */
function instalmentsWithin(menu: Menu, limit: bigint): OptionTerms[] {
  const { facts, least } = menu;
  const { debts, pack } = facts;
  const atOnceMonths = pack.atOnce.value.maxMonths;
  const half = limit / 2n > least ? limit / 2n : least;
  const lowCount = Math.min(lowMonths, pack.steppedLowMaxMonths.value);
  const quick = monthsAt(menu, debts, [], limit);
  if (quick === undefined) return instalmentsBeyond(menu, limit, lowCount);
  const gentle = monthsAt(menu, debts, [], half) ?? menu.days.dates.length;
  const head = Array.from({ length: lowCount }, () => half);
  const stepped = quick > lowCount ? monthsAt(menu, debts, head, limit) : undefined;
  const counts = [quick, Math.max(quick, Math.min(gentle, atOnceMonths))];
  return [
    ...[...new Set(counts)].map((count) => instalments(menu, count)),
    ...(stepped ? [steppedTerms(menu, stepped, lowCount, half)] : []),
  ];
}

function instalments(menu: Menu, count: number): OptionTerms {
  return { kind: "instalments", rhythm: monthly(menu, count), upfrontMinor: 0n };
}

function steppedTerms(menu: Menu, count: number, lowCount: number, lowMinor: bigint): OptionTerms {
  return { kind: "stepped", rhythm: monthly(menu, count), lowCount, lowMinor };
}

/** What fits now does not pay it off in the longest time there is: what fits for a while, or the lowest level. */
function instalmentsBeyond(menu: Menu, limit: bigint, lowCount: number): OptionTerms[] {
  const most = mostMonths(menu, menu.facts.debts);
  return [...(most > lowCount ? [steppedTerms(menu, most, lowCount, limit)] : []), instalments(menu, most)];
}

/** Where nothing is known of a budget: over one, two and three years. */
function instalmentsUnknown(menu: Menu): OptionTerms[] {
  const most = mostMonths(menu, menu.facts.debts, menu.facts.pack.atOnce.value.maxMonths);
  return [...new Set([12, 24, 36].map((count) => Math.min(count, most)))].map((count) => instalments(menu, count));
}

function waiverTerms(menu: Menu, limit: bigint | undefined): OptionTerms[] {
  const { facts } = menu;
  const waive: WaivablePart[] = facts.pack.waivable.value.filter((part) =>
    facts.debts.some(({ balances }) => balances[part] > 0n),
  );
  if (waive.length === 0) return [];
  const debts = waiveParts(facts, waive);
  const fitting = limit === undefined ? undefined : monthsAt(menu, debts, [], limit);
  const count = fitting ?? mostMonths(menu, debts, limit === undefined ? facts.pack.atOnce.value.maxMonths : undefined);
  return [{ kind: "waiver", rhythm: monthly(menu, count), waive }];
}

function settlementTerms(menu: Menu): OptionTerms[] {
  const { settlementFloorPercent, debts, pack } = menu.facts;
  if (settlementFloorPercent === undefined) return [];
  const payMinor = (balanceOf(debts) * BigInt(settlementFloorPercent)) / 100n;
  const payments = Number(payMinor / (menu.least > 0n ? menu.least : 1n));
  const count = Math.max(1, Math.min(payments, pack.settlementMaxPayments.value));
  return [{ kind: "settlement", rhythm: monthly(menu, count), payMinor }];
}

/** What asks for little, as long as the pack agrees to it at once. */
function breathingSpace(facts: OptionFacts, firstOn: Day | undefined): OptionTerms[] {
  const { pack, today } = facts;
  const { pauseMaxMonths, tokenMaxMonths } = pack.atOnce.value;
  const pause = Math.min(pauseMaxMonths || 1, pack.pauseMaxMonths.value);
  const months = Math.min(tokenMaxMonths || 1, pack.tokenMaxMonths.value);
  return [
    { kind: "pause", from: today, months: pause },
    ...(firstOn ? [{ kind: "token", firstOn, months, amountMinor: tokenAmount(facts) } as const] : []),
  ];
}

/** In the order in which they are shown where they fit alike. */
function candidates(facts: OptionFacts): OptionTerms[] {
  const { pack, today } = facts;
  const firstOn = firstMonthly(facts);
  const little = breathingSpace(facts, firstOn);
  const soonest = addDays(today, Math.min(30, pack.fullByDateMaxDays.value));
  const inFull: OptionTerms = { kind: "full_by_date", on: soonest };
  if (!firstOn) return [...little, inFull];
  const menu = readMenu(facts, firstOn);
  const limit = monthlyLimit(facts);
  const settlement = settlementTerms(menu);
  const waiver = waiverTerms(menu, limit);
  if (limit === undefined) return [...little, ...waiver, ...instalmentsUnknown(menu), ...settlement, inFull];
  if (limit < menu.least) return [...little, ...waiver, ...settlement, inFull];
  return [...instalmentsWithin(menu, limit), inFull, ...waiver, ...settlement, ...little];
}

const rank = { fits: 0, unknown: 1, over: 2 } as const;

function makeOffer(facts: OptionFacts, terms: OptionTerms): Offer[] {
  const quoted = quoteOption(facts, terms);
  return quoted.ok ? [{ kind: terms.kind, quote: quoted.value, ...judgeQuote(facts, quoted.value) }] : [];
}

/** At least one wherever something is owed; what fits comes first. */
export function listOffers(facts: OptionFacts): Offer[] {
  const offers = candidates(facts).flatMap((terms) => makeOffer(facts, terms));
  if (offers.length === 0) return makeOffer(facts, { kind: "full_by_date", on: facts.today });
  return offers.toSorted((a, b) => rank[a.fit] - rank[b.fit]);
}

/** The figures of the two sentences that explain an offer; the page has the words. */
export interface OfferFigures {
  readonly kind: Offer["kind"];
  readonly fit: Offer["fit"];
  readonly atOnce: boolean;
  readonly count: number;
  readonly every: Rhythm["every"];
  readonly firstOn: Day | undefined;
  readonly lastOn: Day;
  readonly firstMinor: bigint;
  /** The amount that most instalments have: of a stepped plan, the later one. */
  readonly levelMinor: bigint;
  readonly lastMinor: bigint;
  readonly lowCount: number;
  readonly totalMinor: bigint;
  readonly costMinor: bigint;
  readonly waivedMinor: bigint;
  readonly leftMinor: bigint;
  readonly monthlyMinor: bigint;
}

export function explainOffer({ kind, fit, ask, quote }: Offer): OfferFigures {
  const { terms, instalments: each } = quote;
  const lowCount = terms.kind === "stepped" ? terms.lowCount : 0;
  const levelAt = terms.kind === "instalments" && terms.upfrontMinor > 0n ? 1 : lowCount;
  return {
    kind,
    fit,
    atOnce: ask.length === 0,
    count: each.length,
    every: "rhythm" in terms ? terms.rhythm.every : "month",
    firstOn: quote.firstOn,
    lastOn: quote.lastOn,
    firstMinor: each[0]?.amountMinor ?? 0n,
    levelMinor: each[levelAt]?.amountMinor ?? 0n,
    lastMinor: each.at(-1)?.amountMinor ?? 0n,
    lowCount,
    totalMinor: quote.totalMinor,
    costMinor: quote.costMinor,
    waivedMinor: quote.waivedMinor,
    leftMinor: quote.leftMinor,
    monthlyMinor: quote.monthlyMinor,
  };
}
