// Puts the demo's colleagues on file, ready to sign in; a second start finds them there. Beside them waits one invitation,
// so that the way from a set-up link to an own sign-in can be tried as well.
import { systemActor } from "#app/kernel/actor.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { demoPassword, demoTotpSecret } from "#app/modules/staff/demo-staff.server.ts";
import { enrolStaff } from "#app/modules/staff/enrol-staff.server.ts";
import { findMemberByEmail } from "#app/modules/staff/read-members.server.ts";
import { addressOfLink } from "#app/modules/staff/staff-links.server.ts";
import { inviteMember, renewLink } from "#app/modules/staff/staff-members.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { demoGuest, demoStaff } from "../../prisma/seed/demo-staff.ts";

const actor = systemActor("demo");

export async function placeDemoStaff(app: App): Promise<void> {
  const there = await app.db.prisma.staff.findMany({ select: { email: true } });
  const everyCreditor = app.settings.creditors.map(({ code }) => code);
  for (const person of demoStaff) {
    const { email } = person;
    if (there.some((known) => known.email === email)) continue;
    const creditors = person.creditors ?? everyCreditor;
    const secrets = { password: demoPassword(app, email), totpSecret: demoTotpSecret(app, email) };
    await inTransaction(app.db, async (tx) => {
      const staffId = await enrolStaff(tx, app, { ...person, creditors, ...secrets });
      const facts = { role: person.role, creditors };
      await recordAudit(tx, app, { actor, action: "staff.invited", subject: `staff:${staffId}`, facts });
    });
  }
}

/** A fresh one-time link for somebody who tries the demo; undefined once one has been used. */
export async function makeGuestLink(app: App): Promise<string | undefined> {
  const staffId = await findMemberByEmail(app, demoGuest.email);
  if (staffId === undefined) {
    const invited = await inviteMember(app, actor, { ...demoGuest, creditors: [] });
    return invited.ok ? addressOfLink(app, invited.value.token) : undefined;
  }
  const { status } = await app.db.prisma.staff.findUniqueOrThrow({ where: { id: staffId }, select: { status: true } });
  if (status !== "invited") return undefined;
  const renewed = await renewLink(app, actor, staffId);
  return renewed.ok ? addressOfLink(app, renewed.value) : undefined;
}
