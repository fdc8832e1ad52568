// Who works here, for whoever looks after it: the person, what they may do, and by which ways they sign in, never what
// they sign in with. The role that staff otherwise read through is not shown these tables at all, so this reads without it.
import { requirePermission, type Actor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { isStaffRole, type StaffRole } from "#app/kernel/permissions.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { isMemberState, type MemberState } from "./staff-members.ts";
import { staffIdleMs } from "./staff-sessions.server.ts";

export interface Member {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly creditors: readonly string[];
  readonly language: Language;
  readonly state: MemberState;
  readonly createdAt: Date;
  readonly disabledAt: Date | undefined;
  readonly lastSignInAt: Date | undefined;
  readonly passkeys: number;
  /** A password with the codes of an authenticator. */
  readonly withCode: boolean;
  readonly recoveryCodesLeft: number;
  /** A fingerprint of the ID number is on file, so that an own debt is recognised. */
  readonly idOnFile: boolean;
  /** Signed in now, in so many browsers. */
  readonly sessions: number;
  /** Until when an unused set-up link works. */
  readonly linkUntil: Date | undefined;
  readonly openCases: number;
}

interface Row {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly creditors: string[];
  readonly language: string;
  readonly status: string;
  readonly created_at: Date;
  readonly disabled_at: Date | null;
  readonly last_sign_in: Date | null;
  readonly passkeys: number;
  readonly with_code: boolean;
  readonly recovery_codes: number;
  readonly id_on_file: boolean;
  readonly sessions: number;
  readonly link_until: Date | null;
  readonly open_cases: number;
}

function toMember(row: Row): Member[] {
  const { role, status: state } = row;
  if (!isStaffRole(role) || !isMemberState(state)) return [];
  return [
    {
      id: row.id,
      email: row.email,
      name: row.name,
      role,
      creditors: row.creditors,
      language: isLanguage(row.language) ? row.language : "zh-CN",
      state,
      createdAt: row.created_at,
      disabledAt: row.disabled_at ?? undefined,
      lastSignInAt: row.last_sign_in ?? undefined,
      passkeys: row.passkeys,
      withCode: row.with_code,
      recoveryCodesLeft: row.recovery_codes,
      idOnFile: row.id_on_file,
      sessions: row.sessions,
      linkUntil: row.link_until ?? undefined,
      openCases: row.open_cases,
    },
  ];
}

/** One statement, however many they are. */
async function readMembers(app: App, staffId: string | null): Promise<readonly Member[]> {
  const now = app.clock.now();
  const rows = await app.db.prisma.$queryRaw<Row[]>`
    SELECT p.id::text, p.email, p.name, p.role, p.creditors, p.language, p.status, p.created_at, p.disabled_at,
           p.password_hash IS NOT NULL AND p.totp_enc IS NOT NULL AS with_code,
           p.id_blind IS NOT NULL AS id_on_file,
           (SELECT count(*)::int FROM staff_passkey k WHERE k.staff_id = p.id) AS passkeys,
           (SELECT count(*)::int FROM staff_recovery_code c WHERE c.staff_id = p.id AND c.used_at IS NULL) AS recovery_codes,
           (SELECT max(s.created_at) FROM staff_session s WHERE s.staff_id = p.id) AS last_sign_in,
           (SELECT count(*)::int FROM staff_session s WHERE s.staff_id = p.id AND s.ended_at IS NULL
               AND s.expires_at > ${now} AND s.last_seen_at > ${new Date(now.getTime() - staffIdleMs)}) AS sessions,
           (SELECT max(l.expires_at) FROM staff_link l
             WHERE l.staff_id = p.id AND l.used_at IS NULL AND l.expires_at > ${now}) AS link_until,
           (SELECT count(*)::int FROM work_item w WHERE w.assignee_id = p.id) AS open_cases
      FROM staff p
     WHERE ${staffId}::uuid IS NULL OR p.id = ${staffId}::uuid
     ORDER BY p.name, p.email`;
  return rows.flatMap(toMember);
}

export async function listMembers(app: App, actor: Actor): Promise<readonly Member[]> {
  if (actor.kind === "staff") requirePermission(actor, "staff.read");
  return readMembers(app, null);
}

export async function readMember(app: App, actor: Actor, staffId: string): Promise<Member | undefined> {
  if (actor.kind === "staff") requirePermission(actor, "staff.read");
  if (!isId(staffId)) return undefined;
  return (await readMembers(app, staffId))[0];
}

/** The person with this address, for a command. */
export async function findMemberByEmail(app: App, email: string): Promise<string | undefined> {
  const found = await app.db.prisma.staff.findUnique({ where: { email: email.toLowerCase() }, select: { id: true } });
  return found?.id;
}
