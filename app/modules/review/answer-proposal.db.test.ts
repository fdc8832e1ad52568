// Answers from the desk by one person: what they leave behind, and by whom they may be given.
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { StaffActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import { askAgain, submitProposal, withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { blindContact } from "#app/modules/identity/borrowers.server.ts";
import { answerAs, claim, sendAnother, sendOwing, sendWithCare } from "#tests/world/answers.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { beyondAtOnce, monthly, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff } from "#tests/world/staff.ts";
import { answerProposal } from "./answer-proposal.server.ts";
import { approveAnswer } from "./answer-second.server.ts";
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

const answer = (actor: StaffActor, written: Written, what: Answer, version?: number) =>
  answerAs(app, actor, written, what, version);

const rowOf = ({ proposalId }: Written) =>
  app.db.prisma.proposal.findUniqueOrThrow({ where: { id: proposalId }, include: { events: true } });
const itemOf = ({ proposalId }: Written) => app.db.prisma.workItem.findUnique({ where: { id: proposalId } });

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
