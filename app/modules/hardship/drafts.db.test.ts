import { afterAll, beforeAll, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import {
  askForCare,
  fillBudget,
  monthly,
  roomyBudget,
  sendDraft,
  valueOf,
  view,
  writeDraft,
} from "#tests/world/proposals.ts";
import type { ReasonKey } from "./budget.ts";
import { saveCircumstances, saveIncome, startDraft } from "./drafts.server.ts";
import { withdrawHealthConsent } from "./evidence.server.ts";
import { chooseTerms, readOffers, tryTerms } from "./offers.server.ts";
import { listProposals, readProposal } from "./proposals.server.ts";
import { askAgain, submitProposal, withdrawProposal } from "./send-proposal.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

test("a draft is taken up again on another device, with all that was saved", async () => {
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n });
  const { proposalId } = valueOf(await startDraft(app, actor, { accountIds: [accountId] }, "zh-CN"));
  await fillBudget(app, actor, proposalId);
  const circumstances = { accountId, intention: "less", reasons: ["lost_work", "illness"] } as const;
  await saveCircumstances(app, actor, proposalId, {
    care: true,
    note: "腿伤了，三月能上班",
    accounts: [circumstances],
    consentIn: "zh-CN",
  });
  const phone = { ...actor, sessionId: newId() };
  expect(await startDraft(app, phone, { accountIds: [accountId, accountId] }, "en")).toEqual({
    ok: true,
    value: { proposalId },
  });
  expect(await readProposal(app, phone, proposalId)).toMatchObject({
    status: "draft",
    reference: expect.stringMatching(/^A-[0-9A-Z]{4}-[0-9A-Z]{4}$/) as string,
    budget: roomyBudget,
    summary: { surplusMinor: 240_000n, complete: true },
    care: true,
    note: "腿伤了，三月能上班",
    accounts: [{ accountId, balanceMinor: 300_000n, intention: "less", reasons: ["lost_work", "illness"] }],
    events: [],
  });
  expect(await listProposals(app, phone)).toMatchObject([{ id: proposalId, status: "draft" }]);
});

test("nothing of what a household says lies readable in the database, and a saved draft is no acknowledgement", async () => {
  const { proposalId, accountId, actor } = await writeDraft(app);
  await saveCircumstances(app, actor, proposalId, {
    care: false,
    note: "母亲住院",
    accounts: [{ accountId, intention: "later", reasons: ["illness"] }],
    consentIn: "zh-CN",
  });
  const { noteEnc, budgets, accounts } = await app.db.prisma.proposal.findUniqueOrThrow({
    where: { id: proposalId },
    include: { budgets: true, accounts: true },
  });
  const sealed = [noteEnc, ...budgets.map(({ bodyEnc }) => bodyEnc), ...accounts.map(({ reasonsEnc }) => reasonsEnc)];
  expect(sealed).toHaveLength(3);
  expect(Buffer.concat(sealed.map((bytes) => bytes ?? Buffer.of())).toString()).not.toMatch(
    /母亲|600000|housing|illness/,
  );
  expect(await app.db.prisma.limitationEvent.count({ where: { accountId } })).toBe(0);
});

test("somebody else's proposal is as unknown as one that does not exist", async () => {
  const { proposalId, accountId } = await writeDraft(app);
  const stranger = await placePerson(app);
  for (const id of [proposalId, newId(), "1", ""]) {
    expect(await readProposal(app, stranger, id)).toBeUndefined();
    expect(await readOffers(app, stranger, id)).toBeUndefined();
    expect(await tryTerms(app, stranger, id, monthly(6))).toBeUndefined();
    expect(await saveIncome(app, stranger, id, {})).toEqual({ ok: false, refusal: { kind: "not-found" } });
    expect(await chooseTerms(app, stranger, id, monthly(6))).toEqual({ ok: false, refusal: { kind: "not-found" } });
  }
  expect(await startDraft(app, stranger, { accountIds: [accountId] }, "en")).toEqual({
    ok: false,
    refusal: { kind: "not-found" },
  });
});

