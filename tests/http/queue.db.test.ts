// The queue and its exports as somebody of the desk meets them, over HTTP and without a script.
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays, dayAt, toDbDate } from "#app/kernel/calendar.ts";
import { writeMark } from "#app/modules/review/queue.ts";
import { seedDesk } from "#tests/bench/desk-rows.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { textOf } from "#tests/world/proposal-visitor.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { recordStatements } from "#tests/world/statements.ts";

let portal: Portal;
let agent: TestStaff;
let colleague: TestStaff;
let senior: TestStaff;
let ids: readonly string[];
beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  app.clock.set(new Date());
  const creditors = ["RIVER", "HXCARD"];
  agent = await addStaff(app, "agent", { creditors });
  colleague = await addStaff(app, "agent", { creditors, name: "Wen\u202eRui" });
  senior = await addStaff(app, "senior_agent", { creditors, language: "zh-CN" });
  ids = await seedDesk(app, { count: 160, creditors, holders: [colleague.actor.staffId] });
});
afterAll(() => portal.close());

interface Met {
  readonly status: number;
  readonly html: string;
  readonly text: string;
  readonly to: string | null;
  readonly headers: Headers;
}

async function met(response: Response): Promise<Met> {
  const html = await response.text();
  const { status, headers } = response;
  return { status, html, text: textOf(html), to: headers.get("Location"), headers };
}

const get = async (path: string, who = agent) =>
  met(await fetch(portal.origin + path, { headers: { Cookie: who.cookie }, redirect: "manual" }));
const post = async (path: string, body: string, who = agent) =>
  met(await portal.post(path, body, { Cookie: who.cookie }));
const item = (id: string) => portal.app.db.prisma.workItem.findUniqueOrThrow({ where: { id } });

async function freeOnes(count: number): Promise<readonly string[]> {
  const found = await portal.app.db.prisma.workItem.findMany({
    where: { stage: "desk", assigneeId: null, level: "agent", creditorCode: "RIVER" },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
    take: count,
  });
  return found.map(({ id }) => id);
}

test("a page of the queue shows fifty rows with whose they are, how much, by when and with whom, and no whole name", async () => {
  const page = await get("/desk?view=all");
  expect(page.status).toBe(200);
  expect(page.html.match(/data-row="true"/g)).toHaveLength(50);
  expect(page.html).toMatch(/data-amount="\d+" data-currency="CNY"/);
  expect(page.html).toContain('data-name="page-total"');
  expect(page.text).toMatch(/In \d+ working days/);
  expect(page.text).toContain("Promised for");
  expect(page.text).not.toMatch(/overdue/i);
  const all = await portal.app.db.prisma.workItem.count({ where: { creditorCode: { in: ["RIVER", "HXCARD"] } } });
  expect(page.html).toContain(`data-count="all">${all}<`);
  const names = await portal.app.db.prisma.borrower.findMany({ take: 20 });
  for (const { id, fullNameEnc } of names) {
    const name = portal.app.vault.open(fullNameEnc, { table: "borrower", column: "full_name_enc", rowId: id });
    expect(page.text).not.toContain(name);
  }
});

test("catalogue 73: what turns a colleague's name around is shown, and turns nothing", async () => {
  const page = await get("/desk?view=all");
  expect(page.html).not.toContain("\u202e");
  expect(page.html).toMatch(/<bdi>Wen[^<]+Rui<\/bdi>/);
});

test("pages are turned by links that begin after a row", async () => {
  const seen = new Set<string>();
  let path: string | undefined = "/desk?view=all&sort=opened&order=desc";
  let pages = 0;
  while (path !== undefined) {
    const { html } = await get(path);
    for (const [, id = ""] of html.matchAll(/data-row="true" href="\/desk\/cases\/([0-9a-f-]{36})"/g)) seen.add(id);
    path = /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    pages += 1;
  }
  expect(pages).toBe(4);
  expect(seen.size).toBe(160);
});

