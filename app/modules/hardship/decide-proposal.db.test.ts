import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import {
  beyondAtOnce,
  desk,
  monthly,
  roomyBudget,
  sendDraft,
  valueOf,
  view,
  type Written,
} from "#tests/world/proposals.ts";
import { decideProposal } from "./decide-proposal.server.ts";
import type { Answer } from "./decisions.ts";
import { expireProposals } from "./expire-proposals.server.ts";
import { listForAnswer, readProposalForAnswer } from "./proposals.server.ts";
import { acceptOffer, askAgain, recounter, submitProposal } from "./send-proposal.server.ts";
import { markSigned, supersedeProposal } from "./sign-proposal.server.ts";
import { chooseTerms } from "./offers.server.ts";
import { startDraft } from "./drafts.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

async function decide(written: Written, answer: Answer, version?: number) {
  return decideProposal(app, desk, written.proposalId, answer, version ?? (await view(app, written)).version);
}

const messages = ({ actor }: Written) =>
  app.db.prisma.message.findMany({ where: { borrowerId: actor.borrowerId, purpose: "notice" } });

/** Shorter than proposed: higher instalments, so that it needs a yes. */
const harder = monthly(24);

test("a person agrees to what was proposed", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  expect(await decide(written, { kind: "approve" })).toMatchObject({ ok: true, value: { status: "approved" } });
  const decided = await view(app, written);
  expect(decided).toMatchObject({
    decision: { kind: "approve", by: "person" },
    openUntil: "2026-12-07",
    answerBy: undefined,
    offeredQuote: { totalMinor: 1_200_000n },
  });
  expect(decided.events.at(-1)).toMatchObject({ event: "approve", by: "person" });
});

test("an offer that is harder waits for a yes, and what the budget allows stands beside it", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  expect(await decide(written, { kind: "counter", terms: harder })).toMatchObject({ value: { status: "countered" } });
  const offered = await view(app, written);
  expect(offered).toMatchObject({
    decision: { kind: "counter", binds: false },
    openUntil: "2026-12-07",
    roundsLeft: 2,
    budgetOffer: { fit: "fits" },
  });
  expect(offered.offeredQuote?.instalments).toHaveLength(24);
  const accept = () => acceptOffer(app, written.actor, written.proposalId, { version: offered.version });
  const outcomes = await Promise.all([accept(), accept()]);
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await view(app, written)).toMatchObject({ status: "accepted", openUntil: "2026-12-07" });
});

test("an offer that is better for the borrower binds at once", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const later = monthly(48, day("2026-12-20"));
  expect(await decide(written, { kind: "counter", terms: later })).toMatchObject({ value: { status: "approved" } });
  expect(await view(app, written)).toMatchObject({
    decision: { kind: "counter", binds: true },
    offeredQuote: { firstOn: "2026-12-20" },
    quote: { firstOn: "2026-12-10" },
  });
});

test("another proposal may answer an offer, as often as the pack says; inside the policy it is agreed at once", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { actor, proposalId } = written;
  const answerWith = async (count: number) =>
    recounter(app, actor, proposalId, monthly(count), { version: (await view(app, written)).version });
  for (const count of [40, 44]) {
    valueOf(await decide(written, { kind: "counter", terms: harder }));
    expect(await answerWith(count)).toMatchObject({ value: { status: "in_review" } });
  }
  valueOf(await decide(written, { kind: "counter", terms: harder }));
  expect(await answerWith(42)).toEqual({ ok: false, refusal: { kind: "no-rounds-left", rounds: 2 } });
  expect(await view(app, written)).toMatchObject({ status: "countered", roundsLeft: 0 });

  const other = await sendDraft(app, beyondAtOnce);
  valueOf(await decide(other, { kind: "counter", terms: harder }));
  const { version } = await view(app, other);
  const sent = await recounter(app, other.actor, other.proposalId, monthly(30), { version });
  expect(sent).toMatchObject({ value: { status: "approved" } });
  expect((await view(app, other)).decision).toEqual({ kind: "approve", by: "rule" });
});

test("a decline says why and what would be accepted; asking again begins with the old budget", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { actor, proposalId } = written;
  expect(await decide(written, { kind: "decline", reasons: [] })).toMatchObject({ refusal: { kind: "no-reason" } });
  valueOf(await decide(written, { kind: "decline", reasons: ["term_too_long"], acceptable: harder }));
  const declined = await view(app, written);
  expect(declined).toMatchObject({ status: "declined", answerBy: undefined, openUntil: undefined });
  expect(declined.decision).toMatchObject({ by: "person", reasons: ["term_too_long"], acceptable: { terms: harder } });
  const again = valueOf(await askAgain(app, actor, proposalId));
  expect(valueOf(await askAgain(app, actor, proposalId))).toEqual(again);
  const draft = { ...written, ...again };
  expect(await view(app, draft)).toMatchObject({ status: "draft", budget: roomyBudget, followsId: proposalId });
  expect(await view(app, written)).toMatchObject({ status: "declined" });
  const { version } = valueOf(await chooseTerms(app, actor, again.proposalId, harder));
  valueOf(await submitProposal(app, actor, again.proposalId, { version }, "zh-CN"));
  expect(await view(app, written)).toMatchObject({ status: "superseded" });
});

