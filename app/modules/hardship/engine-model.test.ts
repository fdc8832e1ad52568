// The engine against random households: whatever is owed, earned or allowed, its figures are whole and exact.
import fc from "fast-check";
import { expect, test } from "vitest";
import { addDays, addMonths, day } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { followDebt, paymentsTo, rateUnder } from "#tests/world/day-by-day.ts";
import { drawFacts, drawFrom, drawTerms } from "#tests/world/households.ts";
import { listOffers } from "./offers.ts";
import type { Offer, OptionFacts, OptionTerms, Quote, TermsRefusal } from "./options.ts";
import { quoteOption } from "./quote.ts";

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** Sums, signs and order of days: what holds for every quote. */
function* brokenSums({ today, minimumMinor }: OptionFacts, quote: Quote): Generator<string> {
  const { instalments, accounts } = quote;
  let before = addDays(today, -1);
  for (const [index, { seq, dueOn, amountMinor, parts }] of instalments.entries()) {
    if (seq !== index + 1) yield "instalments are not counted from 1";
    if (dueOn <= before) yield "a date is not after the one before";
    if (amountMinor <= 0n) yield "an instalment is not above zero";
    if (sum(parts.map((part) => part.amountMinor)) !== amountMinor) yield "parts are not the instalment";
    if (new Set(parts.map(({ accountId }) => accountId)).size !== parts.length) yield "an account is paid twice a day";
    for (const part of parts) {
      const whole = accounts.find(({ accountId }) => accountId === part.accountId)?.totalMinor ?? 0n;
      const small = accounts.find(({ accountId }) => accountId === part.accountId);
      const least = small && small.balanceMinor - small.waivedMinor < minimumMinor ? 1n : minimumMinor;
      if (part.amountMinor < least && part.amountMinor !== whole) yield "a part is too small to be paid";
    }
    before = dueOn;
  }
  if (before > quote.lastOn) yield "an instalment is after the last day";
  const total = sum(instalments.map(({ amountMinor }) => amountMinor));
  if (total !== quote.totalMinor) yield "instalments do not add up to the total";
  if (total + quote.leftMinor + quote.waivedMinor !== quote.balanceMinor + quote.costMinor) yield "total is not exact";
  if (quote.differenceMinor !== total + quote.leftMinor - quote.balanceMinor) yield "difference is not exact";
  for (const { accountId, totalMinor } of accounts)
    if (sum([...paymentsTo(quote, accountId).values()]) !== totalMinor)
      yield "parts do not add up to an account's total";
  const ends = quote.terms.kind !== "pause" && quote.terms.kind !== "token";
  if (ends && accounts.some(({ leftMinor }) => leftMinor !== 0n)) yield "something is left over";
  if (accounts.some((each) => each.leftMinor < 0n || each.costMinor < 0n || each.waivedMinor < 0n)) yield "below zero";
}

/** What the pack allows, read from the pack and not from the engine. */
function* beyondPack(
  { pack, today, currency, debts, settlementFloorPercent }: OptionFacts,
  quote: Quote,
): Generator<string> {
  const { terms, instalments, lastOn } = quote;
  const [first] = instalments;
  const mostMonths = pack.planMaxMonths.value;
  if (terms.kind === "full_by_date") {
    if (lastOn > addDays(today, pack.fullByDateMaxDays.value)) yield "paid in full too late";
    return;
  }
  if (terms.kind === "pause") {
    if (terms.months > pack.pauseMaxMonths.value) yield "the pause is too long";
    return;
  }
  if (!first || first.dueOn > addDays(today, pack.planFirstPaymentDays.value)) yield "the first payment is too late";
  if (terms.kind === "token") {
    if (terms.months > pack.tokenMaxMonths.value) yield "too many token payments";
    return;
  }
  if (mostMonths !== undefined && lastOn > addMonths(today, mostMonths)) yield "the last date is outside of the pack";
  if (!pack.planRhythms.value.includes(terms.rhythm.every)) yield "a rhythm that the pack does not know";
  if (terms.rhythm.every === "month" && instalments.some(({ dueOn }) => dueOn.slice(8) > "28"))
    yield "no day of months";
  const least = pack.planMinimumInstalment.value[currency] ?? 1n;
  const whole = quote.balanceMinor - quote.waivedMinor;
  if (instalments.slice(0, -1).some(({ amountMinor }) => amountMinor < (least < whole ? least : whole)))
    yield "an instalment is lower than the pack's";
  if (terms.kind === "stepped") {
    const [low, full] = [instalments[0], instalments[terms.lowCount]];
    if (!low || !full || full.dueOn > addMonths(low.dueOn, pack.steppedLowMaxMonths.value)) yield "low for too long";
  }
  if (terms.kind === "waiver" && terms.waive.some((part) => !pack.waivable.value.includes(part))) yield "not waivable";
  if (terms.kind === "settlement") {
    if (instalments.length > pack.settlementMaxPayments.value) yield "a settlement in too many payments";
    const balance = sum(debts.map(({ balances }) => totalOf(balances)));
    if (quote.totalMinor < (balance * BigInt(settlementFloorPercent ?? 0)) / 100n) yield "a settlement below the floor";
  }
}