test("claiming leaves one on the page with a word; whoever comes second reads who was first and since when", async () => {
  const [id = ""] = await freeOnes(1);
  const claim = `intent=claim&item=${id}`;
  const first = await post("/desk?view=unassigned&creditor=RIVER", claim);
  expect([first.status, first.to]).toEqual([303, "/desk?view=unassigned&creditor=RIVER&told=claim"]);
  expect((await item(id)).assigneeId).toBe(agent.actor.staffId);
  const second = await post("/desk?view=unassigned", claim, colleague);
  expect(second.status).toBe(422);
  const name = (await portal.app.db.prisma.staff.findUniqueOrThrow({ where: { id: agent.actor.staffId } })).name;
  expect(second.text).toContain(`${name} took it on`);
  expect(second.text).toContain("Nothing was changed");
  // Still a page to work on.
  expect(second.html).toContain('data-row="true');
  expect((await item(id)).assigneeId).toBe(agent.actor.staffId);
});

test("the next one is taken and opened", async () => {
  const free = await portal.app.db.prisma.workItem.findFirstOrThrow({
    where: { stage: "desk", assigneeId: null, level: "agent", creditorCode: { in: ["RIVER", "HXCARD"] } },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
  });
  const next = await post("/desk?view=all", "intent=next");
  expect([next.status, next.to]).toEqual([303, `/desk/cases/${free.id}`]);
  expect((await item(free.id)).assigneeId).toBe(agent.actor.staffId);
  const outsider = await addStaff(portal.app, "agent", { creditors: ["LANTERN"] });
  const nothing = await post("/desk?view=all", "intent=next", outsider);
  expect([nothing.status, nothing.to]).toEqual([303, "/desk?view=all&nothing=1"]);
  expect((await get(nothing.to ?? "", outsider)).text).toContain("Nothing waits that you could take now.");
});

test("what is one's own is put to sleep until a working day, and a day that will not do is said", async () => {
  const [id = ""] = await freeOnes(1);
  await post("/desk", `intent=claim&item=${id}`);
  const today = dayAt(portal.app.clock.now(), portal.app.settings.timeZone);
  await portal.app.db.prisma.workItem.update({ where: { id }, data: { dueOn: toDbDate(addDays(today, 10)) } });
  const panel = await get(`/desk?view=mine&item=${id}`);
  const first = / min="([\d-]+)"/.exec(panel.html)?.[1] ?? "";
  const late = await post("/desk?view=mine", `intent=snooze&item=${id}&until=${addDays(today, 30)}`);
  expect([late.status, late.text.includes("It can wait until")]).toEqual([422, true]);
  const odd = await post("/desk?view=mine", `intent=snooze&item=${id}&until=2026-02-31`);
  expect(odd.status).toBe(422);
  expect((await post("/desk?view=mine", `intent=snooze&item=${id}&until=${first}`)).status).toBe(303);
  expect((await get("/desk?view=snoozed")).html).toContain(`/desk/cases/${id}`);
  expect((await post("/desk?view=snoozed", `intent=wake&item=${id}`)).status).toBe(303);
  expect((await item(id)).snoozedUntil).toBeNull();
  expect((await post("/desk?view=mine", `intent=release&item=${id}`)).status).toBe(303);
  expect((await item(id)).assigneeId).toBeNull();
});

test("only whose role gives cases out can give one, also by a forged field", async () => {
  const [id = ""] = await freeOnes(1);
  const give = `intent=assign&item=${id}&staff=${colleague.actor.staffId}`;
  expect((await post("/desk", give)).status).toBe(403);
  expect((await item(id)).assigneeId).toBeNull();
  const panel = await get(`/desk?view=all&item=${id}`, senior);
  expect(panel.html).toContain(`<option value="${colleague.actor.staffId}"`);
  expect((await post("/desk?view=all", give, senior)).status).toBe(303);
  expect((await item(id)).assigneeId).toBe(colleague.actor.staffId);
});

test("catalogue 15: another portfolio's item is 404 to claim, and its marks and codes in the address show nothing of it", async () => {
  const outsider = await addStaff(portal.app, "agent", { creditors: ["LANTERN"] });
  const [id = ""] = await freeOnes(1);
  expect((await post("/desk", `intent=claim&item=${id}`, outsider)).status).toBe(404);
  const mark = writeMark({ at: "2020-01-01", id });
  for (const asked of [`view=all&after=${mark}`, "view=all&creditor=RIVER", `view=all&item=${id}`]) {
    const page = await get(`/desk?${asked}`, outsider);
    expect([asked, page.status, page.html.includes('data-row="true'), page.html.includes(id)]).toEqual([
      asked,
      200,
      false,
      asked.includes("item"),
    ]);
    expect(page.html).toContain('data-count="all">0<');
  }
  expect((await item(id)).assigneeId).toBeNull();
});

