// Terms of one's own as a query or a form brings them, and what they come to.
import { offerOf, type Offers } from "#app/modules/hardship/offers.server.ts";
import type { Offer, OptionTerms, TermsRefusal } from "#app/modules/hardship/options.ts";
import { OwnTermsForm } from "#app/modules/hardship/options.schema.ts";
import {
  emptyTerms,
  fieldOf,
  readOwnTerms,
  suggestTerms,
  typeTerms,
  type TermsField,
  type TypedTerms,
} from "#app/modules/hardship/own-terms.ts";
import type { OptionKind } from "#app/modules/policy/policy.ts";
import { parseForm, type FormReading } from "#app/platform/form.server.ts";

export interface OwnTerms {
  readonly typed: TypedTerms;
  /** By box, what to mend: the last part of options.error.…. */
  readonly faults: readonly { readonly field: TermsField; readonly code: string }[];
  readonly refusal: { readonly field: TermsField | ""; readonly why: TermsRefusal } | undefined;
  /** What they come to, with the boxes that say exactly these terms. */
  readonly found: { readonly offer: Offer; readonly exact: TypedTerms } | undefined;
}

const fieldNames = Object.keys(OwnTermsForm.shape).filter((name) => name !== "version");

/** Undefined where nobody asks for terms of their own. */
export function readQuery(query: URLSearchParams): FormData | undefined {
  if (!query.has("kind")) return undefined;
  const form = new FormData();
  for (const name of fieldNames) for (const value of query.getAll(name)) form.append(name, value);
  return form;
}

/** What cannot be read is shown as it was typed. */
function showTyped(read: Extract<FormReading<typeof OwnTermsForm>, { ok: false }>): TypedTerms {
  const values: Readonly<Record<string, unknown>> = read.values;
  const textOf = (name: string): string => {
    const value = values[name];
    return typeof value === "string" ? value.slice(0, 100) : "";
  };
  const typed = Object.fromEntries(Object.keys(emptyTerms).map((name) => [name, textOf(name)]));
  const { kind, every, dates, waive } = OwnTermsForm.shape;
  return {
    ...emptyTerms,
    ...typed,
    dates: dates.safeParse(values["dates"]).data ?? [],
    waive: waive.safeParse(values["waive"]).data ?? [],
    kind: kind.safeParse(values["kind"]).data ?? "instalments",
    every: every.safeParse(values["every"]).data ?? "month",
  };
}

function judge(known: Offers, typed: TypedTerms): OwnTerms {
  const read = readOwnTerms(typed, known.facts);
  const nothing = { typed, faults: [], refusal: undefined, found: undefined };
  if (read.kind === "faults") {
    return { ...nothing, faults: read.faults.map(({ field, fault }) => ({ field, code: fault })) };
  }
  const refuse = (why: TermsRefusal): OwnTerms => ({ ...nothing, refusal: { field: fieldOf(typed, why), why } });
  if (read.kind === "refused") return refuse(read.refusal);
  const offer = offerOf(known, read.terms);
  if (!offer.ok) return refuse(offer.refusal);
  const exact = typeTerms(offer.value.quote.terms, known.facts.currency);
  return { ...nothing, found: { offer: offer.value, exact } };
}

/** The nearest listed offer, to begin with; nothing is filled in where there is none. */
function suggest(known: Offers, kind: OptionKind): OwnTerms {
  const near = known.offers.find((offer) => offer.kind === kind);
  if (near) return judge(known, suggestTerms(near.quote));
  const firstOn = known.offers.find(({ quote }) => quote.firstOn !== undefined)?.quote.firstOn ?? "";
  const typed = { ...emptyTerms, kind, firstOn };
  return { typed, faults: [], refusal: undefined, found: undefined };
}

export function lookAtOwn(known: Offers, form: FormData): OwnTerms {
  const read = parseForm(OwnTermsForm, form);
  const kind = OwnTermsForm.shape.kind.safeParse(form.get("kind")).data;
  if (kind && [...form.keys()].every((name) => name === "kind")) return suggest(known, kind);
  if (read.ok) return judge(known, read.value);
  const faults = Object.entries(read.errors).map(([field, code]) => ({ field: field as TermsField, code }));
  return { typed: showTyped(read), faults, refusal: undefined, found: undefined };
}

/** The terms that a form asks for; undefined where it cannot be read or they cannot be had. */
export function termsIn(own: OwnTerms): OptionTerms | undefined {
  return own.found?.offer.quote.terms;
}
