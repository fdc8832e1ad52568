// The borrower's way in: a reference, then name and last six of the ID, then a code to a contact on file. What is
// known about a person is no secret, so the code is what counts, and nothing is told before it: a claim that is true
// and one that is not run the same statements, leave the same rows and get the same answer.
import { randomUUID } from "node:crypto";
import { newId } from "#app/kernel/ids.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes, newToken } from "#app/platform/crypto.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import type { Channel } from "../contact/contact.ts";
import { blindName, openIdNumber, sealBorrower } from "./borrowers.server.ts";
import { blindInvitation } from "./invitations.server.ts";
import { forgiveClaim, sendCode, tryCode, waitsOf, type Claim } from "./one-time-codes.server.ts";
import { nameKey } from "./person.ts";
import { findDevice, openSession } from "./sessions.server.ts";
import type { Carried } from "./session-cookie.ts";
import { challengeLifeMs } from "./sign-in-limits.ts";

/** A browser at our door. */
export interface Arrival {
  readonly carried: Carried;
  readonly ip: string;
  readonly language: Language;
}

const referencePlace = (rowId: string) => ({ table: "sign_in_challenge", column: "reference_enc", rowId });

/** First step: remembers the reference for this browser, whether or not there is such an account. */
export async function startSignIn(app: App, { carried, ip }: Arrival, reference: string): Promise<Carried> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const challenge = newToken();
  await app.db.prisma.$executeRaw`
    INSERT INTO sign_in_challenge (id, token_hash, reference_key, reference_enc, step, ip_key, created_at, expires_at)
    VALUES (${id}::uuid, ${app.vault.tokenHash(challenge)}, ${app.vault.codeHmac(["reference", reference])},
            ${app.vault.seal(reference, referencePlace(id))}, 'claim', ${app.vault.codeHmac(["ip", ip])}, ${now},
            ${new Date(now.getTime() + challengeLifeMs)})`;
  // The token of an ended session is no session any more, but it still tells a known device.
  return { challenge, device: carried.session ?? carried.device, wanted: carried.wanted };
}

interface ChallengeRow {
  readonly id: string;
  readonly reference_enc: Buffer;
  readonly claim_key: Buffer | null;
  readonly borrower_id: string | null;
}

/** From the second step one may come back to it; to the third there is no way around the second. */
const claimSteps = ["claim", "code"];
const codeSteps = ["code"];

/** The way in that this browser has begun; inside a transaction it is held until its end. */
async function holdChallenge(
  tx: Tx | App["db"]["prisma"],
  app: App,
  { carried }: Arrival,
  steps: readonly string[],
): Promise<ChallengeRow | undefined> {
  if (carried.challenge === undefined) return undefined;
  const rows = await tx.$queryRaw<ChallengeRow[]>`
    SELECT id::text, reference_enc, claim_key, borrower_id::text FROM sign_in_challenge
     WHERE token_hash = ${app.vault.tokenHash(carried.challenge)} AND step = ANY(${[...steps]}::text[])
       AND verified_at IS NULL AND expires_at > ${app.clock.now()}
       FOR UPDATE`;
  return rows[0];
}

/** Whether the second step may be shown. */
export async function isStarted(app: App, arrival: Arrival): Promise<boolean> {
  return (await holdChallenge(app.db.prisma, app, arrival, claimSteps)) !== undefined;
}

export interface PersonalDetails {
  readonly fullName: string;
  /** As the schema reads it: capitals, six signs. */
  readonly idLast6: string;
}

interface CandidateRow {
  readonly id: string;
  readonly name_blind: Buffer;
  readonly id_number_enc: Buffer;
}

/** Compared where no account has the reference, so that this takes as long. */
function nobody({ vault }: App): CandidateRow {
  const id = randomUUID();
  const { idNumberEnc } = sealBorrower(vault, id, { idNumber: "0".repeat(18), fullName: "", birthDate: undefined });
  return { id, name_blind: Buffer.alloc(32), id_number_enc: idNumberEnc };
}

/** One reference may be that of several creditors' accounts; each account's person is compared, none is left out. */
async function findPerson(tx: Tx, app: App, reference: string, details: PersonalDetails): Promise<string | undefined> {
  const candidates = await tx.$queryRaw<CandidateRow[]>`
    SELECT b.id::text, b.name_blind, b.id_number_enc FROM debt_account a JOIN borrower b ON b.id = a.borrower_id
     WHERE a.reference_key = ${reference} OR a.invitation_key = ${blindInvitation(app.vault, reference)}
     ORDER BY a.id LIMIT 50`;
  const name = blindName(app.vault, details.fullName);
  const last6 = app.vault.codeHmac(["last6", details.idLast6]);
  let found: string | undefined;
  for (const row of candidates.length > 0 ? candidates : [nobody(app)]) {
    const idNumber = openIdNumber(app.vault, { id: row.id, idNumberEnc: row.id_number_enc });
    const sameId = equalBytes(last6, app.vault.codeHmac(["last6", idNumber.slice(-6)]));
    if (equalBytes(name, row.name_blind) && sameId && candidates.length > 0) found ??= row.id;
  }
  return found;
}

