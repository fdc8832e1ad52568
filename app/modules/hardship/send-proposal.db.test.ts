import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays, day, dayFromDbDate } from "#app/kernel/calendar.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt } from "#tests/world/debts.ts";
import {
  beyondAtOnce,
  desk,
  monthly,
  roomyBudget,
  sendDraft,
  valueOf,
  view,
  writeDraft,
  type Written,
} from "#tests/world/proposals.ts";
import { decideProposal } from "./decide-proposal.server.ts";
import { saveIncome, startDraft } from "./drafts.server.ts";
import { chooseTerms } from "./offers.server.ts";
import { answerQuestion, askAgain, submitProposal, withdrawProposal } from "./send-proposal.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

function send({ actor, proposalId }: Written, version: number) {
  return submitProposal(app, actor, proposalId, { version }, "en");
}

async function versionOf(written: Written): Promise<number> {
  return (await view(app, written)).version;
}

async function timeline(written: Written): Promise<string[]> {
  return (await view(app, written)).events.map(({ event, to, by }) => `${by} ${event} ${to}`);
}

test("inside the policy it is agreed at once, with a last day for signing", async () => {
  const written = await sendDraft(app);
  expect(await timeline(written)).toEqual(["borrower submit submitted", "rule approve approved"]);
  const sent = await view(app, written);
  expect(sent).toMatchObject({
    status: "approved",
    decision: { kind: "approve", by: "rule" },
    openUntil: "2026-12-07",
    answerBy: undefined,
    policyPackId: "cn-2026-11",
    accounts: [{ sentMinor: 1_200_000n }],
  });
  expect(sent.offeredQuote).toEqual(sent.quote);
  expect(await verifyAudit(app)).toBeUndefined();
});

test("outside of it a person answers, by a working day", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  expect(await timeline(written)).toEqual(["borrower submit submitted", "rule take_up in_review"]);
  const sent = await view(app, written);
  expect(sent).toMatchObject({ status: "in_review", answerBy: "2026-11-26", decision: undefined });
  expect(sent.events[1]?.facts).toMatchObject({ ask: ["term"] });
});

test("the budget stays as it was sent", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const saved = await saveIncome(app, written.actor, written.proposalId, {});
  expect(saved).toMatchObject({ refusal: { kind: "wrong-status", status: "in_review" } });
  await expect(
    app.db.prisma.budget.updateMany({ data: { version: 9 }, where: { proposalId: written.proposalId } }),
  ).rejects.toThrow(/insert-only/);
  expect((await view(app, written)).budget).toEqual(roomyBudget);
});

test("sending records what may begin limitation anew, once for each account, with its reason and last day", async () => {
  const written = await sendDraft(app);
  const rows = await app.db.prisma.limitationEvent.findMany({ where: { accountId: written.accountId } });
  expect(rows).toMatchObject([
    { reason: "request_to_defer", source: `proposal:${written.proposalId}`, packId: "cn-2026-11" },
  ]);
  expect(rows.map(({ happenedOn, runsUntil }) => [dayFromDbDate(happenedOn), dayFromDbDate(runsUntil)])).toEqual([
    ["2026-11-23", "2029-11-23"],
  ]);
});

test("catalogue 57: of two tabs one sends, the other is told that it has changed, and nothing else happens", async () => {
  const written = await writeDraft(app);
  const version = await versionOf(written);
  valueOf(await chooseTerms(app, written.actor, written.proposalId, monthly(10)));
  expect(await send(written, version)).toMatchObject({ refusal: { kind: "version-conflict", status: "draft" } });
  expect((await view(app, written)).events).toEqual([]);
});

