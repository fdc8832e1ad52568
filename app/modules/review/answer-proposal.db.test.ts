// Answers from the desk, by whom they may be given, and what a second person has to do with them.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StaffActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import { askAgain, submitProposal, withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { blindContact } from "#app/modules/identity/borrowers.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { claim, sendAnother, sendOwing, sendWithCare } from "#tests/world/answers.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { beyondAtOnce, monthly, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff } from "#tests/world/staff.ts";
import pg from "pg";
import { answerProposal } from "./answer-proposal.server.ts";
import { approveAnswer, returnAnswer, withdrawAnswer } from "./answer-second.server.ts";
import { findApproval, listApprovals } from "./approvals.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { claimItem, assignItem } from "./work-items.server.ts";

let app: TestApp;
let agent: StaffActor;
let other: StaffActor;
let senior: StaffActor;
beforeAll(async () => {
  app = await createTestApp();
  agent = (await addStaff(app, "agent")).actor;
  other = (await addStaff(app, "agent")).actor;
  senior = (await addStaff(app, "senior_agent")).actor;
});
afterAll(() => app.close());

async function answer(actor: StaffActor, written: Written, what: Answer, version?: number) {
  const seen = { version: version ?? (await view(app, written)).version };
  return answerProposal(app, actor, written.proposalId, what, seen);
}

const rowOf = ({ proposalId }: Written) =>
  app.db.prisma.proposal.findUniqueOrThrow({ where: { id: proposalId }, include: { events: true } });
const itemOf = ({ proposalId }: Written) => app.db.prisma.workItem.findUnique({ where: { id: proposalId } });
const waiting = (actor: StaffActor, { proposalId }: Written) =>
  readAsStaff(app.db, actor, (tx) => findApproval(tx, app, actor, proposalId));

/** On the agent's desk, beyond what one person agrees to alone, and proposed to the second. */
async function proposed(terms: OptionTerms = beyondAtOnce) {
  const written = await sendDraft(app, terms);
  await claim(app, agent, written);
  const asked = valueOf(await answer(agent, written, { kind: "approve" }));
  if (asked.kind !== "second") throw new Error("nobody else was asked");
  return { written, approvalId: asked.approvalId };
}

describe("by one person", () => {
  test.each([
    ["approve", "approved", { kind: "approve" }],
    ["counter", "countered", { kind: "counter", terms: monthly(8) }],
    ["decline", "declined", { kind: "decline", reasons: ["below_budget"] }],
  ] as const)("%s: it names who gave it, and the policy that it was given under", async (event, status, what) => {
    const written = await sendWithCare(app);
    await claim(app, agent, written);
    expect(await answer(agent, written, what)).toMatchObject({ value: { kind: "given", status } });
    const row = await rowOf(written);
    expect(row).toMatchObject({ status, decidedBy: agent.staffId, approvedBy: null });
    expect(row.events.find((each) => each.event === event)).toMatchObject({
      staffId: agent.staffId,
      actorKind: "person",
      facts: { pack: "cn-2026-11" },
    });
    const subject = `proposal:${written.proposalId}`;
    const [entry] = await app.db.prisma.auditEvent.findMany({
      where: { subject, action: "proposal.answered_by_person" },
    });
    expect(entry).toMatchObject({
      actor: `staff:${agent.staffId}`,
      facts: { answer: event, status, pack: "cn-2026-11" },
    });
  });

  test("a question names who asked it and decides nothing; it stays on their desk, waiting for the borrower", async () => {
    const written = await sendWithCare(app);
    await claim(app, agent, written);
    valueOf(await answer(agent, written, { kind: "ask", question: "household" }));
    const row = await rowOf(written);
    expect(row).toMatchObject({ status: "info_requested", decidedBy: null, decision: null });
    expect(row.events.find(({ event }) => event === "ask")).toMatchObject({
      staffId: agent.staffId,
      facts: { question: "household", pack: "cn-2026-11" },
    });
    expect(await itemOf(written)).toMatchObject({ stage: "borrower", assigneeId: agent.staffId });
  });

  test("an answer that was given leaves the queue", async () => {
    const written = await sendWithCare(app);
    await claim(app, agent, written);
    valueOf(await answer(agent, written, { kind: "approve" }));
    expect(await itemOf(written)).toBeNull();
  });
});

