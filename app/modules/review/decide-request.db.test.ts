// Requests to a person, from the claim to the letter.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { listAnsweredCases, listOpenCases, openDispute } from "#app/modules/accounts/requests.server.ts";
import { deliverMessage, queueMessage } from "#app/modules/contact/contact.server.ts";
import { resumeCase, resumeUnansweredCases } from "#app/modules/identity/case-edges.server.ts";
import { openCase } from "#app/modules/identity/help-cases.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { giveMobile, valueOf } from "#tests/world/proposals.ts";
import { answerWith, caseOf, heldSince, objectTo, takeOn } from "#tests/world/requests.ts";
import { addStaff } from "#tests/world/staff.ts";
import { askBack, decideRequest } from "./decide-request.server.ts";
import { previewAnswer } from "./preview-request.server.ts";
import { writeLetters } from "./request-letters.ts";
import { openRequest } from "./requests.server.ts";
import { assignItem, claimItem } from "./work-items.server.ts";

let app: TestApp;
let agent: StaffActor;

beforeAll(async () => {
  app = await createTestApp();
  agent = (await addStaff(app, "agent")).actor;
});
afterAll(() => app.close());

test("an objection that is answered ends its hold, tells the borrower where to read it, and stands on record", async () => {
  const { actor, accountId, id } = await objectTo(app);
  expect(await decideRequest(app, agent, id, answerWith("not_upheld"))).toMatchObject({
    refusal: { kind: "not-mine" },
  });
  await takeOn(app, agent, id);
  expect(await decideRequest(app, agent, id, answerWith("not_upheld"))).toMatchObject({ value: { freed: true } });
  expect(await heldSince(app, accountId)).toBeNull();
  const row = await caseOf(app, { borrowerId: actor.borrowerId });
  expect(row).toMatchObject({ status: "closed", outcome: "not_upheld", decidedBy: agent.staffId });
  expect(await app.db.prisma.workItem.count({ where: { id } })).toBe(0);
  const entries = await app.db.prisma.threadEntry.findMany({ where: { threadId: id } });
  expect(entries.map(({ template }) => template)).toEqual(["case_answered"]);
  expect(await app.db.prisma.message.count({ where: { borrowerId: actor.borrowerId, purpose: "notice" } })).toBe(1);
  const [own] = await listAnsweredCases(app, actor, ["dispute"], accountId);
  expect(own).toMatchObject({ outcome: "not_upheld", reasons: ["contract_shows_amount"], freed: true });
  const audit = await app.db.prisma.auditEvent.findMany({ where: { subject: `case:${id}` }, orderBy: { seq: "asc" } });
  expect(audit.map(({ action }) => action)).toEqual(["case.opened", "work.claimed", "case.answered"]);
  expect(audit.at(-1)?.actor).toBe(`staff:${agent.staffId}`);
  expect(await verifyAudit(app)).toBeUndefined();
});

test("the days of the hold bear no interest, and none is added for them when it ends", async () => {
  const interestOf = async (accountId: string) =>
    (await readBalances(app.db.prisma, [accountId])).get(accountId)?.amounts.interest;
  const { actor, accountId, id } = await objectTo(app);
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  const before = await interestOf(accountId);
  app.clock.advance(9 * 86_400_000);
  const today = (await addStaff(app, "agent")).actor;
  valueOf(await decideRequest(app, today, await takeOn(app, today, id), answerWith("not_upheld")));
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  expect(await interestOf(accountId)).toBe(before);
});

test("a reminder that is queued during the hold is withheld, and one after the answer goes", async () => {
  const { actor, accountId, id } = await objectTo(app);
  const remind = async (key: string): Promise<string> => {
    const { mobileId } = await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } });
    const messageId = await inTransaction(app.db, (tx) =>
      queueMessage(tx, app, {
        borrowerId: actor.borrowerId,
        contactPointId: mobileId ?? undefined,
        channel: "sms",
        purpose: "reminder",
        language: "zh-CN",
        letter: { template: "notice" },
        idemKey: `${id}:${key}`,
      }),
    );
    await deliverMessage(app, messageId);
    const { status, statusReason } = await app.db.prisma.message.findUniqueOrThrow({ where: { id: messageId } });
    return statusReason ?? status;
  };
  expect(await remind("open")).toBe("held");
  await takeOn(app, agent, id);
  valueOf(await askBack(app, agent, id, { question: "payment_proof", seen: "open" }));
  expect(await remind("asked")).toBe("held");
  valueOf(await decideRequest(app, agent, id, answerWith("not_upheld", "waiting_borrower")));
  expect(await remind("answered")).toBe("sent");
});

