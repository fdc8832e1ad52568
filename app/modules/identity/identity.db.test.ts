import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount, type FictionalAccount } from "#tests/world/people.ts";
import { Browser, codesFor, newestCode, placePeople, wrongCode } from "#tests/world/way-in.ts";
import { claimPerson, isStarted, readCodeStep, resendCode, startSignIn } from "./identity.server.ts";
import { findSession } from "./sessions.server.ts";

const minute = 60_000;
let nextPerson = 0;
let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Somebody new on file, so that no test counts for another. */
async function somebody(
  changes: (person: FictionalAccount) => FictionalAccount = (person) => person,
): Promise<FictionalAccount> {
  const person = changes(fictionalAccount(nextPerson));
  nextPerson += 1;
  await placePeople(app, [person]);
  return person;
}

function named(person: FictionalAccount, fullName: string): FictionalAccount {
  return { ...person, fullName, cells: person.cells.map((cell) => (cell === person.fullName ? fullName : cell)) };
}

/** A browser that waits for its code, and that code. */
async function waiting(person: FictionalAccount, ip?: string): Promise<{ browser: Browser; code: string }> {
  const browser = new Browser(app, ip);
  expect(await browser.claim(person)).toBe(true);
  return { browser, code: await newestCode(app, person.mobile) };
}

describe("codes", () => {
  test("catalogue 1: a code is accepted at 9:59 and refused at 10:01", async () => {
    const early = await waiting(await somebody());
    app.clock.advance(9 * minute + 59_000);
    expect(await early.browser.enter(early.code)).toMatchObject({ kind: "signed-in" });
    const late = await waiting(await somebody());
    app.clock.advance(10 * minute + 1000);
    expect(await late.browser.enter(late.code)).toEqual({ kind: "wrong" });
  });

  test("catalogue 2: a used code is refused, in this browser and in any other", async () => {
    const person = await somebody();
    const { browser, code } = await waiting(person);
    const onTheWay = browser.carried;
    expect(await browser.enter(code)).toMatchObject({ kind: "signed-in" });
    browser.keep(onTheWay);
    expect(await browser.enter(code)).toEqual({ kind: "start-again" });
    const other = new Browser(app);
    await other.claim(person);
    expect(await other.enter(code)).toEqual({ kind: "wrong" });
  });

  test("catalogue 3: the sixth try is refused even if it is right", async () => {
    const { browser, code } = await waiting(await somebody());
    for (let turn = 1; turn <= 5; turn += 1)
      expect(await browser.enter(wrongCode(code, turn))).toEqual({ kind: "wrong" });
    expect(await browser.enter(code)).toEqual({ kind: "wrong" });
  });

  test("many tries at the same moment are no more than five", async () => {
    const { browser, code } = await waiting(await somebody());
    await Promise.all(Array.from({ length: 8 }, (_, turn) => browser.enter(wrongCode(code, turn + 1))));
    const codes = await app.db.prisma.oneTimeCode.findMany({ orderBy: { createdAt: "desc" }, take: 1 });
    expect(codes[0]?.tries).toBeLessThanOrEqual(5);
    expect((await browser.enter(code)).kind).not.toBe("signed-in");
  });

  test("a code opens only the browser that asked for it", async () => {
    const person = await somebody();
    const { browser, code } = await waiting(person);
    const other = new Browser(app);
    await other.claim(person);
    expect(await other.enter(code)).toEqual({ kind: "wrong" });
    expect(await browser.enter(code)).toMatchObject({ kind: "signed-in" });
  });

  test("the newest code kills the older ones", async () => {
    const person = await somebody();
    const { browser, code } = await waiting(person);
    expect(await resendCode(app, browser.arrival, "sms")).toBe(true);
    const newer = await newestCode(app, person.mobile);
    expect(await browser.enter(code)).toEqual({ kind: "wrong" });
    expect(await browser.enter(newer)).toMatchObject({ kind: "signed-in" });
  });

  test("a code goes by e-mail where that is asked for", async () => {
    const person = await somebody();
    const { browser } = await waiting(person);
    const email = person.cells.find((cell) => cell.includes("@")) ?? "";
    await resendCode(app, browser.arrival, "email");
    expect(await readCodeStep(app, browser.arrival)).toMatchObject({ asked: { channel: "email" } });
    expect(await browser.enter(await newestCode(app, email))).toMatchObject({ kind: "signed-in" });
  });

  test("the code is nowhere at rest once it was sent", async () => {
    const person = await somebody();
    const { code } = await waiting(person);
    const rows = await app.db.pool.query<{ all: string }>(
      "SELECT (SELECT coalesce(string_agg(to_jsonb(c)::text, ''), '') FROM one_time_code c) || (SELECT coalesce(string_agg(to_jsonb(m)::text, ''), '') FROM message m) AS all",
    );
    expect(rows.rows[0]?.all).not.toContain(code);
    expect(
      await app.db.prisma.message.count({ where: { purpose: "code", status: "sent", NOT: { bodyEnc: null } } }),
    ).toBe(0);
  });
});