describe("who may not", () => {
  test("catalogue 15: a proposal of another portfolio is unknown, and so is one's own debt", async () => {
    const written = await sendWithCare(app);
    const { actor: elsewhere } = await addStaff(app, "senior_agent", { creditors: ["RIVER"] });
    const before = await rowOf(written);
    const refusal = { ok: false, refusal: { kind: "not-found" } };
    expect(await answer(elsewhere, written, { kind: "approve" })).toEqual(refusal);
    expect(await approveAnswer(app, elsewhere, written.proposalId, written.proposalId)).toEqual(refusal);
    const self = await addStaff(app, "agent");
    await claim(app, self.actor, written);
    await app.db.prisma.contactPoint.create({
      data: {
        id: self.actor.sessionId,
        borrowerId: written.actor.borrowerId,
        channel: "email",
        valueEnc: Buffer.of(1),
        valueBlind: blindContact(app.vault, "email", self.email),
        createdAt: app.clock.now(),
      },
    });
    expect(await answer(self.actor, written, { kind: "approve" })).toEqual(refusal);
    expect(await rowOf(written)).toEqual(before);
  });

  test("catalogue 16: finance and whoever only reads cannot answer, whatever calls for them", async () => {
    const written = await sendWithCare(app);
    for (const role of ["finance", "finance_lead", "operator", "auditor"] as const) {
      const { actor } = await addStaff(app, role);
      await expect(answer(actor, written, { kind: "approve" })).rejects.toThrow(TypeError);
      await expect(approveAnswer(app, actor, written.proposalId, written.proposalId)).rejects.toThrow(TypeError);
    }
    await expect(approveAnswer(app, agent, written.proposalId, written.proposalId)).rejects.toThrow(TypeError);
    expect((await rowOf(written)).status).toBe("in_review");
  });

  test("what is somebody else's, or nobody's, is answered by nobody else", async () => {
    const written = await sendWithCare(app);
    const refusal = { ok: false, refusal: { kind: "not-yours" } };
    expect(await answer(agent, written, { kind: "approve" })).toEqual(refusal);
    await claim(app, other, written);
    expect(await answer(agent, written, { kind: "approve" })).toEqual(refusal);
    expect(await answer(senior, written, { kind: "approve" })).toEqual(refusal);
    expect((await rowOf(written)).status).toBe("in_review");
  });

  test("catalogue 57: who answers an older state learns that it has changed, and what the other did stays", async () => {
    const written = await sendWithCare(app);
    await claim(app, agent, written);
    const { version } = await view(app, written);
    valueOf(await withdrawProposal(app, written.actor, written.proposalId, { version }));
    expect(await answer(agent, written, { kind: "approve" }, version)).toEqual({
      ok: false,
      refusal: { kind: "version-conflict", version: version + 1, status: "withdrawn" },
    });
    const twice = await sendWithCare(app);
    await claim(app, agent, twice);
    const now = (await view(app, twice)).version;
    const outcomes = await Promise.all([
      answer(agent, twice, { kind: "approve" }, now),
      answer(agent, twice, { kind: "decline", reasons: ["below_budget"] }, now),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await rowOf(twice)).events).toHaveLength(3);
  });

  test("one who loses the case in the moment of answering answers nothing; the new one does", async () => {
    const written = await sendWithCare(app);
    await claim(app, agent, written);
    const [moved, first] = await Promise.all([
      assignItem(app, senior, written.proposalId, other.staffId),
      answer(agent, written, { kind: "approve" }),
    ]);
    // Whichever came first, the answer is by whoever held it then.
    expect(first.ok ? "approved" : moved.ok && "in_review").toBe((await rowOf(written)).status);
    if (first.ok) return;
    expect(first.refusal.kind).toBe("not-yours");
    expect(await answer(other, written, { kind: "approve" })).toMatchObject({ ok: true });
  });

  test("what comes to something else than was previewed is not given", async () => {
    const written = await sendWithCare(app);
    await claim(app, agent, written);
    const { version } = await view(app, written);
    const stale = { version, sign: "instalments.2026-12-10.1" };
    expect(await answerProposal(app, agent, written.proposalId, { kind: "approve" }, stale)).toEqual({
      ok: false,
      refusal: { kind: "quote-changed" },
    });
  });
});

