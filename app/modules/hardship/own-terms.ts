// Terms of one's own, between boxes and the engine. Pure: it reads what was typed, finds how many payments an amount
// takes, and writes terms back into boxes. It refuses to guess at what it cannot read.
import { day, readDay, type Day } from "#app/kernel/calendar.ts";
import { readAmount, toDecimalString, type Currency } from "#app/kernel/money.ts";
import type { OptionKind, WaivablePart } from "#app/modules/policy/policy.ts";
import type { OptionFacts, OptionTerms, Quote, Rhythm, TermsRefusal } from "./options.ts";
import { quoteOption } from "./quote.ts";

export interface TypedTerms {
  readonly kind: OptionKind;
  readonly every: Rhythm["every"];
  readonly firstOn: string;
  readonly dates: readonly string[];
  readonly amount: string;
  readonly upfront: string;
  readonly count: string;
  readonly months: string;
  readonly waive: readonly WaivablePart[];
}

export type TermsField = keyof TypedTerms;
export type TermsFault = "date" | "dates" | "number" | "amount" | "either" | "waive";

export interface FieldFault {
  readonly field: TermsField;
  readonly fault: TermsFault;
}

/** What was typed, what of it cannot be read, or why no number of payments would do. */
export type ReadTerms =
  | { readonly kind: "terms"; readonly terms: OptionTerms }
  | { readonly kind: "faults"; readonly faults: readonly FieldFault[] }
  | { readonly kind: "refused"; readonly refusal: TermsRefusal };

/** Reads box by box and notes what it could not read; what it answers then stands for nothing. */
class BoxReader {
  readonly faults: FieldFault[] = [];
  private readonly typed: TypedTerms;
  private readonly currency: Currency;

  constructor(typed: TypedTerms, currency: Currency) {
    this.typed = typed;
    this.currency = currency;
  }

  note<Value>(field: TermsField, fault: TermsFault, instead: Value): Value {
    this.faults.push({ field, fault });
    return instead;
  }

  date(): Day {
    return readDay(this.typed.firstOn) ?? this.note("firstOn", "date", day("2000-01-01"));
  }

  number(field: "count" | "months"): number {
    const plain = this.typed[field].normalize("NFKC").trim();
    return /^\d{1,4}$/.test(plain) ? Number(plain) : this.note(field, "number", 1);
  }

  amount(field: "amount" | "upfront"): bigint {
    const read = readAmount(this.typed[field], this.currency);
    return read.ok ? read.amountMinor : this.note(field, "amount", 0n);
  }

  dates(): readonly Day[] {
    const lines = this.typed.dates.filter((line) => line.trim() !== "");
    const days = lines.map(readDay).filter((read) => read !== undefined);
    return days.length === lines.length && days.length > 0 ? days : this.note("dates", "dates", []);
  }

  rhythm(): Rhythm {
    const { every } = this.typed;
    if (every === "own") return { every, dates: this.dates() };
    return { every, firstOn: this.date(), count: this.number("count") };
  }

  waive(): readonly WaivablePart[] {
    return this.typed.waive.length > 0 ? this.typed.waive : this.note("waive", "waive", []);
  }
}

function highestOf({ instalments }: Quote, skip: number): bigint {
  return instalments.slice(skip).reduce((most, { amountMinor }) => (amountMinor > most ? amountMinor : most), 0n);
}

/** The highest instalment after the one upfront; "too-many" where there would be too many of them, or too small ones. */
function judgeCount(facts: OptionFacts, terms: OptionTerms, skip: number): bigint | "too-many" | TermsRefusal {
  const quoted = quoteOption(facts, terms);
  if (quoted.ok) return highestOf(quoted.value, skip);
  const { kind } = quoted.refusal;
  return kind === "too-many-months" || kind === "amount-too-low" ? "too-many" : quoted.refusal;
}

/** Beyond the longest weekly plan; a pack without a limit still ends somewhere. */
const mostPayments = 2600;

/** The fewest payments of at most that amount. The more they are, the lower each one is, so halving finds them. */
function fitCount(facts: OptionFacts, at: (count: number) => OptionTerms, skip: number, mostMinor: bigint): ReadTerms {
  let [low, high] = [skip + 1, mostPayments];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const judged = judgeCount(facts, at(middle), skip);
    if (typeof judged === "object") return { kind: "refused", refusal: judged };
    if (judged === "too-many" || judged <= mostMinor) high = middle;
    else low = middle + 1;
  }
  const found = judgeCount(facts, at(low), skip);
  if (typeof found === "bigint" && found <= mostMinor) return { kind: "terms", terms: at(low) };
  // As long as it may take, each would still be this much.
  const least = found === "too-many" ? judgeCount(facts, at(low - 1), skip) : found;
  if (typeof least !== "bigint") return { kind: "terms", terms: at(low) };
  return { kind: "refused", refusal: { kind: "amount-too-low", leastMinor: least } };
}

