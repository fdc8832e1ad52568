// Messages over HTTP, both ways and in both languages: what each side reads, what is refused, and what nobody else sees.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Language } from "#app/i18n/languages.ts";
import { newId } from "#app/kernel/ids.ts";
import { checkThreadFile } from "#app/modules/conversation/check-thread-file.server.ts";
import { uploadLimit } from "#app/platform/http-body.server.ts";
import { paper, photo } from "#tests/world/papers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { ProposalVisitor, textOf } from "#tests/world/proposal-visitor.ts";
import { beyondAtOnce, sendDraft } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let agent: TestStaff;
beforeAll(async () => {
  portal = await openPortal();
  portal.app.clock.set(new Date());
  agent = await addStaff(portal.app, "agent", { creditors: ["BJCF"], name: "Wang" });
});
afterAll(() => portal.close());

/** A borrower with a proposal that is this agent's, and that nothing was written about yet. */
async function begin(language: Language = "en", staff: TestStaff | undefined = agent): Promise<ProposalVisitor> {
  const visitor = await ProposalVisitor.of(portal, await sendDraft(portal.app, beyondAtOnce), language);
  const assigneeId = staff?.actor.staffId ?? null;
  await portal.app.db.prisma.workItem.update({ where: { id: visitor.written.proposalId }, data: { assigneeId } });
  return visitor;
}

const threadOf = ({ written }: ProposalVisitor): string => `/my/messages/${written.proposalId}`;
const deskOf = ({ written }: ProposalVisitor): string => `/desk/messages/${written.proposalId}`;

type Files = Readonly<Record<string, Uint8Array>>;

/** As the form of the page sends it. */
async function write(visitor: ProposalVisitor, text: string, files: Files = {}, once = newId()) {
  const form = new FormData();
  form.append("once", once);
  form.append("text", text);
  for (const [name, bytes] of Object.entries(files)) form.append("files", new Blob([new Uint8Array(bytes)]), name);
  const headers = { Cookie: visitor.cookie, Origin: portal.origin };
  const at = portal.origin + threadOf(visitor);
  const answer = await fetch(at, { method: "POST", body: form, headers, redirect: "manual" });
  return { status: answer.status, to: answer.headers.get("Location"), page: await answer.text() };
}

async function desk(path: string, form?: Readonly<Record<string, string>>, { cookie } = agent) {
  const init = form
    ? { method: "POST", body: new URLSearchParams(form).toString() }
    : ({} as { method?: string; body?: string });
  const answer = await fetch(portal.origin + path, {
    ...init,
    redirect: "manual",
    headers: {
      Cookie: cookie,
      Origin: portal.app.env.publicOrigin,
      ...(form ? { "Content-Type": "application/x-www-form-urlencoded" } : {}),
    },
  });
  return {
    status: answer.status,
    to: answer.headers.get("Location"),
    page: await answer.text(),
    headers: answer.headers,
  };
}

const statesIn = (page: string) => [...page.matchAll(/data-status="(\w+)"/g)].map(([, state]) => state);
const signOf = ({ actor }: TestStaff): string => actor.staffId.slice(-4).toUpperCase();

