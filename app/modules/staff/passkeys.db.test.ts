import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Authenticator } from "#tests/world/authenticator.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { invite, openLink, upToPasskey } from "#tests/world/set-ups.ts";
import { finishWithPasskey } from "./finish-set-up.server.ts";
import { enterPasskey, offerPasskey } from "./passkey-sign-in.server.ts";
import { passkeyToMake } from "./set-up.server.ts";
import { findStaffSession } from "./staff-sessions.server.ts";
import { MadeForm, SignedForm } from "./staff.schema.ts";

const origin = "http://localhost:3000";
const ip = "192.0.2.1";
let app: TestApp;
beforeAll(async () => {
  app = await createTestApp(undefined, { PUBLIC_ORIGIN: origin });
});
afterAll(() => app.close());

const made = (credential: string) => MadeForm.parse({ credential }).credential;
const signed = (credential: string) => SignedForm.parse({ credential }).credential;

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
    expect((await enterPasskey(app, one.arrival, signed(device.sign(one.options, { counter: 9 })))).kind).toBe(
      "signed-in",
    );
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
      expect((await openLink(app, token, undefined)).link.staffId).toBe(staffId);
    }
    expect(await app.db.prisma.staffPasskey.count({ where: { staffId } })).toBe(0);
  });

  test("what was answered wrongly in a set-up is not asked again", async () => {
    const { token } = await invite(app);
    const { setUp, options, challenge } = await upToPasskey(app, token);
    await finishWithPasskey(app, setUp, made(new Authenticator(origin).make(options, { unverified: true })), "");
    const now = await passkeyToMake(app, await openLink(app, token, challenge));
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
