// What the desk reads of a case, and by which rules it is opened: against a real database.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newId } from "#app/kernel/ids.ts";
import { startDraft } from "#app/modules/hardship/drafts.server.ts";
import { withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { crowdCase } from "#tests/world/crowded-case.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt } from "#tests/world/debts.ts";
import {
  beyondAtOnce,
  fillBudget,
  roomyBudget,
  sendDraft,
  valueOf,
  view as viewOf,
  type Written,
} from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { recordStatements } from "#tests/world/statements.ts";
import { openAccess } from "./access.server.ts";
import { breakGlass } from "./case-glass.server.ts";
import { readCase, readPersonCase } from "./case.server.ts";
import { addNote, readNotes } from "./notes.server.ts";
import { readTimeline, timelinePageSize } from "./timeline.server.ts";
import { newestFirst, readCursor, type TimelineEntry, type TimelineView } from "./timeline.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { unmaskBorrower } from "./unmask.server.ts";
import { claimItem } from "./work-items.server.ts";

let app: TestApp;
let agent: TestStaff;
let senior: TestStaff;
let stranger: TestStaff;
let auditor: TestStaff;
beforeAll(async () => {
  app = await createTestApp();
  agent = await addStaff(app, "agent");
  senior = await addStaff(app, "senior_agent");
  stranger = await addStaff(app, "agent", { creditors: ["RIVER"] });
  auditor = await addStaff(app, "auditor");
}, 60_000);
afterAll(() => app.close());

const send = (): Promise<Written> => sendDraft(app, beyondAtOnce);

const wish = (proposalId: string, view: TimelineView = "all", from = newestFirst) => ({ proposalId, view, from });

async function auditOf(action: string, subject: string) {
  return app.db.prisma.auditEvent.findMany({ where: { action, subject }, orderBy: { seq: "asc" } });
}

async function readAll({ actor }: Written, staff: TestStaff, view: TimelineView = "all"): Promise<TimelineEntry[]> {
  const entries: TimelineEntry[] = [];
  for (let after: string | undefined, page = 0; page < 200; page += 1) {
    const from = after === undefined ? newestFirst : readCursor(after);
    const read = await readAsStaff(app.db, staff.actor, (tx) =>
      readTimeline(tx, staff.actor, { borrowerId: actor.borrowerId, view, from }),
    );
    entries.push(...read.entries);
    after = read.next;
    if (after === undefined) return entries;
  }
  throw new Error("the timeline has no end");
}

describe("a case", () => {
  test("is read whole: who, what is owed, what is proposed, and each rule with its verdict", async () => {
    const { proposalId, accountId } = await send();
    const read = await readCase(app, agent.actor, wish(proposalId));
    expect(read).toMatchObject({
      person: { name: expect.stringMatching(/^\*|\*\*\*/), idNumber: expect.stringMatching(/^990\*+\w{4}$/) },
      proposal: { id: proposalId, status: "in_review" },
      accounts: [{ id: accountId, balanceMinor: 1_200_000n }],
      work: { item: { stage: "desk", holder: undefined } },
      changes: undefined,
      notes: [],
    });
    expect(read?.rules.filter(({ verdict }) => verdict === "ask").map(({ rule }) => rule)).toEqual(["term"]);
    expect(read?.timeline.entries.map(({ what }) => what)).toEqual(["take_up", "submit"]);
  });

  test("shows what changed since the budget before, from an earlier proposal of the same person", async () => {
    const first = await send();
    const { version } = await viewOf(app, first);
    valueOf(await withdrawProposal(app, first.actor, first.proposalId, { version }));
    const second = {
      ...first,
      ...valueOf(await startDraft(app, first.actor, { accountIds: [first.accountId] }, "en")),
    };
    const income = { pay: { kind: "amount", amountMinor: 450_000n, period: "month" } } as const;
    await fillBudget(app, second.actor, second.proposalId, { ...roomyBudget, income });
    await app.db.prisma.proposal.update({
      where: { id: second.proposalId },
      data: { status: "in_review", submittedAt: app.clock.now() },
    });
    const read = await readCase(app, agent.actor, wish(second.proposalId));
    expect(read?.changes).toMatchObject({
      rows: [{ key: "pay", move: "less", beforeMinor: 600_000n, nowMinor: 450_000n }],
      household: [],
    });
    expect(read?.history.proposals.map(({ id }) => id)).toContain(first.proposalId);
  });

  test("catalogue 15: another portfolio reads nothing of it, nor does anybody a draft that was never sent", async () => {
    const { proposalId, actor } = await send();
    expect(await readCase(app, stranger.actor, wish(proposalId))).toBeUndefined();
    expect(
      await readPersonCase(app, stranger.actor, { borrowerId: actor.borrowerId, view: "all", from: newestFirst }),
    ).toBeUndefined();
    expect(await openAccess(app, stranger.actor, { caseId: proposalId }, "case")).toMatchObject({
      refusal: { kind: "not-found" },
    });
    const { accountId } = await placeDebt(app, actor, { principal: 5_000n });
    const { proposalId: draft } = valueOf(await startDraft(app, actor, { accountIds: [accountId] }, "en"));
    for (const status of ["draft", "withdrawn", "superseded"]) {
      await app.db.prisma.proposal.update({ where: { id: draft }, data: { status } });
      expect(await readCase(app, senior.actor, wish(draft))).toBeUndefined();
      expect((await openAccess(app, senior.actor, { caseId: draft }, "case")).ok).toBe(false);
      const read = await readCase(app, senior.actor, wish(proposalId));
      expect(read?.history.proposals.map(({ id }) => id)).not.toContain(draft);
    }
  });

  test("takes the same statements however much has happened", async () => {
    const { proposalId, actor, accountId } = await send();
    const record = recordStatements(app);
    await readCase(app, agent.actor, wish(proposalId));
    const few = record.texts.splice(0);
    await crowdCase(app, { actor, proposalId, accountId, staffId: agent.actor.staffId }, 400);
    record.texts.splice(0);
    await readCase(app, agent.actor, wish(proposalId));
    record.stop();
    expect(record.texts).toEqual(few);
    expect(few.length).toBeLessThan(60);
  });
});

describe("the timeline", () => {
  test("tells everything once, the newest first, page by page, also where many things share a moment", async () => {
    const written = await send();
    const { proposalId, actor, accountId } = written;
    await crowdCase(app, { actor, proposalId, accountId, staffId: agent.actor.staffId }, 180);
    // All in one moment.
    await app.db.prisma.message.createMany({
      data: Array.from({ length: 70 }, () => ({
        id: newId(),
        borrowerId: actor.borrowerId,
        channel: "email",
        purpose: "receipt",
        language: "en",
        idemKey: newId(),
        status: "withheld",
        createdAt: app.clock.now(),
        notBefore: app.clock.now(),
      })),
    });
    const entries = await readAll(written, agent);
    const keys = entries.map(({ kind, key }) => `${kind}:${key}`);
    expect(new Set(keys).size).toBe(keys.length);
    // 180 and 70, the proposal's two events, and its notice.
    expect(entries.length).toBeGreaterThanOrEqual(252);
    const moments = entries.map(({ at }) => at.getTime());
    expect(moments).toEqual(moments.toSorted((a, b) => b - a));
    expect(entries.length).toBeGreaterThan(timelinePageSize * 4);
    const contact = await readAll(written, agent, "contact");
    expect(new Set(contact.map(({ kind }) => kind))).toEqual(new Set(["message", "thread"]));
    expect(contact).toHaveLength(entries.filter(({ kind }) => kind === "message" || kind === "thread").length);
  });

  test("shows who opened a person to those alone whose role reads the records", async () => {
    const written = await send();
    const to = { caseId: written.proposalId };
    valueOf(await claimItem(app, agent.actor, written.proposalId));
    valueOf(await openAccess(app, agent.actor, to, "case"));
    expect((await readAll(written, agent)).filter(({ kind }) => kind === "access")).toEqual([]);
    expect((await readAll(written, auditor)).filter(({ kind }) => kind === "access")).toMatchObject([
      { what: "case", by: "assigned", staff: expect.stringContaining("agent") },
    ]);
  });

  test("holds nothing of another portfolio", async () => {
    const written = await send();
    const { actor, proposalId, accountId } = written;
    await crowdCase(app, { actor, proposalId, accountId, staffId: agent.actor.staffId }, 8);
    expect(await readAll(written, stranger)).toEqual([]);
  });
});

describe("a case that is somebody else's", () => {
  test("catalogue 77: opens with a reason, for half an hour, on record, and with an alert", async () => {
    const { proposalId, actor } = await send();
    valueOf(await claimItem(app, senior.actor, proposalId));
    const to = { caseId: proposalId };
    expect(await openAccess(app, agent.actor, to, "case")).toMatchObject({ refusal: { kind: "not-yours" } });
    const glass = { once: newId(), reason: "complaint", note: "about letter 12" } as const;
    valueOf(await breakGlass(app, agent.actor, to, glass));
    expect(valueOf(await openAccess(app, agent.actor, to, "case"))).toMatchObject({ ground: "reason", mine: false });
    const subject = `borrower:${actor.borrowerId}`;
    expect(await auditOf("access.glass_broken", subject)).toMatchObject([
      { facts: { reason: "complaint", case: proposalId } },
    ]);
    expect(
      await app.db.prisma.alert.count({ where: { kind: "glass-broken", subject: `access_grant:${glass.once}` } }),
    ).toBe(1);
    // The same form again, now that it is open, changes nothing.
    valueOf(await breakGlass(app, agent.actor, to, glass));
    expect(await auditOf("access.glass_broken", subject)).toHaveLength(1);
    app.clock.set(new Date(app.clock.now().getTime() + 31 * 60_000));
    expect((await openAccess(app, agent.actor, to, "case")).ok).toBe(false);
  });

  test("does not open with a reason in another portfolio, and only for whose role it is", async () => {
    const { proposalId } = await send();
    const glass = { once: newId(), reason: "safety", note: "x" } as const;
    expect(await breakGlass(app, stranger.actor, { caseId: proposalId }, glass)).toMatchObject({ ok: false });
    await expect(breakGlass(app, auditor.actor, { caseId: proposalId }, glass)).rejects.toThrow(TypeError);
    expect(await app.db.prisma.accessGrant.count({ where: { id: glass.once } })).toBe(0);
  });
});

describe("notes and names", () => {
  test("a note is sealed, is one however often its form is sent, and names no case of somebody else", async () => {
    const [{ actor, proposalId }, other] = [await send(), await send()];
    const { borrowerId } = actor;
    const once = newId();
    const note = { once, text: "Prefers mornings.", caseId: proposalId };
    await addNote(app, agent.actor, borrowerId, note);
    await addNote(app, agent.actor, borrowerId, { ...note, text: "Another text." });
    await addNote(app, agent.actor, other.actor.borrowerId, { ...note, text: "For somebody else." });
    await addNote(app, agent.actor, borrowerId, { once: newId(), text: "Second.", caseId: other.proposalId });
    const notes = await readNotes(app, senior.actor, borrowerId);
    expect(new Map(notes.map(({ text, subjectId }) => [text, subjectId]))).toEqual(
      new Map([
        ["Prefers mornings.", proposalId],
        ["Second.", undefined],
      ]),
    );
    expect(await readNotes(app, senior.actor, other.actor.borrowerId)).toEqual([]);
    const stored = await app.db.prisma.caseNote.findUniqueOrThrow({ where: { id: once } });
    expect(Buffer.from(stored.bodyEnc).includes("mornings")).toBe(false);
    const records = await auditOf("note.written", `borrower:${borrowerId}`);
    expect(records.map(({ facts }) => facts)).toEqual([{ note: once, case: proposalId }, { note: expect.any(String) }]);
    expect(await readNotes(app, stranger.actor, borrowerId)).toEqual([]);
  });

  test("what is shown unmasked is on record with its reason, and its value is in no record", async () => {
    const { actor } = await send();
    const { borrowerId } = actor;
    const shown = await unmaskBorrower(app, agent.actor, borrowerId, { field: "phone", reason: "caller_check" });
    expect(shown).toEqual({ field: "phone", values: ["+8615400000001"] });
    const [record] = await auditOf("borrower.unmasked", `borrower:${borrowerId}`);
    expect(record?.facts).toEqual({ field: "phone", reason: "caller_check" });
    expect(await unmaskBorrower(app, stranger.actor, borrowerId, { field: "name", reason: "papers" })).toBeUndefined();
    expect(await auditOf("borrower.unmasked", `borrower:${borrowerId}`)).toHaveLength(1);
  });
});
