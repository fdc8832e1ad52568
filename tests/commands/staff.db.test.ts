import { afterAll, beforeAll, expect, test } from "vitest";
import { ensureBuild } from "#app/commands/ensure-build.ts";
import { makeGuestLink, placeDemoStaff } from "#app/commands/place-demo-staff.ts";
import { demoPassword, readDemoSignIns } from "#app/modules/staff/demo-staff.server.ts";
import { checkPassword } from "#app/modules/staff/password-hash.server.ts";
import { findLink } from "#app/modules/staff/staff-links.server.ts";
import { openTotp, stepOfCode } from "#app/modules/staff/totp.server.ts";
import { systemClock } from "#app/platform/clock.server.ts";
import { environmentOf, runCommand, startCommand, type Ended } from "#tests/world/command.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff } from "#tests/world/staff.ts";
import { freePort } from "#app/platform/free-port.server.ts";
import { demoGuest, demoStaff } from "../../prisma/seed/demo-staff.ts";

let app: TestApp;
beforeAll(async () => {
  // A command has no clock but the machine's.
  app = await createTestApp(systemClock.now().toISOString());
});
afterAll(() => app.close());

const tokenOf = (address: string | undefined): string => /\/staff\/set-up\/([\w-]{43})/.exec(address ?? "")?.[1] ?? "";

test("somebody at the machine invites an operator, finds them in the list, and makes a new link", async () => {
  const say = (...args: string[]) => runCommand("staff", args, environmentOf(app));
  const added = await say("add", "Boss@Desk.example", "operator", "Boss Person", "BJCF,RIVER");
  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining("works once, for 72 hours") });
  const link = { email: "boss@desk.example", name: "Boss Person", role: "operator" };
  expect(await findLink(app, tokenOf(added.stdout))).toMatchObject(link);
  const listed = "boss@desk.example  operator  invited  BJCF,RIVER  never signed in  Boss Person\n";
  expect(await say("list")).toMatchObject({ code: 0, stdout: listed });
  const renewed = await say("link", "BOSS@desk.example");
  expect(await findLink(app, tokenOf(renewed.stdout))).toMatchObject(link);
  expect(await findLink(app, tokenOf(added.stdout))).toBeUndefined();
  expect(renewed.stderr + added.stderr).not.toContain("set-up");
  const events = await app.db.prisma.auditEvent.findMany({ orderBy: { seq: "asc" } });
  expect(events.map(({ actor, action }) => [actor, action])).toEqual([
    ["system:command", "staff.link_made"],
    ["system:command", "staff.invited"],
    ["system:command", "staff.link_made"],
  ]);
}, 60_000);

test("what cannot be done is said in one line, and nothing comes of it", async () => {
  const say = async (...args: string[]) => {
    const { code, stderr } = await runCommand("staff", args, environmentOf(app));
    return [code, stderr.split("\n")[0]];
  };
  expect(await say("link", "nobody@desk.example")).toEqual([1, "nobody has this address"]);
  expect(await say("add", "x@desk.example", "king", "X")).toEqual([64, expect.stringContaining("usage:")]);
  expect(await say("add", "x@desk.example", "agent", "X", "NOBODY")).toEqual([1, expect.stringContaining("creditor")]);
  expect(await say("odd")).toEqual([64, expect.stringContaining("usage:")]);
  expect(await app.db.prisma.staff.count()).toBe(1);
}, 60_000);

test("npm start prints the first operator's link to the terminal, not to the log, until there is an operator", async () => {
  await ensureBuild();
  const start = async (until: string): Promise<Ended> => {
    const portal = startCommand("start", [], { ...environmentOf(app), PORT: String(await freePort()) });
    await portal.until(until);
    portal.child.kill("SIGTERM");
    return portal.ended;
  };
  const first = await start("/staff/set-up/");
  const token = tokenOf(first.stdout);
  expect(await findLink(app, token)).toMatchObject({ role: "operator" });
  expect(first.stderr).not.toContain(token);
  expect(await app.db.prisma.staff.count({ where: { status: "active" } })).toBe(0);
  const second = tokenOf((await start("/staff/set-up/")).stdout);
  expect([await findLink(app, token), second === token]).toEqual([undefined, false]);
  await addStaff(app, "operator");
  expect((await start('"listening"')).stdout).toBe("");
}, 60_000);

test("the demo's colleagues can sign in, each with a password of this data folder, and stay as they are", async () => {
  await placeDemoStaff(app);
  const [before] = await app.db.prisma.staff.findMany({ where: { email: demoStaff[0]?.email ?? "" } });
  await placeDemoStaff(app);
  expect(await app.db.prisma.staff.findMany({ where: { email: demoStaff[0]?.email ?? "" } })).toEqual([before]);
  const emails = demoStaff.map(({ email }) => email);
  const signIns = await readDemoSignIns(app, emails);
  expect(signIns.map(({ email }) => email)).toEqual(emails);
  expect(new Set(signIns.map(({ password }) => password)).size).toBe(demoStaff.length);
  const people = await app.db.prisma.staff.findMany({ where: { email: { in: emails } } });
  for (const { id, email, passwordHash, totpEnc, role } of people) {
    const { password, code } = signIns.find((one) => one.email === email) ?? {};
    expect(password).toMatch(/^([a-z2-7]{4}-){3}[a-z2-7]{4}$/);
    expect(await checkPassword(password ?? "", passwordHash)).toMatchObject({ right: true });
    expect(stepOfCode(openTotp(app.vault, id, totpEnc ?? new Uint8Array()), code ?? "", app.clock.now())).toBeDefined();
    expect(demoStaff.find((one) => one.email === email)?.role).toBe(role);
  }
  const elsewhere = await createTestApp();
  expect(demoPassword(elsewhere, emails[0] ?? "")).not.toBe(signIns[0]?.password);
  await elsewhere.close();
});

test("the demo makes a link for an operator of one's own at each start, until one is used", async () => {
  const first = tokenOf(await makeGuestLink(app));
  const second = tokenOf(await makeGuestLink(app));
  expect(await findLink(app, first)).toBeUndefined();
  expect(await findLink(app, second)).toMatchObject({ email: demoGuest.email, role: "operator" });
  await app.db.prisma.staff.update({ where: { email: demoGuest.email }, data: { status: "active" } });
  expect(await makeGuestLink(app)).toBeUndefined();
});