test("an objection that is right, in whole or in part, is told to finance once, and holds the account until then", async () => {
  for (const outcome of ["upheld", "partly_upheld"] as const) {
    const { actor, id, accountId } = await objectTo(app);
    await takeOn(app, agent, id);
    const previewed = valueOf(
      await previewAnswer(app, agent, valueOf(await openRequest(app, agent, id)), answerWith(outcome)),
    );
    expect(valueOf(await decideRequest(app, agent, id, answerWith(outcome))).freed).toBe(false);
    expect(await heldSince(app, accountId)).not.toBeNull();
    const { answered, account } = valueOf(await openRequest(app, agent, id));
    expect([answered, answered?.held]).toEqual([previewed, true]);
    const letters = answered ? writeLetters("zh-CN", answered, account, app.settings) : [];
    const [zh, en] = letters.map(({ parts }) => JSON.stringify(parts));
    expect(zh).toMatch(/更正之前，账户继续暂停/);
    expect(en).toMatch(/stays on hold until it is corrected/);
    const { borrowerId } = actor;
    await accrueDebts(app, { borrowerId });
    const interest = async () => (await readBalances(app.db.prisma, [accountId])).get(accountId)?.amounts.interest;
    const before = await interest();
    await accrueDebts(app, { borrowerId, through: day("2026-12-20") });
    expect(await interest()).toBe(before);
    valueOf(await decideRequest(app, agent, id, answerWith(outcome)));
    const alerts = await app.db.prisma.alert.findMany({ where: { subject: `case:${id}` } });
    expect(alerts).toMatchObject([{ kind: "dispute-upheld", facts: { account: accountId, outcome } }]);
  }
});

test("an account that is not, or may not be, theirs stays on hold and goes back to its creditor", async () => {
  for (const outcome of ["not_yours", "unclear_more_needed"] as const) {
    const { actor, id, accountId } = await objectTo(app, "not_mine");
    expect(await decideRequest(app, agent, await takeOn(app, agent, id), answerWith(outcome))).toMatchObject({
      value: { freed: false },
    });
    expect(await heldSince(app, accountId)).not.toBeNull();
    expect(await app.db.prisma.alert.findMany({ where: { subject: `case:${id}` } })).toMatchObject([
      { kind: "account-in-question" },
    ]);
    // Another objection that is answered does not let the account go.
    await openDispute(app, actor, accountId, { reason: "amount", details: "" }, "zh-CN");
    const other = await caseOf(app, { borrowerId: actor.borrowerId, kind: "dispute" });
    valueOf(await decideRequest(app, agent, await takeOn(app, agent, other.id), answerWith("not_upheld")));
    expect(await heldSince(app, accountId)).not.toBeNull();
    // Whoever writes again is read again, by another person, and the newest answer counts.
    app.clock.advance(1000);
    await openDispute(app, actor, accountId, { reason: "not_mine", details: "再看一次" }, "zh-CN");
    const again = await caseOf(app, { borrowerId: actor.borrowerId, kind: "not_mine" });
    expect(await claimItem(app, agent, again.id)).toMatchObject({ refusal: { kind: "not-for-you" } });
    const another = (await addStaff(app, "agent")).actor;
    expect(await decideRequest(app, another, await takeOn(app, another, again.id), answerWith("yours"))).toMatchObject({
      value: { freed: true },
    });
    expect(await heldSince(app, accountId)).toBeNull();
  }
});

test("while one correction is awaited, another answer keeps the hold too, and its letter says so", async () => {
  const { actor, id, accountId } = await objectTo(app);
  valueOf(await decideRequest(app, agent, await takeOn(app, agent, id), answerWith("upheld")));
  await openDispute(app, actor, accountId, { reason: "already_paid", details: "" }, "zh-CN");
  const other = await caseOf(app, { accountId, status: "open" });
  const senior = (await addStaff(app, "senior_agent")).actor;
  await takeOn(app, senior, other.id);
  expect(valueOf(await decideRequest(app, senior, other.id, answerWith("not_upheld"))).freed).toBe(false);
  expect(await heldSince(app, accountId)).not.toBeNull();
  const { answered, account } = valueOf(await openRequest(app, senior, other.id));
  expect(answered).toMatchObject({ freed: false, held: true });
  const [, en] = answered ? writeLetters("zh-CN", answered, account, app.settings) : [];
  expect(JSON.stringify(en?.parts)).toMatch(/stays on hold for another reason/);
  expect(JSON.stringify(en?.parts)).not.toMatch(/goes on as before/);
});

test("an objection that never held the account holds nothing when it is right", async () => {
  const { id, accountId } = await objectTo(app, "credit_report");
  valueOf(await decideRequest(app, agent, await takeOn(app, agent, id), answerWith("upheld")));
  expect(await heldSince(app, accountId)).toBeNull();
  const { answered, account } = valueOf(await openRequest(app, agent, id));
  expect(answered).toMatchObject({ freed: false, held: false });
  const [, en] = answered ? writeLetters("zh-CN", answered, account, app.settings) : [];
  expect(JSON.stringify(en?.parts)).not.toMatch(/hold|need not pay/);
});

