import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { beyondAtOnce, sendDraft, valueOf } from "#tests/world/proposals.ts";
import { Browser, placePeople } from "#tests/world/way-in.ts";
import { closeCase, findCase, readOpenCases, reportNotMine, requestHelp } from "./help-cases.server.ts";
import { findSession } from "./sessions.server.ts";

let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const ask = (ip: string, once?: string) =>
  requestHelp(app, { once, ip, language: "zh-CN", details: { fullName: "李华", reach: "somewhere@example.com" } });

test("whoever cannot get a code leaves a request with a reference and a day of the answer", async () => {
  const asked = await ask("192.0.2.1");
  if (!asked.ok) throw new Error("the request was refused");
  expect(asked.value).toEqual({
    reference: expect.stringMatching(/^H-[0-9A-Z]{4}-[0-9A-Z]{4}$/) as string,
    answerBy: "2026-11-25",
  });
  expect(await findCase(app, asked.value.reference)).toEqual(asked.value);
  expect(await findCase(app, "H-0000-0000")).toBeUndefined();
  expect(await findCase(app, "' OR 1=1")).toBeUndefined();
});

test("what was written is sealed", async () => {
  const { rows } = await app.db.pool.query<{ all: string }>(
    "SELECT string_agg(to_jsonb(h)::text, '') AS all FROM help_case h",
  );
  expect(rows[0]?.all).not.toContain("李华");
  expect(rows[0]?.all).not.toContain(Buffer.from("somewhere@example.com").toString("hex"));
});

test("sending the form twice opens one case, and another form another", async () => {
  const once = newId();
  const before = await app.db.prisma.helpCase.count();
  const [first, second] = [await ask("192.0.2.2", once), await ask("192.0.2.2", once)];
  expect(first.ok && first.value.reference).toBe(second.ok && second.value.reference);
  expect(await app.db.prisma.helpCase.count()).toBe(before + 1);
  const other = valueOf(await ask("192.0.2.2", newId()));
  expect(other.reference).not.toBe(first.ok && first.value.reference);
});

test("nobody chooses the id of their case: a form in the name of a proposal leaves it and its place in the queue alone", async () => {
  const { prisma } = app.db;
  const { proposalId } = await sendDraft(app, beyondAtOnce);
  const item = await prisma.workItem.findUniqueOrThrow({ where: { id: proposalId } });
  const { reference } = valueOf(await ask("192.0.2.4", proposalId));
  expect(await prisma.workItem.findUniqueOrThrow({ where: { id: proposalId } })).toEqual(item);
  expect(await prisma.helpCase.count({ where: { id: proposalId } })).toBe(0);
  const { id } = await prisma.helpCase.findUniqueOrThrow({ where: { reference } });
  expect(isId(id)).toBe(true);
  expect(await prisma.workItem.findUnique({ where: { id } })).toMatchObject({ kind: "sign_in", stage: "desk" });
  // Nor of one that is open already: whoever sends its id hears nothing of it.
  expect(valueOf(await ask("192.0.2.4", id)).reference).not.toBe(reference);
});

test("sending the form many times at once opens one case, and everybody hears of it", async () => {
  const once = newId();
  const before = await app.db.prisma.helpCase.count();
  const asked = await Promise.all(Array.from({ length: 8 }, () => ask("192.0.2.3", once)));
  expect(new Set(asked.map((each) => each.ok && each.value.reference)).size).toBe(1);
  expect(await app.db.prisma.helpCase.count()).toBe(before + 1);
});

test("one address asks ten times a day at most, and others go on", async () => {
  for (let turn = 0; turn < 10; turn += 1) expect((await ask("198.51.100.1")).ok).toBe(true);
  expect(await ask("198.51.100.1")).toEqual({
    ok: false,
    refusal: { opensAt: new Date(app.clock.now().getTime() + 86_400_000) },
  });
  expect((await ask("203.0.113.1")).ok).toBe(true);
  app.clock.advance(86_400_000);
  expect((await ask("198.51.100.1")).ok).toBe(true);
});

test("a person of the operator reads what waits, and closes it once", async () => {
  const desk = systemActor("command");
  const [first] = await readOpenCases(app, desk);
  expect(first).toMatchObject({ kind: "sign_in", details: { fullName: "李华", reach: "somewhere@example.com" } });
  expect(await closeCase(app, desk, first?.reference ?? "")).toBeDefined();
  expect(await closeCase(app, desk, first?.reference ?? "")).toBeUndefined();
  expect((await readOpenCases(app, desk)).map(({ reference }) => reference)).not.toContain(first?.reference);
});

test("somebody signed in says of an own account only that it is not theirs", async () => {
  const [liHua, anna] = [fictionalAccount(0), fictionalAccount(1)];
  await placePeople(app, [liHua, anna]);
  const browser = new Browser(app);
  await browser.signIn(liHua);
  const seen = await findSession(app, browser.carried.session ?? "");
  if (!seen) throw new Error("nobody is signed in");
  const accounts = await app.db.prisma.debtAccount.findMany({ orderBy: { accountNumber: "asc" } });
  const own = accounts.find(({ borrowerId }) => borrowerId === seen.actor.borrowerId);
  const others = accounts.find(({ borrowerId }) => borrowerId !== seen.actor.borrowerId);
  expect(await reportNotMine(app, seen.actor, own?.id ?? "")).toMatchObject({ answerBy: expect.any(String) as string });
  expect(await reportNotMine(app, seen.actor, others?.id ?? "")).toBeUndefined();
  expect(await app.db.prisma.helpCase.count({ where: { kind: "not_mine" } })).toBe(1);
});
