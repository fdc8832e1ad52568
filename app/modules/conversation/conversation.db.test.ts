import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { openDispute } from "#app/modules/accounts/requests.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { deliverMessage } from "#app/modules/contact/contact.server.ts";
import { decideProposal } from "#app/modules/hardship/decide-proposal.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placePerson } from "#tests/world/debts.ts";
import { onePage, paper, photo } from "#tests/world/papers.ts";
import {
  beyondAtOnce,
  desk as operator,
  sendDraft,
  valueOf,
  view,
  writeDraft,
  type Written,
} from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { checkThreadFile, sweepThreadFiles } from "./check-thread-file.server.ts";
import { askQuestion, writeFromBorrower, writeTemplateFromBorrower } from "./conversation.server.ts";
import { peekThread, readThreadForDesk, writeFromDesk, type DeskContent } from "./desk-thread.server.ts";
import { countUnread, listThreads, readThread } from "./read-threads.server.ts";
import { readThreadFile, readThreadFileForDesk } from "./thread-files.server.ts";
import { writeTemplate } from "./write-template.server.ts";

let app: TestApp;
let agent: TestStaff;
let outsider: TestStaff;
beforeAll(async () => {
  app = await createTestApp();
  agent = await addStaff(app, "agent", { creditors: ["BJCF"], name: "Wang" });
  outsider = await addStaff(app, "agent", { creditors: ["RIVER"] });
});
afterAll(() => app.close());

const file = (bytes: Uint8Array, name = "凭证.jpg") => ({ name, bytes });

/** A proposal that waits, and that is this agent's. */
async function propose(staff: TestStaff | undefined = agent): Promise<Written> {
  const written = await sendDraft(app, beyondAtOnce);
  if (staff) await give(written.proposalId, staff);
  return written;
}

async function give(id: string, { actor }: TestStaff): Promise<void> {
  await app.db.prisma.workItem.update({ where: { id }, data: { assigneeId: actor.staffId } });
}

const write = ({ actor, proposalId }: Written, text = "你好，我有一个问题", once = newId()) =>
  writeFromBorrower(app, actor, proposalId, { text, once }, "zh-CN");

const answer = (id: string, content: DeskContent = { template: "closing", params: {} }, close = false) =>
  writeFromDesk(app, agent.actor, id, { content, once: newId(), close });

const threadOf = (id: string) => app.db.prisma.thread.findUniqueOrThrow({ where: { id } });
const workOf = (id: string) => app.db.prisma.workItem.findUniqueOrThrow({ where: { id } });
const noticesTo = ({ actor }: Written) =>
  app.db.prisma.message.findMany({ where: { borrowerId: actor.borrowerId, idemKey: { startsWith: "thread-entry:" } } });

