// The doors of messages: who may read, write and take a file there, and what is refused of what they send.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkThreadFile } from "#app/modules/conversation/check-thread-file.server.ts";
import { uploadLimit } from "#app/platform/http-body.server.ts";
import { openCorrespondents, type Correspondents } from "#tests/world/message-writers.ts";
import { paper, photo } from "#tests/world/papers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { textOf } from "#tests/world/proposal-visitor.ts";
import { addStaff } from "#tests/world/staff.ts";

let portal: Portal;
let people: Correspondents;
beforeAll(async () => {
  portal = await openPortal();
  portal.app.clock.set(new Date());
  people = await openCorrespondents(portal);
});
afterAll(() => portal.close());

describe("who may", () => {
  test("another borrower's thread, its form and its file are 404", async () => {
    const li = await people.begin();
    await li.write("hello", { "a.pdf": await paper() });
    const fileId = await li.fileId();
    await checkThreadFile(portal.app, fileId);
    const at = `${li.thread}/files/${fileId}`;
    const own = await li.get(at);
    expect([own.status, own.headers.get("Content-Type"), own.headers.get("Cache-Control")]).toEqual([
      200,
      "application/pdf",
      "no-store",
    ]);
    expect(own.headers.get("Content-Disposition")).toMatch(/^attachment; filename="file-[0-9a-f]{6}\.pdf"$/);
    const other = await people.begin();
    for (const path of [li.thread, at]) expect((await other.get(path)).status).toBe(404);
    expect((await other.visitor.post(li.thread, { text: "hello" })).status).toBe(404);
    expect((await other.visitor.post(li.thread, { text: "" })).status).toBe(404);
    const atDesk = `${li.desk}/files/${fileId}`;
    const given = await people.desk(atDesk);
    expect([given.status, given.headers.get("Content-Disposition")?.startsWith("attachment")]).toEqual([200, true]);
    // With a mark of who took it, and on record.
    expect(given.page).not.toBe(own.page);
    const taken = { action: "message_file.viewed", subject: `proposal:${li.id}` };
    expect(await portal.app.db.prisma.auditEvent.count({ where: taken })).toBe(1);
  });

  test("catalogue 15: for another portfolio there is no thread, no form and no file", async () => {
    const li = await people.begin();
    await li.write("hello", { "a.pdf": await paper() });
    const fileId = await li.fileId();
    await checkThreadFile(portal.app, fileId);
    const outsider = await addStaff(portal.app, "senior_agent", { creditors: ["RIVER"] });
    const tried = [
      await people.desk(li.desk, undefined, outsider),
      await people.desk(li.desk, { template: "closing" }, outsider),
      await people.desk(`${li.desk}/files/${fileId}`, undefined, outsider),
    ];
    expect(tried.map(({ status }) => status)).toEqual([404, 404, 404]);
    const looked = { action: "access.opened", actor: `staff:${outsider.actor.staffId}` };
    expect(await portal.app.db.prisma.auditEvent.count({ where: looked })).toBe(0);
  });

  test("who does not have the case is led to it; a senior and an auditor read, on record, and do not write", async () => {
    const li = await people.begin();
    await li.write("hello");
    const { app } = portal;
    const colleague = await addStaff(app, "agent", { creditors: ["BJCF"] });
    const led = await people.desk(li.desk, undefined, colleague);
    expect([led.status, led.to]).toEqual([303, `/desk/cases/${li.id}`]);
    expect((await people.desk(li.desk, { template: "closing" }, colleague)).status).toBe(303);
    for (const role of ["senior_agent", "auditor"] as const) {
      const reader = await addStaff(app, role, { creditors: ["BJCF"] });
      const seen = await people.desk(li.desk, undefined, reader);
      expect([seen.status, seen.page.includes("<textarea")]).toEqual([200, false]);
      const tried = await people.desk(li.desk, { template: "closing" }, reader);
      expect([role, tried.status]).toEqual([role, role === "auditor" ? 403 : 422]);
      const where = { action: "access.opened", actor: `staff:${reader.actor.staffId}` };
      expect(await app.db.prisma.auditEvent.count({ where })).toBeGreaterThan(0);
    }
    const { entries, deskReadAt } = await app.db.prisma.thread.findUniqueOrThrow({
      where: { id: li.id },
      include: { entries: true },
    });
    expect([entries.length, deskReadAt]).toEqual([1, null]);
  });
});

