// Sign-ins that are being set up: people who were invited, and one browser's way through the steps.
import { systemActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import { openSetUp } from "#app/modules/staff/set-up-draft.server.ts";
import {
  confirmAuthenticator,
  describeYourself,
  passkeyToMake,
  type AboutYou,
} from "#app/modules/staff/set-up.server.ts";
import { issueFirstLink, issueLink } from "#app/modules/staff/staff-links.server.ts";
import { codeAt } from "#app/modules/staff/totp.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";

export const chosenPassword = "slow boats on a wide river";

export const aboutMe = (changes: Partial<AboutYou> = {}): AboutYou => ({
  name: "陈文静",
  email: "wenjing@desk.example",
  language: "zh-CN",
  way: "password",
  newPassword: chosenPassword,
  idNumber: undefined,
  ...changes,
});

export async function firstLink(app: App): Promise<string> {
  const token = await issueFirstLink(app);
  if (token === undefined) throw new Error("there is an operator");
  return token;
}

/** Somebody invited, and the token of their link. */
export async function invite(app: App, role: StaffRole = "agent"): Promise<{ staffId: string; token: string }> {
  const now = app.clock.now();
  const staffId = newId(now.getTime());
  const who = { id: staffId, email: `${staffId}@desk.example`, name: "Lin Ke", role, creditors: ["RIVER"] };
  return inTransaction(app.db, async (tx) => {
    await tx.staff.create({ data: { ...who, language: "en", status: "invited", createdAt: now, updatedAt: now } });
    return { staffId, token: await issueLink(tx, app, systemActor("test"), staffId) };
  });
}

/** What the link opens in this browser. */
export async function openLink(app: App, linkToken: string, challenge?: string) {
  const setUp = await openSetUp(app, { linkToken, challenge });
  if (!setUp) throw new Error("the link opens nothing");
  return setUp;
}

async function begin(app: App, linkToken: string, about: AboutYou): Promise<string> {
  const described = await describeYourself(app, await openLink(app, linkToken), about);
  if (!described.ok) throw new Error(described.refusal.kind);
  return described.value;
}

/** One browser, up to where the recovery codes are shown. */
export async function upToCodes(app: App, linkToken: string, changes: Partial<AboutYou> = {}) {
  const challenge = await begin(app, linkToken, aboutMe(changes));
  const begun = await openLink(app, linkToken, challenge);
  const way = begun.draft?.way;
  if (way?.kind !== "password") throw new Error("no password");
  const code = codeAt(way.totpSecret, app.clock.now());
  if (!(await confirmAuthenticator(app, begun, { kind: "totp", code }))) throw new Error("the code is wrong");
  return { challenge, secret: way.totpSecret, setUp: await openLink(app, linkToken, challenge) };
}

/** One browser, up to where its device is asked for a passkey. */
export async function upToPasskey(app: App, linkToken: string) {
  const challenge = await begin(app, linkToken, aboutMe({ way: "passkey", newPassword: "" }));
  const setUp = await openLink(app, linkToken, challenge);
  return { challenge, setUp, options: (await passkeyToMake(app, setUp)) ?? "" };
}
