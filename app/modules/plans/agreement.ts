// An agreement as what is signed: facts and the words made of them in both languages, as one canonical text with one
// hash. Pure. It refuses to know a state: whether it was signed, when and by which code is sealed beside it.
import { hash } from "node:crypto";
import type { Day } from "#app/kernel/calendar.ts";
import type { Language } from "#app/i18n/languages.ts";
import { canonicalJson } from "#app/modules/audit/audit.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { InterestOnPlan, OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import type { Component, ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import type { ChangeLimits, WaivablePart } from "#app/modules/policy/policy.ts";

/** Raised whenever a word of `agreement.text` changes in either language; a test holds the two together. */
export const agreementVersion = "agreement/2026-11/1";

export type BothLanguages = Readonly<Record<Language, string>>;

export interface AgreementAccount {
  readonly id: string;
  readonly accountNumber: string;
  readonly productType: ProductType;
  readonly contractOn: Day;
  readonly balances: ComponentAmounts;
  /** Under the plan, in parts per million a year; 0 where no interest runs. */
  readonly ratePpm: number;
  /** In which order a payment of today goes to the parts. */
  readonly order: readonly Component[];
}

export interface Helpline {
  readonly name: BothLanguages;
  readonly phone: string;
}

/** The rules of the pack that the agreement repeats, so that a later pack changes nothing in it. */
export interface AgreementRules {
  readonly packId: string;
  readonly graceDays: number;
  readonly cureDays: number;
  readonly breachAfterMissed: number;
  readonly changes: ChangeLimits;
  readonly maxMonths: number | undefined;
  readonly fundsClearDays: number;
  readonly creditReportDays: number;
  /** Undefined where a promise of a plan begins no limitation period anew. */
  readonly limitationYears: number | undefined;
  /** Where the law of the pack's country has whoever arranges a card's debt promise to ask for no other card. */
  readonly cardPromise: boolean;
  /** A card's order turns around after this many days; undefined where the order above stands throughout. */
  readonly card: { readonly untilDays: number; readonly late: readonly Component[] } | undefined;
}

export interface AgreementFacts {
  readonly textVersion: string;
  readonly planId: string;
  readonly reference: string;
  /** Of the public page where the file can be checked. */
  readonly code: string;
  readonly checkAt: string;
  readonly preparedOn: Day;
  readonly signUntil: Day;
  /** The first date had passed, so all dates are later than those that were agreed. */
  readonly datesMoved: boolean;
  readonly creditor: { readonly code: string; readonly legalName: BothLanguages };
  readonly operator: { readonly legalName: BothLanguages; readonly registration: BothLanguages };
  readonly borrower: { readonly name: string; readonly maskedIdNumber: string };
  readonly accounts: readonly AgreementAccount[];
  readonly quote: Quote;
  readonly interest: InterestOnPlan;
  readonly waive: readonly WaivablePart[];
  readonly rules: AgreementRules;
  readonly complaints: {
    readonly creditorPhone: string;
    readonly creditorEmail: string;
    readonly operatorPhone: string;
    readonly operatorEmail: string;
    readonly lines: readonly Helpline[];
  };
}

export interface TextRow {
  readonly key: string;
  readonly label: string;
  readonly value: string;
}

export interface AgreementClause {
  readonly key: ClauseKey;
  readonly title: string;
  readonly paragraphs: readonly string[];
}

/** The words of one language, in the order in which they are read: the cost table first. */
export interface AgreementText {
  readonly title: string;
  readonly lead: readonly string[];
  readonly cost: { readonly title: string; readonly rows: readonly TextRow[] };
  readonly schedule: {
    readonly title: string;
    readonly head: readonly string[];
    /** Number, day, amount. */
    readonly rows: readonly (readonly string[])[];
    readonly note: string | undefined;
  };
  readonly parties: { readonly title: string; readonly rows: readonly TextRow[] };
  readonly clauses: readonly AgreementClause[];
}

export interface AgreementBody {
  readonly facts: AgreementFacts;
  readonly texts: Readonly<Record<Language, AgreementText>>;
}

/** What is read back of a stored body. Its facts stay text: nothing is reckoned from a signed agreement. */
export interface StoredBody {
  readonly facts: {
    readonly textVersion: string;
    readonly planId: string;
    readonly reference: string;
    readonly code: string;
    readonly datesMoved: boolean;
    readonly preparedOn: Day;
    readonly creditor: { readonly code: string };
    readonly rules: { readonly packId: string };
    readonly accounts: readonly { readonly id: string; readonly ratePpm: number }[];
    /** To be compared with the plan's own, never to be reckoned with. */
    readonly quote: unknown;
  };
  readonly texts: Readonly<Record<Language, AgreementText>>;
}

export const clauseKeys = [
  "parties",
  "payment",
  "interest",
  "waiver",
  "allocation",
  "end",
  "rights",
  "duties",
  "missed",
  "change",
  "calm",
  "credit",
  "limitation",
  "card",
  "complaints",
  "esign",
  "language",
] as const;
export type ClauseKey = (typeof clauseKeys)[number];

/** Amounts as text, keys in order, nothing that is not there: the same facts are the same bytes. */
export function canonicalText(value: unknown): string {
  const plain: unknown = JSON.parse(
    JSON.stringify(value, (_key, inner: unknown) => (typeof inner === "bigint" ? inner.toString() : inner)),
  );
  return canonicalJson(plain);
}

export function canonicalBody(body: AgreementBody): string {
  return canonicalText(body);
}

export function readBody(canonical: string): StoredBody {
  return JSON.parse(canonical) as StoredBody;
}

export function hashText(text: string): Buffer<ArrayBuffer> {
  return Buffer.from(hash("sha256", Buffer.from(text), "buffer"));
}

/** A hash as it is printed, in groups that a person can compare. */
export function showHash(bytes: Uint8Array): string {
  return (Buffer.from(bytes).toString("hex").match(/.{8}/g) ?? []).join(" ");
}

/** A pause asks for nothing and token payments end nothing: afterwards it is looked at together. */
export function endsDebt({ terms }: Pick<Quote, "terms">): boolean {
  return terms.kind !== "pause" && terms.kind !== "token";
}

/** Which clauses belong in: the same ones in both languages. */
export function clausesOf({ quote, accounts, rules }: AgreementFacts): readonly ClauseKey[] {
  const left: Partial<Record<ClauseKey, boolean>> = {
    waiver: quote.waivedMinor > 0n,
    allocation: quote.instalments.length > 0,
    missed: quote.instalments.length > 0,
    limitation: rules.limitationYears !== undefined,
    card: rules.cardPromise && accounts.some(({ productType }) => productType === "credit_card"),
  };
  return clauseKeys.filter((key) => left[key] !== false);
}

/** What the borrower gives up of the waived parts comes last, so that no payment goes there. */
export function waivedLast(order: readonly Component[], waive: readonly Component[]): readonly Component[] {
  return [...order.filter((part) => !waive.includes(part)), ...order.filter((part) => waive.includes(part))];
}

export function waivedParts(terms: OptionTerms): readonly WaivablePart[] {
  return terms.kind === "waiver" ? terms.waive : [];
}
