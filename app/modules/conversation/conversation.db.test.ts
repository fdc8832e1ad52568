import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { codeOfActor } from "#app/modules/audit/actor-code.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { deliverMessage } from "#app/modules/contact/contact.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { openCorrespondence, type Correspondence } from "#tests/world/conversations.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { valueOf, type Written } from "#tests/world/proposals.ts";
import { addStaff } from "#tests/world/staff.ts";
import { askQuestion, writeFromBorrower, writeTemplateFromBorrower } from "./conversation.server.ts";
import { peekThread, readThreadForDesk, writeFromDesk } from "./desk-thread.server.ts";
import { countUnread, listThreads, readThread } from "./read-threads.server.ts";
import { writeTemplate } from "./write-template.server.ts";

let app: TestApp;
let desk: Correspondence;
beforeAll(async () => {
  app = await createTestApp();
  desk = await openCorrespondence(app);
});
afterAll(() => app.close());

const threadOf = (id: string) => app.db.prisma.thread.findUniqueOrThrow({ where: { id } });

const noticesTo = ({ actor }: Written) =>
  app.db.prisma.message.findMany({ where: { borrowerId: actor.borrowerId, idemKey: { startsWith: "thread-entry:" } } });

describe("to and fro", () => {
  test("what a borrower writes waits for an answer by a working day, which the answer takes away", async () => {
    const li = await desk.propose();
    expect(await desk.write(li)).toMatchObject({ ok: true });
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-11-25");
    app.clock.advance(26 * 3_600_000);
    await desk.write(li, "还有一句");
    // The first promise holds.
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-11-25");
    expect(await desk.answer(li.proposalId, { template: "thanks_received", params: {} })).toMatchObject({ ok: true });
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-11-25");
    await desk.answer(li.proposalId, { template: "we_need_more_time", params: { day: day("2026-12-04") } });
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-12-04");
    await desk.answer(li.proposalId, { text: "可以，您付一半就行。", language: "zh-CN" });
    const thread = await readThread(app, li.actor, li.proposalId);
    expect(thread?.answerBy).toBeUndefined();
    expect(thread?.entries.map(({ author, template, text }) => [author, template?.code ?? text])).toEqual([
      ["borrower", "你好，我有一个问题"],
      ["borrower", "还有一句"],
      ["desk", "thanks_received"],
      ["desk", "we_need_more_time"],
      ["desk", "可以，您付一半就行。"],
    ]);
    expect(thread?.entries.at(-1)).toMatchObject({ sign: codeOfActor(app, `staff:${desk.agent.actor.staffId}`) });
    expect(thread?.entries.some(({ staffName }) => staffName !== undefined)).toBe(false);
    expect(await verifyAudit(app)).toBeUndefined();
  });

  test("the same form twice, also at once, is one message of either side", async () => {
    const li = await desk.propose();
    const [once, again] = [newId(), newId()];
    await Promise.all([desk.write(li, "一次", once), desk.write(li, "一次", once), desk.write(li, "一次", once)]);
    const message = { content: { template: "closing", params: {} }, once: again } as const;
    await Promise.all([
      writeFromDesk(app, desk.agent.actor, li.proposalId, message),
      writeFromDesk(app, desk.agent.actor, li.proposalId, message),
    ]);
    expect((await readThread(app, li.actor, li.proposalId))?.entries).toHaveLength(2);
    expect(await noticesTo(li)).toHaveLength(1);
    const rows = await app.db.prisma.auditEvent.findMany({ where: { subject: `proposal:${li.proposalId}` } });
    expect(rows.filter(({ action }) => action === "message.written")).toHaveLength(2);
  });

  test("what was written stays, sealed; nobody changes or takes it away", async () => {
    const li = await desk.propose();
    await desk.write(li, "只有我们知道");
    const [row] = await app.db.prisma.threadEntry.findMany({ where: { threadId: li.proposalId } });
    expect(Buffer.from(row?.bodyEnc ?? []).includes("只有我们知道")).toBe(false);
    await expect(app.db.pool.query("UPDATE thread_entry SET language = 'en'")).rejects.toThrow("permission denied");
    const owner = new pg.Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await expect(owner.query("DELETE FROM thread_entry")).rejects.toThrow("thread_entry");
    await owner.end();
  });

  test("the desk writes a text of a decision in the decision's own transaction, or not at all", async () => {
    const li = await desk.propose();
    const subject = {
      id: li.proposalId,
      about: "proposal",
      reference: "A-TEST",
      borrowerId: li.actor.borrowerId,
    } as const;
    const send = (quiet: boolean) =>
      inTransaction(app.db, (tx) =>
        writeTemplate(tx, app, desk.agent.actor, subject, "proposal_answered", {}, { quiet }),
      );
    await send(true);
    expect(await noticesTo(li)).toHaveLength(0);
    const undone = inTransaction(app.db, async (tx) => {
      await writeTemplate(tx, app, systemActor("desk"), subject, "proposal_answered");
      throw new Error("changed their mind");
    });
    await expect(undone).rejects.toThrow("changed their mind");
    await expect(
      inTransaction(app.db, (tx) => writeTemplate(tx, app, desk.agent.actor, subject, "sorry_for_wait")),
    ).rejects.toThrow("names a day");
    expect((await readThread(app, li.actor, li.proposalId))?.entries).toHaveLength(1);
  });
});

