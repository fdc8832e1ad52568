import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inTransaction } from "#app/platform/db.server.ts";
import { Authenticator } from "#tests/world/authenticator.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff, setUpStaff, staffPassword, type SetUpStaff, type TestStaff } from "#tests/world/staff.ts";
import {
  askForCodes,
  askForPasskey,
  changePassword,
  keepOwnPasskey,
  keepWaitingCodes,
  ownPasskeyToMake,
  readWaitingCodes,
  removePasskey,
} from "./change-access.server.ts";
import { changeStaffLanguage, leaveOtherPlaces, readOwnAccess } from "./own-access.server.ts";
import { keepRecoveryCodes, useRecoveryCode } from "./recovery-codes.server.ts";
import { enterPassword, readCodeStep } from "./sign-in.server.ts";
import { findStaffSession, openStaffSession } from "./staff-sessions.server.ts";
import { MadeForm } from "./staff.schema.ts";
import { codeAt } from "./totp.server.ts";

const origin = "http://localhost:3000";
const ip = "192.0.2.1";
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp(undefined, { PUBLIC_ORIGIN: origin });
});
afterAll(() => app.close());

const codeOf = ({ totpSecret }: SetUpStaff) => ({ kind: "totp", code: codeAt(totpSecret, app.clock.now()) }) as const;
/** At the page with the code of now, which no earlier one has used up. */
function at(person: SetUpStaff) {
  app.clock.advance(30_000);
  return { actor: person.actor, ip, code: codeOf(person) };
}

async function openElsewhere({ actor }: TestStaff): Promise<string> {
  return inTransaction(app.db, (tx) => openStaffSession(tx, app, actor, "code"));
}

async function addPasskeyTo(
  person: TestStaff,
  own: Parameters<typeof askForPasskey>[1],
  device = new Authenticator(origin),
) {
  expect(await askForPasskey(app, own)).toEqual({ ok: true, value: null });
  const options = (await ownPasskeyToMake(app, person.actor)) ?? "";
  const { credential } = MadeForm.parse({ credential: device.make(options) });
  return keepOwnPasskey(app, person.actor, credential, "phone");
}

/** Somebody who has nothing but a passkey, in a session that it opened. */
async function addPasskeyOnly() {
  const person = await addStaff(app, "agent");
  await app.db.prisma.staffSession.updateMany({ where: { id: person.actor.sessionId }, data: { via: "passkey" } });
  expect(await addPasskeyTo(person, { actor: person.actor, ip, code: undefined })).toBe(true);
  return person;
}

const actionsOn = async ({ actor }: TestStaff): Promise<string[]> =>
  (
    await app.db.prisma.auditEvent.findMany({
      where: { actor: `staff:${actor.staffId}`, NOT: { action: "staff.signed_in" } },
      orderBy: { seq: "asc" },
    })
  ).map(({ action }) => action);

describe("another password", () => {
  test("needs the old one and a code, and ends the sessions everywhere else", async () => {
    const person = await setUpStaff(app);
    const elsewhere = await openElsewhere(person);
    const newPassword = "wide rivers under slow boats";
    const change = (own: Parameters<typeof changePassword>[1], password = person.password) =>
      changePassword(app, own, { password, newPassword });
    expect(await change({ actor: person.actor, ip, code: undefined })).toMatchObject({
      refusal: { kind: "code-missing" },
    });
    expect(await change({ actor: person.actor, ip, code: { kind: "totp", code: "000000" } })).toMatchObject({
      refusal: { kind: "wrong-code" },
    });
    expect(await change(at(person), "not the old one")).toMatchObject({ refusal: { kind: "old-password" } });
    expect(await findStaffSession(app, elsewhere)).toBeDefined();
    const own = at(person);
    expect(await change(own)).toEqual({ ok: true, value: null });
    expect(await findStaffSession(app, elsewhere)).toBeUndefined();
    expect(await findStaffSession(app, person.cookie.split("s.")[1] ?? "")).toBeDefined();
    const { email } = person;
    expect((await enterPassword(app, { carried: {}, ip }, { email, password: newPassword })).kind).toBe("code");
    expect((await enterPassword(app, { carried: {}, ip }, { email, password: staffPassword })).kind).toBe("wrong");
    // The code was used up by the change.
    expect(await change(own, newPassword)).toMatchObject({ refusal: { kind: "wrong-code" } });
    expect(await actionsOn(person)).toEqual(["staff.password_changed"]);
  });

  test("is held to the same rules as the first", async () => {
    const person = await setUpStaff(app);
    const answer = await changePassword(app, at(person), { password: person.password, newPassword: "password1234" });
    expect(answer).toEqual({ ok: false, refusal: { kind: "password", why: "common" } });
  });

  test("ends what somebody began with the old one and has not finished", async () => {
    const person = await setUpStaff(app);
    const arrival = { carried: {}, ip: "192.0.2.77" };
    const begun = await enterPassword(app, arrival, { email: person.email, password: person.password });
    if (begun.kind !== "code") throw new Error("not let in");
    const half = { ...arrival, carried: begun.carried };
    expect(await readCodeStep(app, half)).toBeDefined();
    const newPassword = "wide rivers under slow boats";
    expect((await changePassword(app, at(person), { password: person.password, newPassword })).ok).toBe(true);
    expect(await readCodeStep(app, half)).toBeUndefined();
  });
});