function readInstalments(typed: TypedTerms, boxes: BoxReader, facts: OptionFacts): ReadTerms {
  const { every } = typed;
  const kind = "instalments";
  const upfrontMinor = typed.upfront.trim() === "" ? 0n : boxes.amount("upfront");
  if (every === "own" || typed.amount.trim() === "") {
    return { kind: "terms", terms: { kind, rhythm: boxes.rhythm(), upfrontMinor } };
  }
  if (typed.count.trim() !== "") boxes.note("amount", "either", 0n);
  const firstOn = boxes.date();
  const amount = boxes.amount("amount");
  if (boxes.faults.length > 0) return { kind: "faults", faults: boxes.faults };
  const at = (count: number): OptionTerms => ({ kind, rhythm: { every, firstOn, count }, upfrontMinor });
  return fitCount(facts, at, upfrontMinor > 0n ? 1 : 0, amount);
}

function readKind(typed: TypedTerms, boxes: BoxReader): Exclude<OptionTerms, { kind: "instalments" }> {
  const { kind } = typed;
  switch (kind) {
    case "full_by_date":
      return { kind, on: boxes.date() };
    case "stepped":
      return { kind, rhythm: boxes.rhythm(), lowCount: boxes.number("months"), lowMinor: boxes.amount("amount") };
    case "token":
      return { kind, firstOn: boxes.date(), months: boxes.number("months"), amountMinor: boxes.amount("amount") };
    case "waiver":
      return { kind, rhythm: boxes.rhythm(), waive: boxes.waive() };
    case "settlement":
      return { kind, rhythm: boxes.rhythm(), payMinor: boxes.amount("amount") };
    case "pause":
    case "instalments":
      return { kind: "pause", from: boxes.date(), months: boxes.number("months") };
    default:
      return kind satisfies never;
  }
}

export function readOwnTerms(typed: TypedTerms, facts: OptionFacts): ReadTerms {
  const boxes = new BoxReader(typed, facts.currency);
  const read: ReadTerms =
    typed.kind === "instalments"
      ? readInstalments(typed, boxes, facts)
      : { kind: "terms", terms: readKind(typed, boxes) };
  return boxes.faults.length > 0 ? { kind: "faults", faults: boxes.faults } : read;
}

export const emptyTerms: Omit<TypedTerms, "kind"> = {
  every: "month",
  firstOn: "",
  dates: [],
  amount: "",
  upfront: "",
  count: "",
  months: "",
  waive: [],
};

function typeRhythm(rhythm: Rhythm): Pick<TypedTerms, "every"> & Partial<TypedTerms> {
  const { every } = rhythm;
  if (every === "own") return { every, dates: rhythm.dates };
  return { every, firstOn: rhythm.firstOn, count: String(rhythm.count) };
}

/** Terms as they stand in the boxes. */
export function typeTerms(terms: OptionTerms, currency: Currency): TypedTerms {
  const { kind } = terms;
  const typed = { ...emptyTerms, kind };
  const write = (amountMinor: bigint) => toDecimalString({ amountMinor, currency }).replace(/\.00$/, "");
  switch (kind) {
    case "full_by_date":
      return { ...typed, firstOn: terms.on };
    case "instalments":
      return {
        ...typed,
        ...typeRhythm(terms.rhythm),
        upfront: terms.upfrontMinor === 0n ? "" : write(terms.upfrontMinor),
      };
    case "stepped":
      return {
        ...typed,
        ...typeRhythm(terms.rhythm),
        months: String(terms.lowCount),
        amount: write(terms.lowMinor),
      };
    case "token":
      return { ...typed, firstOn: terms.firstOn, months: String(terms.months), amount: write(terms.amountMinor) };
    case "pause":
      return { ...typed, firstOn: terms.from, months: String(terms.months) };
    case "waiver":
      return { ...typed, ...typeRhythm(terms.rhythm), waive: terms.waive };
    case "settlement":
      return { ...typed, ...typeRhythm(terms.rhythm), amount: write(terms.payMinor) };
    default:
      return kind satisfies never;
  }
}

/** An offer's terms to begin with: of instalments the amount, since that is what people know of their month. */
export function suggestTerms(quote: Quote): TypedTerms {
  const typed = typeTerms(quote.terms, quote.currency);
  if (quote.terms.kind !== "instalments" || typed.every === "own") return typed;
  const most = highestOf(quote, quote.terms.upfrontMinor > 0n ? 1 : 0);
  return { ...typed, count: "", amount: toDecimalString({ amountMinor: most, currency: quote.currency }) };
}

/** The box that a refusal is about. */
export function fieldOf(typed: TypedTerms, { kind }: TermsRefusal): TermsField | "" {
  const own = typed.every === "own";
  const byMonths = typed.kind === "token" || typed.kind === "pause";
  switch (kind) {
    case "nothing-owed":
    case "not-in-pack":
      return "";
    case "date-too-early":
    case "date-too-late":
      return own ? "dates" : "firstOn";
    case "dates-out-of-order":
      return "dates";
    case "too-many-months":
    case "too-few":
      if (byMonths) return "months";
      if (own) return "dates";
      return typed.count === "" && typed.amount !== "" ? "amount" : "count";
    case "amount-too-low":
    case "amount-too-high":
      if (typed.upfront !== "") return "upfront";
      return typed.amount !== "" ? "amount" : "count";
    default:
      return kind satisfies never;
  }
}
