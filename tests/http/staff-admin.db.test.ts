// Who works here, over HTTP: what an operator does on the pages, and what everybody else does not.
import { afterAll, beforeAll, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { staffRoles } from "#app/kernel/permissions.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let operator: TestStaff;
let auditor: TestStaff;
beforeAll(async () => {
  portal = await openPortal();
  portal.app.clock.set(new Date());
  operator = await addStaff(portal.app, "operator");
  auditor = await addStaff(portal.app, "auditor");
});
afterAll(() => portal.close());

const get = (who: TestStaff, path: string): Promise<Response> =>
  fetch(portal.origin + path, { redirect: "manual", headers: { Cookie: who.cookie } });
const post = (who: TestStaff, path: string, body: string): Promise<Response> =>
  portal.post(path, body, { Cookie: who.cookie });

const pageOf = ({ actor }: TestStaff): string => `/ops/staff/${actor.staffId}`;
const met = ({ status, headers }: Response) => [status, headers.get("Location")];

const linkIn = (html: string): string => /data-set-up-link="[^"]*">([^<]+)</.exec(html)?.[1] ?? "";

const invitation = (email: string, more = ""): string =>
  `email=${encodeURIComponent(email)}&name=Lin&role=agent&creditors=BJCF&creditors=RIVER&language=en${more}`;

const byEmail = (email: string) => portal.app.db.prisma.staff.findUnique({ where: { email } });

test("an invitation shows its link once, on the page that made it, and in no address", async () => {
  const response = await post(operator, "/ops/staff", invitation("Lin.One@Desk.example"));
  expect(met(response)).toEqual([200, null]);
  const html = await response.text();
  const link = linkIn(html);
  expect(link).toMatch(new RegExp(`^${portal.app.env.publicOrigin}/staff/set-up/[\\w-]{43}$`));
  expect(html).toContain("We do not send it");
  expect(response.headers.get("Cache-Control")).toContain("no-store");
  const person = await byEmail("lin.one@desk.example");
  expect(person).toMatchObject({ status: "invited", role: "agent", creditors: ["BJCF", "RIVER"], language: "en" });
  const token = link.split("/").at(-1) ?? "";
  const member = `/ops/staff/${person?.id}`;
  const later = await Promise.all(["/ops/staff", member].map(async (path) => (await get(operator, path)).text()));
  expect(later.filter((page) => page.includes(token))).toEqual([]);
  const again = await post(operator, "/ops/staff", invitation("lin.one@desk.example"));
  expect(again.status).toBe(422);
  expect(await again.text()).toContain("This e-mail address is on the list already");
});

test("the invitation's link leads to the set-up, and a newer one takes its place", async () => {
  const email = "lin.two@desk.example";
  const first = linkIn(await (await post(operator, "/ops/staff", invitation(email))).text());
  const person = await byEmail(email);
  const open = async (link: string) => (await fetch(portal.origin + new URL(link).pathname)).status;
  expect(await open(first)).toBe(200);
  const renewed = await post(operator, `/ops/staff/${person?.id}`, "intent=link");
  expect(renewed.status).toBe(200);
  const second = linkIn(await renewed.text());
  expect([await open(first), await open(second)]).toEqual([404, 200]);
});

test("what is missing is said beside its box, and what was typed is kept", async () => {
  const response = await post(operator, "/ops/staff", "email=nowhere&name=%E6%9E%97&creditors=RIVER");
  expect(response.status).toBe(422);
  const html = await response.text();
  expect(html).toContain("<title>Error: Staff");
  expect(html).toContain('href="#email"');
  expect(html).toContain('href="#role"');
  expect(html).toMatch(/value="nowhere"/);
  expect(html).toMatch(/name="creditors"[^>]*checked=""[^>]*value="RIVER"|value="RIVER"[^>]*checked=""/);
});

test("catalogue 17: a role that does not exist is refused, a state or an id that is sent along is ignored", async () => {
  const unknown = invitation("odd@desk.example").replace("role=agent", "role=owner");
  expect((await post(operator, "/ops/staff", unknown)).status).toBe(422);
  expect(await byEmail("odd@desk.example")).toBeNull();
  const id = newId();
  const extra = `&status=active&id=${id}&idBlind=x&passwordHash=x&createdAt=2020-01-01`;
  expect((await post(operator, "/ops/staff", invitation("extra@desk.example", extra))).status).toBe(200);
  const made = await byEmail("extra@desk.example");
  expect(made).toMatchObject({ status: "invited", passwordHash: null, idBlind: null });
  expect(made?.id).not.toBe(id);
  const sent = `intent=access&role=finance&creditors=BJCF&status=active&email=other%40desk.example&staffId=${operator.actor.staffId}`;
  expect((await post(operator, `/ops/staff/${made?.id}`, sent)).status).toBe(303);
  expect(await byEmail("extra@desk.example")).toMatchObject({ role: "finance", status: "invited" });
  expect((await post(operator, "/ops/staff", invitation("two@desk.example", "&role=operator"))).status).toBe(422);
  expect((await post(operator, `/ops/staff/${made?.id}`, "intent=promote")).status).toBe(422);
  expect((await post(operator, `/ops/staff/${made?.id}`, "intent=access&role=agent&creditors=X")).status).toBe(422);
});

