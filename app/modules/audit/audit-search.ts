// What can be asked of the audit: by whom, what, about what, when. Pure: it reads what somebody typed and turns it into
// names as they stand in the chain. It refuses to guess: what names nobody and nothing finds nothing.
import { isDay, type Day } from "#app/kernel/calendar.ts";

export interface AuditFilter {
  /** A name or address of staff, an id, or an actor as it stands in the chain: "system:worker". */
  readonly who: string;
  /** The beginning of an action: "access" finds all that begins with it. */
  readonly action: string;
  /** "kind:id", an id alone, or a reference: "A-7KQ4-M2XD". */
  readonly about: string;
  readonly from: Day | undefined;
  readonly until: Day | undefined;
  /** Only what stands before this position. */
  readonly before: bigint | undefined;
}

/** Fields of the filter that cannot be meant. */
export type AuditFilterFault = "from" | "until";

const longest = 100;

function readDayField(text: string): { readonly day: Day | undefined; readonly wrong: boolean } {
  return { day: isDay(text) ? text : undefined, wrong: text !== "" && !isDay(text) };
}

export function readAuditFilter(asked: URLSearchParams): {
  readonly filter: AuditFilter;
  readonly faults: readonly AuditFilterFault[];
} {
  const textOf = (name: string): string => (asked.get(name) ?? "").normalize("NFKC").trim().slice(0, longest);
  const [from, until] = [readDayField(textOf("from")), readDayField(textOf("until"))];
  const before = textOf("before");
  const upsideDown = from.day !== undefined && until.day !== undefined && from.day > until.day;
  return {
    filter: {
      who: textOf("who"),
      action: textOf("action").toLowerCase(),
      about: textOf("about"),
      from: from.day,
      until: until.day,
      before: /^[1-9]\d{0,17}$/.test(before) ? BigInt(before) : undefined,
    },
    faults: [...(from.wrong ? (["from"] as const) : []), ...(until.wrong || upsideDown ? (["until"] as const) : [])],
  };
}

/** The address of the page with this filter, from `before` on. */
export function auditAddress(filter: Partial<AuditFilter>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    if (value !== undefined && value !== "") query.set(name, String(value));
  }
  const text = query.toString();
  return text === "" ? "/ops/audit" : `/ops/audit?${text}`;
}

/** Everything that an event may be about, for whoever knows an id and not of what. */
export const subjectKinds = [
  "account",
  "answer",
  "borrower",
  "case",
  "certificate",
  "document",
  "evidence",
  "export",
  "payment",
  "placement",
  "plan",
  "proposal",
  "staff",
  "thread",
] as const;

/** A subject or an actor of the chain in its two parts. */
export function partsOfName(name: string): { readonly kind: string; readonly id: string } {
  const at = name.indexOf(":");
  return at < 0 ? { kind: name, id: "" } : { kind: name.slice(0, at), id: name.slice(at + 1) };
}

function sayFact(value: unknown): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.map(sayFact).join(", ") : JSON.stringify(value);
}

export interface FactLine {
  readonly name: string;
  readonly value: string;
}

/** Facts as short lines: codes, counts and ids. */
export function factLines(facts: unknown): readonly FactLine[] {
  if (typeof facts !== "object" || facts === null) return [];
  return Object.entries(facts)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]: [string, unknown]) => ({ name, value: sayFact(value) }))
    .filter(({ value }) => value !== "");
}