describe("to and fro", () => {
  test("what a borrower writes waits for an answer by a working day, which the answer takes away", async () => {
    const li = await propose();
    expect(await write(li)).toMatchObject({ ok: true });
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-11-25");
    app.clock.advance(26 * 3_600_000);
    await write(li, "还有一句");
    // The first promise holds.
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-11-25");
    expect(await answer(li.proposalId, { template: "thanks_received", params: {} })).toMatchObject({ ok: true });
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-11-25");
    await answer(li.proposalId, { template: "we_need_more_time", params: { day: day("2026-12-04") } });
    expect((await readThread(app, li.actor, li.proposalId))?.answerBy).toBe("2026-12-04");
    await answer(li.proposalId, { text: "可以，您付一半就行。", language: "zh-CN" });
    const thread = await readThread(app, li.actor, li.proposalId);
    expect(thread?.answerBy).toBeUndefined();
    expect(thread?.entries.map(({ author, template, text }) => [author, template?.code ?? text])).toEqual([
      ["borrower", "你好，我有一个问题"],
      ["borrower", "还有一句"],
      ["desk", "thanks_received"],
      ["desk", "we_need_more_time"],
      ["desk", "可以，您付一半就行。"],
    ]);
    expect(thread?.entries.at(-1)).toMatchObject({ sign: agent.actor.staffId.slice(-4).toUpperCase() });
    expect(thread?.entries.some(({ staffName }) => staffName !== undefined)).toBe(false);
    expect(await verifyAudit(app)).toBeUndefined();
  });

  test("the same form twice, also at once, is one message of either side", async () => {
    const li = await propose();
    const [once, again] = [newId(), newId()];
    await Promise.all([write(li, "一次", once), write(li, "一次", once), write(li, "一次", once)]);
    const message = { content: { template: "closing", params: {} }, once: again } as const;
    await Promise.all([
      writeFromDesk(app, agent.actor, li.proposalId, message),
      writeFromDesk(app, agent.actor, li.proposalId, message),
    ]);
    expect((await readThread(app, li.actor, li.proposalId))?.entries).toHaveLength(2);
    expect(await noticesTo(li)).toHaveLength(1);
    const rows = await app.db.prisma.auditEvent.findMany({ where: { subject: `proposal:${li.proposalId}` } });
    expect(rows.filter(({ action }) => action === "message.written")).toHaveLength(2);
  });

  test("what was written stays, sealed; nobody changes or takes it away", async () => {
    const li = await propose();
    await write(li, "只有我们知道");
    const [row] = await app.db.prisma.threadEntry.findMany({ where: { threadId: li.proposalId } });
    expect(Buffer.from(row?.bodyEnc ?? []).includes("只有我们知道")).toBe(false);
    await expect(app.db.pool.query("UPDATE thread_entry SET language = 'en'")).rejects.toThrow("permission denied");
    const owner = new pg.Client({ connectionString: app.ownerUrl });
    await owner.connect();
    await expect(owner.query("DELETE FROM thread_entry")).rejects.toThrow("thread_entry");
    await owner.end();
  });

  test("the desk writes a text of a decision in the decision's own transaction, or not at all", async () => {
    const li = await propose();
    const subject = {
      id: li.proposalId,
      about: "proposal",
      reference: "A-TEST",
      borrowerId: li.actor.borrowerId,
    } as const;
    const send = (quiet: boolean) =>
      inTransaction(app.db, (tx) => writeTemplate(tx, app, agent.actor, subject, "proposal_answered", {}, { quiet }));
    await send(true);
    expect(await noticesTo(li)).toHaveLength(0);
    const undone = inTransaction(app.db, async (tx) => {
      await writeTemplate(tx, app, systemActor("desk"), subject, "proposal_answered");
      throw new Error("changed their mind");
    });
    await expect(undone).rejects.toThrow("changed their mind");
    await expect(
      inTransaction(app.db, (tx) => writeTemplate(tx, app, agent.actor, subject, "sorry_for_wait")),
    ).rejects.toThrow("names a day");
    expect((await readThread(app, li.actor, li.proposalId))?.entries).toHaveLength(1);
  });
});

describe("reading", () => {
  test("is noted both ways, once for what was new, and only by whose work it is", async () => {
    const li = await propose();
    await write(li);
    const senior = await addStaff(app, "senior_agent", { creditors: ["BJCF"] });
    const auditor = await addStaff(app, "auditor", { creditors: ["BJCF"] });
    for (const { actor } of [senior, auditor]) {
      expect((await readThreadForDesk(app, actor, li.proposalId))?.mayWrite).toBe(false);
      expect((await readThread(app, li.actor, li.proposalId))?.deskReadAt).toBeUndefined();
    }
    const first = await readThreadForDesk(app, agent.actor, li.proposalId);
    expect([first?.mayWrite, first?.borrowerLanguage, first?.currency]).toEqual([true, "zh-CN", "CNY"]);
    const readAt = (await threadOf(li.proposalId)).deskReadAt;
    app.clock.advance(3_600_000);
    await readThreadForDesk(app, agent.actor, li.proposalId);
    expect((await readThread(app, li.actor, li.proposalId))?.deskReadAt).toEqual(readAt);
    await answer(li.proposalId);
    expect(await countUnread(app, li.actor)).toBe(1);
    expect((await readThreadForDesk(app, agent.actor, li.proposalId))?.borrowerReadAt).toBeUndefined();
    await readThread(app, li.actor, li.proposalId);
    expect(await countUnread(app, li.actor)).toBe(0);
    expect((await readThreadForDesk(app, agent.actor, li.proposalId))?.borrowerReadAt).toBeInstanceOf(Date);
  });

  test("the list has unread ones first, and what could be written about", async () => {
    const li = await propose();
    const question = valueOf(await askQuestion(app, li.actor, { text: "怎么付款？", once: newId() }, "zh-CN"));
    expect(await listThreads(app, li.actor)).toMatchObject({
      threads: [{ id: question.threadId, kind: "question", unread: 0, answerBy: "2026-11-26" }],
      matters: [{ id: li.proposalId, kind: "proposal" }],
    });
    await answer(li.proposalId);
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
    const li = await propose();
    for (let index = 0; index < 22; index += 1) await write(li, `第${index}条`);
    const shown = await readThread(app, li.actor, li.proposalId);
    expect([shown?.entries.length, shown?.earlier, shown?.entries[0]?.text]).toEqual([20, true, "第2条"]);
    const all = await readThread(app, li.actor, li.proposalId, { all: true });
    expect([all?.entries.length, all?.earlier]).toEqual([22, false]);
    const peek = await readAsStaff(app.db, agent.actor, (tx) => peekThread(tx, app, agent.actor, li.proposalId));
    expect(peek?.entries.map(({ text }) => text)).toEqual(["第19条", "第20条", "第21条"]);
  });
});