/** Level means level: without interest whole units that differ by one at most; with it only the last is lower. */
function* uneven(
  { minimumMinor, interest }: OptionFacts,
  { terms, instalments, accounts, costMinor }: Quote,
): Generator<string> {
  if (terms.kind !== "instalments" || terms.upfrontMinor > 0n) return;
  const amounts = instalments.map(({ amountMinor }) => amountMinor);
  const [least, most] = [amounts.reduce((a, b) => (a < b ? a : b)), amounts.reduce((a, b) => (a > b ? a : b))];
  const roomy =
    amounts.slice(0, -1).every((amount) => amount >= 4n * minimumMinor) &&
    accounts.every(({ balanceMinor }) => balanceMinor >= 5n * minimumMinor);
  if (accounts.length > 1 && !roomy) return;
  if (interest.mode === "frozen" && most - least > 1n) yield "level instalments differ by more than one";
  if (costMinor > 0n && new Set(amounts.slice(0, -1)).size > 1) yield "level instalments differ before the last";
}

function* offDays(facts: OptionFacts, quote: Quote): Generator<string> {
  for (const debt of facts.debts) {
    const quoted = quote.accounts.find(({ accountId }) => accountId === debt.accountId);
    if (!quoted) {
      yield "an account is missing";
      continue;
    }
    const rules = { pack: facts.pack, ratePpm: rateUnder(quote, facts, debt), agreedOrder: quoted.agreedOrder ?? [] };
    const followed = followDebt(debt, rules, paymentsTo(quote, debt.accountId), quote.lastOn);
    if (followed.excessMinor !== 0n) yield "more is paid than is owed";
    if (followed.paidMinor !== quoted.totalMinor) yield "the days do not come to the total";
    if (followed.interestMinor !== quoted.costMinor)
      yield `interest by day is ${followed.interestMinor}, quoted ${quoted.costMinor}`;
    if (followed.leftMinor !== quoted.leftMinor + quoted.waivedMinor) yield "the account does not end as quoted";
  }
}

function checkQuote(facts: OptionFacts, quote: Quote, byDay: boolean): void {
  const faults = [...brokenSums(facts, quote), ...beyondPack(facts, quote), ...uneven(facts, quote)];
  if (byDay) faults.push(...offDays(facts, quote));
  if (faults.length > 0)
    throw new Error(
      `${JSON.stringify(quote.terms, (_, v: unknown) => (typeof v === "bigint" ? `${v}n` : v))}: ${[...new Set(faults)].join("; ")}`,
    );
}

const rank = { fits: 0, unknown: 1, over: 2 };

function checkOffers(offers: readonly Offer[]): void {
  if (offers.length === 0) throw new Error("nothing is offered");
  if (offers.some(({ fit }, index) => rank[fit] < rank[offers[index - 1]?.fit ?? "fits"]))
    throw new Error("what fits does not come first");
}

