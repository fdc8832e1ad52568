// The staff's way in as a browser meets it: every door of it, through the real server.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { keepRecoveryCodes } from "#app/modules/staff/recovery-codes.server.ts";
import { issueFirstLink, issueLink } from "#app/modules/staff/staff-links.server.ts";
import { codeAt } from "#app/modules/staff/totp.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { Authenticator } from "#tests/world/authenticator.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { setUpStaff, staffPassword, type SetUpStaff } from "#tests/world/staff.ts";

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

const cookieName = "__Host-anhuan-staff";

/** A browser of its own address that keeps the staff's cookie. */
class Visitor {
  cookie = "";
  private readonly at: Portal;
  private readonly headers: Readonly<Record<string, string>>;

  constructor(ip: string, at: Portal = portal, language = "en") {
    this.at = at;
    this.headers = { "X-Forwarded-For": ip, "Accept-Language": language };
  }

  private keep(response: Response): Response {
    for (const line of response.headers.getSetCookie()) {
      const value = new RegExp(`^${cookieName}=([^;]*)`).exec(line)?.[1];
      if (value !== undefined) this.cookie = value;
    }
    return response;
  }

  private all(): Record<string, string> {
    return this.cookie === "" ? this.headers : { ...this.headers, Cookie: `${cookieName}=${this.cookie}` };
  }

  async get(path: string): Promise<Response> {
    return this.keep(await fetch(this.at.origin + path, { redirect: "manual", headers: this.all() }));
  }

  async post(path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
    return this.keep(await this.at.post(path, new URLSearchParams(fields).toString(), this.all()));
  }

  async signIn(person: SetUpStaff): Promise<Response> {
    await this.post("/staff/sign-in", { email: person.email, password: person.password });
    return this.post("/staff/sign-in", { code: codeNow(person.totpSecret) });
  }
}

const where = (response: Response): string | null => response.headers.get("location");
/** The code of a step that no earlier test has used up. */
function codeNow(secret: string, app = portal.app): string {
  app.clock.advance(30_000);
  return codeAt(secret, app.clock.now());
}
const mainOf = (page: string): string => /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? "";
const optionsIn = (page: string): string =>
  (/data-options="([^"]*)"/.exec(page)?.[1] ?? "").replaceAll("&quot;", '"').replaceAll("&amp;", "&");

