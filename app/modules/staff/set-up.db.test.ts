import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { Authenticator } from "#tests/world/authenticator.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff, setUpStaff } from "#tests/world/staff.ts";
import { blindId } from "../identity/borrowers.server.ts";
import { finishWithPasskey, finishWithPassword } from "./finish-set-up.server.ts";
import { enterPasskey, offerPasskey } from "./passkey-sign-in.server.ts";
import { openSetUp, stepOf } from "./set-up-draft.server.ts";
import { confirmAuthenticator, describeYourself, passkeyToMake, type AboutYou } from "./set-up.server.ts";
import { enterCode, enterPassword } from "./sign-in.server.ts";
import { readTypedCode, type TypedCode } from "./staff-codes.ts";
import { issueFirstLink, issueLink } from "./staff-links.server.ts";
import { findStaffSession } from "./staff-sessions.server.ts";
import { MadeForm, SignedForm } from "./staff.schema.ts";
import { codeAt } from "./totp.server.ts";

const origin = "http://localhost:3000";
const newPassword = "slow boats on a wide river";
const ip = "192.0.2.1";

async function openAt(publicOrigin = origin): Promise<TestApp> {
  return createTestApp(undefined, { PUBLIC_ORIGIN: publicOrigin });
}
let app: TestApp;
beforeAll(async () => {
  app = await openAt();
});
afterAll(() => app.close());

const about = (changes: Partial<AboutYou> = {}): AboutYou => ({
  name: "陈文静",
  email: "wenjing@desk.example",
  language: "zh-CN",
  way: "password",
  newPassword,
  idNumber: undefined,
  ...changes,
});

async function firstLink(of: TestApp): Promise<string> {
  const token = await issueFirstLink(of);
  if (token === undefined) throw new Error("there is an operator");
  return token;
}

/** Somebody invited, and the token of their link. */
async function invite(of: TestApp): Promise<{ staffId: string; token: string }> {
  const now = of.clock.now();
  const staffId = newId(now.getTime());
  const who = { id: staffId, email: `${staffId}@desk.example`, name: "林可", role: "agent", creditors: ["RIVER"] };
  return inTransaction(of.db, async (tx) => {
    await tx.staff.create({ data: { ...who, language: "en", status: "invited", createdAt: now, updatedAt: now } });
    return { staffId, token: await issueLink(tx, of, systemActor("test"), staffId) };
  });
}

async function mustOpen(of: TestApp, linkToken: string, challenge?: string) {
  const setUp = await openSetUp(of, { linkToken, challenge });
  if (!setUp) throw new Error("the link opens nothing");
  return setUp;
}

/** One browser, up to where the recovery codes are shown. */
async function upToCodes(of: TestApp, linkToken: string, changes: Partial<AboutYou> = {}) {
  const described = await describeYourself(of, await mustOpen(of, linkToken), about(changes));
  if (!described.ok) throw new Error(described.refusal.kind);
  const begun = await mustOpen(of, linkToken, described.value);
  const way = begun.draft?.way;
  if (way?.kind !== "password") throw new Error("no password");
  const code = codeAt(way.totpSecret, of.clock.now());
  expect(await confirmAuthenticator(of, begun, readTypedCode(code) as TypedCode)).toBe(true);
  return { challenge: described.value, secret: way.totpSecret, setUp: await mustOpen(of, linkToken, described.value) };
}

const made = (credential: string) => MadeForm.parse({ credential }).credential;
const signed = (credential: string) => SignedForm.parse({ credential }).credential;

async function upToPasskey(of: TestApp, linkToken: string) {
  const described = await describeYourself(of, await mustOpen(of, linkToken), about({ way: "passkey", newPassword: "" }));
  if (!described.ok) throw new Error(described.refusal.kind);
  const setUp = await mustOpen(of, linkToken, described.value);
  return { setUp, options: (await passkeyToMake(of, setUp)) ?? "", challenge: described.value };
}