test("what no form of ours sends is refused, and changes nothing", async () => {
  const [id = ""] = await freeOnes(1);
  const bodies = [
    "",
    "intent=own",
    `intent=claim&item=${id}&item=${id}`,
    "intent=claim&item=1",
    `intent=assign&item=${id}&staff=x`,
  ];
  for (const body of bodies) expect([body, (await post("/desk", body)).status]).toEqual([body, 422]);
  expect((await post("/desk", "intent=claim")).status).toBe(404);
  expect((await item(id)).assigneeId).toBeNull();
});

test("the page costs the same number of statements for one row as for fifty", async () => {
  const count = async (path: string): Promise<number> => {
    await get(path);
    const statements = recordStatements(portal.app);
    try {
      await get(path);
    } finally {
      statements.stop();
    }
    return statements.texts.length;
  };
  const { id } = await item(ids[0] ?? "");
  await portal.app.db.prisma.workItem.update({ where: { id }, data: { level: "senior" } });
  const one = await count("/desk?view=all&level=senior");
  expect((await get("/desk?view=all&level=senior")).html.match(/data-row="true"/g)).toHaveLength(1);
  expect(await count("/desk?view=all")).toBe(one);
  // The session, who the reader is themselves, and the four of the queue within its transaction.
  expect(one).toBeLessThanOrEqual(11);
});

test("the queue brings one script, with its mark, and nothing inline", async () => {
  const page = await get("/desk");
  const nonce = /script-src 'nonce-([^']+)'/.exec(page.headers.get("Content-Security-Policy") ?? "")?.[1];
  expect(nonce).toBeTruthy();
  const scripts = page.html.match(/<script[^>]*>/g) ?? [];
  expect(scripts).toEqual([`<script src="/desk.js" nonce="${nonce}" defer="">`]);
  const script = await fetch(`${portal.origin}/desk.js`);
  expect(script.status).toBe(200);
  expect((await get("/desk/exports", senior)).headers.get("Content-Security-Policy")).not.toContain("script-src");
});

test("catalogue 78: a large export waits for a second person in a second browser; the same person is refused, also by a forged field", async () => {
  const second = await addStaff(portal.app, "senior_agent", { creditors: ["RIVER", "HXCARD"] });
  const { desk } = portal.app.settings;
  Object.assign(desk, { exportRows: 20 });
  const list = "/desk/exports?view=all";
  expect((await get("/desk/exports/now?view=all", senior)).to).toBe("/desk/exports?view=all");
  const asked = await post(list, "intent=ask", senior);
  expect([asked.status, asked.to]).toEqual([303, "/desk/exports?view=all&told=asked"]);
  const { id } = await portal.app.db.prisma.approval.findFirstOrThrow({ where: { kind: "export", decidedAt: null } });
  expect((await get(list, senior)).html).not.toContain(`value="${id}"`);
  const forged = await post(list, `intent=approved&approval=${id}&note=`, senior);
  expect([forged.status, forged.text.includes("要由另一位同事同意")]).toEqual([422, true]);
  expect((await get(`/desk/exports/${id}`, senior)).to).toContain("not_ready=1");
  expect((await get(list, second)).html).toContain(`value="${id}"`);
  expect((await post(list, `intent=approved&approval=${id}&note=fine`, second)).status).toBe(303);
  expect((await get(`/desk/exports/${id}`, second)).status).toBe(404);
  const file = await fetch(`${portal.origin}/desk/exports/${id}`, { headers: { Cookie: senior.cookie } });
  const bytes = Buffer.from(await file.arrayBuffer());
  expect(file.headers.get("Content-Type")).toBe("text/csv; charset=utf-8");
  expect(file.headers.get("Content-Disposition")).toMatch(/^attachment; filename="queue-[\d-]+\.csv"$/);
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  expect(bytes.toString().split("\r\n").filter(Boolean)).toHaveLength(160 + 2);
  expect((await get(`/desk/exports/${id}`, senior)).to).toContain("not_ready=1");
  Object.assign(desk, { exportRows: 500 });
  const few = await get("/desk/exports/now?view=second", senior);
  expect([few.status, few.headers.get("Cache-Control")]).toEqual([200, "no-store"]);
});
