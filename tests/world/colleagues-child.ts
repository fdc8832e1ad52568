// Puts the colleagues of the journeys on file beside the running demo, and says with what each of their browsers is
// signed in.
import { systemActor } from "#app/kernel/actor.ts";
import { inviteMember } from "#app/modules/staff/staff-members.server.ts";
import { staffCookie } from "#app/modules/staff/staff-cookie.ts";
import { openStaffSession } from "#app/modules/staff/staff-sessions.server.ts";
import { openApp } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { atTheDoor, everyColleague, invitations, invitedOf, type Colleagues } from "./colleagues.ts";
import { addStaff, setUpStaff } from "./staff.ts";

const app = await openApp(readEnv(), { migrate: false });
const signedIn = [];
for (const colleague of everyColleague) {
  const { cookie, actor } = await addStaff(app, colleague.role, colleague);
  const token = await inTransaction(app.db, (tx) => openStaffSession(tx, app, actor, "code"));
  signedIn.push({ ...colleague, cookies: [cookie, `${staffCookie}=s.${token}`] as const });
}
// A session rests after a quarter of an hour; the last of the journeys may be later than that.
const soon = new Date(app.clock.now().getTime() + 3_600_000);
await app.db.prisma.staffSession.updateMany({ data: { lastSeenAt: soon } });
const waiting = [];
for (const colleague of atTheDoor) {
  const { password, totpSecret } = await setUpStaff(app, colleague);
  waiting.push({ ...colleague, password, totpSecret });
}
const links = [];
for (let count = 0; count < invitations; count += 1) {
  const creditors = app.settings.creditors.map(({ code }) => code);
  const invited = await inviteMember(app, systemActor("journeys"), { ...invitedOf(count), creditors });
  if (!invited.ok) throw new Error(`no invitation: ${invited.refusal.kind}`);
  links.push(invited.value.token);
}
const colleagues: Colleagues = { signedIn, atTheDoor: waiting, links };
process.stdout.write(JSON.stringify(colleagues));
await app.close();
// What libraries keep open for a while does not hold the journeys.
process.exit(0);