test("one proposal covers accounts of one creditor with something owed, also one that is objected to", async () => {
  const actor = await placePerson(app);
  const first = await placeDebt(app, actor, { principal: 100_000n });
  const second = await placeDebt(app, actor, { principal: 200_000n });
  const start = (...accountIds: string[]) => startDraft(app, actor, { accountIds }, "zh-CN");
  expect(await start()).toMatchObject({ refusal: { kind: "no-accounts" } });
  const settled = await placeDebt(app, actor, { principal: 5000n });
  await settled.waive(day("2026-10-01"), { principal: 5000n });
  expect(await start(first.accountId, settled.accountId)).toMatchObject({
    refusal: { kind: "nothing-owed", accountId: settled.accountId },
  });
  const change = (data: { creditorCode?: string; currency?: string; disputedAt?: Date | null }) =>
    app.db.prisma.debtAccount.update({ where: { id: second.accountId }, data });
  await change({ creditorCode: "RIVER" });
  expect(await start(first.accountId, second.accountId)).toMatchObject({ refusal: { kind: "creditors-differ" } });
  await change({ creditorCode: "BJCF", disputedAt: app.clock.now() });
  const both = valueOf(await start(first.accountId, second.accountId));
  expect((await view(app, { actor, accountId: "", ...both })).accounts).toHaveLength(2);
});

test("a draft of other accounts takes the old draft's place, and the budget comes along", async () => {
  const { actor, accountId, proposalId } = await writeDraft(app);
  const other = await placeDebt(app, actor, { principal: 50_000n });
  const both = valueOf(await startDraft(app, actor, { accountIds: [accountId, other.accountId] }, "zh-CN"));
  expect(both.proposalId).not.toBe(proposalId);
  expect(await readProposal(app, actor, both.proposalId)).toMatchObject({ budget: roomyBudget, status: "draft" });
  expect(await readProposal(app, actor, proposalId)).toMatchObject({ status: "superseded" });
  expect(await listProposals(app, actor)).toHaveLength(1);
});

test("an account in an open proposal begins no second one", async () => {
  const { actor, accountId, proposalId } = await sendDraft(app);
  expect(await startDraft(app, actor, { accountIds: [accountId] }, "zh-CN")).toEqual({
    ok: false,
    refusal: { kind: "already-open", accountId, proposalId },
  });
});

test("the options come from today's books, what fits first; terms are tried without being kept", async () => {
  const written = await writeDraft(app);
  const offers = await readOffers(app, written.actor, written.proposalId);
  expect(offers?.facts.debts).toMatchObject([{ accountId: written.accountId }]);
  expect(offers?.offers[0]).toMatchObject({ fit: "fits" });
  const before = await view(app, written);
  const tried = await tryTerms(app, written.actor, written.proposalId, monthly(8));
  expect(tried).toMatchObject({ ok: true, value: { fit: "fits", ask: [], quote: { totalMinor: 1_200_000n } } });
  expect(await view(app, written)).toEqual(before);
  const refused = await chooseTerms(app, written.actor, written.proposalId, monthly(61));
  expect(refused).toMatchObject({ ok: false, refusal: { kind: "terms" } });
});

test("whoever asks for special care is answered by a person, whatever is chosen", async () => {
  const written = await writeDraft(app);
  await askForCare(app, written);
  const offers = await readOffers(app, written.actor, written.proposalId);
  expect(offers?.offers.every(({ ask }) => ask.includes("care"))).toBe(true);
});

test("two tabs that begin at once share one draft", async () => {
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n });
  const started = await Promise.all([1, 2, 3].map(() => startDraft(app, actor, { accountIds: [accountId] }, "zh-CN")));
  expect(new Set(started.map((each) => valueOf(each).proposalId)).size).toBe(1);
});