describe("setting up with a password", () => {
  test("the first operator signs in for good, with every creditor, and their link and every other one is over", async () => {
    const own = await openAt();
    const link = await firstLink(own);
    const { setUp, secret } = await upToCodes(own, link, { idNumber: "990001199001011235" });
    expect(stepOf(setUp.draft)).toBe("codes");
    expect(await own.db.prisma.staff.count()).toBe(0);
    const finished = await finishWithPassword(own, setUp);
    if (!finished.ok) throw new Error(finished.refusal);
    const signedIn = await findStaffSession(own, finished.value.session);
    expect(signedIn?.actor.role).toBe("operator");
    expect(signedIn?.actor.creditors).toEqual(own.settings.creditors.map(({ code }) => code));
    const person = await own.db.prisma.staff.findFirstOrThrow();
    expect(person).toMatchObject({ email: "wenjing@desk.example", name: "陈文静", status: "active" });
    expect(Buffer.from(person.idBlind ?? [])).toEqual(blindId(own.vault, "cn_resident_id", "990001199001011235"));
    expect(await openSetUp(own, { linkToken: link, challenge: undefined })).toBeUndefined();
    expect(await issueFirstLink(own)).toBeUndefined();
    // Catalogue 12: the code that confirmed the authenticator signs in nobody.
    const begun = await enterPassword(own, { carried: {}, ip }, { email: person.email, password: newPassword });
    if (begun.kind !== "code") throw new Error(begun.kind);
    const now = readTypedCode(codeAt(secret, own.clock.now())) as TypedCode;
    expect((await enterCode(own, { carried: begun.carried, ip }, now)).kind).toBe("wrong");
    const way = setUp.draft?.way;
    const [recovery = ""] = (way?.kind === "password" && way.recoveryCodes) || [];
    const answer = await enterCode(own, { carried: begun.carried, ip }, readTypedCode(recovery) as TypedCode);
    expect(answer).toMatchObject({ kind: "signed-in", via: "recovery", role: "operator" });
    await own.close();
  });

  test("two browsers with the first link at once make one operator", async () => {
    const own = await openAt();
    const link = await firstLink(own);
    const one = await upToCodes(own, link, { email: "one@desk.example" });
    const two = await upToCodes(own, link, { email: "two@desk.example" });
    const outcomes = await Promise.all([one, two].map(({ setUp }) => finishWithPassword(own, setUp)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes.find(({ ok }) => !ok)).toEqual({ ok: false, refusal: "over" });
    expect(await own.db.prisma.staff.count({ where: { role: "operator" } })).toBe(1);
    expect(await own.db.prisma.staffSession.count()).toBe(1);
    await own.close();
  });

  test("halfway nothing has changed and the link is still good; old ones and used ones are not", async () => {
    const { staffId, token } = await invite(app);
    await upToCodes(app, token);
    const { status, passwordHash, totpEnc } = await app.db.prisma.staff.findUniqueOrThrow({ where: { id: staffId } });
    expect([status, passwordHash, totpEnc]).toEqual(["invited", null, null]);
    const again = await upToCodes(app, token, { name: "林可可", email: "other@desk.example" });
    const finished = await finishWithPassword(app, again.setUp);
    expect(finished.ok).toBe(true);
    const person = await app.db.prisma.staff.findUniqueOrThrow({ where: { id: staffId } });
    // The address is the invitation's, whatever the form said.
    expect(person).toMatchObject({ name: "林可可", email: `${staffId}@desk.example`, role: "agent", status: "active" });
    expect(await finishWithPassword(app, again.setUp)).toEqual({ ok: false, refusal: "over" });
    expect(await openSetUp(app, { linkToken: token, challenge: again.challenge })).toBeUndefined();
    const late = await invite(app);
    const { setUp } = await upToCodes(app, late.token);
    await app.db.prisma.staffLink.updateMany({ where: { staffId: late.staffId }, data: { expiresAt: app.clock.now() } });
    expect(await openSetUp(app, { linkToken: late.token, challenge: undefined })).toBeUndefined();
    expect(await finishWithPassword(app, setUp)).toEqual({ ok: false, refusal: "over" });
  });

  test("the draft of one browser or one link is nobody else's, and no step is skipped", async () => {
    const { token } = await invite(app);
    const other = await invite(app);
    const { challenge } = await upToCodes(app, token);
    expect((await mustOpen(app, token)).draft).toBeUndefined();
    expect((await mustOpen(app, other.token, challenge)).draft).toBeUndefined();
    expect(await finishWithPassword(app, await mustOpen(app, token))).toEqual({ ok: false, refusal: "not-ready" });
    const begun = await describeYourself(app, await mustOpen(app, other.token), about());
    const unconfirmed = await mustOpen(app, other.token, begun.ok ? begun.value : "");
    expect(await finishWithPassword(app, unconfirmed)).toEqual({ ok: false, refusal: "not-ready" });
    const wrong = { kind: "totp", code: "000000" } as const;
    const right = unconfirmed.draft?.way.kind === "password" && codeAt(unconfirmed.draft.way.totpSecret, app.clock.now());
    if (right !== wrong.code) expect(await confirmAuthenticator(app, unconfirmed, wrong)).toBe(false);
  });

  test("an address that somebody has, and a password that everybody has, are refused", async () => {
    const own = await openAt();
    const colleague = await addStaff(own, "agent");
    const setUp = await mustOpen(own, await firstLink(own));
    const taken = await describeYourself(own, setUp, about({ email: colleague.email }));
    expect(taken).toEqual({ ok: false, refusal: { kind: "email-taken" } });
    const common = await describeYourself(own, setUp, about({ newPassword: "password1234" }));
    expect(common).toEqual({ ok: false, refusal: { kind: "password", why: "common" } });
    await own.close();
  });

  test("a new start forgets every way in of before and ends every session", async () => {
    const person = await setUpStaff(app);
    const { staffId } = person.actor;
    const session = person.cookie.split("s.")[1] ?? "";
    const token = await inTransaction(app.db, (tx) => issueLink(tx, app, systemActor("test"), staffId));
    expect(await findStaffSession(app, session)).toBeDefined();
    const { setUp } = await upToPasskey(app, token);
    const options = (await passkeyToMake(app, setUp)) ?? "";
    const device = new Authenticator(origin);
    expect((await finishWithPasskey(app, setUp, made(device.make(options)), "phone")).ok).toBe(true);
    expect(await findStaffSession(app, session)).toBeUndefined();
    const { email, password } = person;
    expect((await enterPassword(app, { carried: {}, ip }, { email, password })).kind).toBe("wrong");
  });
});

describe("passkeys", () => {
  async function withPasskey() {
    const { staffId, token } = await invite(app);
    const { setUp, options } = await upToPasskey(app, token);
    const device = new Authenticator(origin);
    const finished = await finishWithPasskey(app, setUp, made(device.make(options)), "办公室电脑");
    if (!finished.ok) throw new Error(finished.refusal);
    return { staffId, device, session: finished.value.session };
  }
  /** What a browser that comes to the sign-in is asked to sign. */
  async function offer() {
    const offered = await offerPasskey(app, { carried: {}, ip });
    if (!offered) throw new Error("no passkeys here");
    return { options: offered.options, arrival: { carried: { challenge: offered.challenge }, ip } };
  }

  test("one that was made in a set-up signs in at once, and later without an address or a code", async () => {
    const { staffId, device, session } = await withPasskey();
    expect((await findStaffSession(app, session))?.actor.staffId).toBe(staffId);
    const { options, arrival } = await offer();
    const answer = await enterPasskey(app, arrival, signed(device.sign(options)));
    expect(answer).toMatchObject({ kind: "signed-in", via: "passkey", role: "agent" });
    const kept = await app.db.prisma.staffPasskey.findFirstOrThrow({ where: { staffId } });
    expect(kept).toMatchObject({ name: "办公室电脑", counter: 1n, transports: ["internal"] });
    expect(kept.lastUsedAt).toEqual(app.clock.now());
  });

  test("an answer is taken once: sent again, and sent to another challenge, it is refused", async () => {
    const { device } = await withPasskey();
    const { options, arrival } = await offer();
    const answer = signed(device.sign(options));
    expect((await enterPasskey(app, arrival, answer)).kind).toBe("signed-in");
    expect((await enterPasskey(app, arrival, answer)).kind).toBe("start-again");
    expect((await enterPasskey(app, (await offer()).arrival, answer)).kind).toBe("wrong");
  });

  test("what was signed for another origin, without anybody verified, or by another device is refused", async () => {
    const { device } = await withPasskey();
    for (const lies of [{ origin: "http://elsewhere.example" }, { unverified: true }]) {
      const { options, arrival } = await offer();
      expect((await enterPasskey(app, arrival, signed(device.sign(options, lies)))).kind).toBe("wrong");
    }
    const { options, arrival } = await offer();
    expect((await enterPasskey(app, arrival, signed(new Authenticator(origin).sign(options)))).kind).toBe("wrong");
    // Each was one answer to one challenge, rightly or wrongly.
    expect((await enterPasskey(app, arrival, signed(device.sign(options)))).kind).toBe("start-again");
  });

  test("a counter that goes back shows a copy of the device, and is refused", async () => {
    const { device } = await withPasskey();
    const one = await offer();
    expect((await enterPasskey(app, one.arrival, signed(device.sign(one.options, { counter: 9 })))).kind).toBe("signed-in");
    for (const counter of [9, 3]) {
      const again = await offer();
      const answer = await enterPasskey(app, again.arrival, signed(device.sign(again.options, { counter })));
      expect(answer.kind).toBe("wrong");
    }
  });

  test("one that was made elsewhere or verified nobody is not kept, and the link stays good", async () => {
    const { staffId, token } = await invite(app);
    for (const lies of [{ origin: "https://elsewhere.example" }, { unverified: true }]) {
      const { setUp, options } = await upToPasskey(app, token);
      const answer = made(new Authenticator(origin).make(options, lies));
      expect(await finishWithPasskey(app, setUp, answer, "")).toEqual({ ok: false, refusal: "passkey" });
      expect((await mustOpen(app, token, undefined)).link.staffId).toBe(staffId);
    }
    expect(await app.db.prisma.staffPasskey.count({ where: { staffId } })).toBe(0);
  });

  test("what was answered wrongly in a set-up is not asked again", async () => {
    const { token } = await invite(app);
    const { setUp, options, challenge } = await upToPasskey(app, token);
    await finishWithPasskey(app, setUp, made(new Authenticator(origin).make(options, { unverified: true })), "");
    const now = await passkeyToMake(app, await mustOpen(app, token, challenge));
    expect(JSON.parse(now ?? "{}").challenge).not.toBe(JSON.parse(options).challenge);
  });

  test("of somebody who was disabled opens nothing", async () => {
    const { staffId, device } = await withPasskey();
    await app.db.prisma.staff.update({ where: { id: staffId }, data: { status: "disabled" } });
    const { options, arrival } = await offer();
    expect((await enterPasskey(app, arrival, signed(device.sign(options)))).kind).toBe("wrong");
  });

  test("are offered at a name and not at a number", async () => {
    for (const [publicOrigin, offered] of [
      ["http://127.0.0.1:3000", false],
      ["https://[2001:db8::1]", false],
      ["http://desk.example", false],
      ["https://desk.example", true],
      ["http://localhost:3000", true],
    ] as const) {
      const { env } = app;
      const there = { ...app, env: { ...env, publicOrigin } };
      const offeredThere = await offerPasskey(there, { carried: {}, ip });
      expect([publicOrigin, offeredThere !== undefined]).toEqual([publicOrigin, offered]);
    }
  });
});