describe("to and fro", () => {
  test.each([
    [
      "en",
      "May I begin in January?",
      /A person answers you by \d+ \w+ 20\d\d/,
      "Hello, you need not call us.",
      "The desk, person",
    ],
    [
      "zh-CN",
      "能不能一月开始？",
      /工作人员最晚在20\d\d年\d+月\d+日答复您/,
      "您好，您不必给我们打电话。",
      "工作人员，编号",
    ],
  ] as const)(
    "in %s: asked with a promised day, answered with a ready text by a sign without a name",
    async (...row) => {
      const [language, words, promise, ready, person] = row;
      const li = await begin(language);
      expect((await li.get(li.home)).page).toContain(`href="${threadOf(li)}"`);
      const list = await li.get("/my/messages");
      expect(list.page).toContain(`href="${threadOf(li)}"`);
      const sent = await write(li, words);
      expect([sent.status, sent.to]).toEqual([303, threadOf(li)]);
      const asked = textOf((await li.get(threadOf(li))).page);
      expect(asked).toContain(words);
      expect(asked).toMatch(promise);
      const seen = await desk(deskOf(li));
      expect(seen.status).toBe(200);
      expect(textOf(seen.page)).toContain(words);
      // What the borrower will read stands in their language under each choice.
      expect(seen.page).toContain(ready);
      const form = { template: "no_call_needed", intent: "send", once: newId() };
      const answered = await desk(deskOf(li), form);
      expect([answered.status, answered.to]).toEqual([303, deskOf(li)]);
      const my = await li.get("/my");
      expect(textOf(my.page)).toContain(language === "en" ? "You have 1 new message" : "您有1条新消息");
      expect(statesIn((await li.get("/my/messages")).page)).toContain("unread");
      expect(textOf((await desk(deskOf(li))).page)).toContain("The customer has not read this yet");
      const { page } = await li.get(threadOf(li));
      const text = textOf(page);
      expect(text).toContain(ready);
      expect(text).toContain(`${person}${language === "en" ? " " : ""}${signOf(agent)}`);
      expect(text).not.toContain("Wang");
      expect(text).not.toMatch(promise);
      expect(text).toMatch(language === "en" ? /The desk read this on \d+/ : /工作人员已在20\d\d年/);
      expect(textOf((await desk(deskOf(li))).page)).toMatch(/The customer read this on \d+/);
      expect(statesIn((await li.get("/my/messages")).page)).not.toContain("unread");
    },
  );

  test("words in the other language are shown as they are, say so, and can be asked for in this one, once", async () => {
    const li = await begin("zh-CN");
    const once = newId();
    await desk(deskOf(li), { template: "own", text: "Half of it is fine for us.", language: "en", once });
    const { page } = await li.get(threadOf(li));
    expect(page).toMatch(/<p[^>]*lang="en"[^>]*><bdi>Half of it is fine for us\.<\/bdi><\/p>/);
    expect(textOf(page)).toContain("这段话是用英文写的");
    expect(textOf(page)).toContain("请对方用中文再写一次");
    const asked = await li.post(threadOf(li), { intent: "language", once: newId() });
    expect([asked.status, asked.to]).toEqual([303, threadOf(li)]);
    const after = textOf((await li.get(threadOf(li))).page);
    expect(after).toContain("请用中文再写一次");
    expect(after).not.toContain("请对方用中文再写一次");
    const seen = textOf((await desk(deskOf(li))).page);
    expect(seen).toContain("Please write this again in Chinese");
    expect(seen).toContain("The customer reads Chinese");
    await write(li, "可以一月开始吗");
    expect(textOf((await desk(deskOf(li))).page)).toContain("This is written in Chinese");
  });

  test("an amount in a ready text can be read by a check", async () => {
    const li = await begin();
    const form = { template: "how_to_pay_part", amount: "1,000", intent: "send" };
    expect((await desk(deskOf(li), form)).status).toBe(303);
    expect((await li.get(threadOf(li))).page).toContain('data-amount="100000" data-currency="CNY"');
  });

  test("a question opens a thread of its own, on the account where there is one, and twice is once", async () => {
    const li = await begin();
    const { page } = await li.get("/my/messages");
    const once = /name="once" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const account = /name="account" value="([^"]+)"/.exec(page)?.[1] ?? "";
    expect(account).toBe(li.written.accountId);
    const form = { text: "How do I pay?", once, account };
    const [first, second] = [await li.post("/my/messages", form), await li.post("/my/messages", form)];
    expect([first.status, first.to]).toEqual([303, second.to]);
    expect(textOf((await li.get(first.to ?? "")).page)).toContain("How do I pay?");
    const empty = await li.post("/my/messages", { text: " " });
    expect([empty.status, empty.page.includes('href="#text"')]).toEqual([422, true]);
    const strange = { text: "x", account: (await begin()).written.accountId };
    expect((await li.post("/my/messages", strange)).status).toBe(404);
  });
});