describe("signing in", () => {
  test("leads from the page that was asked for over password and code back to it", async () => {
    const agent = await setUpStaff(portal.app);
    const visitor = new Visitor("192.0.2.1");
    expect(where(await visitor.get("/desk/disputes"))).toBe("/staff/sign-in");
    expect((await visitor.get("/staff/sign-in")).status).toBe(200);
    const first = await visitor.post("/staff/sign-in", { email: ` ${agent.email.toUpperCase()} `, password: agent.password });
    expect([first.status, where(first)]).toEqual([303, "/staff/sign-in"]);
    const step = mainOf(await (await visitor.get("/staff/sign-in")).text());
    expect(step).toContain('name="code"');
    expect(step).not.toContain('name="password"');
    const before = visitor.cookie;
    const code = codeNow(agent.totpSecret);
    const full = [...` ${code.slice(0, 3)} ${code.slice(3)}`]
      .map((sign) => (/\d/.test(sign) ? String.fromCodePoint(0xff10 + Number(sign)) : sign))
      .join("");
    const second = await visitor.post("/staff/sign-in", { code: full });
    expect([second.status, where(second)]).toEqual([303, "/desk/disputes"]);
    expect(visitor.cookie).not.toBe(before);
    expect(visitor.cookie).toMatch(/^s\.[A-Za-z0-9_-]{43}$/);
    expect(where(await visitor.get("/staff/sign-in"))).toBe("/desk");
    const out = await visitor.post("/staff/sign-out", {});
    expect([where(out), visitor.cookie]).toEqual(["/staff/sign-in", ""]);
  });

  test("leads whoever has no desk to their own access", async () => {
    const operator = await setUpStaff(portal.app, { role: "operator" });
    expect(where(await new Visitor("192.0.2.2").signIn(operator))).toBe("/staff");
  });

  test("no oracle: nobody, a wrong password, invited and disabled are one page", async () => {
    const { prisma } = portal.app.db;
    const people = [];
    for (const status of ["active", "invited", "disabled"]) {
      const person = await setUpStaff(portal.app);
      await prisma.staff.update({ where: { id: person.actor.staffId }, data: { status } });
      people.push({ email: person.email, password: status === "active" ? "not the right words" : staffPassword });
    }
    const seen = [];
    for (const [index, fields] of [...people, { email: "nobody@desk.example", password: staffPassword }].entries()) {
      const visitor = new Visitor(`198.51.100.${10 + index}`);
      // One network for each, so that none meets the other's waits.
      const answer = await visitor.post("/staff/sign-in", fields);
      const page = (await answer.text())
        .replaceAll(fields.email, "EMAIL")
        .replace(/nonce="[^"]*"/g, "")
        .replace(/\?lang=[^"]*/g, "");
      const headers = [...answer.headers]
        .filter(([name]) => !["date", "x-trace-id", "content-security-policy", "content-length"].includes(name))
        .map(([name, value]) => `${name}: ${value}`);
      seen.push({ status: answer.status, page, headers });
    }
    expect(seen[0]?.status).toBe(422);
    expect(mainOf(seen[0]?.page ?? "")).toContain("E-mail or password is not right");
    for (const one of seen.slice(1)) expect(one).toEqual(seen[0]);
  });

  test("catalogue 9: the code's step leads back to the first where there is none", async () => {
    const visitor = new Visitor("192.0.2.3");
    const answer = await visitor.post("/staff/sign-in", { code: "123456" });
    expect([answer.status, where(answer)]).toEqual([303, "/staff/sign-in?again=1&over=1"]);
    const page = mainOf(await (await visitor.get("/staff/sign-in?again=1&over=1")).text());
    expect(page).toContain('name="password"');
    expect(page).toContain("Please begin again");
  });

  test("what was forgotten or mistyped is 422 with what to mend, and the password is never sent back", async () => {
    const agent = await setUpStaff(portal.app);
    const visitor = new Visitor("192.0.2.4", portal, "zh");
    const empty = await visitor.post("/staff/sign-in", { email: "wenjing", password: "" });
    expect(empty.status).toBe(422);
    const page = await empty.text();
    expect(page).toContain("<title>错误：");
    expect(page).toContain('href="#email"');
    expect(page).toContain('href="#password"');
    const wrong = await visitor.post("/staff/sign-in", { email: agent.email, password: "not the right words" });
    expect(await wrong.text()).not.toContain("not the right words");
    await visitor.post("/staff/sign-in", { email: agent.email, password: agent.password });
    const letters = await visitor.post("/staff/sign-in", { code: "一二三四五六" });
    expect(letters.status).toBe(422);
    expect(await letters.text()).toContain("动态码是6位数字");
  });

  test("catalogue 26, 27, 33: a NUL, half of a surrogate pair and a field twice are 422", async () => {
    for (const body of ["email=a%00b", "password=%ED%A0%80", "email=1&email=2", "code=1&code=2", "credential=%00"]) {
      expect([body, (await portal.post("/staff/sign-in", body)).status]).toEqual([body, 422]);
    }
  });

  test("a recovery code says how many are left", async () => {
    const agent = await setUpStaff(portal.app);
    await inTransaction(portal.app.db, (tx) =>
      keepRecoveryCodes(tx, portal.app, agent.actor.staffId, ["AAAA-BBBB", "CCCC-DDDD", "EEEE-FFFF"]),
    );
    const visitor = new Visitor("192.0.2.5");
    await visitor.post("/staff/sign-in", { email: agent.email, password: agent.password });
    const answer = await visitor.post("/staff/sign-in", { code: "aaaa bbbb" });
    expect(where(answer)).toBe("/staff?recovery=used");
    expect(await (await visitor.get("/staff?recovery=used")).text()).toContain(
      "You have just used a recovery code. 2 are left.",
    );
  });

  test("at an address of numbers the page says why there are no passkeys, and brings no script", async () => {
    const response = await new Visitor("192.0.2.6").get("/staff/sign-in");
    const page = await response.text();
    expect(page).toContain("This address is made of numbers");
    expect(page).not.toContain("<script");
    expect(response.headers.get("content-security-policy")).not.toContain("script-src");
  });
});

describe("a passkey", () => {
  test("is made in a set-up and signs in without an address", async () => {
    const token = (await issueFirstLink(named.app)) ?? "";
    const here = `/staff/set-up/${token}`;
    const visitor = new Visitor("192.0.2.20", named);
    const fields = { name: "陈文静", email: "first@desk.example", language: "en", way: "passkey" };
    expect(where(await visitor.post(here, fields))).toBe(`${here}?step=passkey`);
    const step = await visitor.get(`${here}?step=passkey`);
    const page = await step.text();
    expect(step.headers.get("content-security-policy")).toContain("script-src 'nonce-");
    expect(page).toContain('src="/passkey.js"');
    const device = new Authenticator(namedOrigin);
    const bad = { intent: "passkey", device: "", credential: device.make(optionsIn(page), { unverified: true }) };
    expect((await visitor.post(`${here}?step=passkey`, bad)).status).toBe(422);
    const again = optionsIn(await (await visitor.get(`${here}?step=passkey`)).text());
    const good = { intent: "passkey", device: "laptop", credential: device.make(again) };
    expect(where(await visitor.post(`${here}?step=passkey`, good))).toBe("/staff");
    const own = await (await visitor.get("/staff")).text();
    expect(own).toContain("laptop");
    expect(own).toContain("This is your only way in");
    // Sent twice: it worked the first time.
    expect(where(await visitor.post(`${here}?step=passkey`, good))).toBe("/staff");

    const later = new Visitor("192.0.2.21", named);
    const asked = optionsIn(await (await later.get("/staff/sign-in")).text());
    const credential = device.sign(asked);
    const stolen = new Visitor("192.0.2.22", named);
    await stolen.get("/staff/sign-in");
    const replayed = await stolen.post("/staff/sign-in", { credential });
    expect(replayed.status).toBe(422);
    expect(where(await later.post("/staff/sign-in", { credential }))).toBe("/staff");
    expect(where(await later.post("/staff/sign-in", { credential }))).toBe("/staff/sign-in?again=1&over=1");
    expect((await stolen.post("/staff/sign-in", { credential: "{}" })).status).toBe(422);
  });
});

describe("a set-up with a password", () => {
  async function invite(): Promise<{ staffId: string; here: string }> {
    const { app } = portal;
    const now = app.clock.now();
    const staffId = newId(now.getTime());
    const who = { id: staffId, email: `${staffId}@desk.example`, name: "Lin Ke", role: "finance", creditors: [] };
    const token = await inTransaction(app.db, async (tx) => {
      await tx.staff.create({ data: { ...who, language: "en", status: "invited", createdAt: now, updatedAt: now } });
      return issueLink(tx, app, systemActor("test"), staffId);
    });
    return { staffId, here: `/staff/set-up/${token}` };
  }

  test("goes step by step, keeps what was typed, shows the codes once and signs in", async () => {
    const { staffId, here } = await invite();
    const visitor = new Visitor("192.0.2.31");
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
    const confirm = { intent: "code", code: codeNow(secret) };
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
    expect((await new Visitor("192.0.2.32").get(here)).status).toBe(404);
    visitor.cookie = "";
    await visitor.post("/staff/sign-in", { email: `${staffId}@desk.example`, password: newPassword });
    expect(where(await visitor.post("/staff/sign-in", { code: codeNow(secret) }))).toBe("/staff");
  });

  test("of a link that opens nothing is a calm page that says what to do", async () => {
    for (const token of ["none", "A".repeat(43)]) {
      const visitor = new Visitor("192.0.2.30");
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
    const visitor = new Visitor("192.0.2.40", portal, "zh");
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
      code: codeNow(agent.totpSecret),
    });
    expect(where(changed)).toBe("/staff?done=password");
    const asked = await visitor.post("/staff?step=codes", { intent: "ask_codes", code: codeNow(agent.totpSecret) });
    expect(where(asked)).toBe("/staff?step=codes");
    expect(mainOf(await (await visitor.get("/staff?step=codes")).text())).toContain("I have kept them");
    const kept = await visitor.post("/staff?step=codes", { intent: "keep_codes", kept: "yes" });
    expect(where(kept)).toBe("/staff?done=codes");
    expect(mainOf(await (await visitor.get("/staff")).text())).toContain("10 recovery codes are left");
    expect((await visitor.post("/staff", { intent: "constructor" })).status).toBe(422);
  });

  test("a passkey is added after a code, at an address that has a name", async () => {
    const agent = await setUpStaff(named.app);
    const visitor = new Visitor("192.0.2.41", named);
    await visitor.post("/staff/sign-in", { email: agent.email, password: agent.password });
    await visitor.post("/staff/sign-in", { code: codeNow(agent.totpSecret, named.app) });
    expect(optionsIn(await (await visitor.get("/staff?step=passkey")).text())).toBe("");
    const code = codeNow(agent.totpSecret, named.app);
    await visitor.post("/staff?step=passkey", { intent: "ask_passkey", code });
    const options = optionsIn(await (await visitor.get("/staff?step=passkey")).text());
    const credential = new Authenticator(namedOrigin).make(options);
    const added = await visitor.post("/staff?step=passkey", { intent: "keep_passkey", device: "Phone", credential });
    expect(where(added)).toBe("/staff?done=passkey");
    expect(mainOf(await (await visitor.get("/staff")).text())).toContain("Phone");
  });
});