test("for 100,000 random households there is always an offer, none beyond the pack, and every sum is exact", () => {
  let quotes = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const facts = drawFacts(drawFrom(seed));
      const offers = listOffers(facts);
      checkOffers(offers);
      for (const { quote } of offers) checkQuote(facts, quote, false);
      quotes += offers.length;
    }),
    { numRuns: 100_000 },
  );
  expect(quotes).toBeGreaterThan(400_000);
}, 300_000);

test("for random wishes the quote is what the books would post, day by day", () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const draw = drawFrom(seed);
      const facts = drawFacts(draw);
      const quoted = quoteOption(facts, drawTerms(draw, facts));
      if (!quoted.ok) return;
      checkQuote(facts, quoted.value, true);
      const { kind } = quoted.value.terms;
      seen.set(kind, (seen.get(kind) ?? 0) + 1);
    }),
    { numRuns: 20_000 },
  );
  expect(seen.size).toBe(7);
  for (const count of seen.values()) expect(count).toBeGreaterThan(100);
}, 300_000);

test("one unit less each time would not be enough", () => {
  let seen = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const draw = drawFrom(seed);
      const facts = drawFacts(draw);
      const [debt] = facts.debts;
      const rhythm = {
        every: "month",
        firstOn: day(`${addMonths(facts.today, 1).slice(0, 8)}05`),
        count: 2 + draw(12),
      } as const;
      const quoted = quoteOption(facts, { kind: "instalments", rhythm, upfrontMinor: 0n });
      if (!debt || facts.debts.length > 1 || !quoted.ok || quoted.value.costMinor === 0n) return;
      const { instalments, lastOn } = quoted.value;
      const level = instalments[0]?.amountMinor ?? 0n;
      if ((instalments.at(-1)?.amountMinor ?? 0n) > level) return;
      const lower = new Map(instalments.map(({ dueOn }) => [dueOn, level - 1n]));
      const rules = { pack: facts.pack, ratePpm: rateUnder(quoted.value, facts, debt) };
      if (followDebt(debt, rules, lower, lastOn).leftMinor <= 0n) throw new Error("a lower level would do");
      seen += 1;
    }),
    { numRuns: 5_000 },
  );
  expect(seen).toBeGreaterThan(300);
});

/** The same wish, with the figure that the refusal names. */
function follow(terms: OptionTerms, refusal: TermsRefusal): OptionTerms | undefined {
  switch (refusal.kind) {
    case "date-too-early":
    case "date-too-late": {
      const date = refusal.kind === "date-too-early" ? refusal.earliest : refusal.latest;
      if (terms.kind === "full_by_date") return { ...terms, on: date };
      if (terms.kind === "pause") return { ...terms, from: date };
      return terms.kind === "token" ? { ...terms, firstOn: date } : undefined;
    }
    case "too-many-months":
      return "months" in terms ? { ...terms, months: refusal.mostMonths } : undefined;
    case "amount-too-low":
      return terms.kind === "token" ? { ...terms, amountMinor: refusal.leastMinor } : undefined;
    case "amount-too-high":
      return terms.kind === "token" ? { ...terms, amountMinor: refusal.mostMinor } : undefined;
    case "too-few":
    case "nothing-owed":
    case "dates-out-of-order":
    case "not-in-pack":
      return undefined;
    default:
      return unreachable(refusal);
  }
}

test("whoever follows what a refusal says gets a quote", () => {
  let followed = 0;
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const draw = drawFrom(seed);
      const facts = drawFacts(draw);
      let terms = drawTerms(draw, facts);
      if (!["full_by_date", "pause", "token"].includes(terms.kind)) return;
      for (let round = 0; ; round += 1) {
        const quoted = quoteOption(facts, terms);
        if (quoted.ok || quoted.refusal.kind === "not-in-pack") break;
        const next = follow(terms, quoted.refusal);
        if (!next || round > 4) throw new Error(`${terms.kind} is refused for good: ${quoted.refusal.kind}`);
        terms = next;
        followed += 1;
      }
    }),
    { numRuns: 40_000 },
  );
  expect(followed).toBeGreaterThan(1_000);
});
