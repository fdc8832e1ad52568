// `npm run staff`: who works here, for somebody at the machine itself when nobody can get in by the pages. `list` shows
// them; `link EMAIL` makes a new one-time set-up link for one of them; `add EMAIL ROLE NAME [CREDITOR,…]` invites
// somebody ("all" for the whole portfolio) and prints their link. A link is printed once and kept nowhere.
import { systemActor } from "#app/kernel/actor.ts";
import { revealInLine } from "#app/kernel/foreign-text.ts";
import { staffRoles } from "#app/kernel/permissions.ts";
import { findMemberByEmail, listMembers } from "#app/modules/staff/read-members.server.ts";
import { addressOfLink } from "#app/modules/staff/staff-links.server.ts";
import type { MemberRefusal } from "#app/modules/staff/staff-members.ts";
import { InviteForm } from "#app/modules/staff/staff-members.schema.ts";
import { inviteMember, renewLink } from "#app/modules/staff/staff-members.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { defaultLanguage } from "#app/i18n/languages.ts";
import { fail, openForReading, readCommandEnv, runCommand } from "./run-command.ts";

const actor = systemActor("command");
const usage = [
  "usage: npm run staff -- list | link EMAIL | add EMAIL ROLE NAME [CREDITOR,CREDITOR|all]",
  `  (${staffRoles.join(", ")})`,
].join("\n");

async function listStaff(app: App): Promise<void> {
  for (const { email, name, role, state, creditors, lastSignInAt } of await listMembers(app, actor)) {
    const seen = lastSignInAt ? `last sign-in ${lastSignInAt.toISOString()}` : "never signed in";
    console.log(
      `${email}  ${role}  ${state}  ${creditors.join(",") || "no portfolio"}  ${seen}  ${revealInLine(name)}`,
    );
  }
}

function printLink(app: App, token: string): void {
  console.log(`${addressOfLink(app, token)}\nworks once, for 72 hours; older links of this person no longer work`);
}

function sayRefusal(refusal: MemberRefusal): string {
  if (refusal.kind === "unknown-creditor") return "the settings name no such creditor";
  if (refusal.kind === "email-taken") return "this address is on the list already: npm run staff -- link EMAIL";
  if (refusal.kind === "wrong-state") return `not possible while this person is ${refusal.state}`;
  return refusal.kind;
}

async function renew(app: App, email: string): Promise<void> {
  const staffId = (await findMemberByEmail(app, email)) ?? fail("nobody has this address");
  const made = await renewLink(app, actor, staffId);
  if (!made.ok) fail(sayRefusal(made.refusal));
  printLink(app, made.value);
}

async function add(app: App, [email, role, name, portfolio = ""]: readonly string[]): Promise<void> {
  const everyone = app.settings.creditors.map(({ code }) => code);
  const creditors = portfolio === "all" ? everyone : portfolio.split(",").filter(Boolean);
  const form = InviteForm.safeParse({ email, role, name, language: defaultLanguage, creditors });
  if (!form.success) return fail(usage, 64);
  const invited = await inviteMember(app, actor, form.data);
  if (!invited.ok) return fail(sayRefusal(invited.refusal));
  printLink(app, invited.value.token);
}

await runCommand(async () => {
  const [what = "list", ...rest] = process.argv.slice(2);
  const app = await openForReading(readCommandEnv({ LOG_LEVEL: "warn" }));
  try {
    if (what === "list") await listStaff(app);
    else if (what === "link" && rest[0] !== undefined) await renew(app, rest[0]);
    else if (what === "add" && rest.length >= 3) await add(app, rest);
    else fail(usage, 64);
  } finally {
    await app.close();
  }
});
