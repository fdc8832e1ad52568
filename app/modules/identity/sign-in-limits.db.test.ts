import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount, type FictionalAccount } from "#tests/world/people.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { Browser, codesFor, newestCode, placePeople, wrongCode } from "#tests/world/way-in.ts";
import { readCodeStep, resendCode } from "./identity.server.ts";
import { endSession, findSession } from "./sessions.server.ts";
import { addressKeys } from "./sign-in-counters.server.ts";

const hour = 3_600_000;
let nextPerson = 0;
let app: TestApp;

beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Somebody new on file, so that no test counts for another. */
async function somebody(): Promise<FictionalAccount> {
  const person = fictionalAccount(nextPerson);
  nextPerson += 1;
  await placePeople(app, [person]);
  return person;
}

/** A browser that waits for its code, and that code. */
async function waiting(person: FictionalAccount, ip?: string): Promise<{ browser: Browser; code: string }> {
  const browser = new Browser(app, ip);
  expect(await browser.claim(person)).toBe(true);
  return { browser, code: await newestCode(app, person.mobile) };
}

/** What somebody could see of a claim, and what the database was asked for it. */
async function trace(claim: Pick<FictionalAccount, "accountNumber" | "fullName" | "idLast6">) {
  const browser = new Browser(app, "198.51.100.7");
  const statements = recordStatements(app);
  const seen: unknown[] = [];
  try {
    seen.push(
      await browser.claim(claim),
      Object.keys(browser.carried).length,
      await readCodeStep(app, browser.arrival),
    );
    for (let turn = 0; turn < 7; turn += 1) seen.push(await browser.enter("314159"));
    seen.push(await readCodeStep(app, browser.arrival));
    app.clock.advance(30_000);
    for (let sent = 0; sent < 5; sent += 1)
      seen.push(await resendCode(app, browser.arrival, "email"), await readCodeStep(app, browser.arrival));
  } finally {
    statements.stop();
  }
  return { seen, statements: statements.texts };
}

test("no oracle: a true claim, a wrong name, a wrong number and an unknown reference look alike and cost the same statements", async () => {
  const person = await somebody();
  const claims = [
    person,
    { ...person, fullName: "不是我" },
    { ...person, idLast6: wrongCode("000000") },
    { ...person, accountNumber: "RIVER-00000000" },
  ];
  const email = person.cells.find((cell) => cell.includes("@")) ?? "";
  const traces = [];
  const began = app.clock.now();
  for (const claim of claims) {
    app.clock.set(began);
    traces.push(await trace(claim));
    // Only the person on file got codes: one by text, four by e-mail.
    expect(await codesFor(app, email)).toHaveLength(4);
    expect(await codesFor(app, person.mobile)).toHaveLength(1);
  }
  const [truth, ...lies] = traces;
  expect(truth?.seen).toContainEqual({ kind: "wrong" });
  expect(truth?.statements.length).toBeGreaterThan(40);
  for (const lie of lies) {
    expect(lie.seen).toEqual(truth?.seen);
    expect(lie.statements).toEqual(truth?.statements);
  }
});

