// A pack as one text that is the same on every machine: keys in order, amounts as "1000n". The text is what is hashed
// and kept, so that a pack can be told from one that was changed, and read again long after the code that had it.
import type { PolicyPack } from "./policy.ts";

const amount = /^-?\d+n$/;

function encode(value: unknown): unknown {
  if (typeof value === "bigint") return `${value}n`;
  if (Array.isArray(value)) return value.map(encode);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(
    entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => [name, encode(item)]),
  );
}

function decode(value: unknown): unknown {
  if (typeof value === "string") return amount.test(value) ? BigInt(value.slice(0, -1)) : value;
  if (Array.isArray(value)) return value.map(decode);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, decode(item)]));
}

/** Of a pack, a figure or any part of one. */
export function packText(part: unknown): string {
  return JSON.stringify(encode(part)) ?? "";
}

/** The pack that was kept as this JSON; whoever calls has checked its hash. */
export function readPack(body: unknown): PolicyPack {
  return decode(body) as PolicyPack;
}
