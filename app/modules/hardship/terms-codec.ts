// Terms and quotes as JSON columns hold them: amounts as text, everything else as it is. One way in and one way out. It
// refuses to guess: what does not read back as terms or as a quote is a fault of ours and throws.
import { type Day, day } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import { isCurrency } from "#app/kernel/money.ts";
import { type Component, components } from "#app/modules/ledger/ledger.ts";
import type { InterestMode, WaivablePart } from "#app/modules/policy/policy.ts";
import type { InstalmentPart, OptionTerms, Quote, QuotedAccount, QuotedInstalment, Rhythm } from "./options.ts";

export type Encoded = string | number | boolean | Encoded[] | { [key: string]: Encoded };
type Source = Readonly<Record<string, unknown>>;

/** Amounts become text; what is undefined is left out. */
function encode(value: unknown): Encoded {
  if (typeof value === "bigint") return value.toString();
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, inner]) => inner !== undefined)
        .map(([key, inner]) => [key, encode(inner)]),
    );
  throw new TypeError("terms hold something that JSON does not");
}

function unreadable(key: string): never {
  throw new TypeError(`stored terms cannot be read: ${key}`);
}

function objectAt(value: unknown, key: string): Source {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return unreadable(key);
  return value as Source;
}

function listAt(source: Source, key: string): readonly unknown[] {
  const value = source[key];
  return Array.isArray(value) ? value : unreadable(key);
}

function textAt(source: Source, key: string): string {
  const value = source[key];
  return typeof value === "string" ? value : unreadable(key);
}

function amountAt(source: Source, key: string): bigint {
  const text = textAt(source, key);
  return /^-?\d+$/.test(text) ? BigInt(text) : unreadable(key);
}

function countAt(source: Source, key: string): number {
  const value = source[key];
  return typeof value === "number" && Number.isSafeInteger(value) ? value : unreadable(key);
}

function dayAtKey(source: Source, key: string): Day {
  return day(textAt(source, key));
}

function oneOf<Name extends string>(value: unknown, names: readonly Name[], key: string): Name {
  return names.find((name) => name === value) ?? unreadable(key);
}

const waivable: readonly WaivablePart[] = ["interest", "penalty_interest", "fee"];
const modes: readonly InterestMode[] = ["running", "reduced", "frozen"];
const steps = ["week", "fortnight", "month", "own"] as const;

function decodeRhythm(value: unknown): Rhythm {
  const source = objectAt(value, "rhythm");
  const every = oneOf(source["every"], steps, "every");
  if (every !== "own") return { every, firstOn: dayAtKey(source, "firstOn"), count: countAt(source, "count") };
  return {
    every,
    dates: listAt(source, "dates").map((date) => (typeof date === "string" ? day(date) : unreadable("dates"))),
  };
}

const kinds = ["full_by_date", "instalments", "stepped", "token", "pause", "waiver", "settlement"] as const;

export function encodeTerms(terms: OptionTerms): Encoded {
  return encode(terms);
}

export function decodeTerms(stored: unknown): OptionTerms {
  const source = objectAt(stored, "terms");
  const kind = oneOf(source["kind"], kinds, "kind");
  switch (kind) {
    case "full_by_date":
      return { kind, on: dayAtKey(source, "on") };
    case "instalments":
      return { kind, rhythm: decodeRhythm(source["rhythm"]), upfrontMinor: amountAt(source, "upfrontMinor") };
    case "stepped":
      return {
        kind,
        rhythm: decodeRhythm(source["rhythm"]),
        lowCount: countAt(source, "lowCount"),
        lowMinor: amountAt(source, "lowMinor"),
      };
    case "token":
      return {
        kind,
        firstOn: dayAtKey(source, "firstOn"),
        months: countAt(source, "months"),
        amountMinor: amountAt(source, "amountMinor"),
      };
    case "pause":
      return { kind, from: dayAtKey(source, "from"), months: countAt(source, "months") };
    case "waiver":
      return {
        kind,
        rhythm: decodeRhythm(source["rhythm"]),
        waive: listAt(source, "waive").map((part) => oneOf(part, waivable, "waive")),
      };
    case "settlement":
      return { kind, rhythm: decodeRhythm(source["rhythm"]), payMinor: amountAt(source, "payMinor") };
    default:
      return unreachable(kind);
  }
}

function decodePart(value: unknown): InstalmentPart {
  const source = objectAt(value, "part");
  return { accountId: textAt(source, "accountId"), amountMinor: amountAt(source, "amountMinor") };
}

function decodeInstalment(value: unknown): QuotedInstalment {
  const source = objectAt(value, "instalment");
  return {
    seq: countAt(source, "seq"),
    dueOn: dayAtKey(source, "dueOn"),
    amountMinor: amountAt(source, "amountMinor"),
    parts: listAt(source, "parts").map(decodePart),
  };
}

function decodeAccount(value: unknown): QuotedAccount {
  const source = objectAt(value, "account");
  const order = source["agreedOrder"];
  return {
    accountId: textAt(source, "accountId"),
    balanceMinor: amountAt(source, "balanceMinor"),
    totalMinor: amountAt(source, "totalMinor"),
    costMinor: amountAt(source, "costMinor"),
    waivedMinor: amountAt(source, "waivedMinor"),
    leftMinor: amountAt(source, "leftMinor"),
    agreedOrder:
      order === undefined
        ? undefined
        : listAt(source, "agreedOrder").map((part) => oneOf<Component>(part, components, "agreedOrder")),
  };
}

export function encodeQuote(quote: Quote): Encoded {
  return encode(quote);
}

export function decodeQuote(stored: unknown): Quote {
  const source = objectAt(stored, "quote");
  const currency = textAt(source, "currency");
  return {
    terms: decodeTerms(source["terms"]),
    interest: oneOf(source["interest"], modes, "interest"),
    currency: isCurrency(currency) ? currency : unreadable("currency"),
    instalments: listAt(source, "instalments").map(decodeInstalment),
    firstOn: source["firstOn"] === undefined ? undefined : dayAtKey(source, "firstOn"),
    lastOn: dayAtKey(source, "lastOn"),
    balanceMinor: amountAt(source, "balanceMinor"),
    totalMinor: amountAt(source, "totalMinor"),
    costMinor: amountAt(source, "costMinor"),
    waivedMinor: amountAt(source, "waivedMinor"),
    leftMinor: amountAt(source, "leftMinor"),
    differenceMinor: amountAt(source, "differenceMinor"),
    monthlyMinor: amountAt(source, "monthlyMinor"),
    accounts: listAt(source, "accounts").map(decodeAccount),
  };
}
