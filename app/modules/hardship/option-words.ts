// Offers, terms, refusals and reasons put into words, alike on every page that shows them. Amounts stand in the
// sentences as formatMoney writes them, so that <Said> can mark each one.
import { formatDay } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import type { AskReason, OptionTerms, Quote, Rhythm, TermsRefusal } from "./options.ts";

export interface FactWords {
  readonly term: string;
  readonly text: string;
}

const formatIn = (quote: Pick<Quote, "currency">) => (amountMinor: bigint) =>
  formatMoney({ amountMinor, currency: quote.currency });

/** Words of a list, in a sentence of that language. */
function join(words: readonly string[], language: Language): string {
  return words.join(language === "zh-CN" ? "、" : ", ");
}

/** "每月¥820.00，共31期"; the amount is that of the first of them, the last one may be smaller. */
function sayRhythm(t: T, quote: Quote, rhythm: Rhythm, skip: number): string {
  const rest = quote.instalments.slice(skip);
  const amount = formatIn(quote)(rest[0]?.amountMinor ?? 0n);
  return t(`options.headline.${rhythm.every}`, { amount, count: rest.length });
}

/** The terms in one line, as they came out. */
export function sayHeadline(t: T, quote: Quote, language: Language): string {
  const { terms, instalments, totalMinor } = quote;
  const money = formatIn(quote);
  switch (terms.kind) {
    case "full_by_date":
      return t("options.headline.full", { amount: money(totalMinor), day: formatDay(terms.on, language) });
    case "instalments": {
      if (terms.upfrontMinor === 0n) return sayRhythm(t, quote, terms.rhythm, 0);
      const upfront = money(instalments[0]?.amountMinor ?? 0n);
      return t("options.headline.upfront", { upfront, rest: sayRhythm(t, quote, terms.rhythm, 1) });
    }
    case "stepped": {
      const rest = sayRhythm(t, quote, terms.rhythm, terms.lowCount);
      return t("options.headline.stepped", { low: money(terms.lowMinor), count: terms.lowCount, rest });
    }
    case "token":
      return t("options.headline.token", { amount: money(terms.amountMinor), count: terms.months });
    case "pause":
      return t("options.headline.pause", { count: terms.months });
    case "waiver": {
      const parts = join(
        terms.waive.map((part) => t(`options.waive.${part}`)),
        language,
      );
      return t("options.headline.waiver", { parts, rest: sayRhythm(t, quote, terms.rhythm, 0) });
    }
    case "settlement": {
      const count = instalments.length;
      return t(count === 1 ? "options.headline.settleOnce" : "options.headline.settle", {
        amount: money(totalMinor),
        count,
      });
    }
    default:
      return unreachable(terms);
  }
}

function sayEnd(t: T, quote: Quote, language: Language): FactWords[] {
  const { terms, instalments, firstOn, lastOn } = quote;
  const last = instalments.at(-1);
  if (terms.kind === "pause" || terms.kind === "token") {
    const until = t("options.fact.untilLook", { day: formatDay(lastOn, language) });
    const first = firstOn ? [{ term: t("options.fact.first"), text: formatDay(firstOn, language) }] : [];
    return [...first, { term: t("options.fact.until"), text: until }];
  }
  if (!firstOn || !last) return [];
  if (instalments.length === 1) return [{ term: t("options.fact.payOn"), text: formatDay(firstOn, language) }];
  const day = formatDay(last.dueOn, language);
  const before = instalments.at(-2);
  const amount = formatIn(quote)(last.amountMinor);
  return [
    { term: t("options.fact.first"), text: formatDay(firstOn, language) },
    {
      term: t("options.fact.last"),
      text: before?.amountMinor === last.amountMinor ? day : t("options.fact.lastWith", { day, amount }),
    },
  ];
}

function sayDifference(t: T, quote: Quote): string {
  const { differenceMinor } = quote;
  const money = formatIn(quote);
  if (differenceMinor === 0n) return t("options.fact.same");
  return differenceMinor > 0n
    ? t("options.fact.more", { amount: money(differenceMinor) })
    : t("options.fact.less", { amount: money(-differenceMinor) });
}

/** First and last date, total, cost, difference, and what is left or dropped. */
export function sayFacts(t: T, quote: Quote, language: Language): FactWords[] {
  const money = formatIn(quote);
  const { interest, costMinor, totalMinor, leftMinor, waivedMinor } = quote;
  const noInterest = t(interest === "frozen" ? "options.fact.frozen" : "options.fact.none");
  return [
    ...sayEnd(t, quote, language),
    { term: t("options.fact.total"), text: money(totalMinor) },
    { term: t("options.fact.interest"), text: costMinor === 0n ? noInterest : money(costMinor) },
    ...(leftMinor > 0n ? [{ term: t("options.fact.left"), text: money(leftMinor) }] : []),
    ...(waivedMinor > 0n ? [{ term: t("options.fact.waived"), text: money(waivedMinor) }] : []),
    { term: t("options.fact.difference"), text: sayDifference(t, quote) },
  ];
}

/** What happens where one is missed. */
export function sayMissed(t: T, { kind }: Pick<OptionTerms, "kind">, graceDays: number): string {
  const days = graceDays;
  switch (kind) {
    case "pause":
      return t("options.missed.pause");
    case "full_by_date":
      return t("options.missed.once", { days });
    case "waiver":
    case "settlement":
      return t("options.missed.waived", { days });
    case "instalments":
    case "stepped":
    case "token":
      return t("options.missed.instalments", { days });
    default:
      return unreachable(kind);
  }
}

/** Why a person looks at it; undefined where it is agreed at once. */
export function sayAsk(t: T, ask: readonly AskReason[], language: Language): string | undefined {
  if (ask.length === 0) return undefined;
  const reasons = join(
    ask.map((reason) => t(`options.ask.${reason}`)),
    language,
  );
  return t("options.why", { reasons });
}

/** Why terms cannot be had, and what would do. */
export function sayTermsRefusal(
  t: T,
  refusal: TermsRefusal,
  currency: Currency,
  language: Language,
  kind?: OptionTerms["kind"],
): string {
  const money = (amountMinor: bigint) => formatMoney({ amountMinor, currency });
  switch (refusal.kind) {
    case "nothing-owed":
      return t(kind === "waiver" ? "options.refusal.nothingToWaive" : "options.refusal.nothing");
    case "date-too-early":
      return t("options.refusal.early", { day: formatDay(refusal.earliest, language) });
    case "date-too-late":
      return t("options.refusal.late", { day: formatDay(refusal.latest, language) });
    case "dates-out-of-order":
      return t("options.refusal.order");
    case "too-many-months":
      return t("options.refusal.months", { count: refusal.mostMonths });
    case "too-few":
      return t("options.refusal.few", { count: refusal.least });
    case "amount-too-low":
      return t("options.refusal.low", { amount: money(refusal.leastMinor) });
    case "amount-too-high":
      return t("options.refusal.high", { amount: money(refusal.mostMinor) });
    case "not-in-pack":
      return t("options.refusal.kind");
    default:
      return unreachable(refusal);
  }
}