describe("whose turn it is", () => {
  test("a question sent twice, also at once, is one case", async () => {
    const li = await propose(undefined);
    const question = { text: "怎么付款？", once: newId() };
    const ask = () => askQuestion(app, li.actor, question, "zh-CN");
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(asked.map((each) => valueOf(each).threadId)).size).toBe(1);
    const { borrowerId } = li.actor;
    expect(await app.db.prisma.helpCase.count({ where: { borrowerId, kind: "question" } })).toBe(1);
  });

  test("a message wakes what slept, and brings back what waited for the borrower until the desk has answered", async () => {
    const li = await propose();
    await app.db.prisma.workItem.update({
      where: { id: li.proposalId },
      data: { snoozedUntil: new Date("2026-12-24T00:00:00Z") },
    });
    await write(li);
    expect((await workOf(li.proposalId)).snoozedUntil).toBeNull();
    await answer(li.proposalId);
    const { version } = await view(app, li);
    valueOf(await decideProposal(app, operator, li.proposalId, { kind: "ask", question: "amount_possible" }, version));
    expect((await workOf(li.proposalId)).stage).toBe("borrower");
    await write(li, "这个问题是什么意思？");
    expect((await workOf(li.proposalId)).stage).toBe("desk");
    await answer(li.proposalId, { template: "thanks_received", params: {} });
    expect((await workOf(li.proposalId)).stage).toBe("desk");
    await answer(li.proposalId, { text: "您每月能付多少", language: "zh-CN" });
    expect((await workOf(li.proposalId)).stage).toBe("borrower");
    expect((await view(app, li)).status).toBe("info_requested");
  });

  test("a question is answered and closed in one step, and opens again when its asker writes", async () => {
    const li = await propose(undefined);
    const { threadId } = valueOf(
      await askQuestion(
        app,
        li.actor,
        { text: "Where do I see my plan?", accountId: li.accountId, once: newId() },
        "en",
      ),
    );
    await give(threadId, agent);
    const kept = () => app.db.prisma.helpCase.findUniqueOrThrow({ where: { id: threadId } });
    expect([(await kept()).kind, (await workOf(threadId)).creditorCode]).toEqual(["question", "BJCF"]);
    await answer(threadId, { template: "please_add_papers", params: { papers: ["letter"] } });
    expect((await kept()).status).toBe("waiting_borrower");
    await writeFromBorrower(app, li.actor, threadId, { text: "I have no letter", once: newId() }, "en");
    expect((await kept()).status).toBe("open");
    await answer(threadId, { template: "plan_explained", params: {} }, true);
    expect(await kept()).toMatchObject({ status: "closed", outcome: "answered", decidedBy: agent.actor.staffId });
    expect(await app.db.prisma.workItem.count({ where: { id: threadId } })).toBe(0);
    expect(await answer(threadId)).toMatchObject({ refusal: { kind: "not-yours" } });
    await writeFromBorrower(app, li.actor, threadId, { text: "One more thing", once: newId() }, "en");
    expect(await kept()).toMatchObject({ status: "open", outcome: null, decidedBy: null });
    expect((await workOf(threadId)).stage).toBe("desk");
    expect((await readThread(app, li.actor, threadId))?.answerBy).toBeDefined();
  });

  test("an objection that waited for the borrower goes on when they write", async () => {
    const li = await propose(undefined);
    const wish = { reason: "credit_report", details: "" } as const;
    await openDispute(app, li.actor, li.accountId, wish, "zh-CN");
    const dispute = await app.db.prisma.helpCase.findFirstOrThrow({ where: { accountId: li.accountId } });
    await app.db.prisma.helpCase.update({ where: { id: dispute.id }, data: { status: "waiting_borrower" } });
    expect(
      await writeFromBorrower(app, li.actor, dispute.id, { text: "材料在这里", once: newId() }, "zh-CN"),
    ).toMatchObject({
      ok: true,
    });
    expect((await app.db.prisma.helpCase.findUniqueOrThrow({ where: { id: dispute.id } })).status).toBe("open");
  });

  test("nothing is written about a draft, or about what is over; what was written can still be read", async () => {
    const li = await propose();
    await write(li);
    const { version } = await view(app, li);
    valueOf(await decideProposal(app, operator, li.proposalId, { kind: "approve" }, version));
    expect(await write(li)).toEqual({ ok: false, refusal: { kind: "closed" } });
    expect(await answer(li.proposalId)).toMatchObject({ refusal: { kind: "not-yours" } });
    expect(await readThread(app, li.actor, li.proposalId)).toMatchObject({ subject: { writable: false } });
    const draft = await writeDraft(app);
    expect(await write(draft)).toEqual({ ok: false, refusal: { kind: "not-found" } });
    expect(await readThread(app, draft.actor, draft.proposalId)).toBeUndefined();
  });
});

