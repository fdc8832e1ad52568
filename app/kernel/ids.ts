// Identifiers that leave the database are UUIDs of version 7: unguessable enough not to be counted, and in
// time order, so that indexes grow at one end.
import { randomBytes, randomFillSync } from "node:crypto";

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Randomness is fetched for many ids at once: a call to the system costs more than all the rest of an id. */
const pool = Buffer.alloc(4096);
let taken = pool.length;

function takeRandom(target: Buffer, from: number): void {
  const count = target.length - from;
  if (taken + count > pool.length) {
    randomFillSync(pool);
    taken = 0;
  }
  pool.copy(target, from, taken, taken + count);
  // What was given out once stays nowhere.
  pool.fill(0, taken, taken + count);
  taken += count;
}

/** A new UUIDv7 (RFC 9562, 5.7). */
export function newId(now: number = Date.now()): string {
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeUIntBE(now, 0, 6);
  takeRandom(bytes, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** Guards every id that comes from outside, so that a query never sees anything but a UUID. */
export function isId(text: unknown): text is string {
  return typeof text === "string" && uuidPattern.test(text);
}

/** A reference that a person can read over a phone: no 0/O, 1/I/L, U. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/** For example "P-7KQ4-M2XD"; 40 bits of randomness in eight signs. */
export function newReference(prefix: string): string {
  const signs = Array.from(randomBytes(8), (byte) => alphabet[byte % alphabet.length]).join("");
  return `${prefix}-${signs.slice(0, 4)}-${signs.slice(4)}`;
}
