// Which of the staff is signed in. Role, portfolio and whether the person still works here are read with every request,
// so that no session outlives a change of them by a page. One statement a request.
import type { StaffActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { isStaffRole } from "#app/kernel/permissions.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { newToken } from "#app/platform/crypto.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";

export const staffIdleMs = 15 * 60_000;
export const staffAbsoluteMs = 8 * 3_600_000;
const touchMs = 30_000;

export interface StaffSignedIn {
  readonly actor: StaffActor;
  readonly name: string;
  readonly language: Language;
  readonly idleUntil: Date;
}

interface SeenRow {
  readonly id: string;
  readonly staff_id: string;
  readonly name: string;
  readonly role: string;
  readonly creditors: string[];
  readonly language: string;
  readonly last_seen_at: Date;
  readonly expires_at: Date;
}

/** The live session of this token, which thereby stays alive. */
export async function findStaffSession(app: App, token: string): Promise<StaffSignedIn | undefined> {
  const now = app.clock.now();
  const { rows } = await app.db.pool.query<SeenRow>({
    name: "find-staff-session",
    text: `WITH seen AS (
             SELECT s.id, s.staff_id, p.name, p.role, p.creditors, p.language, s.last_seen_at, s.expires_at
               FROM staff_session s JOIN staff p ON p.id = s.staff_id AND p.status = 'active'
              WHERE s.token_hash = $1 AND s.ended_at IS NULL AND s.expires_at > $2 AND s.last_seen_at > $3),
           touched AS (
             UPDATE staff_session SET last_seen_at = $2
              WHERE id = (SELECT id FROM seen WHERE last_seen_at <= $4)
             RETURNING last_seen_at)
           SELECT seen.id, staff_id, name, role, creditors, language, expires_at,
                  coalesce((SELECT last_seen_at FROM touched), seen.last_seen_at) AS last_seen_at FROM seen`,
    values: [app.vault.tokenHash(token), now, new Date(now.getTime() - staffIdleMs), new Date(now.getTime() - touchMs)],
  });
  const row = rows[0];
  if (!row || !isStaffRole(row.role)) return undefined;
  const { id: sessionId, staff_id: staffId, role, creditors, name, language } = row;
  return {
    actor: { kind: "staff", staffId, sessionId, role, creditors },
    name,
    language: isLanguage(language) ? language : "zh-CN",
    idleUntil: new Date(Math.min(row.last_seen_at.getTime() + staffIdleMs, row.expires_at.getTime())),
  };
}

export type SignInWay = "passkey" | "code" | "recovery";

/** A new session with a new token, as part of the sign-in that earned it. */
export async function openStaffSession(
  tx: Tx,
  app: App,
  { staffId, role, creditors }: Pick<StaffActor, "staffId" | "role" | "creditors">,
  via: SignInWay,
): Promise<string> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const token = newToken();
  await tx.staffSession.create({
    data: {
      id,
      tokenHash: app.vault.tokenHash(token),
      staffId,
      via,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + staffAbsoluteMs),
    },
  });
  await recordAudit(tx, app, {
    actor: { kind: "staff", staffId, sessionId: id, role, creditors },
    action: "staff.signed_in",
    subject: `staff:${staffId}`,
    facts: { via },
  });
  return token;
}

/** Ends this session on the server. */
export async function endStaffSession(app: App, actor: StaffActor): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const { count } = await tx.staffSession.updateMany({
      where: { id: actor.sessionId, staffId: actor.staffId, endedAt: null },
      data: { endedAt: app.clock.now() },
    });
    if (count === 0) return;
    await recordAudit(tx, app, { actor, action: "staff.signed_out", subject: `staff:${actor.staffId}`, facts: {} });
  });
}

/** Ends every session of a person at once, as part of what made it necessary. */
export async function endAllStaffSessions(tx: Tx, app: App, staffId: string): Promise<void> {
  await tx.staffSession.updateMany({ where: { staffId, endedAt: null }, data: { endedAt: app.clock.now() } });
}