/** Second step: takes the details down and sends the first code. Answers false where there is no first step. */
export async function claimPerson(app: App, arrival: Arrival, details: PersonalDetails): Promise<boolean> {
  const deviceOf = await findDevice(app, arrival.carried.device);
  return inTransaction(app.db, async (tx) => {
    const challenge = await holdChallenge(tx, app, arrival, claimSteps);
    if (!challenge) return false;
    const reference = app.vault.open(challenge.reference_enc, referencePlace(challenge.id));
    const borrowerId = await findPerson(tx, app, reference, details);
    const claimKey = app.vault.codeHmac(["claim", reference, nameKey(details.fullName), details.idLast6]);
    await tx.$executeRaw`
      UPDATE sign_in_challenge SET step = 'code', claim_key = ${claimKey}, borrower_id = ${borrowerId ?? null}::uuid
       WHERE id = ${challenge.id}::uuid`;
    const claim: Claim = {
      challengeId: challenge.id,
      purpose: "sign_in",
      claimKey,
      borrowerId,
      deviceOf,
      ip: arrival.ip,
    };
    await sendSignInCode(tx, app, claim, reference, "sms", arrival.language);
    return true;
  });
}

/** The contact of the account that was named comes first, then the person's other ones, newest first. */
async function findSignInContact(tx: Tx, borrowerId: string | undefined, reference: string, channel: Channel) {
  const rows = await tx.$queryRaw<{ id: string; channel: Channel }[]>`
    SELECT c.id::text, c.channel
      FROM debt_account a JOIN contact_point c ON c.id IN (a.mobile_id, a.email_id) AND c.borrower_id = a.borrower_id
     WHERE a.borrower_id = ${borrowerId ?? randomUUID()}::uuid AND NOT EXISTS (
       SELECT FROM contact_point o
        WHERE o.value_blind = c.value_blind AND o.channel = c.channel AND o.stopped_at IS NOT NULL)
     ORDER BY c.channel = ${channel} DESC, a.reference_key = ${reference} DESC, a.created_at DESC, c.id LIMIT 1`;
  const best = rows[0];
  // Somebody without a mobile gets the first code by e-mail; whoever asks for e-mail does not want a text.
  return best && (best.channel === channel || channel === "sms") ? best : undefined;
}

function sendSignInCode(tx: Tx, app: App, claim: Claim, reference: string, channel: Channel, language: Language) {
  const findContact = (within: Tx) => findSignInContact(within, claim.borrowerId, reference, channel);
  return sendCode(tx, app, claim, { channel, language, findContact });
}

function claimOf(challenge: ChallengeRow, deviceOf: string | undefined, ip: string): Claim {
  return {
    challengeId: challenge.id,
    purpose: "sign_in",
    claimKey: challenge.claim_key ?? Buffer.alloc(32),
    borrowerId: challenge.borrower_id ?? undefined,
    deviceOf,
    ip,
  };
}

/** Another code, perhaps by another channel. Answers false where there is no first step. */
export async function resendCode(app: App, arrival: Arrival, channel: Channel): Promise<boolean> {
  const deviceOf = await findDevice(app, arrival.carried.device);
  return inTransaction(app.db, async (tx) => {
    const challenge = await holdChallenge(tx, app, arrival, codeSteps);
    if (!challenge) return false;
    const reference = app.vault.open(challenge.reference_enc, referencePlace(challenge.id));
    await sendSignInCode(tx, app, claimOf(challenge, deviceOf, arrival.ip), reference, channel, arrival.language);
    return true;
  });
}

export interface CodeStep {
  /** The last code asked for in this browser, whether or not there was anybody to send it to. */
  readonly asked: { readonly channel: Channel; readonly at: Date } | undefined;
  readonly sendingOpensAt: Date | undefined;
  readonly tryingOpensAt: Date | undefined;
}

/** What the page of the third step may say; undefined where there is no second one. */
export async function readCodeStep(app: App, arrival: Arrival): Promise<CodeStep | undefined> {
  const deviceOf = await findDevice(app, arrival.carried.device);
  const challenge = await holdChallenge(app.db.prisma, app, arrival, codeSteps);
  if (!challenge) return undefined;
  const codes = await app.db.prisma.$queryRaw<{ channel: Channel; created_at: Date }[]>`
    SELECT channel, created_at FROM one_time_code WHERE challenge_id = ${challenge.id}::uuid AND superseded_at IS NULL
     ORDER BY created_at DESC LIMIT 1`;
  const waits = await waitsOf(app, claimOf(challenge, deviceOf, arrival.ip));
  return {
    asked: codes[0] && { channel: codes[0].channel, at: codes[0].created_at },
    sendingOpensAt: waits.sending,
    tryingOpensAt: waits.trying,
  };
}

export type CodeAnswer =
  | {
      readonly kind: "signed-in";
      readonly borrowerId: string;
      readonly carried: Carried;
      readonly wanted: string | undefined;
    }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly until: Date }
  | { readonly kind: "start-again" };

/** Third step: a right code ends the way in and begins a session with a token of its own. */
export async function verifyCode(app: App, arrival: Arrival, digits: string): Promise<CodeAnswer> {
  const deviceOf = await findDevice(app, arrival.carried.device);
  return inTransaction(app.db, async (tx): Promise<CodeAnswer> => {
    const challenge = await holdChallenge(tx, app, arrival, codeSteps);
    if (!challenge) return { kind: "start-again" };
    const claim = claimOf(challenge, deviceOf, arrival.ip);
    const tried = await tryCode(tx, app, claim, digits);
    if (tried.kind === "wait") return tried;
    // A code that nobody was sent, guessed for a claim that nobody stands behind, is as wrong as any other.
    if (tried.kind === "wrong" || claim.borrowerId === undefined) return { kind: "wrong" };
    await tx.$executeRaw`
      UPDATE sign_in_challenge SET verified_at = ${app.clock.now()} WHERE id = ${challenge.id}::uuid`;
    await forgiveClaim(tx, app, claim);
    const session = await openSession(tx, app, claim.borrowerId);
    return { kind: "signed-in", borrowerId: claim.borrowerId, carried: { session }, wanted: arrival.carried.wanted };
  });
}
