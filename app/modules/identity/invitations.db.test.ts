import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount, type FictionalAccount } from "#tests/world/people.ts";
import { Browser, placePeople } from "#tests/world/way-in.ts";
import { issueInvitation } from "./invitations.server.ts";

const [liHua, anna] = [fictionalAccount(0), fictionalAccount(1)];
let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await placePeople(app, [liHua, anna]);
});
afterAll(() => app.close());

const invite = (person: FictionalAccount) =>
  issueInvitation(app, systemActor("command"), "RIVER", person.accountNumber);
const withReference = (person: FictionalAccount, accountNumber = ""): FictionalAccount => ({
  ...person,
  accountNumber,
});

test("an invitation code leads in like the account number, however it is typed", async () => {
  const code = await invite(liHua);
  expect(await new Browser(app).signIn(withReference(liHua, code))).toMatchObject({ kind: "signed-in" });
  const typed = code?.toLowerCase().replaceAll("-", " ");
  expect(await new Browser(app).signIn(withReference(liHua, typed))).toMatchObject({ kind: "signed-in" });
});

test("an invitation code sends nothing for anybody else, and a newer one takes its place", async () => {
  const reached = () => app.db.prisma.message.count({ where: { contactPointId: { not: null } } });
  const [old, before] = [await invite(anna), await reached()];
  await new Browser(app).claim(withReference(liHua, old));
  const newer = await invite(anna);
  await new Browser(app).claim(withReference(anna, old));
  expect(await reached()).toBe(before);
  await new Browser(app).claim(withReference(anna, newer));
  expect(await reached()).toBe(before + 1);
});

test("nobody is invited to an account that is not there", async () => {
  expect(await issueInvitation(app, systemActor("command"), "RIVER", "RIVER-NONE")).toBeUndefined();
});