describe("the session that a code earns", () => {
  test("catalogue 6: it has a token of its own and the one of the way in is dead", async () => {
    const { browser, code } = await waiting(await somebody());
    const before = browser.carried;
    await browser.enter(code);
    expect(browser.carried.session).toBeDefined();
    expect(browser.carried.session).not.toBe(before.challenge);
    expect(await findSession(app, before.challenge ?? "")).toBeUndefined();
    expect(await isStarted(app, { ...browser.arrival, carried: before })).toBe(false);
  });

  test("catalogue 9: jumping to a later step goes back to the first", async () => {
    const browser = new Browser(app);
    expect(await isStarted(app, browser.arrival)).toBe(false);
    expect(await readCodeStep(app, browser.arrival)).toBeUndefined();
    expect(await claimPerson(app, browser.arrival, { fullName: "李华", idLast6: "00123X" })).toBe(false);
    expect(await browser.enter("123456")).toEqual({ kind: "start-again" });
    browser.keep(await startSignIn(app, browser.arrival, "RIVER-09000000"));
    expect(await readCodeStep(app, browser.arrival)).toBeUndefined();
    expect(await resendCode(app, browser.arrival, "sms")).toBe(false);
    expect(await browser.enter("123456")).toEqual({ kind: "start-again" });
  });

  test("a way in that was left alone for half an hour begins anew", async () => {
    const person = await somebody();
    const browser = new Browser(app);
    browser.keep(await startSignIn(app, browser.arrival, person.accountNumber));
    app.clock.advance(31 * minute);
    expect(await isStarted(app, browser.arrival)).toBe(false);
  });

  test("the own page that was asked for is kept on the way", async () => {
    const person = await somebody();
    const browser = new Browser(app);
    browser.keep({ wanted: "/my/data" });
    expect(await browser.signIn(person)).toMatchObject({ wanted: "/my/data" });
    expect(browser.carried).toMatchObject({ challenge: undefined, device: undefined, wanted: undefined });
  });
});

describe("who is meant", () => {
  test("catalogue 75: names with rare characters and middle dots are found however the dot is typed", async () => {
    const rare = await somebody((person) => named(person, "陈𠮷"));
    const dotted = await somebody((person) => named(person, "阿卜杜拉·买买提"));
    expect(await new Browser(app).signIn(rare)).toMatchObject({ kind: "signed-in" });
    expect(await new Browser(app).signIn({ ...dotted, fullName: "阿卜杜拉・买买提" })).toMatchObject({
      kind: "signed-in",
    });
  });

  test("catalogue 74: a look-alike name is another name", async () => {
    const person = await somebody((someone) => named(someone, "张伟"));
    await new Browser(app).claim({ ...person, fullName: "張伟" });
    expect(await codesFor(app, person.mobile)).toEqual([]);
  });

  test("a Latin name counts without case and with any blanks", async () => {
    const person = await somebody((someone) => named(someone, "Grace Hall"));
    expect(await new Browser(app).signIn({ ...person, fullName: "GRACE  hall" })).toMatchObject({ kind: "signed-in" });
  });

  test("one number of two creditors belongs to two people, and each comes in", async () => {
    const first = await somebody();
    const second = await somebody((person) => ({
      ...person,
      accountNumber: first.accountNumber,
      cells: person.cells.with(0, "BJCF").with(1, first.accountNumber).with(3, "consumer_finance"),
    }));
    expect(await new Browser(app).signIn(first)).toMatchObject({ kind: "signed-in" });
    expect(await new Browser(app).signIn(second)).toMatchObject({ kind: "signed-in" });
  });
});

test("what is kept of a way in names nobody: no reference, name or address in the clear", async () => {
  const person = await somebody();
  await new Browser(app, "198.51.100.99").claim(person);
  const { rows } = await app.db.pool.query<{ kept: string }>(
    "SELECT (SELECT string_agg(to_jsonb(c)::text, '') FROM sign_in_challenge c) || (SELECT string_agg(to_jsonb(n)::text, '') FROM sign_in_counter n) AS kept",
  );
  for (const secret of [person.accountNumber, person.fullName, person.idLast6, "198.51.100.99"]) {
    expect(rows[0]?.kept).not.toContain(secret);
    expect(rows[0]?.kept).not.toContain(Buffer.from(secret).toString("hex"));
  }
});
