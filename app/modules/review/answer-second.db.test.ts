// Answers that a second person looks at first: whose they are, what they come to, and that the two are two.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { answerAs, claim } from "#tests/world/answers.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { beyondAtOnce, monthly, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff } from "#tests/world/staff.ts";
import pg from "pg";
import { approveAnswer, returnAnswer, withdrawAnswer } from "./answer-second.server.ts";
import { findApproval, listApprovals } from "./approvals.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";

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

const answer = (actor: StaffActor, written: Written, what: Answer, version?: number) =>
  answerAs(app, actor, written, what, version);

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
