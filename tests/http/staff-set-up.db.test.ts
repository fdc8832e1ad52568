// How somebody of the staff sets up and changes their own sign-in: every step through the real server.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Authenticator } from "#tests/world/authenticator.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { invite } from "#tests/world/set-ups.ts";
import { codeNow, mainOf, optionsIn, StaffVisitor, where } from "#tests/world/staff-visitor.ts";
import { setUpStaff } from "#tests/world/staff.ts";

let portal: Portal;
let named: Portal;
/** A name, which is what passkeys belong to; the port is the one that browsers would see. */
const namedOrigin = "http://localhost:3999";
beforeAll(async () => {
  portal = await openPortal();
  named = await openPortal({ PUBLIC_ORIGIN: namedOrigin });
});
afterAll(async () => {
  await portal.close();
  await named.close();
});

describe("a set-up with a password", () => {
  test("goes step by step, keeps what was typed, shows the codes once and signs in", async () => {
    const { staffId, token } = await invite(portal.app, "finance");
    const here = `/staff/set-up/${token}`;
    const visitor = new StaffVisitor("192.0.2.31", portal);
    const start = mainOf(await (await visitor.get(here)).text());
    expect(start).toContain("Your role: Finance.");
    expect(start).toContain(`${staffId}@desk.example`);
    expect(start).not.toContain('name="email"');
    const about = { name: "Lin Ke Ke", language: "en", way: "password", newPassword: "password1234" };
    const weak = await visitor.post(here, { ...about, idNumber: "990001" });
    expect(weak.status).toBe(422);
    const mended = mainOf(await weak.text());
    expect(mended).toContain('value="Lin Ke Ke"');
    expect(mended).toContain('href="#idNumber"');
    expect(mended).not.toContain("password1234");
    expect((await visitor.post(here, about)).status).toBe(422);
    const newPassword = "slow boats on a wide river";
    expect(where(await visitor.post(here, { ...about, newPassword }))).toBe(`${here}?step=code`);
    // A later step than one has come to leads to the one that is next.
    const early = mainOf(await (await visitor.get(`${here}?step=codes`)).text());
    expect(early).toContain('name="code"');
    const secret = (/<code[^>]*>([A-Z2-7 ]+)<\/code>/.exec(early)?.[1] ?? "").replaceAll(" ", "");
    expect(secret).toHaveLength(32);
    expect(early).toContain("<svg");
    const wrong = await visitor.post(`${here}?step=code`, { intent: "code", code: "12345" });
    expect(wrong.status).toBe(422);
    const confirm = { intent: "code", code: codeNow(portal, secret) };
    expect(where(await visitor.post(`${here}?step=code`, confirm))).toBe(`${here}?step=codes`);
    const shown = mainOf(await (await visitor.get(`${here}?step=codes`)).text());
    const codes = [...shown.matchAll(/<li>([A-Z2-9]{4}-[A-Z2-9]{4})<\/li>/g)].map(([, code]) => code);
    expect(new Set(codes).size).toBe(10);
    const unkept = await visitor.post(`${here}?step=codes`, { intent: "kept" });
    expect(unkept.status).toBe(422);
    expect(mainOf(await unkept.text())).toContain(codes[0]);
    expect(where(await visitor.post(`${here}?step=codes`, { intent: "kept", kept: "yes" }))).toBe("/staff");
    const own = mainOf(await (await visitor.get("/staff")).text());
    expect(own).toContain("Lin Ke Ke");
    expect(own).toContain("There are no pages for your role yet");
    expect(own).toContain("10 recovery codes are left");
    expect(own).not.toContain(codes[0]);
    expect((await new StaffVisitor("192.0.2.32", portal).get(here)).status).toBe(404);
    visitor.cookie = "";
    await visitor.post("/staff/sign-in", { email: `${staffId}@desk.example`, password: newPassword });
    expect(where(await visitor.post("/staff/sign-in", { code: codeNow(portal, secret) }))).toBe("/staff");
  });

  test("of a link that opens nothing is a calm page that says what to do", async () => {
    for (const token of ["none", "A".repeat(43)]) {
      const visitor = new StaffVisitor("192.0.2.30", portal);
      const answer = await visitor.get(`/staff/set-up/${token}`);
      expect(answer.status).toBe(404);
      const page = mainOf(await answer.text());
      expect(page).toContain("This link no longer works");
      expect(page).toContain('href="/staff/sign-in"');
      expect((await visitor.post(`/staff/set-up/${token}`, { name: "x" })).status).toBe(404);
    }
  });
});

describe("one's own access", () => {
  test("shows who one is and what the role may do, in one's own language, and each change where it was asked for", async () => {
    const agent = await setUpStaff(portal.app, { role: "senior_agent", language: "en" });
    const visitor = new StaffVisitor("192.0.2.40", portal, "zh");
    await visitor.signIn(agent);
    const page = mainOf(await (await visitor.get("/staff")).text());
    expect(page).toContain(agent.email);
    expect(page).toContain("Be the second pair of eyes");
    expect(page).not.toContain("Invite and look after staff");
    expect(where(await visitor.post("/staff", { intent: "language", language: "zh-CN" }))).toBe("/staff?done=language");
    expect(await (await visitor.get("/staff?done=language")).text()).toContain("语言已保存");
    expect(await (await visitor.get("/staff?lang=en")).text()).toContain("Who I am");
    expect(await (await visitor.get("/staff")).text()).toContain("Who I am");
    const refused = await visitor.post("/staff?step=password", {
      intent: "password",
      password: agent.password,
      newPassword: "short",
      code: "123456",
    });
    expect(refused.status).toBe(422);
    const again = mainOf(await refused.text());
    expect(again).toContain('name="newPassword"');
    expect(again).toContain("at least 12 characters");
    const changed = await visitor.post("/staff?step=password", {
      intent: "password",
      password: agent.password,
      newPassword: "wide rivers under slow boats",
      code: codeNow(portal, agent.totpSecret),
    });
    expect(where(changed)).toBe("/staff?done=password");
    const asked = await visitor.post("/staff?step=codes", {
      intent: "ask_codes",
      code: codeNow(portal, agent.totpSecret),
    });
    expect(where(asked)).toBe("/staff?step=codes");
    expect(mainOf(await (await visitor.get("/staff?step=codes")).text())).toContain("I have kept them");
    const kept = await visitor.post("/staff?step=codes", { intent: "keep_codes", kept: "yes" });
    expect(where(kept)).toBe("/staff?done=codes");
    expect(mainOf(await (await visitor.get("/staff")).text())).toContain("10 recovery codes are left");
    expect((await visitor.post("/staff", { intent: "constructor" })).status).toBe(422);
  });

  test("a passkey is added after a code, at an address that has a name", async () => {
    const agent = await setUpStaff(named.app);
    const visitor = new StaffVisitor("192.0.2.41", named);
    await visitor.post("/staff/sign-in", { email: agent.email, password: agent.password });
    await visitor.post("/staff/sign-in", { code: codeNow(named, agent.totpSecret) });
    expect(optionsIn(await (await visitor.get("/staff?step=passkey")).text())).toBe("");
    const code = codeNow(named, agent.totpSecret);
    await visitor.post("/staff?step=passkey", { intent: "ask_passkey", code });
    const options = optionsIn(await (await visitor.get("/staff?step=passkey")).text());
    const credential = new Authenticator(namedOrigin).make(options);
    const added = await visitor.post("/staff?step=passkey", { intent: "keep_passkey", device: "Phone", credential });
    expect(where(added)).toBe("/staff?done=passkey");
    expect(mainOf(await (await visitor.get("/staff")).text())).toContain("Phone");
  });
});