test("an auditor sees everybody and changes nobody; every other role sees nobody", async () => {
  const agent = await addStaff(portal.app, "agent");
  const before = await portal.app.db.prisma.staff.findMany({ orderBy: { id: "asc" } });
  const list = await (await get(auditor, "/ops/staff")).text();
  expect(list).toContain(agent.email);
  expect(list).not.toContain('<form method="post" action="/ops/staff"');
  const person = await (await get(auditor, pageOf(agent))).text();
  expect(person).toContain(agent.email);
  expect(person).not.toContain('name="intent"');
  const forms = [
    "intent=disable",
    "intent=enable",
    "intent=link",
    "intent=end_sessions",
    "intent=access&role=operator",
  ];
  for (const role of staffRoles.filter((name) => name !== "operator")) {
    const somebody = role === "auditor" ? auditor : await addStaff(portal.app, role);
    const answers = await Promise.all([
      post(somebody, "/ops/staff", invitation("by.auditor@desk.example").replace("agent", "operator")),
      ...forms.map((form) => post(somebody, pageOf(agent), form)),
      ...forms.map((form) => post(somebody, pageOf(somebody), form)),
    ]);
    expect([role, ...new Set(answers.map(({ status }) => status))]).toEqual([role, 403]);
    expect([role, (await get(somebody, "/ops/staff")).status]).toEqual([role, role === "auditor" ? 200 : 403]);
  }
  expect(await byEmail("by.auditor@desk.example")).toBeNull();
  const known = before.map(({ id }) => id);
  const after = await portal.app.db.prisma.staff.findMany({ where: { id: { in: known } }, orderBy: { id: "asc" } });
  expect(after).toEqual(before);
});

test("catalogue 13: the next request of somebody who was disabled leads to the sign-in", async () => {
  const agent = await addStaff(portal.app, "agent");
  expect((await get(agent, "/desk")).status).toBe(200);
  expect(met(await post(operator, pageOf(agent), "intent=disable"))).toEqual([303, `${pageOf(agent)}?done=disable`]);
  expect(met(await get(agent, "/desk"))).toEqual([303, "/staff/sign-in"]);
  expect(met(await post(agent, "/desk", "intent=claim"))).toEqual([303, "/staff/sign-in"]);
  const page = await (await get(operator, `${pageOf(agent)}?done=disable`)).text();
  expect(page).toContain("Disabled. This person was signed out");
  expect(page).toContain('data-status="disabled"');
  const again = await post(operator, pageOf(agent), "intent=disable");
  expect([again.status, (await again.text()).includes("has just changed")]).toEqual([422, true]);
  expect((await post(operator, pageOf(agent), "intent=enable")).status).toBe(303);
  // The old session stays ended.
  expect(met(await get(agent, "/desk"))).toEqual([303, "/staff/sign-in"]);
});

test("catalogue 80: a change of role signs out everywhere, and the new role holds from the next sign-in", async () => {
  const agent = await addStaff(portal.app, "agent");
  const form = "intent=access&role=auditor&creditors=BJCF";
  expect((await post(operator, pageOf(agent), form)).status).toBe(303);
  expect(met(await get(agent, "/desk"))).toEqual([303, "/staff/sign-in"]);
  const page = await (await get(operator, pageOf(agent))).text();
  expect(page).toContain("Auditor");
});

test("an operator changes nothing about themselves, and of two who demote each other one stays", async () => {
  const own = await post(operator, pageOf(operator), "intent=access&role=auditor");
  expect([own.status, (await own.text()).includes("Nobody changes what they themselves may do")]).toEqual([422, true]);
  const other = await addStaff(portal.app, "operator");
  const form = "intent=access&role=auditor";
  const answers = await Promise.all([post(operator, pageOf(other), form), post(other, pageOf(operator), form)]);
  const changed = answers.map(({ headers }) => headers.get("Location")?.endsWith("?done=access") ?? false);
  expect(changed.filter(Boolean)).toHaveLength(1);
  expect(await portal.app.db.prisma.staff.count({ where: { role: "operator", status: "active" } })).toBe(1);
  if (!changed[0]) operator = other;
});

test("the list is filtered by state in the address, and a state that there is not shows everybody", async () => {
  const invited = await (await get(operator, "/ops/staff?state=invited")).text();
  expect(invited).toContain('data-status="invited"');
  expect(invited).not.toContain('data-status="active"');
  expect(await (await get(operator, "/ops/staff?state=odd")).text()).toContain('data-status="active"');
  expect((await get(operator, `/ops/staff/${newId()}`)).status).toBe(404);
  expect((await get(operator, "/ops/staff/not-an-id")).status).toBe(404);
});

test("/ops shows each role the pages that it opens, and how the portal runs", async () => {
  const ways = async (who: TestStaff) => {
    const html = await (await get(who, "/ops")).text();
    const main = html.slice(html.indexOf("<main"));
    return [...main.matchAll(/href="(\/[^"]+)"/g)].map(([, to]) => to);
  };
  expect(await ways(operator)).toEqual(["/ops/staff", "/ops/audit", "/ops/policies/cn-2026-11"]);
  expect(await ways(auditor)).toEqual([
    "/ops/staff",
    "/ops/audit",
    "/ops/policies/cn-2026-11",
    "/desk",
    "/desk/supervision",
  ]);
  expect(await ways(await addStaff(portal.app, "finance"))).toEqual([]);
  expect((await (await get(operator, "/ops")).text()).match(/data-status="fine"/g)).toHaveLength(4);
});

test("a policy pack is for whose role reads it", async () => {
  const path = "/ops/policies/cn-2026-11";
  expect((await get(operator, path)).status).toBe(200);
  expect((await get(auditor, `${path}?with=uk-2026-11`)).status).toBe(200);
  expect((await get(await addStaff(portal.app, "agent"), path)).status).toBe(403);
  expect((await get(operator, "/ops/policies/none")).status).toBe(404);
});