describe("the desk's form", () => {
  test("keeps what was typed and says what is missing; a preview is in the borrower's language and sends nothing", async () => {
    const li = await begin("zh-CN");
    for (const [form, field] of [
      [{}, "template"],
      [{ template: "closing", text: "and this" }, "template"],
      [{ template: "sorry_for_wait", day: "yesterday" }, "day"],
      [{ template: "please_add_papers" }, "papers"],
      [{ template: "how_to_pay_part", amount: "lots" }, "amount"],
      [{ template: "own", text: "a".repeat(2001) }, "text"],
    ] as const) {
      const refused = await desk(deskOf(li), { ...form, intent: "send" });
      expect([form, refused.status, refused.page.includes(`href="#${field}"`)]).toEqual([form, 422, true]);
    }
    expect((await desk(deskOf(li), { template: "closing", text: "and this" })).page).toContain("and this");
    const shown = await desk(deskOf(li), { template: "closing", intent: "preview" });
    expect([shown.status, shown.page.includes('id="preview"')]).toEqual([200, true]);
    expect(shown.page).toMatch(/id="preview"[\s\S]*lang="zh-CN"[\s\S]*这件事就到这里/);
    const own = await desk(deskOf(li), { text: "It is fine.", language: "en", intent: "preview" });
    expect(textOf(own.page)).toContain("这段话是用英文写的");
    expect(await portal.app.db.prisma.thread.count({ where: { id: li.written.proposalId } })).toBe(0);
  });

  test("catalogue 73: words and file names of a borrower stand apart, with nothing hidden in them", async () => {
    const li = await begin();
    await write(li, "pay \u202ella\u202c \u200bnow", { "slip\u202egpj.pdf": await paper() });
    const { page } = await desk(deskOf(li));
    expect(page).toContain("<bdi>pay ‹U+202E›lla‹U+202C› ‹U+200B›now</bdi>");
    expect(page).not.toMatch(/[\u202a-\u202e\u200b]/);
    expect(page).toMatch(/<bdi>slip[^<]*\.pdf<\/bdi>/);
  });
});

describe("who may", () => {
  test("another borrower's thread, its form and its file are 404", async () => {
    const li = await begin();
    await write(li, "hello", { "a.pdf": await paper() });
    const file = await portal.app.db.prisma.threadFile.findFirstOrThrow({
      where: { borrowerId: li.written.actor.borrowerId },
    });
    await checkThreadFile(portal.app, file.id);
    const at = `${threadOf(li)}/files/${file.id}`;
    const own = await li.get(at);
    expect([own.status, own.headers.get("Content-Type"), own.headers.get("Cache-Control")]).toEqual([
      200,
      "application/pdf",
      "no-store",
    ]);
    expect(own.headers.get("Content-Disposition")).toMatch(/^attachment; filename="file-[0-9a-f]{6}\.pdf"$/);
    const other = await begin();
    for (const path of [threadOf(li), at]) expect((await other.get(path)).status).toBe(404);
    expect((await other.post(threadOf(li), { text: "hello" })).status).toBe(404);
    expect((await other.post(threadOf(li), { text: "" })).status).toBe(404);
    const atDesk = `${deskOf(li)}/files/${file.id}`;
    const given = await desk(atDesk);
    expect([given.status, given.headers.get("Content-Disposition")?.startsWith("attachment")]).toEqual([200, true]);
  });

  test("catalogue 15: for another portfolio there is no thread, no form and no file", async () => {
    const li = await begin();
    await write(li, "hello", { "a.pdf": await paper() });
    const file = await portal.app.db.prisma.threadFile.findFirstOrThrow({
      where: { borrowerId: li.written.actor.borrowerId },
    });
    await checkThreadFile(portal.app, file.id);
    const outsider = await addStaff(portal.app, "senior_agent", { creditors: ["RIVER"] });
    const tried = [
      await desk(deskOf(li), undefined, outsider),
      await desk(deskOf(li), { template: "closing" }, outsider),
      await desk(`${deskOf(li)}/files/${file.id}`, undefined, outsider),
    ];
    expect(tried.map(({ status }) => status)).toEqual([404, 404, 404]);
    const looked = { action: "access.opened", actor: `staff:${outsider.actor.staffId}` };
    expect(await portal.app.db.prisma.auditEvent.count({ where: looked })).toBe(0);
  });

  test("who does not have the case is led to it; a senior and an auditor read, on record, and do not write", async () => {
    const li = await begin();
    await write(li, "hello");
    const { app } = portal;
    const colleague = await addStaff(app, "agent", { creditors: ["BJCF"] });
    const led = await desk(deskOf(li), undefined, colleague);
    expect([led.status, led.to]).toEqual([303, `/desk/cases/${li.written.proposalId}`]);
    expect((await desk(deskOf(li), { template: "closing" }, colleague)).status).toBe(303);
    for (const role of ["senior_agent", "auditor"] as const) {
      const reader = await addStaff(app, role, { creditors: ["BJCF"] });
      const seen = await desk(deskOf(li), undefined, reader);
      expect([seen.status, seen.page.includes("<textarea")]).toEqual([200, false]);
      const tried = await desk(deskOf(li), { template: "closing" }, reader);
      expect([role, tried.status]).toEqual([role, role === "auditor" ? 403 : 422]);
      const where = { action: "access.opened", actor: `staff:${reader.actor.staffId}` };
      expect(await app.db.prisma.auditEvent.count({ where })).toBeGreaterThan(0);
    }
    const { entries, deskReadAt } = await app.db.prisma.thread.findUniqueOrThrow({
      where: { id: li.written.proposalId },
      include: { entries: true },
    });
    expect([entries.length, deskReadAt]).toEqual([1, null]);
  });
});

