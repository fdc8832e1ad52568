// Codes that prove that somebody can read what we send to a contact on file. A code is made, counted and queued the
// same way whether anybody stands behind the claim or not; only whom the message is addressed to differs, and that is
// looked at by the worker. The digits are kept as an HMAC bound to the code's own row.
import { randomInt } from "node:crypto";
import { newId } from "#app/kernel/ids.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { Channel } from "../contact/contact.ts";
import { queueMessage } from "../contact/contact.server.ts";
import {
  addressKeys,
  count,
  counterKey,
  forgive,
  lockKeys,
  readCounters,
  type CounterKey,
} from "./sign-in-counters.server.ts";
import {
  codeLifeMs,
  failuresInARow,
  isMuted,
  postedDigits,
  sendingOpensAt,
  sentDigits,
  triesAllowed,
  tryingOpensAt,
} from "./sign-in-limits.ts";

export type CodePurpose = "sign_in" | "not_me" | "sign";

/** What a code is asked or tried for: everything that the counters and the code itself hang on. */
export interface Claim {
  readonly challengeId: string;
  readonly purpose: CodePurpose;
  /** HMAC of what was claimed; the person's id where the claim is true. */
  readonly claimKey: Buffer;
  readonly borrowerId: string | undefined;
  /** Whose ended session this browser holds, and whether that is the person of the claim. */
  readonly deviceOf: string | undefined;
  readonly ip: string;
}

interface ClaimCounters {
  readonly address: readonly CounterKey[];
  readonly claim: CounterKey;
  readonly person: CounterKey;
}

/** A known device has counters of its own, so that a stranger's guessing elsewhere never holds it up. */
function countersOf(app: App, what: "send" | "fail", claim: Claim): ClaimCounters {
  const subject = subjectKey(app, claim).toString("hex");
  const known = claim.deviceOf !== undefined && claim.deviceOf === claim.borrowerId;
  return {
    // A known device is not held up by its neighbours either: it has the budget of an address to itself.
    address: claim.deviceOf
      ? [counterKey(app, `${what}_ip`, "device", claim.deviceOf)]
      : addressKeys(app, what, claim.ip),
    claim: counterKey(app, `${what}_claim`, claim.claimKey.toString("hex"), claim.deviceOf ?? ""),
    person: counterKey(app, `${what}_person`, subject, known ? "known" : ""),
  };
}

const templateOf = { sign_in: "code", not_me: "contact_check", sign: "signing_code" } as const satisfies Record<
  CodePurpose,
  string
>;

/** Whom a code counts for: the person, or the claim where there is none. */
export function subjectKey(app: App, claim: Pick<Claim, "purpose" | "borrowerId" | "claimKey">): Buffer<ArrayBuffer> {
  return app.vault.codeHmac(["subject", claim.purpose, claim.borrowerId ?? claim.claimKey.toString("hex")]);
}

const keysOf = ({ address, claim, person }: ClaimCounters): CounterKey[] => [...address, claim, person];

export function makeDigits(length: number): string {
  return Array.from({ length }, () => randomInt(10)).join("");
}

export function codeHmac(app: App, codeId: string, digits: string): Buffer<ArrayBuffer> {
  return app.vault.codeHmac(["one-time-code", codeId, digits]);
}

export interface CodeOrder {
  readonly channel: Channel;
  readonly language: Language;
  /** Where it may go; asked in any case, so that both cases do the same work. */
  readonly findContact: (tx: Tx) => Promise<{ readonly id: string; readonly channel: Channel } | undefined>;
}