test("catalogue 60: a form sent many times at once has one effect", async () => {
  const written = await writeDraft(app);
  const version = await versionOf(written);
  const outcomes = await Promise.all([1, 2, 3, 4].map(() => send(written, version)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  for (const outcome of outcomes.filter(({ ok }) => !ok)) {
    expect(outcome).toMatchObject({ refusal: { kind: "version-conflict", status: "approved" } });
  }
  expect(await timeline(written)).toEqual(["borrower submit submitted", "rule approve approved"]);
  expect(await app.db.prisma.limitationEvent.count({ where: { accountId: written.accountId } })).toBe(1);
});

test("catalogue 58: two proposals for one account, sent at once: one of them is open", async () => {
  const first = await writeDraft(app);
  const other = await placeDebt(app, first.actor, { principal: 90_000n });
  const second = valueOf(await startDraft(app, first.actor, { accountIds: [other.accountId] }, "zh-CN"));
  // Two drafts of one account cannot be begun; one that came about all the same is looked at again when it is sent.
  await app.db.prisma.proposalAccount.update({
    where: { proposalId_accountId: { ...second, accountId: other.accountId } },
    data: { accountId: first.accountId },
  });
  valueOf(await chooseTerms(app, first.actor, second.proposalId, monthly(12)));
  const both = [first, { ...first, ...second }];
  const versions = await Promise.all(both.map(versionOf));
  const outcomes = await Promise.all(both.map((each, index) => send(each, versions[index] ?? 0)));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(outcomes.find(({ ok }) => !ok)).toMatchObject({
    refusal: { kind: "already-open", accountId: first.accountId },
  });
});

test("a draft that was left for weeks is shown anew before it is sent, because its days have moved", async () => {
  const written = await writeDraft(app, monthly(12, day("2026-11-25")));
  app.clock.set("2026-12-15T12:00:00+08:00");
  const version = await versionOf(written);
  const outcome = await send(written, version);
  expect(outcome).toMatchObject({ ok: false, refusal: { kind: "quote-changed", version: version + 1 } });
  const shown = await view(app, written);
  expect(shown).toMatchObject({ status: "draft", version: version + 1, quote: { firstOn: "2026-12-25" } });
  expect(await send(written, shown.version)).toMatchObject({ ok: true, value: { status: "approved" } });
  app.clock.set("2026-11-23T12:00:00+08:00");
});

test("what would be agreed at once waits for a person where the account is objected to", async () => {
  const written = await writeDraft(app);
  const where = { id: written.accountId };
  await app.db.prisma.debtAccount.update({ where, data: { disputedAt: app.clock.now() } });
  const version = await versionOf(written);
  expect(await send(written, version)).toMatchObject({ ok: true, value: { status: "in_review" } });
  const { events, answerBy } = await view(app, written);
  expect(events.at(-1)).toMatchObject({ event: "take_up", facts: { ask: ["disputed"], answerBy } });
});

test("nothing is sent without terms", async () => {
  const written = await writeDraft(app);
  const other = await placeDebt(app, written.actor, { principal: 1000n });
  const bare = valueOf(await startDraft(app, written.actor, { accountIds: [other.accountId] }, "zh-CN"));
  expect(await submitProposal(app, written.actor, bare.proposalId, { version: 1 }, "en")).toMatchObject({
    refusal: { kind: "no-terms" },
  });
});

test("a proposal can be taken back while it waits, once", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { actor, proposalId } = written;
  const version = await versionOf(written);
  const outcomes = await Promise.all([1, 2].map(() => withdrawProposal(app, actor, proposalId, { version })));
  expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await view(app, written)).toMatchObject({ status: "withdrawn", answerBy: undefined });
  expect(await withdrawProposal(app, actor, proposalId, { version: version + 1 })).toMatchObject({
    refusal: { kind: "wrong-status" },
  });
  const again = valueOf(await askAgain(app, actor, proposalId));
  expect(await view(app, { ...written, ...again })).toMatchObject({ status: "draft", budget: roomyBudget });
});

test("an answer holds words or files, and begins the days of the person anew", async () => {
  const written = await sendDraft(app, beyondAtOnce);
  const { actor, proposalId } = written;
  valueOf(
    await decideProposal(app, desk, proposalId, { kind: "ask", question: "income_change" }, await versionOf(written)),
  );
  const asked = await view(app, written);
  expect(asked).toMatchObject({ status: "info_requested", answerBy: undefined });
  app.clock.advance(2 * 86_400_000);
  const answer = (text: string) => answerQuestion(app, actor, proposalId, { text, version: asked.version });
  expect(await answer("  ")).toMatchObject({ refusal: { kind: "answer-missing" } });
  valueOf(await answer("三月起恢复上班"));
  expect(await answer("again")).toMatchObject({ refusal: { kind: "version-conflict" } });
  expect(await view(app, written)).toMatchObject({
    status: "in_review",
    answerBy: addDays(day("2026-11-25"), 5),
    questions: [{ code: "income_change", answer: "三月起恢复上班" }],
  });
  app.clock.set("2026-11-23T12:00:00+08:00");
});