describe("what is sent", () => {
  test("catalogue 36 and 37: what cannot be taken is said at once, with the words kept and nothing sent", async () => {
    const li = await people.begin("zh-CN");
    const cases: [string, Readonly<Record<string, Uint8Array>>, string][] = [
      ["", {}, "请先写下您想说的话"],
      ["一句", { "空.jpg": new Uint8Array() }, "文件“空.jpg”是空的"],
      ["一句", { "x.jpg": new TextEncoder().encode("<svg/>") }, "文件“x.jpg”不是照片或PDF"],
      ["一句", { "x.pdf": new Uint8Array(10 * 1024 * 1024 + 1) }, "超过10MB"],
      ["字".repeat(2001), {}, "最多2000字"],
    ];
    for (const [text, files, words] of cases) {
      const refused = await li.write(text, files);
      expect([words, refused.status, refused.page.includes("<title>错误：")]).toEqual([words, 422, true]);
      expect(refused.page).toContain(words);
      expect(refused.page).toContain(`>${text.slice(0, 2001)}</textarea>`);
    }
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}.jpg`, Buffer.from("x")]));
    expect((await li.write("", many)).page).toContain("一次最多10个文件");
    expect(await portal.app.db.prisma.threadEntry.count({ where: { threadId: li.id } })).toBe(0);
  });

  test("catalogue 30: 25 MB together is the most, and only at the address itself", async () => {
    const li = await people.begin("en");
    const parts = { "a.pdf": 9_000_000, "b.pdf": 9_000_000, "c.pdf": 9_000_000 };
    const files = Object.fromEntries(Object.entries(parts).map(([name, size]) => [name, new Uint8Array(size)]));
    expect(Object.values(parts).reduce((sum, size) => sum + size)).toBeGreaterThan(uploadLimit);
    const tooMuch = await li.write("", files);
    expect([tooMuch.status, tooMuch.page.includes("25 MB together")]).toEqual([413, true]);
    const form = new FormData();
    form.append("files", new Blob([new Uint8Array(1_000_000)]), "a.pdf");
    const headers = { Cookie: li.visitor.cookie, Origin: portal.origin };
    for (const at of ["/my/messages", `${li.thread}/`, li.thread.toUpperCase()]) {
      const refused = await fetch(portal.origin + at, { method: "POST", body: form, headers, redirect: "manual" });
      expect([at, refused.status]).toEqual([at, 413]);
    }
  });

  test("catalogue 26 and 27: a NUL is 422, and half a character says to type it again", async () => {
    const li = await people.begin("en");
    expect((await li.write("a\u0000b")).status).toBe(422);
    const broken = await li.visitor.post(li.thread, { text: "a\ufffdb" });
    expect([broken.status, textOf(broken.page).includes("Some characters did not arrive")]).toEqual([422, true]);
  });

  test("the pages send no script and weigh at most 10 kB, also with a long exchange", async () => {
    const li = await people.begin("zh-CN");
    for (let round = 0; round < 4; round += 1) {
      await li.write(`第${round}次：我这个月的收入少了一些，想知道能不能从下个月开始付。`, {
        "照片.jpg": await photo(),
      });
      const form = {
        template: "own",
        text: "可以。请您先看方案页面上的说明，再告诉我们您方便的日期。",
        language: "zh-CN",
      };
      await people.desk(li.desk, form);
    }
    for (const path of ["/my", "/my/messages", li.thread]) {
      const headers = { Cookie: li.visitor.cookie, "Accept-Encoding": "br" };
      const answer = await fetch(portal.origin + path, { headers });
      expect(Number(answer.headers.get("Content-Length"))).toBeLessThan(10_000);
      expect(await answer.text()).not.toContain("<script");
    }
    const pages = [(await people.desk(li.desk)).page, (await people.desk(li.desk, { intent: "send" })).page];
    for (const page of pages) expect(page).not.toMatch(/<script|style="/);
  });
});
