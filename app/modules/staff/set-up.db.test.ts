import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { Authenticator } from "#tests/world/authenticator.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { aboutMe, chosenPassword, firstLink, invite, openLink, upToCodes, upToPasskey } from "#tests/world/set-ups.ts";
import { addStaff, setUpStaff } from "#tests/world/staff.ts";
import { blindId } from "../identity/borrowers.server.ts";
import { finishWithPasskey, finishWithPassword } from "./finish-set-up.server.ts";
import { openSetUp, stepOf } from "./set-up-draft.server.ts";
import { confirmAuthenticator, describeYourself } from "./set-up.server.ts";
import { enterCode, enterPassword } from "./sign-in.server.ts";
import { readTypedCode, type TypedCode } from "./staff-codes.ts";
import { issueFirstLink, issueLink } from "./staff-links.server.ts";
import { findStaffSession } from "./staff-sessions.server.ts";
import { MadeForm } from "./staff.schema.ts";
import { codeAt } from "./totp.server.ts";

const origin = "http://localhost:3000";
const ip = "192.0.2.1";

const openOwn = (): Promise<TestApp> => createTestApp(undefined, { PUBLIC_ORIGIN: origin });
let app: TestApp;
beforeAll(async () => {
  app = await openOwn();
});
afterAll(() => app.close());

const made = (credential: string) => MadeForm.parse({ credential }).credential;

describe("setting up with a password", () => {
  test("the first operator signs in for good, with every creditor, and their link and every other one is over", async () => {
    const own = await openOwn();
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
    const begun = await enterPassword(own, { carried: {}, ip }, { email: person.email, password: chosenPassword });
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
    const own = await openOwn();
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
    await app.db.prisma.staffLink.updateMany({
      where: { staffId: late.staffId },
      data: { expiresAt: app.clock.now() },
    });
    expect(await openSetUp(app, { linkToken: late.token, challenge: undefined })).toBeUndefined();
    expect(await finishWithPassword(app, setUp)).toEqual({ ok: false, refusal: "over" });
  });

  test("the draft of one browser or one link is nobody else's, and no step is skipped", async () => {
    const { token } = await invite(app);
    const other = await invite(app);
    const { challenge } = await upToCodes(app, token);
    expect((await openLink(app, token)).draft).toBeUndefined();
    expect((await openLink(app, other.token, challenge)).draft).toBeUndefined();
    expect(await finishWithPassword(app, await openLink(app, token))).toEqual({ ok: false, refusal: "not-ready" });
    const begun = await describeYourself(app, await openLink(app, other.token), aboutMe());
    const unconfirmed = await openLink(app, other.token, begun.ok ? begun.value : "");
    expect(await finishWithPassword(app, unconfirmed)).toEqual({ ok: false, refusal: "not-ready" });
    // A recovery code is no code of an authenticator, whatever it says.
    const wrong = { kind: "recovery", code: "AAAABBBB" } as const;
    expect(await confirmAuthenticator(app, unconfirmed, wrong)).toBe(false);
  });

  test("an address that somebody has, and a password that everybody has, are refused", async () => {
    const own = await openOwn();
    const colleague = await addStaff(own, "agent");
    const setUp = await openLink(own, await firstLink(own));
    const taken = await describeYourself(own, setUp, aboutMe({ email: colleague.email }));
    expect(taken).toEqual({ ok: false, refusal: { kind: "email-taken" } });
    const common = await describeYourself(own, setUp, aboutMe({ newPassword: "password1234" }));
    expect(common).toEqual({ ok: false, refusal: { kind: "password", why: "common" } });
    await own.close();
  });

  test("a new start forgets every way in of before and ends every session", async () => {
    const person = await setUpStaff(app);
    const { staffId } = person.actor;
    const session = person.cookie.split("s.")[1] ?? "";
    const token = await inTransaction(app.db, (tx) => issueLink(tx, app, systemActor("test"), staffId));
    expect(await findStaffSession(app, session)).toBeDefined();
    const { setUp, options } = await upToPasskey(app, token);
    const device = new Authenticator(origin);
    expect((await finishWithPasskey(app, setUp, made(device.make(options)), "phone")).ok).toBe(true);
    expect(await findStaffSession(app, session)).toBeUndefined();
    const { email, password } = person;
    expect((await enterPassword(app, { carried: {}, ip }, { email, password })).kind).toBe("wrong");
  });
});
