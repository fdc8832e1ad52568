// One-time links by which somebody sets up their own sign-in: the first operator's, an invitation, or a new start after
// everything was lost. Only the hash of a link is kept, and the newest takes the place of the older ones. It refuses to
// make a second "first" operator, however many links or processes there are.
import { systemActor, type Actor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { isStaffRole, type StaffRole } from "#app/kernel/permissions.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { newToken } from "#app/platform/crypto.server.ts";
import { inTransaction, type Db, type Tx } from "#app/platform/db.server.ts";
import { actorName } from "../audit/audit.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { endAllStaffSessions } from "./staff-sessions.server.ts";

const hourMs = 3_600_000;
const firstLinkMs = 24 * hourMs;
export const invitationMs = 72 * hourMs;

const token = /^[A-Za-z0-9_-]{43}$/;

/** Whoever counts, makes or unmakes operators holds this to the end of the transaction. */
const operatorsLockKey = 5_318_008_217n;

export async function lockOperators(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${operatorsLockKey}::bigint)`;
}

/** Whether somebody can administrate, other than this person. */
export async function hasActiveOperator(runner: Tx | Db["prisma"], besides?: string): Promise<boolean> {
  const others = besides === undefined ? {} : { NOT: { id: besides } };
  return (await runner.staff.count({ where: { role: "operator", status: "active", ...others } })) > 0;
}

export interface FoundLink {
  readonly linkId: string;
  /** Who it was made for; without one, whoever uses it becomes the first operator. */
  readonly staffId?: string;
  readonly email?: string;
  readonly name?: string;
  readonly language?: Language;
  readonly role: StaffRole;
}

/** The address that is given to the person. */
export function addressOfLink({ env }: Pick<App, "env">, linkToken: string): string {
  return `${env.publicOrigin}/staff/set-up/${linkToken}`;
}

async function addLink(tx: Tx, app: App, actor: Actor, staffId: string | null, lifeMs: number): Promise<string> {
  const now = app.clock.now();
  const made = newToken();
  await tx.staffLink.deleteMany({ where: { staffId, usedAt: null } });
  await tx.staffLink.create({
    data: {
      id: newId(now.getTime()),
      tokenHash: app.vault.tokenHash(made),
      staffId,
      createdBy: actorName(actor),
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifeMs),
    },
  });
  await recordAudit(tx, app, { actor, action: "staff.link_made", subject: `staff:${staffId ?? "first"}`, facts: {} });
  return made;
}

/** The token of a link for the first operator, who has a day to use it; undefined where there is an operator. */
export async function issueFirstLink(app: App): Promise<string | undefined> {
  return inTransaction(app.db, async (tx) => {
    await lockOperators(tx);
    if (await hasActiveOperator(tx)) return undefined;
    return addLink(tx, app, systemActor("start"), null, firstLinkMs);
  });
}

/** The token of a link for this person, as part of what made it necessary. Nothing they sign in with changes before it is used. */
export async function issueLink(tx: Tx, app: App, actor: Actor, staffId: string): Promise<string> {
  // Two at once would leave two links that work.
  await tx.$executeRaw`SELECT FROM staff WHERE id = ${staffId}::uuid FOR UPDATE`;
  return addLink(tx, app, actor, staffId, invitationMs);
}

/** What this link opens now; undefined where it was used, replaced or is too old, or its person is disabled. */
export async function findLink(app: App, linkToken: string): Promise<FoundLink | undefined> {
  if (!token.test(linkToken)) return undefined;
  const link = await app.db.prisma.staffLink.findUnique({
    where: { tokenHash: app.vault.tokenHash(linkToken), usedAt: null, expiresAt: { gt: app.clock.now() } },
    select: {
      id: true,
      staff: { select: { id: true, email: true, name: true, role: true, language: true, status: true } },
    },
  });
  if (!link) return undefined;
  const { id: linkId, staff } = link;
  if (!staff) return (await hasActiveOperator(app.db.prisma)) ? undefined : { linkId, role: "operator" };
  const { id: staffId, email, name, role, language, status } = staff;
  if (status === "disabled" || !isStaffRole(role)) return undefined;
  return { linkId, staffId, email, name, language: isLanguage(language) ? language : "zh-CN", role };
}

/** What somebody signed in with before is gone, and whoever was signed in by it is out. */
async function forgetWaysIn(tx: Tx, app: App, staffId: string): Promise<void> {
  await tx.staffPasskey.deleteMany({ where: { staffId } });
  await tx.staffRecoveryCode.deleteMany({ where: { staffId } });
  await tx.staff.update({
    where: { id: staffId },
    data: { passwordHash: null, totpEnc: null, totpStep: null, updatedAt: app.clock.now() },
  });
  await endAllStaffSessions(tx, app, staffId);
}

/**
 * Uses the link up; of two at once one is told true. With it everything the person signed in with before is forgotten,
 * so call it first and write what is new after it, in the same transaction.
 */
export async function consumeLink(tx: Tx, app: App, linkId: string): Promise<boolean> {
  // The same order as whoever demotes operators: this lock first, rows after it.
  await lockOperators(tx);
  const now = app.clock.now();
  const used = await tx.$queryRaw<{ staff_id: string | null }[]>`
    UPDATE staff_link l SET used_at = ${now}
     WHERE id = ${linkId}::uuid AND used_at IS NULL AND expires_at > ${now}
       AND CASE WHEN l.staff_id IS NULL
                THEN NOT EXISTS (SELECT FROM staff WHERE role = 'operator' AND status = 'active')
                ELSE EXISTS (SELECT FROM staff p WHERE p.id = l.staff_id AND p.status <> 'disabled') END
    RETURNING staff_id::text`;
  const [link] = used;
  if (!link) return false;
  if (link.staff_id !== null) await forgetWaysIn(tx, app, link.staff_id);
  return true;
}