/** Makes and queues a code; answers when one may be asked for again where none is made now. */
export async function sendCode(tx: Tx, app: App, claim: Claim, order: CodeOrder): Promise<Date | undefined> {
  const now = app.clock.now();
  const sends = countersOf(app, "send", claim);
  const failures = countersOf(app, "fail", claim);
  await lockKeys(tx, [sends.claim, sends.person]);
  const counters = await readCounters(tx, [...keysOf(sends), failures.claim]);
  const opensAt = sendingOpensAt(counters, now);
  if (opensAt) return opensAt;
  const codeId = newId(now.getTime());
  const digits = makeDigits(sentDigits);
  const expiresAt = new Date(now.getTime() + codeLifeMs);
  // The newest kills the older ones; the way in stays open at least as long as its code.
  await tx.$executeRaw`
    WITH older AS (
      UPDATE one_time_code SET superseded_at = ${now}
       WHERE challenge_id = ${claim.challengeId}::uuid AND superseded_at IS NULL AND used_at IS NULL),
    longer AS (
      UPDATE sign_in_challenge SET expires_at = greatest(expires_at, ${expiresAt}) WHERE id = ${claim.challengeId}::uuid)
    INSERT INTO one_time_code (id, challenge_id, subject_key, purpose, channel, code_hmac, created_at, expires_at)
    VALUES (${codeId}::uuid, ${claim.challengeId}::uuid, ${subjectKey(app, claim)}, ${claim.purpose}, ${order.channel},
            ${codeHmac(app, codeId, digits)}, ${now}, ${expiresAt})`;
  const contact = await order.findContact(tx);
  const reachable = isMuted(counters, now) ? undefined : contact;
  await queueMessage(tx, app, {
    borrowerId: reachable && claim.borrowerId,
    contactPointId: reachable?.id,
    channel: reachable?.channel ?? order.channel,
    purpose: claim.purpose === "not_me" ? "contact_check" : "code",
    language: order.language,
    letter: { template: templateOf[claim.purpose], code: digits },
    idemKey: `code:${codeId}`,
  });
  await count(tx, app, keysOf(sends));
  return undefined;
}

export type Try =
  | { readonly kind: "right"; readonly codeId: string }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly until: Date };

/** Counts the try before it is judged, so that no number of requests at once gets more of them. */
async function takeTry(
  tx: Tx,
  app: App,
  claim: Claim,
  digits: string,
  allowed: number,
): Promise<{ id: string; code_hmac: Buffer } | undefined> {
  const now = app.clock.now();
  const posted = digits.length === postedDigits;
  const rows = await tx.$queryRaw<{ id: string; code_hmac: Buffer }[]>`
    UPDATE one_time_code SET tries = tries + 1
     WHERE id = (
       SELECT id FROM one_time_code
        WHERE purpose = ${claim.purpose} AND used_at IS NULL AND superseded_at IS NULL AND expires_at > ${now}
          AND CASE WHEN ${posted} THEN challenge_id IS NULL AND subject_key = ${subjectKey(app, claim)}
                   ELSE challenge_id = ${claim.challengeId}::uuid END
        ORDER BY created_at DESC LIMIT 1 FOR UPDATE)
       AND tries < ${posted ? failuresInARow : allowed}
    RETURNING id::text, code_hmac`;
  return rows[0];
}

/** Tries a code of this claim: six digits of the last message, or the eight of a letter by post. */
export async function tryCode(tx: Tx, app: App, claim: Claim, digits: string): Promise<Try> {
  const now = app.clock.now();
  const failures = countersOf(app, "fail", claim);
  await lockKeys(tx, [failures.claim, failures.person]);
  const counters = await readCounters(tx, keysOf(failures));
  const until = tryingOpensAt(counters, now);
  if (until) return { kind: "wait", until };
  const code = await takeTry(tx, app, claim, digits, triesAllowed(counters, now));
  const expected = code?.code_hmac ?? Buffer.alloc(32);
  const equal = equalBytes(codeHmac(app, code?.id ?? claim.challengeId, digits), expected);
  if (!code || !equal) {
    await count(tx, app, keysOf(failures));
    return { kind: "wrong" };
  }
  await tx.$executeRaw`UPDATE one_time_code SET used_at = ${now} WHERE id = ${code.id}::uuid`;
  return { kind: "right", codeId: code.id };
}

/** After a right code: the row of failures ends, and what it took to send it is given back. */
export async function forgiveClaim(tx: Tx, app: App, claim: Claim): Promise<void> {
  const failures = countersOf(app, "fail", claim);
  await forgive(tx, [failures.claim, failures.person], countersOf(app, "send", claim).address);
}

/** When a code may be asked for and tried again, for the page; undefined where it may be now. */
export async function waitsOf(
  app: App,
  claim: Claim,
): Promise<{ sending: Date | undefined; trying: Date | undefined }> {
  const now = app.clock.now();
  const keys = [...keysOf(countersOf(app, "send", claim)), ...keysOf(countersOf(app, "fail", claim))];
  const counters = await readCounters(app.db.prisma, keys);
  return { sending: sendingOpensAt(counters, now), trying: tryingOpensAt(counters, now) };
}