test("a plan that runs is looked at as a whole: its other accounts come along, unless there is nothing to agree about them", async () => {
  const { actor, accountId, proposalId } = await writeDraft(app);
  const along = await placeDebt(app, actor, { principal: 70_000n });
  const disputed = await placeDebt(app, actor, { principal: 80_000n });
  const planned = [accountId, along.accountId, disputed.accountId];
  await app.db.prisma.debtAccount.updateMany({ where: { id: { in: planned } }, data: { planId: proposalId } });
  await app.db.prisma.debtAccount.update({ where: { id: disputed.accountId }, data: { disputedAt: app.clock.now() } });
  const next = valueOf(await startDraft(app, actor, { accountIds: [accountId] }, "zh-CN"));
  const { accounts, budget, followsId } = await view(app, { actor, accountId, ...next });
  expect(accounts.map((account) => account.accountId)).toEqual([accountId, along.accountId].toSorted());
  expect([budget, followsId]).toEqual([roomyBudget, proposalId]);
});

test("a reason about health is kept only with a consent, which is given once; else nothing of the page is kept", async () => {
  const { actor, accountId, proposalId } = await writeDraft(app);
  const save = (reasons: ReasonKey[], consentIn?: "en") => {
    const accounts = [{ accountId, intention: "less" as const, reasons }];
    return saveCircumstances(app, actor, proposalId, { care: true, note: "n", accounts, consentIn });
  };
  const before = await view(app, { actor, accountId, proposalId });
  expect(await save(["lost_work", "illness"])).toEqual({ ok: false, refusal: { kind: "consent-needed" } });
  expect(await view(app, { actor, accountId, proposalId })).toEqual(before);
  const consents = () => app.db.prisma.consent.findMany({ where: { subjectId: proposalId } });
  expect((await save(["not_said"], "en")).ok).toBe(true);
  expect(await consents()).toEqual([]);
  expect((await save(["illness"], "en")).ok).toBe(true);
  expect((await save(["illness", "caring"])).ok).toBe(true);
  expect(await consents()).toMatchObject([{ purpose: "health", language: "en", withdrawnAt: null }]);
});

test("with the consent goes the reason, in a draft and after sending; what else was said stays", async () => {
  for (const sent of [false, true]) {
    const written = await writeDraft(app);
    const { actor, accountId, proposalId } = written;
    const accounts = [{ accountId, intention: "less", reasons: ["lost_work", "illness"] }] as const;
    valueOf(await saveCircumstances(app, actor, proposalId, { care: true, note: "", accounts, consentIn: "en" }));
    const { version } = await view(app, written);
    if (sent) valueOf(await submitProposal(app, actor, proposalId, { version }, "en"));
    expect(await withdrawHealthConsent(app, actor, proposalId)).toBe("withdrawn");
    expect((await view(app, written)).accounts).toMatchObject([{ reasons: ["lost_work"], intention: "less" }]);
    const again = await saveCircumstances(app, actor, proposalId, { care: true, note: "", accounts });
    expect(again).toMatchObject({ refusal: { kind: sent ? "wrong-status" : "consent-needed" } });
  }
});

test("asking again carries no reason about health along: the consent was for the proposal before", async () => {
  const written = await writeDraft(app);
  const { actor, accountId, proposalId } = written;
  const accounts = [{ accountId, intention: "less", reasons: ["illness"] }] as const;
  valueOf(await saveCircumstances(app, actor, proposalId, { care: true, note: "", accounts, consentIn: "en" }));
  const { version } = await view(app, written);
  const sent = valueOf(await submitProposal(app, actor, proposalId, { version }, "en"));
  valueOf(await withdrawProposal(app, actor, proposalId, sent));
  const next = valueOf(await askAgain(app, actor, proposalId));
  expect((await view(app, { ...written, ...next })).accounts).toMatchObject([{ reasons: [] }]);
  const kept = await saveCircumstances(app, actor, next.proposalId, { care: true, note: "", accounts });
  expect(kept).toEqual({ ok: false, refusal: { kind: "consent-needed" } });
});
