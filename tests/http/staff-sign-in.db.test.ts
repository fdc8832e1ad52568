// The staff's way in as a browser meets it: every door of it, through the real server.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { keepRecoveryCodes } from "#app/modules/staff/recovery-codes.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { Authenticator } from "#tests/world/authenticator.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { firstLink } from "#tests/world/set-ups.ts";
import { codeNow, mainOf, optionsIn, StaffVisitor, where } from "#tests/world/staff-visitor.ts";
import { setUpStaff, staffPassword } from "#tests/world/staff.ts";

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

describe("signing in", () => {
  test("leads from the page that was asked for over password and code back to it", async () => {
    const agent = await setUpStaff(portal.app);
    const visitor = new StaffVisitor("192.0.2.1", portal);
    expect(where(await visitor.get("/desk/disputes"))).toBe("/staff/sign-in");
    expect((await visitor.get("/staff/sign-in")).status).toBe(200);
    const first = await visitor.post("/staff/sign-in", {
      email: ` ${agent.email.toUpperCase()} `,
      password: agent.password,
    });
    expect([first.status, where(first)]).toEqual([303, "/staff/sign-in"]);
    const step = mainOf(await (await visitor.get("/staff/sign-in")).text());
    expect(step).toContain('name="code"');
    expect(step).not.toContain('name="password"');
    const before = visitor.cookie;
    const code = codeNow(portal, agent.totpSecret);
    const full = Array.from(` ${code.slice(0, 3)} ${code.slice(3)}`)
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
    expect(where(await new StaffVisitor("192.0.2.2", portal).signIn(operator))).toBe("/staff");
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
      const visitor = new StaffVisitor(`198.51.100.${10 + index}`, portal);
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
    const visitor = new StaffVisitor("192.0.2.3", portal);
    const answer = await visitor.post("/staff/sign-in", { code: "123456" });
    expect([answer.status, where(answer)]).toEqual([303, "/staff/sign-in?again=1&over=1"]);
    const page = mainOf(await (await visitor.get("/staff/sign-in?again=1&over=1")).text());
    expect(page).toContain('name="password"');
    expect(page).toContain("Please begin again");
  });

  test("what was forgotten or mistyped is 422 with what to mend, and the password is never sent back", async () => {
    const agent = await setUpStaff(portal.app);
    const visitor = new StaffVisitor("192.0.2.4", portal, "zh");
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
    const visitor = new StaffVisitor("192.0.2.5", portal);
    await visitor.post("/staff/sign-in", { email: agent.email, password: agent.password });
    const answer = await visitor.post("/staff/sign-in", { code: "aaaa bbbb" });
    expect(where(answer)).toBe("/staff?recovery=used");
    expect(await (await visitor.get("/staff?recovery=used")).text()).toContain(
      "You have just used a recovery code. 2 are left.",
    );
  });

  test("at an address of numbers the page says why there are no passkeys, and brings no script", async () => {
    const response = await new StaffVisitor("192.0.2.6", portal).get("/staff/sign-in");
    const page = await response.text();
    expect(page).toContain("This address is made of numbers");
    expect(page).not.toContain("<script");
    expect(response.headers.get("content-security-policy")).not.toContain("script-src");
  });
});

describe("a passkey", () => {
  test("is made in a set-up and signs in without an address", async () => {
    const token = await firstLink(named.app);
    const here = `/staff/set-up/${token}`;
    const visitor = new StaffVisitor("192.0.2.20", named);
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

    const later = new StaffVisitor("192.0.2.21", named);
    const asked = optionsIn(await (await later.get("/staff/sign-in")).text());
    const credential = device.sign(asked);
    const stolen = new StaffVisitor("192.0.2.22", named);
    await stolen.get("/staff/sign-in");
    const replayed = await stolen.post("/staff/sign-in", { credential });
    expect(replayed.status).toBe(422);
    expect(where(await later.post("/staff/sign-in", { credential }))).toBe("/staff");
    expect(where(await later.post("/staff/sign-in", { credential }))).toBe("/staff/sign-in?again=1&over=1");
    expect((await stolen.post("/staff/sign-in", { credential: "{}" })).status).toBe(422);
  });
});
