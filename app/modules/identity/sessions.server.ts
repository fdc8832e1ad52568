// Who is signed in. The browser holds an opaque token, the server its hash and every date: idle and absolute expiry,
// sign-out and rotation happen here, whatever the browser keeps. One statement a request.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { newToken } from "#app/platform/crypto.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { deviceLifeMs } from "./sign-in-limits.ts";

export const idleMs = 15 * 60_000;
export const absoluteMs = 2 * 3_600_000;
/** A page has several requests; one of them is enough to say that the person is still there. */
const touchMs = 30_000;

export interface SignedIn {
  readonly actor: BorrowerActor;
  readonly language: Language;
  readonly idleUntil: Date;
}

interface SeenRow {
  readonly id: string;
  readonly borrower_id: string;
  readonly language: string;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
}

/** The live session of this token, which thereby stays alive. */
export async function findSession(app: App, token: string): Promise<SignedIn | undefined> {
  const now = app.clock.now();
  const { rows } = await app.db.pool.query<SeenRow>({
    name: "find-session",
    text: `WITH seen AS (
             SELECT s.id, s.borrower_id, b.language, s.last_seen_at, s.expires_at
               FROM session s JOIN borrower b ON b.id = s.borrower_id
              WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $3),
           touched AS (
             UPDATE session SET last_seen_at = $2
              WHERE id = (SELECT id FROM seen WHERE last_seen_at <= $4)
             RETURNING last_seen_at)
           SELECT seen.id, borrower_id, language, expires_at,
                  coalesce((SELECT last_seen_at FROM touched), seen.last_seen_at) AS last_seen_at FROM seen`,
    values: [app.vault.tokenHash(token), now, new Date(now.getTime() - idleMs), new Date(now.getTime() - touchMs)],
  });
  const row = rows[0];
  if (!row) return undefined;
  return {
    actor: { kind: "borrower", borrowerId: row.borrower_id, sessionId: row.id },
    language: isLanguage(row.language) ? row.language : "zh-CN",
    idleUntil: new Date(Math.min(row.last_seen_at.getTime() + idleMs, row.expires_at.getTime())),
  };
}

/** A new session with a new token, as part of the verification that earned it. */
export async function openSession(tx: Tx, app: App, borrowerId: string): Promise<string> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const token = newToken();
  const expiresAt = new Date(now.getTime() + absoluteMs);
  await tx.$executeRaw`
    INSERT INTO session (id, token_hash, borrower_id, created_at, last_seen_at, expires_at)
    VALUES (${id}::uuid, ${app.vault.tokenHash(token)}, ${borrowerId}::uuid, ${now}, ${now}, ${expiresAt})`;
  await recordAudit(tx, app, {
    actor: { kind: "borrower", borrowerId, sessionId: id },
    action: "session.opened",
    subject: `borrower:${borrowerId}`,
    facts: {},
  });
  return token;
}

/** Ends the session on the server. */
export async function endSession(app: App, actor: BorrowerActor): Promise<void> {
  const now = app.clock.now();
  await app.db.prisma.$transaction(async (tx) => {
    const ended = await tx.$executeRaw`
      UPDATE session SET ended_at = ${now}
       WHERE id = ${actor.sessionId}::uuid AND borrower_id = ${actor.borrowerId}::uuid AND ended_at IS NULL`;
    if (ended === 0) return;
    await recordAudit(tx, app, { actor, action: "session.ended", subject: `borrower:${actor.borrowerId}`, facts: {} });
  });
}

/** Keeps the language that the person chose, on every device; no later file of a creditor changes it. */
export async function changeLanguage(app: App, actor: BorrowerActor, language: Language): Promise<void> {
  await app.db.prisma.$executeRaw`
    UPDATE borrower SET language = ${language}, language_chosen_at = ${app.clock.now()}
     WHERE id = ${actor.borrowerId}::uuid AND (language <> ${language} OR language_chosen_at IS NULL)`;
}

/** Whose ended session this token was: the mark of a known device, which opens nothing. */
export async function findDevice(app: App, token: string | undefined): Promise<string | undefined> {
  if (token === undefined) return undefined;
  const since = new Date(app.clock.now().getTime() - deviceLifeMs);
  const rows = await app.db.prisma.$queryRaw<{ borrower_id: string }[]>`
    SELECT borrower_id::text FROM session WHERE token_hash = ${app.vault.tokenHash(token)} AND created_at > ${since}`;
  return rows[0]?.borrower_id;
}