describe("reading", () => {
  test("is noted both ways, once for what was new, and only by whose work it is", async () => {
    const li = await desk.propose();
    await desk.write(li);
    const senior = await addStaff(app, "senior_agent", { creditors: ["BJCF"] });
    const auditor = await addStaff(app, "auditor", { creditors: ["BJCF"] });
    for (const { actor } of [senior, auditor]) {
      expect((await readThreadForDesk(app, actor, li.proposalId))?.mayWrite).toBe(false);
      expect((await readThread(app, li.actor, li.proposalId))?.deskReadAt).toBeUndefined();
    }
    const first = await readThreadForDesk(app, desk.agent.actor, li.proposalId);
    expect([first?.mayWrite, first?.borrowerLanguage, first?.currency]).toEqual([true, "zh-CN", "CNY"]);
    const readAt = (await threadOf(li.proposalId)).deskReadAt;
    app.clock.advance(3_600_000);
    await readThreadForDesk(app, desk.agent.actor, li.proposalId);
    expect((await readThread(app, li.actor, li.proposalId))?.deskReadAt).toEqual(readAt);
    await desk.answer(li.proposalId);
    expect(await countUnread(app, li.actor)).toBe(1);
    expect((await readThreadForDesk(app, desk.agent.actor, li.proposalId))?.borrowerReadAt).toBeUndefined();
    await readThread(app, li.actor, li.proposalId);
    expect(await countUnread(app, li.actor)).toBe(0);
    expect((await readThreadForDesk(app, desk.agent.actor, li.proposalId))?.borrowerReadAt).toBeInstanceOf(Date);
  });

  test("the list has unread ones first, and what could be written about", async () => {
    const li = await desk.propose();
    const question = valueOf(await askQuestion(app, li.actor, { text: "怎么付款？", once: newId() }, "zh-CN"));
    expect(await listThreads(app, li.actor)).toMatchObject({
      threads: [{ id: question.threadId, kind: "question", unread: 0, answerBy: "2026-11-26" }],
      matters: [{ id: li.proposalId, kind: "proposal" }],
    });
    await desk.answer(li.proposalId);
    app.clock.advance(60_000);
    await writeFromBorrower(app, li.actor, question.threadId, { text: "谢谢", once: newId() }, "zh-CN");
    const { threads, matters } = await listThreads(app, li.actor);
    expect(threads.map(({ id, unread }) => [id, unread])).toEqual([
      [li.proposalId, 1],
      [question.threadId, 0],
    ]);
    expect(matters).toEqual([]);
  });

  test("shows the newest, and the earlier ones when they are asked for; the page of the case sees three", async () => {
    const li = await desk.propose();
    for (let index = 0; index < 22; index += 1) await desk.write(li, `第${index}条`);
    const shown = await readThread(app, li.actor, li.proposalId);
    expect([shown?.entries.length, shown?.earlier, shown?.entries[0]?.text]).toEqual([20, true, "第2条"]);
    const all = await readThread(app, li.actor, li.proposalId, { all: true });
    expect([all?.entries.length, all?.earlier]).toEqual([22, false]);
    const peek = await readAsStaff(app.db, desk.agent.actor, (tx) =>
      peekThread(tx, app, desk.agent.actor, li.proposalId),
    );
    expect(peek?.entries.map(({ text }) => text)).toEqual(["第19条", "第20条", "第21条"]);
  });
});

