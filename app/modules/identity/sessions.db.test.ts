import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { Browser, placePeople } from "#tests/world/way-in.ts";
import { changeLanguage, endSession, findSession } from "./sessions.server.ts";

const minute = 60_000;
const liHua = fictionalAccount(0);
let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
  await placePeople(app, [liHua]);
});
afterAll(() => app.close());

async function signedIn(): Promise<string> {
  // A day apart, so that the codes of one test do not count for the next.
  app.clock.advance(24 * 60 * minute);
  const browser = new Browser(app);
  await browser.signIn(liHua);
  return browser.carried.session ?? "";
}

test("catalogue 7: a session ends 15 minutes after the last request, on the server", async () => {
  const token = await signedIn();
  app.clock.advance(14 * minute);
  expect(await findSession(app, token)).toMatchObject({ idleUntil: new Date(app.clock.now().getTime() + 15 * minute) });
  app.clock.advance(14 * minute);
  expect(await findSession(app, token)).toBeDefined();
  app.clock.advance(15 * minute + 1000);
  expect(await findSession(app, token)).toBeUndefined();
  // It does not come back to life.
  app.clock.advance(-10 * minute);
  app.clock.advance(10 * minute);
  expect(await findSession(app, token)).toBeUndefined();
});

test("catalogue 7: a session ends after two hours however busy it is", async () => {
  const token = await signedIn();
  for (let passed = 10; passed < 120; passed += 10) {
    app.clock.advance(10 * minute);
    expect(await findSession(app, token)).toBeDefined();
  }
  const last = await findSession(app, token);
  expect(last?.idleUntil).toEqual(new Date(app.clock.now().getTime() + 10 * minute));
  app.clock.advance(10 * minute);
  expect(await findSession(app, token)).toBeUndefined();
});

test("catalogue 8: sign-out kills the session on the server, and only its own", async () => {
  const token = await signedIn();
  const other = await signedIn();
  app.clock.advance(-24 * 60 * minute);
  const seen = await findSession(app, token);
  if (!seen) throw new Error("the session was to be alive");
  await endSession(app, seen.actor);
  expect(await findSession(app, token)).toBeUndefined();
  app.clock.advance(24 * 60 * minute);
  expect(await findSession(app, other)).toBeDefined();
});

test("a request asks for the session in one statement and writes at most every half minute", async () => {
  const token = await signedIn();
  const written = async (): Promise<Date | undefined> => {
    const rows = await app.db.prisma.session.findMany({ orderBy: { createdAt: "desc" }, take: 1 });
    return rows[0]?.lastSeenAt;
  };
  const began = await written();
  const statements = recordStatements(app);
  await findSession(app, token);
  statements.stop();
  expect(statements.texts).toHaveLength(1);
  app.clock.advance(29_000);
  await findSession(app, token);
  expect(await written()).toEqual(began);
  app.clock.advance(1000);
  await findSession(app, token);
  expect(await written()).toEqual(app.clock.now());
});

test("the token itself is nowhere in the database", async () => {
  const token = await signedIn();
  const { rows } = await app.db.pool.query<{ all: string }>(
    "SELECT string_agg(to_jsonb(s)::text, '') AS all FROM session s",
  );
  expect(rows[0]?.all).not.toContain(token);
  expect(rows[0]?.all).not.toContain(Buffer.from(token, "base64url").toString("hex"));
});

test("a language that a person chose stays with the person", async () => {
  const token = await signedIn();
  const seen = await findSession(app, token);
  expect(seen?.language).toBe("zh-CN");
  if (seen) await changeLanguage(app, seen.actor, "en");
  expect((await findSession(app, token))?.language).toBe("en");
  expect((await findSession(app, await signedIn()))?.language).toBe("en");
});