describe("guessing and sending have their limits", () => {
  test("five codes a day for a person, over all of the person's accounts, and a new day brings new ones", async () => {
    const person = await somebody();
    const second: FictionalAccount = {
      ...person,
      accountNumber: "RIVER-77000001",
      cells: person.cells.with(1, "RIVER-77000001"),
    };
    await placePeople(app, [second]);
    const { browser } = await waiting(person);
    for (let sent = 1; sent < 4; sent += 1) await resendCode(app, browser.arrival, "sms");
    await new Browser(app).claim(second);
    await new Browser(app).claim(second);
    await resendCode(app, browser.arrival, "sms");
    expect(await codesFor(app, person.mobile)).toHaveLength(5);
    // Asked once more for the first account, the page says so; the other one shows nothing of it.
    await resendCode(app, browser.arrival, "sms");
    expect((await readCodeStep(app, browser.arrival))?.sendingOpensAt).toBeDefined();
    expect(await codesFor(app, person.mobile)).toHaveLength(5);
    app.clock.advance(24 * hour);
    await new Browser(app).claim(person);
    expect(await codesFor(app, person.mobile)).toHaveLength(6);
  });

  test("a resend never resets the row of failures: after the first code each failure costs a growing wait", async () => {
    const person = await somebody();
    const { browser, code } = await waiting(person);
    for (let turn = 1; turn <= 5; turn += 1) await browser.enter(wrongCode(code, turn));
    await resendCode(app, browser.arrival, "sms");
    const second = await newestCode(app, person.mobile);
    expect(await browser.enter(wrongCode(second))).toEqual({ kind: "wrong" });
    expect(await browser.enter(second)).toMatchObject({ kind: "wait" });
    app.clock.advance(30_000);
    expect(await browser.enter(wrongCode(second))).toEqual({ kind: "wrong" });
    app.clock.advance(59_000);
    expect(await browser.enter(second)).toMatchObject({ kind: "wait" });
    app.clock.advance(1000);
    expect(await browser.enter(second)).toMatchObject({ kind: "signed-in" });
  });

  test("after thirty failures in a row a code takes one try", async () => {
    const person = await somebody();
    const { browser } = await waiting(person);
    await app.db.prisma.signInCounter.updateMany({
      where: { kind: { in: ["fail_claim", "fail_person"] } },
      data: { failures: 0 },
    });
    await browser.enter(wrongCode(await newestCode(app, person.mobile)));
    await app.db.prisma.signInCounter.updateMany({
      where: { kind: "fail_person", failures: 1 },
      data: { failures: 30 },
    });
    await resendCode(app, browser.arrival, "sms");
    const code = await newestCode(app, person.mobile);
    expect(await browser.enter(wrongCode(code))).toEqual({ kind: "wrong" });
    app.clock.advance(hour);
    await browser.claim(person);
    const last = await newestCode(app, person.mobile);
    expect(await browser.enter(last)).toMatchObject({ kind: "signed-in" });
  });

  test("nobody locks a victim out: a known device and a live session go on while a stranger is made to wait", async () => {
    const person = await somebody();
    const home = new Browser(app, "192.0.2.50");
    await home.signIn(person);
    const live = home.carried.session ?? "";
    const stranger = new Browser(app, "203.0.113.9");
    await stranger.claim(person);
    const sent = await newestCode(app, person.mobile);
    for (let turn = 1; turn <= 5; turn += 1) await stranger.enter(wrongCode(sent, turn));
    for (let more = 0; more < 6; more += 1) await resendCode(app, stranger.arrival, "sms");
    await stranger.enter(wrongCode(await newestCode(app, person.mobile)));
    expect((await readCodeStep(app, stranger.arrival))?.sendingOpensAt).toBeDefined();
    expect(await findSession(app, live)).toBeDefined();
    // The session ends; the browser keeps its token, which now only tells the device.
    const seen = await findSession(app, live);
    if (seen) await endSession(app, seen.actor);
    expect(await home.signIn(person)).toMatchObject({ kind: "signed-in" });
  });

  test("somebody else's ended session is no known device of this person", async () => {
    const [person, other] = [await somebody(), await somebody()];
    const stranger = new Browser(app, "203.0.113.10");
    await stranger.signIn(other);
    stranger.keep({ device: stranger.carried.session });
    for (let claims = 0; claims < 7; claims += 1) {
      await stranger.claim(person);
      await new Browser(app, "203.0.113.11").claim(person);
    }
    expect(await codesFor(app, person.mobile)).toHaveLength(5);
  });

  test("one address cannot have codes sent to everybody, and a code that was used is given back", async () => {
    const person = await somebody();
    const ip = "203.0.113.77";
    for (let turn = 0; turn < 3; turn += 1) await new Browser(app, ip).signIn(person);
    // By its own key: under a clock that stands still, several addresses were counted last.
    const own = addressKeys(app, "send", ip).find(({ kind }) => kind === "send_ip");
    const before = await app.db.prisma.signInCounter.findMany({ where: { key: own?.key ?? Buffer.alloc(0) } });
    expect(before[0]?.failures).toBe(0);
    await app.db.prisma.signInCounter.updateMany({
      where: { kind: "send_ip" },
      data: { failures: 100, windowStart: app.clock.now() },
    });
    const browser = new Browser(app, ip);
    await browser.claim(await somebody());
    expect(await readCodeStep(app, browser.arrival)).toMatchObject({
      asked: undefined,
      sendingOpensAt: new Date(app.clock.now().getTime() + hour),
    });
    const neighbour = new Browser(app, "203.0.114.1");
    await neighbour.claim(await somebody());
    expect((await readCodeStep(app, neighbour.arrival))?.sendingOpensAt).toBeUndefined();
  });
});
