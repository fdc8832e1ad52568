// People of the operator for tests: on file, signed in, and with the cookie that their browser would send.
import type { StaffActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { Language } from "#app/i18n/languages.ts";
import { enrolStaff } from "#app/modules/staff/enrol-staff.server.ts";
import { staffCookie } from "#app/modules/staff/staff-cookie.ts";
import { openStaffSession } from "#app/modules/staff/staff-sessions.server.ts";
import { newTotpSecret } from "#app/modules/staff/totp.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";

export interface TestStaff {
  readonly actor: StaffActor;
  readonly email: string;
  /** `Cookie` header of a signed-in browser. */
  readonly cookie: string;
}

let made = 0;

interface Wanted {
  readonly name?: string;
  readonly email?: string;
  readonly language?: Language;
  /** All creditors unless told. */
  readonly creditors?: readonly string[];
}

/** Somebody new, active and signed in. */
export async function addStaff(app: App, role: StaffRole, wanted: Wanted = {}): Promise<TestStaff> {
  const now = app.clock.now();
  const staffId = newId(now.getTime());
  const creditors = [...(wanted.creditors ?? app.settings.creditors.map(({ code }) => code))];
  made += 1;
  const email = wanted.email ?? `${role}.${made}@desk.example`;
  const token = await inTransaction(app.db, async (tx) => {
    await tx.staff.create({
      data: {
        id: staffId,
        email,
        name: wanted.name ?? `${role} ${made}`,
        role,
        creditors,
        language: wanted.language ?? "en",
        status: "active",
        createdAt: now,
        updatedAt: now,
      },
    });
    return openStaffSession(tx, app, { staffId, role, creditors }, "code");
  });
  const { id: sessionId } = await app.db.prisma.staffSession.findFirstOrThrow({ where: { staffId } });
  return {
    actor: { kind: "staff", staffId, sessionId, role, creditors },
    email,
    cookie: `${staffCookie}=s.${token}`,
  };
}

export interface SetUpStaff extends TestStaff {
  readonly password: string;
  readonly totpSecret: string;
}

interface WantedSignIn extends Wanted {
  readonly role?: StaffRole;
  readonly password?: string;
}

export const staffPassword = "quiet lanterns over the canal";

/** Somebody who can sign in with a password and a code. */
export async function setUpStaff(app: App, wanted: WantedSignIn = {}): Promise<SetUpStaff> {
  const { role = "agent", password = staffPassword } = wanted;
  const creditors = [...(wanted.creditors ?? app.settings.creditors.map(({ code }) => code))];
  made += 1;
  const email = wanted.email ?? `${role}.${made}@desk.example`;
  const totpSecret = newTotpSecret();
  const { staffId, token } = await inTransaction(app.db, async (tx) => {
    const who = { email, name: wanted.name ?? `${role} ${made}`, role, creditors, language: wanted.language ?? "en" };
    const id = await enrolStaff(tx, app, { ...who, password, totpSecret });
    return { staffId: id, token: await openStaffSession(tx, app, { staffId: id, role, creditors }, "code") };
  });
  const { id: sessionId } = await app.db.prisma.staffSession.findFirstOrThrow({ where: { staffId } });
  return {
    actor: { kind: "staff", staffId, sessionId, role, creditors },
    email,
    cookie: `${staffCookie}=s.${token}`,
    password,
    totpSecret,
  };
}