describe("somebody else", () => {
  test("reads nothing, writes nothing and gets no file: another borrower", async () => {
    const li = await propose();
    await writeFromBorrower(
      app,
      li.actor,
      li.proposalId,
      { text: "", files: [file(await paper())], once: newId() },
      "en",
    );
    const [entry] = (await readThread(app, li.actor, li.proposalId))?.entries ?? [];
    const fileId = entry?.files[0]?.id ?? "";
    await checkThreadFile(app, fileId);
    expect(await readThreadFile(app, li.actor, li.proposalId, fileId)).toBeDefined();
    const other = await placePerson(app);
    expect(await readThread(app, other, li.proposalId)).toBeUndefined();
    const once = newId();
    expect(await writeFromBorrower(app, other, li.proposalId, { text: "hello", once }, "en")).toMatchObject({
      refusal: { kind: "not-found" },
    });
    expect(await writeFromBorrower(app, other, li.proposalId, { text: "", once }, "en")).toMatchObject({
      refusal: { kind: "not-found" },
    });
    expect(await askQuestion(app, other, { text: "hello", accountId: li.accountId, once }, "en")).toMatchObject({
      refusal: { kind: "not-found" },
    });
    // Somebody else's id as the form's own id: it is that, and nothing more.
    const strange = valueOf(await askQuestion(app, other, { text: "hello", once: li.proposalId }, "en"));
    expect(strange.threadId).not.toBe(li.proposalId);
    const question = valueOf(await askQuestion(app, li.actor, { text: "hello there you", once: newId() }, "en"));
    expect(await readThreadFile(app, other, li.proposalId, fileId)).toBeUndefined();
    expect(await readThreadFile(app, li.actor, question.threadId, fileId)).toBeUndefined();
    expect(await listThreads(app, await placePerson(app))).toEqual({ threads: [], matters: [] });
  });

  test("catalogue 15: another portfolio's thread is not there, also where it was assigned by mistake", async () => {
    const li = await propose(outsider);
    const sent = { text: "你好", files: [file(await paper())], once: newId() };
    await writeFromBorrower(app, li.actor, li.proposalId, sent, "zh-CN");
    const fileId = (await readThread(app, li.actor, li.proposalId))?.entries[0]?.files[0]?.id ?? "";
    await checkThreadFile(app, fileId);
    expect(await readThreadForDesk(app, outsider.actor, li.proposalId)).toBeUndefined();
    expect(await readThreadFileForDesk(app, outsider.actor, li.proposalId, fileId)).toBeUndefined();
    const content = { template: "closing", params: {} } as const;
    expect(await writeFromDesk(app, outsider.actor, li.proposalId, { content, once: newId() })).toMatchObject({
      refusal: { kind: "not-found" },
    });
    expect((await threadOf(li.proposalId)).deskReadAt).toBeNull();
    const peek = await readAsStaff(app.db, outsider.actor, (tx) => peekThread(tx, app, outsider.actor, li.proposalId));
    expect(peek).toBeUndefined();
    expect(await readThreadFileForDesk(app, agent.actor, li.proposalId, fileId)).toBeDefined();
  });

  test("a colleague who does not have the case does not write, and an auditor never does", async () => {
    const li = await propose();
    const colleague = await addStaff(app, "senior_agent", { creditors: ["BJCF"] });
    const content = { template: "closing", params: {} } as const;
    const tried = await writeFromDesk(app, colleague.actor, li.proposalId, { content, once: newId() });
    expect(tried).toEqual({ ok: false, refusal: { kind: "not-yours" } });
    const auditor = await addStaff(app, "auditor", { creditors: ["BJCF"] });
    await give(li.proposalId, auditor);
    await expect(writeFromDesk(app, auditor.actor, li.proposalId, { content, once: newId() })).rejects.toThrow(
      "may not",
    );
  });
});

