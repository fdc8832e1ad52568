// Money is a whole number of minor units in a currency. It is never a float: text is read digit by
// digit and written by Intl from a decimal string. This file refuses to guess: an amount that has more
// decimals than its currency is an error, not something to round.

export type Currency = "CNY" | "USD" | "GBP";

export interface Money {
  readonly amountMinor: bigint;
  readonly currency: Currency;
}

/** Decimals of each currency that the portal books (ISO 4217). */
const decimals: Record<Currency, number> = { CNY: 2, USD: 2, GBP: 2 };

export function isCurrency(code: string): code is Currency {
  return Object.hasOwn(decimals, code);
}

export function money(amountMinor: bigint, currency: Currency): Money {
  return { amountMinor, currency };
}

export function addMoney(a: Money, b: Money): Money {
  if (a.currency !== b.currency) throw new TypeError(`cannot add ${b.currency} to ${a.currency}`);
  return { amountMinor: a.amountMinor + b.amountMinor, currency: a.currency };
}

/** Total of amounts that share one currency; `currency` decides for an empty list. */
export function sumMoney(parts: readonly Money[], currency: Currency): Money {
  return parts.reduce(addMoney, money(0n, currency));
}

export type AmountRefusal = "amount_missing" | "amount_malformed" | "amount_negative" | "amount_too_precise";

export type AmountReading =
  | { readonly ok: true; readonly amountMinor: bigint }
  | { readonly ok: false; readonly code: AmountRefusal };

/** 12 digits before the point: far above any consumer debt and far below bigint columns' limit. */
const plainAmount = /^(-?)(\d{1,12})(?:\.(\d*))?$/;
const groupedAmount = /^(-?)(\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/;

/** How each currency may be written in front of or behind the digits. Another one's sign is not read over. */
const signBefore: Record<Currency, RegExp> = {
  CNY: /^(-?)(?:CN¥|¥|CNY|RMB|人民币)/iu,
  USD: /^(-?)(?:US\$|\$|USD)/iu,
  GBP: /^(-?)(?:£|GBP)/iu,
};
const signBehind: Record<Currency, RegExp> = { CNY: /(?:元|CNY|RMB)$/iu, USD: /USD$/iu, GBP: /GBP$/iu };

/** Blanks gone, plain digits, one kind of minus; an amount in brackets is a negative one, as accountants write it. */
function toPlainAmount(text: string, currency: Currency): string {
  // Almost every cell of a file is already plain; a million of them pass here.
  if (/^\d+\.\d+$/.test(text)) return text;
  return text
    .normalize("NFKC")
    .replace(/\s+/gu, "")
    .replace(/[−–]/gu, "-")
    .replace(/^\((.+)\)$/u, "-$1")
    .replace(signBefore[currency], "$1")
    .replace(signBehind[currency], "");
}

/**
 * Reads an amount in major units as a person or a creditor's file writes it: full-width digits, thousands
 * separators, a leading currency sign, a trailing 元. Answers minor units, or why not.
 */
export function readAmount(text: string, currency: Currency): AmountReading {
  const plain = toPlainAmount(text, currency);
  if (plain === "") return { ok: false, code: "amount_missing" };
  const match = plainAmount.exec(plain) ?? groupedAmount.exec(plain);
  if (!match) return { ok: false, code: "amount_malformed" };
  const [, sign, whole = "", fraction = ""] = match;
  const places = decimals[currency];
  if (fraction.length > places && /[1-9]/.test(fraction.slice(places))) {
    return { ok: false, code: "amount_too_precise" };
  }
  const minor = BigInt(whole.replaceAll(",", "") + fraction.slice(0, places).padEnd(places, "0"));
  if (sign === "-" && minor !== 0n) return { ok: false, code: "amount_negative" };
  return { ok: true, amountMinor: minor };
}

/** The amount as an exact decimal string in major units: "-1234.50". */
export function toDecimalString({ amountMinor, currency }: Money): string {
  const places = decimals[currency];
  const digits = (amountMinor < 0n ? -amountMinor : amountMinor).toString().padStart(places + 1, "0");
  const sign = amountMinor < 0n ? "-" : "";
  return `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

const symbols: Record<Currency, string> = { CNY: "¥", USD: "$", GBP: "£" };

/**
 * The amount as both languages of the portal show it: "¥1,234.56", "−¥0.05" (a true minus sign).
 * The same in zh and en on purpose: an amount must look alike on the page, the receipt and the statement.
 */
export function formatMoney(value: Money): string {
  const decimal = toDecimalString(value);
  const negative = decimal.startsWith("-");
  const [whole = "0", fraction = ""] = (negative ? decimal.slice(1) : decimal).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${negative ? "−" : ""}${symbols[value.currency]}${grouped}.${fraction}`;
}

const shownAmount = /[¥$£]\d{1,3}(?:,\d{3})*\.\d{2}/gu;

/** A sentence in pieces: its amounts, as formatMoney writes them, apart from its words. */
export function splitAtAmounts(text: string): (string | Money)[] {
  const pieces: (string | Money)[] = [];
  let from = 0;
  for (const { 0: shown, index } of text.matchAll(shownAmount)) {
    const currency = (Object.keys(symbols) as Currency[]).find((each) => shown.startsWith(symbols[each]));
    const read = currency && readAmount(shown, currency);
    if (!currency || !read?.ok) continue;
    pieces.push(text.slice(from, index), { amountMinor: read.amountMinor, currency });
    from = index + shown.length;
  }
  return [...pieces, text.slice(from)].filter((piece) => piece !== "");
}

/** `numerator / denominator` of an amount, rounded half up, on whole minor units. Amount must be ≥ 0. */
export function scaleMinor(amountMinor: bigint, numerator: bigint, denominator: bigint): bigint {
  if (amountMinor < 0n || numerator < 0n || denominator <= 0n)
    throw new RangeError("scaleMinor takes amounts from zero up");
  return (2n * amountMinor * numerator + denominator) / (2n * denominator);
}
