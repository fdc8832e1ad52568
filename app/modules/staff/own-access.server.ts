// What somebody of the staff sees and changes of their own way in. Whatever could keep a stranger in after a screen was
// left open asks for a fresh proof first: a code, or, where somebody has passkeys only, a session that has just begun.
import type { StaffActor } from "#app/kernel/actor.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import type { AuditFacts } from "../audit/audit.ts";
import { staffIdleMs, type SignInWay } from "./staff-sessions.server.ts";

export interface OwnPasskey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | undefined;
}

export interface OwnSession {
  readonly id: string;
  readonly via: SignInWay;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly present: boolean;
}

export interface OwnAccess {
  readonly email: string;
  readonly name: string;
  readonly hasPassword: boolean;
  /** Recovery codes that still work. */
  readonly codesLeft: number;
  readonly knowsId: boolean;
  readonly passkeys: readonly OwnPasskey[];
  readonly sessions: readonly OwnSession[];
}

/** Sessions that still open something. */
function liveSessions(app: App, staffId: string) {
  const now = app.clock.now().getTime();
  const lastSeenAt = { gt: new Date(now - staffIdleMs) };
  return { staffId, endedAt: null, expiresAt: { gt: new Date(now) }, lastSeenAt };
}

export async function readOwnAccess(app: App, { staffId, sessionId }: StaffActor): Promise<OwnAccess> {
  const { prisma } = app.db;
  const [person, passkeys, sessions, codesLeft] = await Promise.all([
    prisma.staff.findUniqueOrThrow({
      where: { id: staffId },
      select: { email: true, name: true, passwordHash: true, totpEnc: true, idBlind: true },
    }),
    prisma.staffPasskey.findMany({ where: { staffId }, orderBy: { id: "asc" } }),
    prisma.staffSession.findMany({ where: liveSessions(app, staffId), orderBy: { lastSeenAt: "desc" }, take: 20 }),
    prisma.staffRecoveryCode.count({ where: { staffId, usedAt: null } }),
  ]);
  return {
    email: person.email,
    name: person.name,
    hasPassword: person.passwordHash !== null && person.totpEnc !== null,
    codesLeft,
    knowsId: person.idBlind !== null,
    passkeys: passkeys.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name,
      createdAt,
      lastUsedAt: lastUsedAt ?? undefined,
    })),
    sessions: sessions.map(({ id, via, createdAt, lastSeenAt }) => ({
      id,
      via: via as SignInWay,
      createdAt,
      lastSeenAt,
      present: id === sessionId,
    })),
  };
}

/** Every change of one's own access is on record, last in its transaction. */
export function recordOwn(tx: Tx, app: App, actor: StaffActor, action: string, facts: AuditFacts): Promise<void> {
  return recordAudit(tx, app, { actor, action: `staff.${action}`, subject: `staff:${actor.staffId}`, facts });
}

export async function changeStaffLanguage(app: App, actor: StaffActor, language: Language): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const { count } = await tx.staff.updateMany({
      where: { id: actor.staffId, NOT: { language } },
      data: { language, updatedAt: app.clock.now() },
    });
    if (count > 0) await recordOwn(tx, app, actor, "language_changed", { language });
  });
}

/** Ends every session of this person but the present one, as part of what made it necessary. */
export async function endOtherSessions(tx: Tx, app: App, { staffId, sessionId }: StaffActor): Promise<number> {
  const { count } = await tx.staffSession.updateMany({
    where: { ...liveSessions(app, staffId), NOT: { id: sessionId } },
    data: { endedAt: app.clock.now() },
  });
  return count;
}

/** Answers how many ended. */
export async function leaveOtherPlaces(app: App, actor: StaffActor): Promise<number> {
  return inTransaction(app.db, async (tx) => {
    const count = await endOtherSessions(tx, app, actor);
    if (count > 0) await recordOwn(tx, app, actor, "sessions_ended", { count });
    return count;
  });
}

/** How long a session has been running at most while it is a proof in itself. */
const freshMs = 10 * 60_000;

export async function isFreshSession(tx: Tx, app: App, { staffId, sessionId }: StaffActor): Promise<boolean> {
  const since = new Date(app.clock.now().getTime() - freshMs);
  const found = await tx.staffSession.count({
    where: { id: sessionId, staffId, endedAt: null, via: "passkey", createdAt: { gt: since } },
  });
  return found > 0;
}