describe("files", () => {
  const send = (li: Written, ...files: Uint8Array[]) =>
    writeFromBorrower(
      app,
      li.actor,
      li.proposalId,
      { text: "", files: files.map((bytes) => file(bytes)), once: newId() },
      "zh-CN",
    );
  const filesOf = async (li: Written) =>
    (await readThread(app, li.actor, li.proposalId))?.entries.flatMap(({ files }) => files) ?? [];
  const check = async (li: Written) => {
    for (const { id } of await filesOf(li)) await checkThreadFile(app, id);
  };

  test("are received, looked into and given back to both sides without what lay beside the picture", async () => {
    const li = await propose();
    expect(await send(li, await photo())).toMatchObject({ ok: true });
    const [sent] = await filesOf(li);
    const id = sent?.id ?? "";
    expect([sent?.name, sent?.status]).toEqual(["凭证.jpg", "received"]);
    expect(await readThreadFile(app, li.actor, li.proposalId, id)).toBeUndefined();
    await Promise.all([checkThreadFile(app, id), checkThreadFile(app, id)]);
    const given = await readThreadFile(app, li.actor, li.proposalId, id);
    expect([given?.mediaType, given?.bytes.includes("Camera of a test")]).toEqual(["image/jpeg", false]);
    expect((await readThreadFileForDesk(app, agent.actor, li.proposalId, id))?.hash).toEqual(given?.hash);
    const row = await app.db.prisma.threadFile.findUniqueOrThrow({ where: { id } });
    expect(Buffer.from(row.nameEnc).includes("凭证")).toBe(false);
  });

  test("catalogue 36 and 37: an empty one is refused at once, one that is cut off or locked after a look", async () => {
    const li = await propose();
    expect(await send(li, Buffer.alloc(0))).toMatchObject({ refusal: { kind: "empty" } });
    expect(await send(li, Buffer.from("GIF89a"))).toMatchObject({ refusal: { kind: "other-type" } });
    expect(await send(li, Buffer.concat([onePage(""), Buffer.alloc(10 * 1024 * 1024)]))).toMatchObject({
      refusal: { kind: "too-large" },
    });
    expect(await filesOf(li)).toEqual([]);
    const before = await app.db.prisma.storedFile.count();
    await send(
      li,
      (await photo(300, 300)).subarray(0, 700),
      onePage("", { 4: "<< /Filter /Standard /V 2 >>" }, "/Encrypt 4 0 R"),
      onePage("/OpenAction << /S /JavaScript /JS (x) >>"),
    );
    await check(li);
    expect((await filesOf(li)).map(({ problem }) => problem)).toEqual(["unreadable", "encrypted", "active"]);
    expect(await app.db.prisma.storedFile.count()).toBe(before);
  });

  test("ten a message and sixty a thread", async () => {
    const li = await propose();
    const papers = (count: number, from = 0) =>
      Array.from({ length: count }, (_, index) => onePage(`/Number ${from + index}`));
    expect(await send(li, ...papers(11))).toMatchObject({ refusal: { kind: "too-many", most: 10 } });
    for (let round = 0; round < 6; round += 1)
      expect(await send(li, ...papers(10, round * 10))).toMatchObject({ ok: true });
    expect(await send(li, ...papers(1, 99))).toMatchObject({ refusal: { kind: "files-ever", most: 60 } });
  });

  test("one whose check was lost is taken up again after hours", async () => {
    const li = await propose();
    await send(li, await paper());
    await app.db.prisma.threadFile.updateMany({ data: { status: "checking" }, where: { status: "received" } });
    app.clock.advance(4 * 3_600_000);
    expect(await sweepThreadFiles(app)).toBeGreaterThan(0);
    expect(await sweepThreadFiles(app)).toBe(0);
    await check(li);
    expect((await filesOf(li)).map(({ status }) => status)).toEqual(["ready"]);
  });
});