describe("by two people", () => {
  test("beyond the pack it waits, and the borrower sees nothing of it", async () => {
    const { written, approvalId } = await proposed();
    expect(await view(app, written)).toMatchObject({ status: "in_review", decision: undefined });
    expect((await rowOf(written)).decidedBy).toBeNull();
    expect(await itemOf(written)).toMatchObject({ stage: "second", assigneeId: agent.staffId });
    expect(await waiting(agent, written)).toMatchObject({ id: approvalId, causes: ["term"], outcome: undefined });
    expect(await answer(agent, written, { kind: "approve" })).toMatchObject({ refusal: { kind: "already-open" } });
    const list = await readAsStaff(app.db, senior, (tx) => listApprovals(tx, senior, "answer"));
    expect(list.find(({ id }) => id === approvalId)).toMatchObject({ proposer: "agent 1", own: false });
  });

  test("the second person's yes gives it as the first one's, with both names", async () => {
    const { written, approvalId } = await proposed();
    expect(await approveAnswer(app, senior, written.proposalId, approvalId)).toMatchObject({
      value: { status: "approved" },
    });
    const row = await rowOf(written);
    expect(row).toMatchObject({ decidedBy: agent.staffId, approvedBy: senior.staffId });
    expect(row.events.at(-1)).toMatchObject({ staffId: agent.staffId, facts: { approvedBy: senior.staffId } });
    expect(await waiting(senior, written)).toMatchObject({ outcome: "approved", decidedBy: senior.staffId });
    expect(await approveAnswer(app, senior, written.proposalId, approvalId)).toMatchObject({
      refusal: { kind: "decided" },
    });
    expect(await verifyAudit(app)).toBeUndefined();
  });

  test("the first person is no second one, in code and in the database", async () => {
    const written = await sendDraft(app, beyondAtOnce);
    await claim(app, senior, written);
    const asked = valueOf(await answer(senior, written, { kind: "approve" }));
    const approvalId = asked.kind === "second" ? asked.approvalId : "";
    const same = { ok: false, refusal: { kind: "same-person" } };
    expect(await approveAnswer(app, senior, written.proposalId, approvalId)).toEqual(same);
    expect(await returnAnswer(app, senior, written.proposalId, approvalId, "no")).toEqual(same);
    const owner = new pg.Client({ connectionString: app.ownerUrl });
    await owner.connect();
    try {
      await expect(
        owner.query(
          "UPDATE approval SET decided_by = proposed_by, decided_at = now(), outcome = 'approved' WHERE id = $1",
          [approvalId],
        ),
      ).rejects.toThrow(/approval_by_another/);
      await expect(
        owner.query("UPDATE approval SET proposed_by = $2 WHERE id = $1", [approvalId, other.staffId]),
      ).rejects.toThrow(/stays as it was written/);
      await expect(
        owner.query("UPDATE proposal SET decided_by = $2, approved_by = $2 WHERE id = $1", [
          written.proposalId,
          senior.staffId,
        ]),
      ).rejects.toThrow(/proposal_approved_by_another/);
    } finally {
      await owner.end();
    }
    expect((await rowOf(written)).status).toBe("in_review");
  });

  test("given back with a word it lies on the first one's desk again; a word is needed", async () => {
    const { written, approvalId } = await proposed();
    expect(await returnAnswer(app, senior, written.proposalId, approvalId, "  ")).toMatchObject({
      refusal: { kind: "no-note" },
    });
    valueOf(await returnAnswer(app, senior, written.proposalId, approvalId, "please ask about the household first"));
    expect(await itemOf(written)).toMatchObject({ stage: "desk", assigneeId: agent.staffId });
    expect(await waiting(agent, written)).toMatchObject({
      outcome: "returned",
      note: "please ask about the household first",
    });
    const [stored] = await app.db.prisma.approval.findMany({ where: { id: approvalId } });
    expect(Buffer.from(stored?.noteEnc ?? []).toString("latin1")).not.toContain("household");
    expect(await answer(agent, written, { kind: "approve" })).toMatchObject({ value: { kind: "second" } });
  });

  test("whoever proposed it can take it back, and nobody else", async () => {
    const { written, approvalId } = await proposed();
    expect(await withdrawAnswer(app, senior, written.proposalId, approvalId)).toMatchObject({ ok: false });
    valueOf(await withdrawAnswer(app, agent, written.proposalId, approvalId));
    expect(await waiting(agent, written)).toMatchObject({ outcome: "withdrawn" });
    expect(await itemOf(written)).toMatchObject({ stage: "desk" });
    expect(await approveAnswer(app, senior, written.proposalId, approvalId)).toMatchObject({
      refusal: { kind: "decided" },
    });
  });

  test("it lapses where the borrower has moved on", async () => {
    const { written, approvalId } = await proposed();
    const { version } = await view(app, written);
    valueOf(await withdrawProposal(app, written.actor, written.proposalId, { version }));
    const list = await readAsStaff(app.db, senior, (tx) => listApprovals(tx, senior, "answer"));
    expect(list.map(({ id }) => id)).not.toContain(approvalId);
    const lapsed = { ok: false, refusal: { kind: "lapsed" } };
    expect(await approveAnswer(app, senior, written.proposalId, approvalId)).toEqual(lapsed);
    expect(await waiting(senior, written)).toMatchObject({ outcome: "lapsed", decidedBy: undefined });
    expect((await rowOf(written)).status).toBe("withdrawn");
  });

  test("it lapses where by today's books it has become harder, or a day has moved", async () => {
    const { written, approvalId } = await proposed(monthly(48, day("2026-11-24")));
    app.clock.set("2026-11-30T12:00:00+08:00");
    expect(await approveAnswer(app, senior, written.proposalId, approvalId)).toMatchObject({
      refusal: { kind: "lapsed" },
    });
    expect(await itemOf(written)).toMatchObject({ stage: "desk", assigneeId: agent.staffId });
    expect(await answer(agent, written, { kind: "approve" })).toMatchObject({ value: { kind: "second" } });
    app.clock.set("2026-11-23T12:00:00+08:00");
  });

  test("two second people, or a yes and a taking back, at once: one of them counts", async () => {
    const { actor: another } = await addStaff(app, "senior_agent");
    const { written, approvalId } = await proposed();
    const outcomes = await Promise.all([
      approveAnswer(app, senior, written.proposalId, approvalId),
      approveAnswer(app, another, written.proposalId, approvalId),
      withdrawAnswer(app, agent, written.proposalId, approvalId),
    ]);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    const { status, events } = await rowOf(written);
    expect(["approved", "in_review"]).toContain(status);
    expect(events.filter(({ event }) => event === "approve")).toHaveLength(status === "approved" ? 1 : 0);
  });
});

