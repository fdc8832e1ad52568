import { afterEach, beforeEach, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff } from "#tests/world/staff.ts";
import { enrolStaff } from "./enrol-staff.server.ts";
import { consumeLink, findLink, issueFirstLink, issueLink } from "./staff-links.server.ts";
import { disableMember, inviteMember } from "./staff-members.server.ts";
import { findStaffSession } from "./staff-sessions.server.ts";

let app: TestApp;
beforeEach(async () => {
  app = await createTestApp();
});
afterEach(() => app.close());

const actor = systemActor("test");

const issue = (staffId: string): Promise<string> => inTransaction(app.db, (tx) => issueLink(tx, app, actor, staffId));
const consume = (linkId: string): Promise<boolean> => inTransaction(app.db, (tx) => consumeLink(tx, app, linkId));

async function invite(role: StaffRole = "agent"): Promise<{ staffId: string; token: string }> {
  const who = { email: `new.${role}@desk.example`, name: "New", role, language: "en", creditors: ["BJCF"] } as const;
  const invited = await inviteMember(app, actor, who);
  if (!invited.ok) throw new Error(invited.refusal.kind);
  return invited.value;
}

async function firstLink(): Promise<string> {
  const token = await issueFirstLink(app);
  if (token === undefined) throw new Error("there is an operator");
  return token;
}

test("the first link is there while nobody can administrate, and not afterwards", async () => {
  const token = await firstLink();
  expect(await findLink(app, token)).toEqual({ linkId: expect.any(String), role: "operator" });
  await addStaff(app, "operator");
  expect(await findLink(app, token)).toBeUndefined();
  expect(await issueFirstLink(app)).toBeUndefined();
});

test("a newer first link takes the place of the older one, and a day later it no longer works", async () => {
  const older = await firstLink();
  const newer = await firstLink();
  expect(await findLink(app, older)).toBeUndefined();
  app.clock.advance(24 * 3_600_000 - 1000);
  const found = await findLink(app, newer);
  expect(found).toBeDefined();
  app.clock.advance(2000);
  expect(await findLink(app, newer)).toBeUndefined();
  expect(await consume(found?.linkId ?? "")).toBe(false);
});

test("of two browsers that use the first link at once, one makes the first operator", async () => {
  const { linkId = "" } = (await findLink(app, await firstLink())) ?? {};
  const become = (email: string): Promise<boolean> =>
    inTransaction(app.db, async (tx) => {
      if (!(await consumeLink(tx, app, linkId))) return false;
      const secrets = { password: "long enough for anybody", totpSecret: "A".repeat(32) };
      await enrolStaff(tx, app, { email, name: email, role: "operator", creditors: [], language: "en", ...secrets });
      return true;
    });
  const became = await Promise.all(["a@desk.example", "b@desk.example"].map(become));
  expect(became.filter(Boolean)).toHaveLength(1);
  expect(await app.db.prisma.staff.count({ where: { role: "operator" } })).toBe(1);
});

test("an invitation works once, for 72 hours, for one person, and only the newest", async () => {
  const { staffId, token } = await invite();
  const known = { staffId, email: "new.agent@desk.example", name: "New", role: "agent", language: "en" };
  expect(await findLink(app, token)).toEqual({ ...known, linkId: expect.any(String) });
  const newest = await issue(staffId);
  expect(await findLink(app, token)).toBeUndefined();
  app.clock.advance(72 * 3_600_000 - 1000);
  const { linkId = "" } = (await findLink(app, newest)) ?? {};
  const used = await Promise.all([consume(linkId), consume(linkId)]);
  expect(used.filter(Boolean)).toHaveLength(1);
  expect(await findLink(app, newest)).toBeUndefined();
  const late = await issue(staffId);
  app.clock.advance(72 * 3_600_000 + 1000);
  expect(await findLink(app, late)).toBeUndefined();
});

test("two links made at once for one person leave one that works", async () => {
  const { staffId } = await invite();
  const tokens = await Promise.all([issue(staffId), issue(staffId), issue(staffId)]);
  const found = await Promise.all(tokens.map((token) => findLink(app, token)));
  expect(found.filter(Boolean)).toHaveLength(1);
});

test("the old ways in are good until the new link is used, and gone with it", async () => {
  const { actor: agent, cookie } = await addStaff(app, "agent");
  const { staffId } = agent;
  const session = cookie.split("=s.")[1] ?? "";
  await app.db.prisma.staff.update({ where: { id: staffId }, data: { passwordHash: "$argon2id$" } });
  const passkey = { credentialId: Buffer.from("x"), publicKey: Buffer.from("y"), counter: 0n, name: "phone" };
  await app.db.prisma.staffPasskey.create({
    data: { id: staffId, staffId, ...passkey, createdAt: app.clock.now() },
  });
  const { linkId = "" } = (await findLink(app, await issue(staffId))) ?? {};
  const waysIn = async () => ({
    password: (await app.db.prisma.staff.findUniqueOrThrow({ where: { id: staffId } })).passwordHash,
    passkeys: await app.db.prisma.staffPasskey.count({ where: { staffId } }),
    signedIn: (await findStaffSession(app, session)) !== undefined,
  });
  expect(await waysIn()).toEqual({ password: "$argon2id$", passkeys: 1, signedIn: true });
  expect(await consume(linkId)).toBe(true);
  expect(await waysIn()).toEqual({ password: null, passkeys: 0, signedIn: false });
});

test("the link of somebody who is disabled opens nothing, even where it is used at the same moment", async () => {
  const { staffId, token } = await invite();
  const { linkId = "" } = (await findLink(app, token)) ?? {};
  const setUp = inTransaction(app.db, async (tx) => {
    if (!(await consumeLink(tx, app, linkId))) return;
    await tx.staff.update({ where: { id: staffId }, data: { status: "active" } });
  });
  await Promise.all([disableMember(app, actor, staffId), setUp]);
  const { status } = await app.db.prisma.staff.findUniqueOrThrow({ where: { id: staffId } });
  expect(status).toBe("disabled");
  expect(await findLink(app, token)).toBeUndefined();
});

test("a token is kept as its hash only, and a made-up one opens nothing", async () => {
  const token = await firstLink();
  const rows = await app.db.prisma.staffLink.findMany();
  expect(JSON.stringify(rows.map((row) => Buffer.from(row.tokenHash).toString("base64url")))).not.toContain(token);
  const madeUp = ["", "x", "A".repeat(43), `${token}x`, "../../etc"];
  expect(await Promise.all(madeUp.map((text) => findLink(app, text)))).toEqual(madeUp.map(() => undefined));
});