describe("how much", () => {
  test("words or a file; at most 2,000 signs; thirty a day", async () => {
    const li = await propose();
    expect(await write(li, "  \r\n ")).toMatchObject({ refusal: { kind: "nothing-written" } });
    expect(await write(li, "字".repeat(2001))).toMatchObject({ refusal: { kind: "too-long" } });
    expect(await write(li, `${"字".repeat(1999)}\r\n `)).toMatchObject({ ok: true });
    expect(await answer(li.proposalId, { text: "a".repeat(2001), language: "en" })).toMatchObject({
      refusal: { kind: "too-long" },
    });
    expect(await answer(li.proposalId, { text: " ", language: "en" })).toMatchObject({
      refusal: { kind: "nothing-written" },
    });
    expect(await answer(li.proposalId, { template: "sorry_for_wait", params: {} })).toMatchObject({
      refusal: { kind: "params", field: "day" },
    });
    for (let count = 1; count < 30; count += 1) expect(await write(li, "一句")).toMatchObject({ ok: true });
    expect(await write(li, "一句")).toMatchObject({ refusal: { kind: "too-many-today" } });
    app.clock.advance(25 * 3_600_000);
    expect(await write(li, "一句")).toMatchObject({ ok: true });
  });
});

describe("the notice", () => {
  test("catalogue 69: says that there is something, once until it was read, and nothing else", async () => {
    const li = await propose();
    await write(li);
    expect(await noticesTo(li)).toHaveLength(0);
    await answer(li.proposalId, { text: "您欠BJCF的12000元可以分期", language: "zh-CN" });
    await answer(li.proposalId);
    const [notice, ...more] = await noticesTo(li);
    expect([notice?.purpose, notice?.channel, more]).toEqual(["notice", "sms", []]);
    app.clock.set(new Date("2026-12-02T02:00:00Z"));
    await deliverMessage(app, notice?.id ?? "");
    const said = readFileSync(`${app.env.dataDir}/outbox.jsonl`, "utf8");
    expect(said).toContain("您有一条服务通知");
    expect(said).not.toMatch(/BJCF|12000|分期|方案|A-/);
    await readThread(app, li.actor, li.proposalId);
    await answer(li.proposalId);
    expect(await noticesTo(li)).toHaveLength(2);
  });
});

test("asking for the other language is a text of the borrower's side, in both languages", async () => {
  const li = await propose();
  await answer(li.proposalId, { text: "Half of it is fine.", language: "en" });
  const ask = { code: "ask_other_language", params: { language: "zh-CN" }, once: newId() } as const;
  expect(await writeTemplateFromBorrower(app, li.actor, li.proposalId, ask, "zh-CN")).toMatchObject({ ok: true });
  const thread = await readThreadForDesk(app, agent.actor, li.proposalId);
  expect(
    thread?.entries.map(({ author, language, template, staffName }) => [author, language, template?.code, staffName]),
  ).toEqual([
    ["desk", "en", undefined, "Wang"],
    ["borrower", "zh-CN", "ask_other_language", undefined],
  ]);
  expect(thread?.answerBy).toBeDefined();
});
