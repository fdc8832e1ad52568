import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { openDispute } from "#app/modules/accounts/requests.server.ts";
import { decideProposal } from "#app/modules/hardship/decide-proposal.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { openCorrespondence, type Correspondence } from "#tests/world/conversations.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placePerson } from "#tests/world/debts.ts";
import { paper } from "#tests/world/papers.ts";
import { desk as operator, valueOf, view, writeDraft } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { checkThreadFile } from "./check-thread-file.server.ts";
import { askQuestion, writeFromBorrower } from "./conversation.server.ts";
import { peekThread, readThreadForDesk, writeFromDesk } from "./desk-thread.server.ts";
import { listThreads, readThread } from "./read-threads.server.ts";
import { readThreadFile, readThreadFileForDesk } from "./thread-files.server.ts";

let app: TestApp;
let desk: Correspondence;
beforeAll(async () => {
  app = await createTestApp();
  desk = await openCorrespondence(app);
});
afterAll(() => app.close());

const threadOf = (id: string) => app.db.prisma.thread.findUniqueOrThrow({ where: { id } });

const workOf = (id: string) => app.db.prisma.workItem.findUniqueOrThrow({ where: { id } });

let outsider: TestStaff;
beforeAll(async () => {
  outsider = await addStaff(app, "agent", { creditors: ["RIVER"] });
});

describe("whose turn it is", () => {
  test("a question sent twice, also at once, is one case", async () => {
    const li = await desk.propose("nobody");
    const question = { text: "怎么付款？", once: newId() };
    const ask = () => askQuestion(app, li.actor, question, "zh-CN");
    const asked = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(asked.map((each) => valueOf(each).threadId)).size).toBe(1);
    const { borrowerId } = li.actor;
    expect(await app.db.prisma.helpCase.count({ where: { borrowerId, kind: "question" } })).toBe(1);
  });

  test("a message wakes what slept, and brings back what waited for the borrower until the desk has answered", async () => {
    const li = await desk.propose();
    await app.db.prisma.workItem.update({
      where: { id: li.proposalId },
      data: { snoozedUntil: new Date("2026-12-24T00:00:00Z") },
    });
    await desk.write(li);
    expect((await workOf(li.proposalId)).snoozedUntil).toBeNull();
    await desk.answer(li.proposalId);
    const { version } = await view(app, li);
    valueOf(await decideProposal(app, operator, li.proposalId, { kind: "ask", question: "amount_possible" }, version));
    expect((await workOf(li.proposalId)).stage).toBe("borrower");
    await desk.write(li, "这个问题是什么意思？");
    expect((await workOf(li.proposalId)).stage).toBe("desk");
    await desk.answer(li.proposalId, { template: "thanks_received", params: {} });
    expect((await workOf(li.proposalId)).stage).toBe("desk");
    await desk.answer(li.proposalId, { text: "您每月能付多少", language: "zh-CN" });
    expect((await workOf(li.proposalId)).stage).toBe("borrower");
    expect((await view(app, li)).status).toBe("info_requested");
  });

  test("a question is answered and closed in one step, and opens again when its asker writes", async () => {
    const li = await desk.propose("nobody");
    const { threadId } = valueOf(
      await askQuestion(
        app,
        li.actor,
        { text: "Where do I see my plan?", accountId: li.accountId, once: newId() },
        "en",
      ),
    );
    await desk.give(threadId, desk.agent);
    const kept = () => app.db.prisma.helpCase.findUniqueOrThrow({ where: { id: threadId } });
    expect([(await kept()).kind, (await workOf(threadId)).creditorCode]).toEqual(["question", "BJCF"]);
    await desk.answer(threadId, { template: "please_add_papers", params: { papers: ["letter"] } });
    expect((await kept()).status).toBe("waiting_borrower");
    await writeFromBorrower(app, li.actor, threadId, { text: "I have no letter", once: newId() }, "en");
    expect((await kept()).status).toBe("open");
    await desk.answer(threadId, { template: "plan_explained", params: {} }, true);
    expect(await kept()).toMatchObject({ status: "closed", outcome: "answered", decidedBy: desk.agent.actor.staffId });
    expect(await app.db.prisma.workItem.count({ where: { id: threadId } })).toBe(0);
    expect(await desk.answer(threadId)).toMatchObject({ refusal: { kind: "not-yours" } });
    await writeFromBorrower(app, li.actor, threadId, { text: "One more thing", once: newId() }, "en");
    expect(await kept()).toMatchObject({ status: "open", outcome: null, decidedBy: null });
    expect((await workOf(threadId)).stage).toBe("desk");
    expect((await readThread(app, li.actor, threadId))?.answerBy).toBeDefined();
  });

  test("an objection that waited for the borrower goes on when they write", async () => {
    const li = await desk.propose("nobody");
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
    const li = await desk.propose();
    await desk.write(li);
    const { version } = await view(app, li);
    valueOf(await decideProposal(app, operator, li.proposalId, { kind: "approve" }, version));
    expect(await desk.write(li)).toEqual({ ok: false, refusal: { kind: "closed" } });
    expect(await desk.answer(li.proposalId)).toMatchObject({ refusal: { kind: "not-yours" } });
    expect(await readThread(app, li.actor, li.proposalId)).toMatchObject({ subject: { writable: false } });
    const draft = await writeDraft(app);
    expect(await desk.write(draft)).toEqual({ ok: false, refusal: { kind: "not-found" } });
    expect(await readThread(app, draft.actor, draft.proposalId)).toBeUndefined();
  });
});

describe("somebody else", () => {
  test("reads nothing, writes nothing and gets no file: another borrower", async () => {
    const li = await desk.propose();
    await writeFromBorrower(
      app,
      li.actor,
      li.proposalId,
      { text: "", files: [{ name: "a.pdf", bytes: await paper() }], once: newId() },
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
    const li = await desk.propose(outsider);
    const sent = { text: "你好", files: [{ name: "a.pdf", bytes: await paper() }], once: newId() };
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
    expect(await readThreadFileForDesk(app, desk.agent.actor, li.proposalId, fileId)).toBeDefined();
  });

  test("a colleague who does not have the case does not write, and an auditor never does", async () => {
    const li = await desk.propose();
    const colleague = await addStaff(app, "senior_agent", { creditors: ["BJCF"] });
    const content = { template: "closing", params: {} } as const;
    const tried = await writeFromDesk(app, colleague.actor, li.proposalId, { content, once: newId() });
    expect(tried).toEqual({ ok: false, refusal: { kind: "not-yours" } });
    const auditor = await addStaff(app, "auditor", { creditors: ["BJCF"] });
    await desk.give(li.proposalId, auditor);
    await expect(writeFromDesk(app, auditor.actor, li.proposalId, { content, once: newId() })).rejects.toThrow(
      "may not",
    );
  });
});
