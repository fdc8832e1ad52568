import { argon2Sync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { setUpStaff, staffPassword, type SetUpStaff } from "#tests/world/staff.ts";
import { keepRecoveryCodes, newRecoveryCodes } from "./recovery-codes.server.ts";
import { enterCode, enterPassword, readCodeStep } from "./sign-in.server.ts";
import { readTypedCode, type TypedCode } from "./staff-codes.ts";
import { findStaffSession } from "./staff-sessions.server.ts";
import { codeAt } from "./totp.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

const second = 1000;
const minute = 60 * second;
let nextAddress = 0;
const newAddress = (): string => `198.51.${(nextAddress += 1)}.7`;

const typed = (text: string): TypedCode => readTypedCode(text) ?? { kind: "totp", code: "" };
const codeOf = ({ totpSecret }: SetUpStaff, aheadMs = 0): TypedCode =>
  typed(codeAt(totpSecret, new Date(app.clock.now().getTime() + aheadMs)));
/** None of the three that would be right now. */
function wrongCodeOf(person: SetUpStaff): TypedCode {
  const right = new Set([-30, 0, 30].map((ahead) => codeOf(person, ahead * second).code));
  const wrong = ["111111", "222222", "333333", "444444"].find((code) => !right.has(code));
  return typed(wrong ?? "");
}

async function beginSignIn(person: SetUpStaff, ip = newAddress()) {
  const { email, password } = person;
  const answer = await enterPassword(app, { carried: {}, ip }, { email, password });
  if (answer.kind !== "code") throw new Error(answer.kind);
  return { carried: answer.carried, ip };
}

async function signIn(person: SetUpStaff) {
  const answer = await enterCode(app, await beginSignIn(person), codeOf(person));
  if (answer.kind !== "signed-in") throw new Error(answer.kind);
  return answer;
}

/** The step after this one: no code of before is right any more. */
const waitForNextCode = (): void => app.clock.advance(90 * second);

describe("the code", () => {
  test("catalogue 12: a code of the authenticator is taken once, in this browser and in any other", async () => {
    const person = await setUpStaff(app);
    const one = await beginSignIn(person);
    const other = await beginSignIn(person);
    const code = codeOf(person);
    expect((await enterCode(app, one, code)).kind).toBe("signed-in");
    expect((await enterCode(app, other, code)).kind).toBe("wrong");
    // One that belongs to an earlier step is used up by a later one as well.
    expect((await enterCode(app, other, codeOf(person, -30 * second))).kind).toBe("wrong");
    waitForNextCode();
    expect((await enterCode(app, other, codeOf(person))).kind).toBe("signed-in");
  });

  test("catalogue 12: of two browsers with the same code at once one comes in", async () => {
    const person = await setUpStaff(app);
    const arrivals = await Promise.all([1, 2, 3].map(() => beginSignIn(person)));
    const answers = await Promise.all(arrivals.map((arrival) => enterCode(app, arrival, codeOf(person))));
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(["signed-in", "wrong", "wrong"]);
  });

  test("may be one step early or late, and no more", async () => {
    for (const [seconds, kind] of [
      [-60, "wrong"],
      [-30, "signed-in"],
      [30, "signed-in"],
      [60, "wrong"],
    ] as const) {
      const person = await setUpStaff(app);
      const answer = await enterCode(app, await beginSignIn(person), codeOf(person, seconds * second));
      expect([seconds, answer.kind]).toEqual([seconds, kind]);
    }
  });

  test("is tried five times after one password; then the way in begins again, even with the right one", async () => {
    const person = await setUpStaff(app);
    const arrival = await beginSignIn(person);
    for (let turn = 0; turn < 5; turn += 1) {
      expect((await enterCode(app, arrival, wrongCodeOf(person))).kind).toBe("wrong");
    }
    expect(await readCodeStep(app, arrival)).toBeUndefined();
    expect((await enterCode(app, arrival, codeOf(person))).kind).toBe("start-again");
  });

  test("is waited for longer after each further failure, over all browsers, and never for ever", async () => {
    const person = await setUpStaff(app);
    const waits: number[] = [];
    for (let turn = 0; turn < 15; turn += 1) {
      const arrival = await beginSignIn(person);
      const answer = await enterCode(app, arrival, wrongCodeOf(person));
      if (answer.kind === "wait") {
        waits.push((answer.until.getTime() - app.clock.now().getTime()) / second);
        app.clock.set(answer.until);
      }
    }
    expect(waits.slice(0, 4)).toEqual([30, 60, 120, 240]);
    app.clock.advance(60 * minute);
    expect((await signIn(person)).via).toBe("code");
    // Once signed in, nothing of it is left.
    waitForNextCode();
    expect((await enterCode(app, await beginSignIn(person), wrongCodeOf(person))).kind).toBe("wrong");
  });

  test("belongs to the browser that knew the password, for ten minutes", async () => {
    const person = await setUpStaff(app);
    const arrival = await beginSignIn(person);
    expect((await enterCode(app, { carried: {}, ip: arrival.ip }, codeOf(person))).kind).toBe("start-again");
    app.clock.advance(10 * minute);
    expect((await enterCode(app, arrival, codeOf(person))).kind).toBe("start-again");
  });
});

describe("a recovery code", () => {
  test("works once, says so on record, and only for its person", async () => {
    const person = await setUpStaff(app);
    const colleague = await setUpStaff(app);
    const codes = newRecoveryCodes();
    await app.db.prisma.$transaction((tx) => keepRecoveryCodes(tx, app, person.actor.staffId, codes));
    expect(codes).toHaveLength(10);
    expect(codes.every((code) => /^[A-Z2-9]{4}-[A-Z2-9]{4}$/.test(code))).toBe(true);
    const code = typed((codes[0] ?? "").toLowerCase());
    expect((await enterCode(app, await beginSignIn(colleague), code)).kind).toBe("wrong");
    const answers = await Promise.all(
      (await Promise.all([1, 2].map(() => beginSignIn(person)))).map((arrival) => enterCode(app, arrival, code)),
    );
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(["signed-in", "wrong"]);
    const [session] = await app.db.prisma.staffSession.findMany({
      where: { staffId: person.actor.staffId, via: "recovery" },
    });
    expect(session).toBeDefined();
    expect(
      await app.db.prisma.staffRecoveryCode.count({ where: { staffId: person.actor.staffId, usedAt: null } }),
    ).toBe(9);
  });
});

describe("the password", () => {
  test("wrong, of nobody, of somebody invited and of somebody disabled get one answer and the same records", async () => {
    const known = await setUpStaff(app);
    const invited = await setUpStaff(app);
    const disabled = await setUpStaff(app);
    const { prisma } = app.db;
    await prisma.staff.update({ where: { id: invited.actor.staffId }, data: { status: "invited" } });
    await prisma.staff.update({ where: { id: disabled.actor.staffId }, data: { status: "disabled" } });
    const attempts = [
      { email: known.email, password: "not the right words" },
      { email: "nobody@desk.example", password: staffPassword },
      { email: invited.email, password: staffPassword },
      { email: disabled.email, password: staffPassword },
    ];
    const seen = [];
    for (const attempt of attempts) {
      const before = await prisma.auditEvent.count({ where: { action: "staff.sign_in_refused" } });
      const counters = await prisma.signInCounter.count();
      const answers = [];
      const ip = newAddress();
      for (let turn = 0; turn < 7; turn += 1) answers.push(await enterPassword(app, { carried: {}, ip }, attempt));
      seen.push({
        answers,
        records: (await prisma.auditEvent.count({ where: { action: "staff.sign_in_refused" } })) - before,
        counters: (await prisma.signInCounter.count()) - counters,
      });
    }
    const [first] = seen;
    expect(first?.answers.map(({ kind }) => kind)).toEqual([...Array.from({ length: 6 }, () => "wrong"), "wait"]);
    // The counter of everybody is made once, by whoever fails first in this file.
    for (const one of seen) expect([one.answers, one.records]).toEqual([first?.answers, first?.records]);
    for (const one of seen.slice(2)) expect(one.counters).toBe(seen[1]?.counters);
  });

  test("guessed from one network holds up nobody in another", async () => {
    const person = await setUpStaff(app);
    const ip = newAddress();
    for (let turn = 0; turn < 8; turn += 1) {
      await enterPassword(app, { carried: {}, ip }, { email: person.email, password: "not the right words" });
    }
    const { email, password } = person;
    expect((await enterPassword(app, { carried: {}, ip }, { email, password })).kind).toBe("wait");
    expect((await enterPassword(app, { carried: {}, ip: newAddress() }, { email, password })).kind).toBe("code");
  });

  test("kept with fewer costs is kept with today's after the next sign-in", async () => {
    const person = await setUpStaff(app);
    const where = { id: person.actor.staffId };
    const { passwordHash } = await app.db.prisma.staff.findUniqueOrThrow({ where });
    const salt = Buffer.alloc(16, 7);
    const tag = argon2Sync("argon2id", {
      message: staffPassword,
      nonce: salt,
      parallelism: 1,
      tagLength: 32,
      memory: 8192,
      passes: 1,
    });
    const bare = (bytes: Buffer): string => bytes.toString("base64").replace(/=+$/, "");
    const weak = `$argon2id$v=19$m=8192,t=1,p=1$${bare(salt)}$${bare(tag)}`;
    await app.db.prisma.staff.update({ where, data: { passwordHash: weak } });
    await beginSignIn(person);
    const renewed = await app.db.prisma.staff.findUniqueOrThrow({ where });
    expect(renewed.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(renewed.passwordHash).not.toBe(passwordHash);
    await beginSignIn(person);
  });

  test("is in no record of a refusal, and neither is the address", async () => {
    await enterPassword(
      app,
      { carried: {}, ip: newAddress() },
      { email: "somebody@desk.example", password: "secret words" },
    );
    const last = await app.db.prisma.auditEvent.findFirstOrThrow({ orderBy: { seq: "desc" } });
    expect(last).toMatchObject({ action: "staff.sign_in_refused", subject: "staff:unknown", actor: "system:sign-in" });
    expect(last.facts).toEqual({ step: "password", failures: 1 });
  });
});

describe("a session of staff", () => {
  const live = async (token: string | undefined) => (await findStaffSession(app, token ?? "")) !== undefined;

  test("catalogue 6, 7: has a token of its own, ends after 15 idle minutes, and after 8 hours in any case", async () => {
    const person = await setUpStaff(app);
    const arrival = await beginSignIn(person);
    const answer = await enterCode(app, arrival, codeOf(person));
    if (answer.kind !== "signed-in") throw new Error(answer.kind);
    const { session } = answer.carried;
    expect(answer.carried.challenge).toBeUndefined();
    expect(session).not.toBe(arrival.carried.challenge);
    for (let quarter = 0; quarter < 32; quarter += 1) {
      expect(await live(session)).toBe(true);
      app.clock.advance(15 * minute - second);
    }
    // 8 hours less 32 seconds.
    expect(await live(session)).toBe(true);
    app.clock.advance(32 * second);
    expect(await live(session)).toBe(false);
    const { session: idle } = (await signIn(person)).carried;
    app.clock.advance(15 * minute - second);
    expect(await live(idle)).toBe(true);
    app.clock.advance(15 * minute);
    expect(await live(idle)).toBe(false);
  });

  test("catalogue 13: opens nothing once its person is disabled, and no code signs them in", async () => {
    const person = await setUpStaff(app);
    const { session } = (await signIn(person)).carried;
    waitForNextCode();
    const begun = await beginSignIn(person);
    await app.db.prisma.staff.update({ where: { id: person.actor.staffId }, data: { status: "disabled" } });
    expect(await live(session)).toBe(false);
    expect((await enterCode(app, begun, codeOf(person))).kind).toBe("wrong");
  });

  test("catalogue 80: reads role and portfolio anew with every request", async () => {
    const person = await setUpStaff(app);
    const { session = "" } = (await signIn(person)).carried;
    await app.db.prisma.staff.update({ where: { id: person.actor.staffId }, data: { role: "auditor", creditors: [] } });
    expect((await findStaffSession(app, session))?.actor).toMatchObject({ role: "auditor", creditors: [] });
  });
});