describe("recovery codes", () => {
  test("new ones count once they are kept; the old ones until then", async () => {
    const person = await setUpStaff(app);
    const { staffId } = person.actor;
    const old = ["AAAA-BBBB", "CCCC-DDDD"];
    await inTransaction(app.db, (tx) => keepRecoveryCodes(tx, app, staffId, old));
    expect(await keepWaitingCodes(app, person.actor)).toBe(false);
    expect(await askForCodes(app, at(person))).toEqual({ ok: true, value: null });
    const codes = (await readWaitingCodes(app, person.actor)) ?? [];
    expect(codes).toHaveLength(10);
    const use = (code = "") => inTransaction(app.db, (tx) => useRecoveryCode(tx, app, staffId, code.replace("-", "")));
    expect(await use(codes[0])).toBe(false);
    expect(await use(old[0])).toBe(true);
    expect(await keepWaitingCodes(app, person.actor)).toBe(true);
    expect(await readWaitingCodes(app, person.actor)).toBeUndefined();
    expect([await use(old[1]), await use(codes[0]), await use(codes[0])]).toEqual([false, true, false]);
    expect((await readOwnAccess(app, person.actor)).codesLeft).toBe(9);
    expect(await actionsOn(person)).toEqual(["staff.codes_renewed"]);
  });

  test("waiting ones are seen in the session that asked for them only", async () => {
    const person = await setUpStaff(app);
    await askForCodes(app, at(person));
    const { sessionId: _mine, ...rest } = person.actor;
    expect(await readWaitingCodes(app, { ...rest, sessionId: "another" })).toBeUndefined();
  });
});

describe("passkeys", () => {
  test("one more needs a code first, and an answer to what was asked", async () => {
    const person = await setUpStaff(app);
    const { actor } = person;
    expect(await askForPasskey(app, { actor, ip, code: undefined })).toMatchObject({
      refusal: { kind: "code-missing" },
    });
    expect(await ownPasskeyToMake(app, actor)).toBeUndefined();
    const device = new Authenticator(origin);
    expect(await addPasskeyTo(person, at(person), device)).toBe(true);
    // The same device again, as one that ignores what it is told would do.
    expect(await addPasskeyTo(person, at(person), device)).toBe(false);
    expect((await readOwnAccess(app, actor)).passkeys).toMatchObject([{ name: "phone", lastUsedAt: undefined }]);
    expect(await actionsOn(person)).toEqual(["staff.passkey_added"]);
  });

  test("the last way in stays; with a password any of them can go", async () => {
    const only = await addPasskeyOnly();
    const [passkey] = (await readOwnAccess(app, only.actor)).passkeys;
    const own = { actor: only.actor, ip, code: undefined };
    expect(await removePasskey(app, own, passkey?.id ?? "")).toEqual({ ok: false, refusal: { kind: "last-way" } });
    expect(await addPasskeyTo(only, own)).toBe(true);
    const both = (await readOwnAccess(app, only.actor)).passkeys;
    const removals = await Promise.all(both.map(({ id }) => removePasskey(app, own, id)));
    expect(removals.filter(({ ok }) => ok)).toHaveLength(1);
    const person = await setUpStaff(app);
    await addPasskeyTo(person, at(person));
    const [added] = (await readOwnAccess(app, person.actor)).passkeys;
    expect(await removePasskey(app, at(person), added?.id ?? "")).toMatchObject({ ok: true });
  });

  test("somebody else's cannot be removed", async () => {
    const only = await addPasskeyOnly();
    const [passkey] = (await readOwnAccess(app, only.actor)).passkeys;
    const person = await setUpStaff(app);
    expect(await removePasskey(app, at(person), passkey?.id ?? "")).toEqual({ ok: false, refusal: { kind: "gone" } });
    expect((await readOwnAccess(app, only.actor)).passkeys).toHaveLength(1);
  });

  test("whoever has nothing else changes them within ten minutes of signing in", async () => {
    const only = await addPasskeyOnly();
    app.clock.advance(10 * 60_000);
    const own = { actor: only.actor, ip, code: undefined };
    expect(await askForPasskey(app, own)).toEqual({ ok: false, refusal: { kind: "sign-in-again" } });
  });
});

test("sessions elsewhere end, the present one stays, and one's language is kept", async () => {
  const person = await setUpStaff(app);
  const elsewhere = await openElsewhere(person);
  const shown = (await readOwnAccess(app, person.actor)).sessions;
  expect(shown.filter(({ present }) => present)).toHaveLength(1);
  expect(shown).toHaveLength(2);
  expect(await leaveOtherPlaces(app, person.actor)).toBe(1);
  expect(await findStaffSession(app, elsewhere)).toBeUndefined();
  await changeStaffLanguage(app, person.actor, "zh-CN");
  await changeStaffLanguage(app, person.actor, "zh-CN");
  const signedIn = await findStaffSession(app, person.cookie.split("s.")[1] ?? "");
  expect(signedIn?.language).toBe("zh-CN");
  expect(await actionsOn(person)).toEqual(["staff.sessions_ended", "staff.language_changed"]);
});