describe("how much", () => {
  test("words or a file; at most 2,000 signs; thirty a day", async () => {
    const li = await desk.propose();
    expect(await desk.write(li, "  \r\n ")).toMatchObject({ refusal: { kind: "nothing-written" } });
    expect(await desk.write(li, "字".repeat(2001))).toMatchObject({ refusal: { kind: "too-long" } });
    expect(await desk.write(li, `${"字".repeat(1999)}\r\n `)).toMatchObject({ ok: true });
    expect(await desk.answer(li.proposalId, { text: "a".repeat(2001), language: "en" })).toMatchObject({
      refusal: { kind: "too-long" },
    });
    expect(await desk.answer(li.proposalId, { text: " ", language: "en" })).toMatchObject({
      refusal: { kind: "nothing-written" },
    });
    expect(await desk.answer(li.proposalId, { template: "sorry_for_wait", params: {} })).toMatchObject({
      refusal: { kind: "params", field: "day" },
    });
    for (let count = 1; count < 30; count += 1) expect(await desk.write(li, "一句")).toMatchObject({ ok: true });
    expect(await desk.write(li, "一句")).toMatchObject({ refusal: { kind: "too-many-today" } });
    app.clock.advance(25 * 3_600_000);
    expect(await desk.write(li, "一句")).toMatchObject({ ok: true });
  });
});

describe("the notice", () => {
  test("catalogue 69: says that there is something, once until it was read, and nothing else", async () => {
    const li = await desk.propose();
    await desk.write(li);
    expect(await noticesTo(li)).toHaveLength(0);
    await desk.answer(li.proposalId, { text: "您欠BJCF的12000元可以分期", language: "zh-CN" });
    await desk.answer(li.proposalId);
    const [notice, ...more] = await noticesTo(li);
    expect([notice?.purpose, notice?.channel, more]).toEqual(["notice", "sms", []]);
    app.clock.set(new Date("2026-12-02T02:00:00Z"));
    await deliverMessage(app, notice?.id ?? "");
    const said = readFileSync(`${app.env.dataDir}/outbox.jsonl`, "utf8");
    expect(said).toContain("您有一条服务通知");
    expect(said).not.toMatch(/BJCF|12000|分期|方案|A-/);
    await readThread(app, li.actor, li.proposalId);
    await desk.answer(li.proposalId);
    expect(await noticesTo(li)).toHaveLength(2);
  });
});

test("asking for the other language is a text of the borrower's side, in both languages", async () => {
  const li = await desk.propose();
  await desk.answer(li.proposalId, { text: "Half of it is fine.", language: "en" });
  const ask = { code: "ask_other_language", params: { language: "zh-CN" }, once: newId() } as const;
  expect(await writeTemplateFromBorrower(app, li.actor, li.proposalId, ask, "zh-CN")).toMatchObject({ ok: true });
  const thread = await readThreadForDesk(app, desk.agent.actor, li.proposalId);
  expect(
    thread?.entries.map(({ author, language, template, staffName }) => [author, language, template?.code, staffName]),
  ).toEqual([
    ["desk", "en", undefined, "Wang"],
    ["borrower", "zh-CN", "ask_other_language", undefined],
  ]);
  expect(thread?.answerBy).toBeDefined();
});
