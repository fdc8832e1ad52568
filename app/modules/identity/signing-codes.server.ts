// A fresh code for signing: bound to this session and to the hash of what is signed, so that it proves who signed which
// text. It runs on the counters of the way in, as any code does, and goes only to a contact on file that nobody stopped.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import type { Channel } from "../contact/contact.ts";
import { openContact } from "./borrowers.server.ts";
import { forgiveClaim, sendCode, tryCode, waitsOf, type Claim } from "./one-time-codes.server.ts";
import { maskEmail, maskMobile } from "./person.ts";
import { challengeLifeMs } from "./sign-in-limits.ts";

const challengePlace = (rowId: string) => ({ table: "sign_in_challenge", column: "reference_enc", rowId });

interface ContactRow {
  readonly id: string;
  readonly channel: Channel;
  readonly value_enc: Buffer;
}

/** The newest contact of the person's accounts, a mobile first; a value that anybody stopped is left out. */
async function findContact(tx: Tx | App["db"]["prisma"], borrowerId: string): Promise<ContactRow | undefined> {
  const rows = await tx.$queryRaw<ContactRow[]>`
    SELECT c.id::text, c.channel, c.value_enc
      FROM debt_account a JOIN contact_point c ON c.id IN (a.mobile_id, a.email_id) AND c.borrower_id = a.borrower_id
     WHERE a.borrower_id = ${borrowerId}::uuid AND NOT EXISTS (
       SELECT FROM contact_point o
        WHERE o.value_blind = c.value_blind AND o.channel = c.channel AND o.stopped_at IS NOT NULL)
     ORDER BY c.channel = 'sms' DESC, a.created_at DESC, c.id LIMIT 1`;
  return rows[0];
}

/** Where a signing code would go, as its owner may see it; undefined where it can go nowhere. */
export async function findSigningContact(app: App, { borrowerId }: BorrowerActor): Promise<string | undefined> {
  const contact = await findContact(app.db.prisma, borrowerId);
  if (!contact) return undefined;
  const value = openContact(app.vault, { id: contact.id, valueEnc: contact.value_enc });
  return contact.channel === "sms" ? maskMobile(value) : maskEmail(value);
}

/** The same session and text lead to the same challenge; another text is another one, whose code opens nothing here. */
function challengeToken(app: App, actor: BorrowerActor, textHash: Uint8Array): Buffer<ArrayBuffer> {
  return app.vault.codeHmac(["signing", actor.borrowerId, actor.sessionId, Buffer.from(textHash).toString("hex")]);
}

function claimOf(app: App, { borrowerId }: BorrowerActor, challengeId: string, ip: string): Claim {
  return {
    challengeId,
    purpose: "sign",
    // Of the person: whoever makes the text anew does not begin the counting anew.
    claimKey: app.vault.codeHmac(["sign", borrowerId]),
    borrowerId,
    deviceOf: borrowerId,
    ip,
  };
}

async function findChallenge(
  tx: Tx | App["db"]["prisma"],
  app: App,
  actor: BorrowerActor,
  textHash: Uint8Array,
): Promise<string | undefined> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM sign_in_challenge
     WHERE token_hash = ${challengeToken(app, actor, textHash)} AND borrower_id = ${actor.borrowerId}::uuid
       AND step = 'sign' AND expires_at > ${app.clock.now()}
       FOR UPDATE`;
  return rows[0]?.id;
}

async function openChallenge(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  textHash: Uint8Array,
  ip: string,
): Promise<string> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const expiresAt = new Date(now.getTime() + challengeLifeMs);
  const token = challengeToken(app, actor, textHash);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO sign_in_challenge (id, token_hash, reference_key, reference_enc, borrower_id, claim_key, step, ip_key,
                                   created_at, expires_at)
    VALUES (${id}::uuid, ${token}, ${app.vault.codeHmac(["signing-text", Buffer.from(textHash).toString("hex")])},
            ${app.vault.seal("", challengePlace(id))}, ${actor.borrowerId}::uuid,
            ${app.vault.codeHmac(["sign", actor.borrowerId])}, 'sign', ${app.vault.codeHmac(["ip", ip])}, ${now},
            ${expiresAt})
    ON CONFLICT (token_hash) DO UPDATE SET expires_at = excluded.expires_at
    RETURNING id::text`;
  return rows[0]?.id ?? id;
}

export type SendingAnswer =
  | { readonly kind: "sent" }
  | { readonly kind: "no-contact" }
  | { readonly kind: "wait"; readonly until: Date };

/** Sends a code for this text; the newest kills older ones. */
export async function sendSigningCode(
  app: App,
  actor: BorrowerActor,
  { textHash, ip, language }: { readonly textHash: Uint8Array; readonly ip: string; readonly language: Language },
): Promise<SendingAnswer> {
  return inTransaction(app.db, async (tx): Promise<SendingAnswer> => {
    const contact = await findContact(tx, actor.borrowerId);
    if (!contact) return { kind: "no-contact" };
    const challengeId = await openChallenge(tx, app, actor, textHash, ip);
    const until = await sendCode(tx, app, claimOf(app, actor, challengeId, ip), {
      channel: contact.channel,
      language,
      findContact: async () => contact,
    });
    return until ? { kind: "wait", until } : { kind: "sent" };
  });
}

export type SigningTry =
  | { readonly kind: "right"; readonly codeId: string }
  | { readonly kind: "wrong" }
  | { readonly kind: "wait"; readonly until: Date };

/** Tries a code as part of the transaction that signs: used there or not at all. A wrong one is counted on commit. */
export async function trySigningCode(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  { textHash, ip, digits }: { readonly textHash: Uint8Array; readonly ip: string; readonly digits: string },
): Promise<SigningTry> {
  const challengeId = await findChallenge(tx, app, actor, textHash);
  if (challengeId === undefined) return { kind: "wrong" };
  const claim = claimOf(app, actor, challengeId, ip);
  const tried = await tryCode(tx, app, claim, digits);
  if (tried.kind !== "right") return tried;
  await forgiveClaim(tx, app, claim);
  return { kind: "right", codeId: tried.codeId };
}

export interface SigningStep {
  /** A code for this text was sent in this session and still works. */
  readonly asked: boolean;
  readonly sendingOpensAt: Date | undefined;
  readonly tryingOpensAt: Date | undefined;
}

export async function readSigningStep(
  app: App,
  actor: BorrowerActor,
  textHash: Uint8Array,
  ip: string,
): Promise<SigningStep> {
  const rows = await app.db.prisma.$queryRaw<{ id: string; asked: boolean }[]>`
    SELECT s.id::text, EXISTS (
             SELECT FROM one_time_code c
              WHERE c.challenge_id = s.id AND c.used_at IS NULL AND c.superseded_at IS NULL
                AND c.expires_at > ${app.clock.now()}) AS asked
      FROM sign_in_challenge s
     WHERE s.token_hash = ${challengeToken(app, actor, textHash)} AND s.borrower_id = ${actor.borrowerId}::uuid`;
  const [found] = rows;
  const waits = await waitsOf(app, claimOf(app, actor, found?.id ?? newId(), ip));
  return { asked: found?.asked ?? false, sendingOpensAt: waits.sending, tryingOpensAt: waits.trying };
}
