// How much guessing and sending the way in allows, as decisions over counters. Nothing here ever locks a reference
// or a person: waits grow and end, and another way in stays open (docs/decisions/0005-way-in.md). It refuses to
// know whether anybody stands behind a claim, so that both look alike from outside.

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const codeLifeMs = 10 * minute;
export const postedCodeLifeMs = 10 * day;
export const challengeLifeMs = 30 * minute;
/** A browser in which this person was signed in within half a year is known. */
export const deviceLifeMs = 180 * day;

export const sentDigits = 6;
/** A letter is under way for days, so its code is longer, and more tries do not use it up. */
export const postedDigits = 8;

export const triesPerCode = 5;
export const failuresInARow = 30;

/**
 * - `*_ip`, `*_prefix`, `*_all`: what an address, its network and everybody may do in a window.
 * - `*_claim`: seen by whoever makes this claim (reference, name, last 6), apart for known devices.
 * - `*_person`: of the person behind, over all claims; it never shows, it only keeps codes from leaving or
 *   shortens what a code allows.
 * - `staff_fail_*`: the same for the staff's sign-in, which shares no budget with the borrowers'.
 */
export type CounterKind =
  | "send_ip"
  | "send_prefix"
  | "send_all"
  | "send_claim"
  | "send_person"
  | "fail_ip"
  | "fail_prefix"
  | "fail_all"
  | "fail_claim"
  | "fail_person"
  | "help_ip"
  | "help_prefix"
  | "staff_fail_ip"
  | "staff_fail_prefix"
  | "staff_fail_all"
  | "staff_fail_claim";

interface Budget {
  readonly limit: number;
  readonly windowMs: number;
}

/** A verified code gives its send back, so that a household or an office behind one address is not held up. */
export const budgets: Record<CounterKind, Budget> = {
  send_ip: { limit: 100, windowMs: hour },
  send_prefix: { limit: 400, windowMs: hour },
  send_all: { limit: 20_000, windowMs: hour },
  send_claim: { limit: 5, windowMs: day },
  send_person: { limit: 5, windowMs: day },
  fail_ip: { limit: 100, windowMs: hour },
  fail_prefix: { limit: 400, windowMs: hour },
  fail_all: { limit: 20_000, windowMs: hour },
  // In a row: the window is how long a row of failures is remembered, at least as long as any code lives.
  fail_claim: { limit: Infinity, windowMs: postedCodeLifeMs },
  fail_person: { limit: Infinity, windowMs: postedCodeLifeMs },
  help_ip: { limit: 10, windowMs: day },
  help_prefix: { limit: 50, windowMs: day },
  staff_fail_ip: { limit: 60, windowMs: hour },
  staff_fail_prefix: { limit: 200, windowMs: hour },
  staff_fail_all: { limit: 5000, windowMs: hour },
  staff_fail_claim: { limit: Infinity, windowMs: day },
};

/** Of these the window runs from the last failure on. */
export const inARow: readonly CounterKind[] = ["fail_claim", "fail_person", "staff_fail_claim"];
/** Of these each further failure makes the next wait longer. */
const slowing = new Set<CounterKind>(["fail_claim", "staff_fail_claim"]);

export interface Counter {
  readonly kind: CounterKind;
  readonly count: number;
  readonly windowStart: Date;
  readonly updatedAt: Date;
}

/** The count that still counts: a window that is over starts anew. */
export function countNow({ kind, count, windowStart, updatedAt }: Counter, now: Date): number {
  const since = inARow.includes(kind) ? updatedAt : windowStart;
  return now.getTime() - since.getTime() < budgets[kind].windowMs ? count : 0;
}

/** The first code may be mistyped five times at no cost; then 30 s, 1 min, 2 min … one hour. */
export function delayAfter(failures: number): number {
  if (failures <= triesPerCode) return 0;
  return Math.min(30_000 * 2 ** (failures - triesPerCode - 1), hour);
}

function openFrom(counter: Counter, now: Date): Date | undefined {
  const count = countNow(counter, now);
  const { limit, windowMs } = budgets[counter.kind];
  if (count >= limit) return new Date(counter.windowStart.getTime() + windowMs);
  if (!slowing.has(counter.kind)) return undefined;
  const until = new Date(counter.updatedAt.getTime() + delayAfter(count));
  return until > now ? until : undefined;
}

const sending = new Set<CounterKind>(["send_ip", "send_prefix", "send_all", "send_claim", "fail_claim"]);
const trying = new Set<CounterKind>(["fail_ip", "fail_prefix", "fail_all", "fail_claim"]);
const staffTrying = new Set<CounterKind>(["staff_fail_ip", "staff_fail_prefix", "staff_fail_all", "staff_fail_claim"]);
const asking = new Set<CounterKind>(["help_ip", "help_prefix"]);

function latest(counters: readonly Counter[], kinds: ReadonlySet<CounterKind>, now: Date): Date | undefined {
  return counters
    .filter(({ kind }) => kinds.has(kind))
    .map((counter) => openFrom(counter, now))
    .reduce((worst, date) => (date && (!worst || date > worst) ? date : worst), undefined);
}

/** When a code may be sent again; undefined: now. */
export function sendingOpensAt(counters: readonly Counter[], now: Date): Date | undefined {
  return latest(counters, sending, now);
}

/** When a code may be tried again; undefined: now. */
export function tryingOpensAt(counters: readonly Counter[], now: Date): Date | undefined {
  return latest(counters, trying, now);
}

/** When somebody of the staff may try again to sign in; undefined: now. */
export function staffTryingOpensAt(counters: readonly Counter[], now: Date): Date | undefined {
  return latest(counters, staffTrying, now);
}

export function askingOpensAt(counters: readonly Counter[], now: Date): Date | undefined {
  return latest(counters, asking, now);
}

/** The person's own codes of the day are used up over several claims: nothing more leaves, and nothing shows. */
export function isMuted(counters: readonly Counter[], now: Date): boolean {
  return counters.some((counter) => counter.kind === "send_person" && openFrom(counter, now) !== undefined);
}

/** After thirty failures in a row a code is good for a single try. */
export function triesAllowed(counters: readonly Counter[], now: Date): number {
  const failures = counters.find(({ kind }) => kind === "fail_person");
  return failures && countNow(failures, now) >= failuresInARow ? 1 : triesPerCode;
}

/** The network of an address: /24 of IPv4, /64 of IPv6. */
export function networkOf(ip: string): string {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(ip)) return ip.split(".").slice(0, 3).join(".");
  const [head = "", tail] = ip.toLowerCase().split("::");
  const left = head.split(":").filter(Boolean);
  const right = (tail ?? "").split(":").filter(Boolean);
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array.from({ length: Math.max(zeros, 0) }, () => "0"), ...right];
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

/** Pages write minutes: "after 12:01" has to be true to the second. */
export function roundUpToMinute(moment: Date): Date {
  return new Date(Math.ceil(moment.getTime() / minute) * minute);
}
