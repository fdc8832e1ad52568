// What was done, by whom, to what: a chain in which each row's seal covers the row and the seal before it. This file
// is the pure part, the bytes that a seal is made over. It refuses nothing and knows no person: facts are codes,
// counts and ids, never a name, a number or a contact.
import type { Actor } from "#app/kernel/actor.ts";
import { unreachable } from "#app/kernel/outcome.ts";

export type AuditFacts = Readonly<Record<string, string | number | boolean | null | readonly string[]>>;

export interface AuditRow {
  readonly seq: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly facts: unknown;
}

/** How an actor is written into the chain: "borrower:UUID", "staff:UUID", "system:import". */
export function actorName(actor: Actor): string {
  switch (actor.kind) {
    case "borrower":
      return `borrower:${actor.borrowerId}`;
    case "staff":
      return `staff:${actor.staffId}`;
    case "system":
      return `system:${actor.name}`;
    default:
      return unreachable(actor);
  }
}

/** JSON with its keys in order, so that the same facts are the same bytes after a round trip through the database. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(",")}}`;
}

/** The bytes that the seal of a row is made over: every column, each with its length, after the seal before it. */
export function sealedBytes(row: AuditRow, previousSeal: Uint8Array): Buffer {
  const parts = [
    row.seq.toString(),
    row.at.toISOString(),
    row.actor,
    row.action,
    row.subject,
    canonicalJson(row.facts),
  ];
  return Buffer.concat([previousSeal, ...parts.map((part) => Buffer.from(`${Buffer.byteLength(part)}:${part}`))]);
}