describe("what is sent", () => {
  test("catalogue 36 and 37: what cannot be taken is said at once, with the words kept and nothing sent", async () => {
    const li = await begin("zh-CN");
    const cases: [string, Files, string][] = [
      ["", {}, "请先写下您想说的话"],
      ["一句", { "空.jpg": new Uint8Array() }, "文件“空.jpg”是空的"],
      ["一句", { "x.jpg": new TextEncoder().encode("<svg/>") }, "文件“x.jpg”不是照片或PDF"],
      ["一句", { "x.pdf": new Uint8Array(10 * 1024 * 1024 + 1) }, "超过10MB"],
      ["字".repeat(2001), {}, "最多2000字"],
    ];
    for (const [text, files, words] of cases) {
      const refused = await write(li, text, files);
      expect([words, refused.status, refused.page.includes("<title>错误：")]).toEqual([words, 422, true]);
      expect(refused.page).toContain(words);
      if (text === "一句") expect(refused.page).toContain(">一句</textarea>");
    }
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`${index}.jpg`, Buffer.from("x")]));
    expect((await write(li, "", many)).page).toContain("一次最多10个文件");
    expect(await portal.app.db.prisma.threadEntry.count({ where: { threadId: li.written.proposalId } })).toBe(0);
  });

  test("catalogue 30: 25 MB together is the most, and only at the address itself", async () => {
    const li = await begin("en");
    const parts = { "a.pdf": 9_000_000, "b.pdf": 9_000_000, "c.pdf": 9_000_000 };
    const files = Object.fromEntries(Object.entries(parts).map(([name, size]) => [name, new Uint8Array(size)]));
    expect(Object.values(parts).reduce((sum, size) => sum + size)).toBeGreaterThan(uploadLimit);
    const tooMuch = await write(li, "", files);
    expect([tooMuch.status, tooMuch.page.includes("25 MB together")]).toEqual([413, true]);
    const form = new FormData();
    form.append("files", new Blob([new Uint8Array(1_000_000)]), "a.pdf");
    const headers = { Cookie: li.cookie, Origin: portal.origin };
    for (const at of ["/my/messages", `${threadOf(li)}/`, threadOf(li).toUpperCase()]) {
      const refused = await fetch(portal.origin + at, { method: "POST", body: form, headers, redirect: "manual" });
      expect([at, refused.status]).toEqual([at, 413]);
    }
  });

  test("catalogue 26 and 27: a NUL is 422, and half a character says to type it again", async () => {
    const li = await begin("en");
    expect((await write(li, "a\u0000b")).status).toBe(422);
    const broken = await li.post(threadOf(li), { text: "a\ufffdb" });
    expect([broken.status, textOf(broken.page).includes("Some characters did not arrive")]).toEqual([422, true]);
  });

  test("the pages send no script and weigh at most 10 kB, also with a long exchange", async () => {
    const li = await begin("zh-CN");
    for (let round = 0; round < 4; round += 1) {
      await write(li, `第${round}次：我这个月的收入少了一些，想知道能不能从下个月开始付。`, {
        "照片.jpg": await photo(),
      });
      const form = {
        template: "own",
        text: "可以。请您先看方案页面上的说明，再告诉我们您方便的日期。",
        language: "zh-CN",
      };
      await desk(deskOf(li), form);
    }
    for (const path of ["/my", "/my/messages", threadOf(li)]) {
      const headers = { Cookie: li.cookie, "Accept-Encoding": "br" };
      const answer = await fetch(portal.origin + path, { headers });
      expect(Number(answer.headers.get("Content-Length"))).toBeLessThan(10_000);
      expect(await answer.text()).not.toContain("<script");
    }
    const pages = [(await desk(deskOf(li))).page, (await desk(deskOf(li), { intent: "send" })).page];
    for (const page of pages) expect(page).not.toMatch(/<script|style="/);
  });
});