test("nobody but a person decides: not a job, not a borrower", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { version } = await view(app, written);
  const answer: Answer = { kind: "decline", reasons: ["term_too_long"] };
  for (const actor of [systemActor("worker"), systemActor("import"), written.actor]) {
    await expect(decideProposal(app, actor, written.proposalId, answer, version)).rejects.toThrow(TypeError);
    await expect(readProposalForAnswer(app, actor, written.proposalId)).rejects.toThrow(TypeError);
  }
  expect(await view(app, written)).toMatchObject({ status: "in_review" });
});

test("catalogue 57: two people who answer at once: one answer counts, the other learns that it has changed", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { version } = await view(app, written);
  const answers: Answer[] = [{ kind: "approve" }, { kind: "decline", reasons: ["below_budget"] }, { kind: "approve" }];
  const outcomes = await Promise.all(answers.map((answer) => decide(written, answer, version)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.filter((each) => !each.ok && each.refusal.kind === "version-conflict")).toHaveLength(2);
  expect((await view(app, written)).events).toHaveLength(3);
  expect(await messages(written)).toHaveLength(1);
  expect(await verifyAudit(app)).toBeUndefined();
});

test("each answer is told once, in words that give nothing away", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  expect(await messages(written)).toEqual([]);
  valueOf(await decide(written, { kind: "ask", question: "household" }));
  const [message] = await messages(written);
  const place = { table: "message", column: "body_enc", rowId: message?.id ?? "" };
  expect(app.vault.open(message?.bodyEnc ?? Buffer.of(), place)).toContain("您有一条服务通知");
});

test("an answer out of its turn changes nothing", async () => {
  const written = await sendDraft(app);
  for (const answer of [
    { kind: "approve" },
    { kind: "counter", terms: harder },
    { kind: "ask", question: "household" },
  ] as const) {
    expect(await decide(written, answer)).toEqual({ ok: false, refusal: { kind: "wrong-status", status: "approved" } });
  }
  expect(await decideProposal(app, desk, "A-2222-2222", { kind: "approve" }, 1)).toMatchObject({
    refusal: { kind: "not-found" },
  });
});

test("terms that the pack does not know are not offered to anybody", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  expect(await decide(written, { kind: "counter", terms: monthly(61) })).toMatchObject({ refusal: { kind: "terms" } });
  expect(await view(app, written)).toMatchObject({ status: "in_review" });
});

test("a first date that passed while somebody read moves on, so that agreeing stays possible", async () => {
  const written = await sendDraft(app, monthly(48, day("2026-11-24")));
  app.clock.set("2026-11-30T12:00:00+08:00");
  valueOf(await decide(written, { kind: "approve" }));
  expect((await view(app, written)).offeredQuote?.firstOn).toBe("2026-12-24");
  app.clock.set("2026-11-23T12:00:00+08:00");
});

test("who answers sees what waits, most urgent first; drafts are nobody's business, and reading is on record", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { reference } = await view(app, written);
  const waiting = await listForAnswer(app, desk);
  expect(waiting.map((each) => each.reference)).toContain(reference);
  expect(await readProposalForAnswer(app, desk, reference)).toMatchObject({ budget: roomyBudget });
  const draft = valueOf(await askAgain(app, written.actor, (await declined(written)).proposalId));
  expect(await readProposalForAnswer(app, desk, draft.proposalId)).toBeUndefined();
  const read = { action: "proposal.read", subject: `proposal:${written.proposalId}` };
  expect(await app.db.prisma.auditEvent.count({ where: read })).toBe(1);
});

async function declined(written: Written): Promise<Written> {
  valueOf(await decide(written, { kind: "decline", reasons: ["below_budget"] }));
  return written;
}

