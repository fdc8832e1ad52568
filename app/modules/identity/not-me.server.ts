// "I am not this person": whoever can read what we sent to a phone or an address may stop all of it. They show it by
// a code to that very contact; it is sent only where we have written before, and the page is the same either way.
import { systemActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { newToken } from "#app/platform/crypto.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { withholdMessages } from "../contact/contact.server.ts";
import type { Channel } from "../contact/contact.ts";
import { blindContact } from "./borrowers.server.ts";
import { openCase, type OpenedCase } from "./help-cases.server.ts";
import type { Arrival } from "./identity.server.ts";
import { forgiveClaim, sendCode, tryCode, waitsOf, type Claim } from "./one-time-codes.server.ts";
import { findDevice } from "./sessions.server.ts";
import type { Carried } from "./session-cookie.ts";
import { challengeLifeMs } from "./sign-in-limits.ts";

export interface NamedContact {
  readonly channel: Channel;
  readonly value: string;
}

const place = (rowId: string) => ({ table: "sign_in_challenge", column: "reference_enc", rowId });

/** Sends a code to the contact that was named, if it is one that we have ever written to. */
export async function startNotMe(app: App, arrival: Arrival, contact: NamedContact): Promise<Carried> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const token = newToken();
  const blind = blindContact(app.vault, contact.channel, contact.value);
  const claimKey = app.vault.codeHmac(["not-me", contact.channel, contact.value]);
  const deviceOf = await findDevice(app, arrival.carried.device);
  await inTransaction(app.db, async (tx) => {
    await tx.$executeRaw`
      INSERT INTO sign_in_challenge (id, token_hash, reference_key, reference_enc, claim_key, step, ip_key, created_at, expires_at)
      VALUES (${id}::uuid, ${app.vault.tokenHash(token)}, ${app.vault.codeHmac(["contact", contact.value])},
              ${app.vault.seal(JSON.stringify(contact), place(id))}, ${claimKey}, 'not_me',
              ${app.vault.codeHmac(["ip", arrival.ip])}, ${now}, ${new Date(now.getTime() + challengeLifeMs)})`;
    const claim: Claim = {
      challengeId: id,
      purpose: "not_me",
      claimKey,
      borrowerId: undefined,
      deviceOf,
      ip: arrival.ip,
    };
    const findContact = (within: Tx) => findWrittenTo(within, blind, contact.channel);
    await sendCode(tx, app, claim, { channel: contact.channel, language: arrival.language, findContact });
  });
  return { ...arrival.carried, challenge: token };
}

async function findWrittenTo(
  tx: Tx,
  blind: Buffer,
  channel: Channel,
): Promise<{ id: string; channel: Channel } | undefined> {
  const rows = await tx.$queryRaw<{ id: string; channel: Channel }[]>`
    SELECT c.id::text, c.channel FROM contact_point c
     WHERE c.value_blind = ${blind} AND c.channel = ${channel} AND c.stopped_at IS NULL
       AND EXISTS (SELECT FROM contact_point o JOIN message m ON m.contact_point_id = o.id
                    WHERE o.value_blind = ${blind} AND m.status = 'sent')
     ORDER BY c.id LIMIT 1`;
  return rows[0];
}

interface ChallengeRow {
  readonly id: string;
  readonly reference_enc: Buffer;
  readonly claim_key: Buffer;
}

async function holdChallenge(
  tx: Tx | App["db"]["prisma"],
  app: App,
  arrival: Arrival,
): Promise<ChallengeRow | undefined> {
  if (arrival.carried.challenge === undefined) return undefined;
  const rows = await tx.$queryRaw<ChallengeRow[]>`
    SELECT id::text, reference_enc, claim_key FROM sign_in_challenge
     WHERE token_hash = ${app.vault.tokenHash(arrival.carried.challenge)} AND step = 'not_me' AND verified_at IS NULL
       AND expires_at > ${app.clock.now()}
       FOR UPDATE`;
  return rows[0];
}

function claimOf(challenge: ChallengeRow, deviceOf: string | undefined, ip: string): Claim {
  const { id: challengeId, claim_key: claimKey } = challenge;
  return { challengeId, purpose: "not_me", claimKey, borrowerId: undefined, deviceOf, ip };
}

export interface NotMeStep {
  readonly channel: Channel;
  readonly sendingOpensAt: Date | undefined;
  readonly tryingOpensAt: Date | undefined;
}

/** What the page of the code may say; undefined where no contact was named in this browser. */
export async function readNotMeStep(app: App, arrival: Arrival): Promise<NotMeStep | undefined> {
  const challenge = await holdChallenge(app.db.prisma, app, arrival);
  if (!challenge) return undefined;
  const deviceOf = await findDevice(app, arrival.carried.device);
  const { channel } = JSON.parse(app.vault.open(challenge.reference_enc, place(challenge.id))) as NamedContact;
  const waits = await waitsOf(app, claimOf(challenge, deviceOf, arrival.ip));
  return { channel, sendingOpensAt: waits.sending, tryingOpensAt: waits.trying };
}

export type NotMeAnswer =
  | { readonly kind: "stopped"; readonly opened: OpenedCase; readonly carried: Carried }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "start-again" };

/** A right code stops every message to this contact, whoever's it was taken for, and opens a case. */
export async function confirmNotMe(app: App, arrival: Arrival, digits: string): Promise<NotMeAnswer> {
  const deviceOf = await findDevice(app, arrival.carried.device);
  return inTransaction(app.db, async (tx): Promise<NotMeAnswer> => {
    const challenge = await holdChallenge(tx, app, arrival);
    if (!challenge) return { kind: "start-again" };
    const claim = claimOf(challenge, deviceOf, arrival.ip);
    const tried = await tryCode(tx, app, claim, digits);
    if (tried.kind !== "right") return tried;
    const now = app.clock.now();
    await tx.$executeRaw`UPDATE sign_in_challenge SET verified_at = ${now} WHERE id = ${challenge.id}::uuid`;
    const contact = JSON.parse(app.vault.open(challenge.reference_enc, place(challenge.id))) as NamedContact;
    const stopped = await tx.$queryRaw<{ id: string; borrower_id: string }[]>`
      UPDATE contact_point SET stopped_at = ${now}, stopped_reason = 'not_me'
       WHERE value_blind = ${blindContact(app.vault, contact.channel, contact.value)} AND channel = ${contact.channel}
         AND stopped_at IS NULL
      RETURNING id::text, borrower_id::text`;
    await withholdMessages(
      tx,
      stopped.map(({ id }) => id),
      "stopped",
    );
    await forgiveClaim(tx, app, claim);
    const opened = await openCase(tx, app, systemActor("visitor"), {
      kind: "not_me",
      borrowerId: stopped.length === 1 ? stopped[0]?.borrower_id : undefined,
      language: arrival.language,
      details: { channel: contact.channel, contact: contact.value },
    });
    const { session, device, wanted } = arrival.carried;
    return { kind: "stopped", opened, carried: { session, device, wanted } };
  });
}