test("two people who answer at once, and one who sends twice, make one decision", async () => {
  const { id, accountId } = await objectTo(app);
  await takeOn(app, agent, id);
  const senior = (await addStaff(app, "senior_agent")).actor;
  const both = await Promise.all([
    decideRequest(app, agent, id, answerWith("upheld")),
    decideRequest(app, agent, id, answerWith("upheld")),
    decideRequest(app, senior, id, answerWith("not_upheld")),
    assignItem(app, senior, id, senior.staffId).then(() => decideRequest(app, senior, id, answerWith("not_upheld"))),
  ]);
  const row = await caseOf(app, {
    reference: (await app.db.prisma.helpCase.findUniqueOrThrow({ where: { id } })).reference,
  });
  expect(row.status).toBe("closed");
  expect(both.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
  expect(await app.db.prisma.threadEntry.count({ where: { threadId: id } })).toBe(1);
  const decided = { subject: `case:${id}`, action: "case.answered" };
  expect(await app.db.prisma.auditEvent.count({ where: decided })).toBe(1);
  expect((await heldSince(app, accountId)) !== null).toBe(row.outcome === "upheld");
});

test("a question goes to the borrower and back: an answer on an old page is refused", async () => {
  const { actor, id } = await objectTo(app);
  await takeOn(app, agent, id);
  const asked = valueOf(await askBack(app, agent, id, { question: "payment_proof", seen: "open" }));
  expect(await listOpenCases(app, actor, ["dispute"])).toMatchObject([
    { id, asked: "payment_proof", answerBy: asked.until },
  ]);
  expect(await app.db.prisma.workItem.findUnique({ where: { id } })).toMatchObject({ stage: "borrower" });
  expect(await inTransaction(app.db, (tx) => resumeCase(tx, app, actor, id))).toBeDefined();
  expect(await app.db.prisma.workItem.findUnique({ where: { id } })).toMatchObject({ stage: "desk" });
  expect(await decideRequest(app, agent, id, answerWith("upheld", "waiting_borrower"))).toMatchObject({
    refusal: { kind: "changed" },
  });
  valueOf(await decideRequest(app, agent, id, answerWith("upheld", "open")));
});

test("a question that does not fit the kind of the request is not asked", async () => {
  const { id } = await objectTo(app);
  await takeOn(app, agent, id);
  expect(await askBack(app, agent, id, { question: "which_data", seen: "open" })).toMatchObject({
    refusal: { kind: "no-question" },
  });
  expect(await app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open" });
});

test("a question that nobody answers goes back to a person on the day after", async () => {
  const { id } = await objectTo(app);
  const now = (await addStaff(app, "agent")).actor;
  await takeOn(app, now, id);
  valueOf(await askBack(app, now, id, { question: "more_detail", seen: "open" }));
  expect(await resumeUnansweredCases(app)).toBe(0);
  app.clock.advance(40 * 86_400_000);
  expect(await resumeUnansweredCases(app)).toBe(1);
  expect(await app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open" });
});

test("every kind is answered to its end, and the letter says the same in both languages", async () => {
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 100_000n });
  await giveMobile(app, actor, accountId);
  const now = (await addStaff(app, "agent")).actor;
  const open = async (kind: "dispute" | "not_mine" | "data" | "hardship" | "question") => {
    const about = kind === "dispute" || kind === "not_mine" ? { accountId } : {};
    const { borrowerId } = actor;
    const id = newId(app.clock.now().getTime());
    await inTransaction(app.db, (tx) =>
      openCase(tx, app, actor, { id, kind, borrowerId, language: "zh-CN", details: { text: "…" }, ...about }),
    );
    return id;
  };
  const outcomes = {
    dispute: "withdrawn",
    not_mine: "yours",
    data: "deleted_partly",
    hardship: "answered",
    question: "answered",
  } as const;
  for (const [kind, outcome] of Object.entries(outcomes)) {
    const id = await takeOn(app, now, await open(kind as "data"));
    const request = valueOf(await openRequest(app, now, id));
    const previewed = valueOf(await previewAnswer(app, now, request, answerWith(outcome)));
    valueOf(await decideRequest(app, now, id, answerWith(outcome)));
    const { answered, account } = valueOf(await openRequest(app, now, id));
    expect([kind, answered]).toEqual([kind, previewed]);
    if (!answered) throw new Error(kind);
    const [zh, en] = writeLetters("zh-CN", answered, account, app.settings);
    expect([zh?.language, en?.language]).toEqual(["zh-CN", "en"]);
    expect(zh?.parts.map(({ lines }) => lines.length)).toEqual(en?.parts.map(({ lines }) => lines.length));
    for (const letter of [zh, en]) {
      expect(JSON.stringify(letter)).toMatch(/12378/);
      expect(JSON.stringify(letter)).toContain(answered.reference);
      expect(JSON.stringify(letter)).not.toMatch(/\{\{/);
    }
  }
});