test("what nobody took up ends on the day after, once, and nothing that a person is to answer", async () => {
  const offered = await sendDraft(app, beyondAtOnce);
  valueOf(await decide(offered, { kind: "counter", terms: harder }));
  const agreed = await sendDraft(app);
  const waiting = await sendDraft(app, beyondAtOnce);
  await expireProposals(app);
  app.clock.set("2026-12-07T23:59:00+08:00");
  expect(await expireProposals(app)).toBe(0);
  app.clock.set("2026-12-08T00:10:00+08:00");
  const { version } = await view(app, offered);
  expect(await acceptOffer(app, offered.actor, offered.proposalId, { version })).toMatchObject({
    refusal: { kind: "offer-over", openUntil: "2026-12-07" },
  });
  expect(await inTransaction(app.db, (tx) => markSigned(tx, app, agreed.actor, agreed.proposalId))).toBe(false);
  const counts = await Promise.all([expireProposals(app), expireProposals(app)]);
  expect(counts[0] + counts[1]).toBe(await app.db.prisma.proposal.count({ where: { status: "expired" } }));
  for (const each of [offered, agreed]) {
    const { status, events } = await view(app, each);
    expect([status, events.filter(({ event }) => event === "expire").length]).toEqual(["expired", 1]);
  }
  expect(await view(app, waiting)).toMatchObject({ status: "in_review" });
  expect(await expireProposals(app)).toBe(0);
  app.clock.set("2026-11-23T12:00:00+08:00");
});

test("a question that nobody answers goes back to a person after its day, with a new date and nothing refused", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  valueOf(await decide(written, { kind: "ask", question: "income_change" }));
  expect(await view(app, written)).toMatchObject({ status: "info_requested", openUntil: "2026-12-07" });
  app.clock.set("2026-12-07T23:59:00+08:00");
  await expireProposals(app);
  expect((await view(app, written)).status).toBe("info_requested");
  app.clock.set("2026-12-08T00:10:00+08:00");
  await Promise.all([expireProposals(app), expireProposals(app)]);
  const back = await view(app, written);
  expect(back).toMatchObject({ status: "in_review", answerBy: "2026-12-11", openUntil: undefined });
  expect(back.events.filter(({ event }) => event === "answer")).toHaveLength(1);
  // What the borrower still has to say is not too late for the person who reads it: the desk can ask again.
  expect(await decide(written, { kind: "ask", question: "income_change" })).toMatchObject({ ok: true });
  app.clock.set("2026-11-23T12:00:00+08:00");
});

test("signing makes it live, once; what ran before on the account gives way", async () => {
  const written = await sendDraft(app);
  const { actor, proposalId, accountId } = written;
  const sign = (id: string) => inTransaction(app.db, (tx) => markSigned(tx, app, actor, id));
  expect((await Promise.all([sign(proposalId), sign(proposalId)])).toSorted()).toEqual([false, true]);
  expect((await view(app, written)).events.map(({ to }) => to)).toEqual(["submitted", "approved", "signed", "live"]);
  // It runs as a plan; a new arrangement for its account follows it.
  await app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { planId: proposalId } });
  const next = valueOf(await startDraft(app, actor, { accountIds: [accountId] }, "zh-CN"));
  expect((await view(app, { ...written, ...next })).followsId).toBe(proposalId);
  const { version } = valueOf(await chooseTerms(app, actor, next.proposalId, monthly(20)));
  valueOf(await submitProposal(app, actor, next.proposalId, { version }, "zh-CN"));
  expect((await view(app, written)).status).toBe("live");
  expect(await sign(next.proposalId)).toBe(true);
  expect((await view(app, written)).status).toBe("superseded");
  const supersede = () => inTransaction(app.db, (tx) => supersedeProposal(tx, app, actor, next.proposalId));
  expect([await supersede(), await supersede()]).toEqual([true, false]);
});

test("while an account is objected to a person may ask, offer and decline, and nothing is agreed before the answer", async () => {
  const object = async ({ accountId }: Written, disputedAt: Date | null) =>
    app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { disputedAt } });
  const [written, asked, declined] = [
    await sendDraft(app, beyondAtOnce),
    await sendDraft(app, beyondAtOnce),
    await sendDraft(app, beyondAtOnce),
  ];
  for (const each of [written, asked, declined]) await object(each, app.clock.now());
  const { accountId } = written;
  expect(await decide(written, { kind: "approve" })).toEqual({ ok: false, refusal: { kind: "disputed", accountId } });
  expect(await decide(asked, { kind: "ask", question: "income_proof" })).toMatchObject({ ok: true });
  const reasons = ["term_too_long"] as const;
  expect(await decide(declined, { kind: "decline", reasons, acceptable: harder })).toMatchObject({ ok: true });
  // As good as what was proposed, so that it would hold at once.
  expect(await decide(written, { kind: "counter", terms: beyondAtOnce })).toMatchObject({
    value: { status: "countered" },
  });
  const accept = async () => {
    const { version } = await view(app, written);
    return acceptOffer(app, written.actor, written.proposalId, { version });
  };
  expect(await accept()).toEqual({ ok: false, refusal: { kind: "disputed", accountId } });
  app.clock.set("2027-01-05T12:00:00+08:00");
  await expireProposals(app);
  expect(await view(app, written)).toMatchObject({ status: "countered", openUntil: "2027-01-19" });
  await object(written, null);
  expect(await accept()).toMatchObject({ ok: true, value: { status: "accepted" } });
  app.clock.set("2026-11-23T12:00:00+08:00");
});