test("catalogue 58: two waivers to one person at once, each below the limit, do not pass it together", async () => {
  const waiver: OptionTerms = {
    kind: "waiver",
    waive: ["interest"],
    rhythm: { every: "month", firstOn: day("2026-12-10"), count: 12 },
  };
  const owed = { principal: 600_000n, interest: 60_000n };
  const first = await sendOwing(app, owed, waiver);
  const second = await sendAnother(app, first.actor, owed, waiver);
  await claim(app, agent, first);
  await claim(app, other, second);
  const outcomes = await Promise.all([
    answer(agent, first, { kind: "approve" }),
    answer(other, second, { kind: "approve" }),
  ]);
  expect(outcomes.map((each) => (each.ok ? each.value.kind : each.refusal.kind)).toSorted()).toEqual([
    "given",
    "second",
  ]);
  const asked = outcomes.find((each) => each.ok && each.value.kind === "second");
  expect(asked).toMatchObject({ value: { causes: ["waiver"] } });
});

test("a settlement waits for a second person however small it is", async () => {
  const terms: OptionTerms = {
    kind: "settlement",
    payMinor: 1_100_000n,
    rhythm: { every: "month", firstOn: day("2026-12-10"), count: 1 },
  };
  const written = await sendDraft(app, terms);
  await claim(app, agent, written);
  expect(await answer(agent, written, { kind: "approve" })).toMatchObject({
    value: { kind: "second", causes: ["settlement"] },
  });
});

test("after a decline another person reads what is sent again, and the first one cannot have it", async () => {
  const written = await sendWithCare(app);
  await claim(app, agent, written);
  valueOf(await answer(agent, written, { kind: "decline", reasons: ["below_budget"] }));
  const again = { ...written, ...valueOf(await askAgain(app, written.actor, written.proposalId)) };
  const { version } = valueOf(await chooseTerms(app, again.actor, again.proposalId, beyondAtOnce));
  valueOf(await submitProposal(app, again.actor, again.proposalId, { version }, "zh-CN"));
  expect(await itemOf(again)).toMatchObject({ notFor: agent.staffId, assigneeId: null });
  expect(await claimItem(app, agent, again.proposalId)).toMatchObject({
    refusal: { kind: "not-for-you", why: "declined-before" },
  });
  expect(await assignItem(app, senior, again.proposalId, agent.staffId)).toMatchObject({ ok: false });
  await claim(app, other, again);
  expect(await answer(other, again, { kind: "approve" })).toMatchObject({ ok: true });
});
