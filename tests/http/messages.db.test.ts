// Messages over HTTP, both ways and in both languages: what each side reads, and how the desk writes.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeOfActor } from "#app/modules/audit/actor-code.server.ts";
import { newId } from "#app/kernel/ids.ts";
import { openCorrespondents, type Correspondents } from "#tests/world/message-writers.ts";
import { paper } from "#tests/world/papers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { textOf } from "#tests/world/proposal-visitor.ts";
import { type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let people: Correspondents;
beforeAll(async () => {
  portal = await openPortal();
  portal.app.clock.set(new Date());
  people = await openCorrespondents(portal);
});
afterAll(() => portal.close());

const statesIn = (page: string) => [...page.matchAll(/data-status="(\w+)"/g)].map(([, state]) => state);
/** As the list of who looked at one’s data calls the same person. */
const signOf = ({ actor }: TestStaff): string => codeOfActor(portal.app, `staff:${actor.staffId}`);

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
      const li = await people.begin(language);
      expect((await li.get(li.visitor.home)).page).toContain(`href="${li.thread}"`);
      const list = await li.get("/my/messages");
      expect(list.page).toContain(`href="${li.thread}"`);
      const sent = await li.write(words);
      expect([sent.status, sent.to]).toEqual([303, li.thread]);
      const asked = textOf((await li.get()).page);
      expect(asked).toContain(words);
      expect(asked).toMatch(promise);
      const seen = await people.desk(li.desk);
      expect(seen.status).toBe(200);
      expect(textOf(seen.page)).toContain(words);
      // What the borrower will read stands in their language under each choice.
      expect(seen.page).toContain(ready);
      const form = { template: "no_call_needed", intent: "send", once: newId() };
      const answered = await people.desk(li.desk, form);
      expect([answered.status, answered.to]).toEqual([303, li.desk]);
      const my = await li.get("/my");
      expect(textOf(my.page)).toContain(language === "en" ? "You have 1 new message" : "您有1条新消息");
      expect(statesIn((await li.get("/my/messages")).page)).toContain("unread");
      expect(textOf((await people.desk(li.desk)).page)).toContain("The customer has not read this yet");
      const { page } = await li.get();
      const text = textOf(page);
      expect(text).toContain(ready);
      expect(text).toContain(`${person}${language === "en" ? " " : ""}${signOf(people.agent)}`);
      expect(text).not.toContain("Wang");
      expect(text).not.toMatch(promise);
      expect(text).toMatch(language === "en" ? /The desk read this on \d+/ : /工作人员已在20\d\d年/);
      expect(textOf((await people.desk(li.desk)).page)).toMatch(/The customer read this on \d+/);
      expect(statesIn((await li.get("/my/messages")).page)).not.toContain("unread");
    },
  );

  test("words in the other language are shown as they are, say so, and can be asked for in this one, once", async () => {
    const li = await people.begin("zh-CN");
    const once = newId();
    await people.desk(li.desk, { template: "own", text: "Half of it is fine for us.", language: "en", once });
    const { page } = await li.get();
    expect(page).toMatch(/<p[^>]*lang="en"[^>]*><bdi>Half of it is fine for us\.<\/bdi><\/p>/);
    expect(textOf(page)).toContain("这段话是用英文写的");
    expect(textOf(page)).toContain("请对方用中文再写一次");
    const asked = await li.visitor.post(li.thread, { intent: "language", once: newId() });
    expect([asked.status, asked.to]).toEqual([303, li.thread]);
    const after = textOf((await li.get()).page);
    expect(after).toContain("请用中文再写一次");
    expect(after).not.toContain("请对方用中文再写一次");
    const seen = textOf((await people.desk(li.desk)).page);
    expect(seen).toContain("Please write this again in Chinese");
    expect(seen).toContain("The customer reads Chinese");
    await li.write("可以一月开始吗");
    expect(textOf((await people.desk(li.desk)).page)).toContain("This is written in Chinese");
  });

  test("an amount in a ready text can be read by a check", async () => {
    const li = await people.begin();
    const form = { template: "how_to_pay_part", amount: "1,000", intent: "send" };
    expect((await people.desk(li.desk, form)).status).toBe(303);
    expect((await li.get()).page).toContain('data-amount="100000" data-currency="CNY"');
  });

  test("a question opens a thread of its own, on the account where there is one, and twice is once", async () => {
    const li = await people.begin();
    const { page } = await li.get("/my/messages");
    const once = /name="once" value="([^"]+)"/.exec(page)?.[1] ?? "";
    const account = /name="account" value="([^"]+)"/.exec(page)?.[1] ?? "";
    expect(account).toBe(li.visitor.written.accountId);
    const form = { text: "How do I pay?", once, account };
    const [first, second] = [await li.visitor.post("/my/messages", form), await li.visitor.post("/my/messages", form)];
    expect([first.status, first.to]).toEqual([303, second.to]);
    expect(textOf((await li.get(first.to ?? "")).page)).toContain("How do I pay?");
    const empty = await li.visitor.post("/my/messages", { text: " " });
    expect([empty.status, empty.page.includes('href="#text"')]).toEqual([422, true]);
    const strange = { text: "x", account: (await people.begin()).visitor.written.accountId };
    expect((await li.visitor.post("/my/messages", strange)).status).toBe(404);
  });
});

describe("the desk's form", () => {
  test("keeps what was typed and says what is missing; a preview is in the borrower's language and sends nothing", async () => {
    const li = await people.begin("zh-CN");
    for (const [form, field] of [
      [{}, "template"],
      [{ template: "closing", text: "and this" }, "template"],
      [{ template: "sorry_for_wait", day: "yesterday" }, "day"],
      [{ template: "please_add_papers" }, "papers"],
      [{ template: "how_to_pay_part", amount: "lots" }, "amount"],
      [{ template: "own", text: "a".repeat(2001) }, "text"],
    ] as const) {
      const refused = await people.desk(li.desk, { ...form, intent: "send" });
      expect([form, refused.status, refused.page.includes(`href="#${field}"`)]).toEqual([form, 422, true]);
    }
    expect((await people.desk(li.desk, { template: "closing", text: "and this" })).page).toContain("and this");
    const shown = await people.desk(li.desk, { template: "closing", intent: "preview" });
    expect([shown.status, shown.page.includes('id="preview"')]).toEqual([200, true]);
    expect(shown.page).toMatch(/id="preview"[\s\S]*lang="zh-CN"[\s\S]*这件事就到这里/);
    const own = await people.desk(li.desk, { text: "It is fine.", language: "en", intent: "preview" });
    expect(textOf(own.page)).toContain("这段话是用英文写的");
    expect(await portal.app.db.prisma.thread.count({ where: { id: li.id } })).toBe(0);
  });

  test("catalogue 73: words and file names of a borrower stand apart, with nothing hidden in them", async () => {
    const li = await people.begin();
    await li.write("pay \u202ella\u202c \u200bnow", { "slip\u202egpj.pdf": await paper() });
    const { page } = await people.desk(li.desk);
    expect(page).toContain("<bdi>pay ‹U+202E›lla‹U+202C› ‹U+200B›now</bdi>");
    expect(page).not.toMatch(/[\u202a-\u202e\u200b]/);
    expect(page).toMatch(/<bdi>slip[^<]*\.pdf<\/bdi>/);
  });
});
