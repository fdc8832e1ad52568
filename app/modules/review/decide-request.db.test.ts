// Requests to a person, from the claim to the letter.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { BorrowerActor, StaffActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { listAnsweredCases, listOpenCases, openDispute } from "#app/modules/accounts/requests.server.ts";
import type { DisputeReason } from "#app/modules/accounts/requests.ts";
import { deliverMessage, queueMessage } from "#app/modules/contact/contact.server.ts";
import { resumeCase, resumeUnansweredCases } from "#app/modules/identity/case-edges.server.ts";
import { openCase, requestHelp } from "#app/modules/identity/help-cases.server.ts";
import { reasonsOf, type CaseOutcome } from "#app/modules/identity/case-outcomes.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { giveMobile, valueOf } from "#tests/world/proposals.ts";
import { addStaff } from "#tests/world/staff.ts";
import { placePeople } from "#tests/world/way-in.ts";
import { askBack, decideRequest, type RequestDecision } from "./decide-request.server.ts";
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

interface Objecting {
  readonly actor: BorrowerActor;
  readonly accountId: string;
  readonly id: string;
}

async function caseOf(where: { readonly borrowerId?: string; readonly kind?: string; readonly reference?: string }) {
  return app.db.prisma.helpCase.findFirstOrThrow({ where, orderBy: { createdAt: "desc" } });
}

async function object(reason: DisputeReason = "amount"): Promise<Objecting> {
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 365_000n });
  await giveMobile(app, actor, accountId);
  await openDispute(app, actor, accountId, { reason, details: "我在九月付过" }, "zh-CN");
  return { actor, accountId, id: (await caseOf({ borrowerId: actor.borrowerId })).id };
}

const heldSince = async (accountId: string) =>
  (await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } })).disputedAt;

const answer = (outcome: CaseOutcome, seen = "open"): RequestDecision => ({
  outcome,
  reasons: [reasonsOf[outcome][0]],
  grounds: ["kept_by_law"],
  seen,
});

async function claimed(id: string, by: StaffActor = agent): Promise<string> {
  valueOf(await claimItem(app, by, id));
  return id;
}

test("an objection that is answered ends its hold, tells the borrower where to read it, and stands on record", async () => {
  const { actor, accountId, id } = await object();
  expect(await decideRequest(app, agent, id, answer("not_upheld"))).toMatchObject({ refusal: { kind: "not-mine" } });
  await claimed(id);
  expect(await decideRequest(app, agent, id, answer("not_upheld"))).toMatchObject({ value: { freed: true } });
  expect(await heldSince(accountId)).toBeNull();
  const row = await caseOf({ borrowerId: actor.borrowerId });
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
  const { actor, accountId, id } = await object();
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  const before = await interestOf(accountId);
  app.clock.advance(9 * 86_400_000);
  const today = (await addStaff(app, "agent")).actor;
  valueOf(await decideRequest(app, today, await claimed(id, today), answer("not_upheld")));
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  expect(await interestOf(accountId)).toBe(before);
});

test("a reminder that is queued during the hold is withheld, and one after the answer goes", async () => {
  const { actor, accountId, id } = await object();
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
  await claimed(id);
  valueOf(await askBack(app, agent, id, { question: "payment_proof", seen: "open" }));
  expect(await remind("asked")).toBe("held");
  valueOf(await decideRequest(app, agent, id, answer("not_upheld", "waiting_borrower")));
  expect(await remind("answered")).toBe("sent");
});

test("an objection that is right, in whole or in part, is told to finance once", async () => {
  for (const outcome of ["upheld", "partly_upheld"] as const) {
    const { id, accountId } = await object();
    valueOf(await decideRequest(app, agent, await claimed(id), answer(outcome)));
    valueOf(await decideRequest(app, agent, id, answer(outcome)));
    const alerts = await app.db.prisma.alert.findMany({ where: { subject: `case:${id}` } });
    expect(alerts).toMatchObject([{ kind: "dispute-upheld", facts: { account: accountId, outcome } }]);
  }
});

test("an account that is not, or may not be, theirs stays on hold and goes back to its creditor", async () => {
  for (const outcome of ["not_yours", "unclear_more_needed"] as const) {
    const { actor, id, accountId } = await object("not_mine");
    expect(await decideRequest(app, agent, await claimed(id), answer(outcome))).toMatchObject({
      value: { freed: false },
    });
    expect(await heldSince(accountId)).not.toBeNull();
    expect(await app.db.prisma.alert.findMany({ where: { subject: `case:${id}` } })).toMatchObject([
      { kind: "account-in-question" },
    ]);
    // Another objection that is answered does not let the account go.
    await openDispute(app, actor, accountId, { reason: "amount", details: "" }, "zh-CN");
    const other = await caseOf({ borrowerId: actor.borrowerId, kind: "dispute" });
    valueOf(await decideRequest(app, agent, await claimed(other.id), answer("not_upheld")));
    expect(await heldSince(accountId)).not.toBeNull();
    // Whoever writes again is read again, and the newest answer counts.
    app.clock.advance(1000);
    await openDispute(app, actor, accountId, { reason: "not_mine", details: "再看一次" }, "zh-CN");
    const again = await caseOf({ borrowerId: actor.borrowerId, kind: "not_mine" });
    expect(await decideRequest(app, agent, await claimed(again.id), answer("yours"))).toMatchObject({
      value: { freed: true },
    });
    expect(await heldSince(accountId)).toBeNull();
  }
});

test("two people who answer at once, and one who sends twice, make one decision", async () => {
  const { id, accountId } = await object();
  await claimed(id);
  const senior = (await addStaff(app, "senior_agent")).actor;
  const both = await Promise.all([
    decideRequest(app, agent, id, answer("upheld")),
    decideRequest(app, agent, id, answer("upheld")),
    decideRequest(app, senior, id, answer("not_upheld")),
    assignItem(app, senior, id, senior.staffId).then(() => decideRequest(app, senior, id, answer("not_upheld"))),
  ]);
  const row = await caseOf({
    reference: (await app.db.prisma.helpCase.findUniqueOrThrow({ where: { id } })).reference,
  });
  expect(row.status).toBe("closed");
  expect(both.filter(({ ok }) => !ok).length).toBeGreaterThan(0);
  expect(await app.db.prisma.threadEntry.count({ where: { threadId: id } })).toBe(1);
  const decided = { subject: `case:${id}`, action: "case.answered" };
  expect(await app.db.prisma.auditEvent.count({ where: decided })).toBe(1);
  expect(await heldSince(accountId)).toBeNull();
});

test("a question goes to the borrower and back: an answer on an old page is refused", async () => {
  const { actor, id } = await object();
  await claimed(id);
  const asked = valueOf(await askBack(app, agent, id, { question: "payment_proof", seen: "open" }));
  expect(await listOpenCases(app, actor, ["dispute"])).toMatchObject([
    { id, asked: "payment_proof", answerBy: asked.until },
  ]);
  expect(await app.db.prisma.workItem.findUnique({ where: { id } })).toMatchObject({ stage: "borrower" });
  expect(await inTransaction(app.db, (tx) => resumeCase(tx, app, actor, id))).toBeDefined();
  expect(await app.db.prisma.workItem.findUnique({ where: { id } })).toMatchObject({ stage: "desk" });
  expect(await decideRequest(app, agent, id, answer("upheld", "waiting_borrower"))).toMatchObject({
    refusal: { kind: "changed" },
  });
  valueOf(await decideRequest(app, agent, id, answer("upheld", "open")));
});

test("a question that nobody answers goes back to a person on the day after", async () => {
  const { id } = await object();
  const now = (await addStaff(app, "agent")).actor;
  await claimed(id, now);
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
    const id = await claimed(await open(kind as "data"), now);
    const request = valueOf(await openRequest(app, now, id));
    const previewed = valueOf(await previewAnswer(app, now, request, answer(outcome)));
    valueOf(await decideRequest(app, now, id, answer(outcome)));
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

test("help with signing in: a code is made where the name fits the account, shown once, and works", async () => {
  const [liHua, other] = [fictionalAccount(70), fictionalAccount(71)];
  await placePeople(app, [liHua, other]);
  const now = (await addStaff(app, "agent")).actor;
  const asked = valueOf(
    await requestHelp(app, {
      once: undefined,
      ip: "192.0.2.77",
      language: "en",
      details: { fullName: liHua.fullName, reach: "somewhere@example.com" },
    }),
  );
  const { id } = await caseOf({ reference: asked.reference });
  expect(await openRequest(app, now, id)).toMatchObject({
    value: { details: [{ name: "fullName" }, { name: "reach" }] },
  });
  expect(await app.db.prisma.auditEvent.count({ where: { subject: `case:${id}`, action: "case.read" } })).toBe(1);
  await claimed(id, now);
  expect(await askBack(app, now, id, { question: "more_detail", seen: "open" })).toMatchObject({
    refusal: { kind: "cannot-ask" },
  });
  const post = (creditorCode: string, accountNumber: string) =>
    decideRequest(app, now, id, { ...answer("posted_code_sent"), creditorCode, accountNumber });
  expect(await post("BJCF", "BJCF-NOWHERE")).toMatchObject({ refusal: { kind: "account" } });
  const [creditorOf, number] = [liHua.cells[0] ?? "", liHua.accountNumber];
  expect(await post(creditorOf, other.accountNumber)).toMatchObject({ refusal: { kind: "name" } });
  expect(await app.db.prisma.oneTimeCode.count({ where: { channel: "post" } })).toBe(0);
  const decided = valueOf(await post(creditorOf, number));
  expect(decided.code?.digits).toMatch(/^\d+$/);
  expect(valueOf(await post(creditorOf, number)).code).toBeUndefined();
  expect(await app.db.prisma.oneTimeCode.count({ where: { channel: "post" } })).toBe(1);
  const kept = JSON.stringify(await app.db.prisma.helpCase.findUnique({ where: { id } }));
  expect(kept).not.toContain(decided.code?.digits);
});

test("not this person: what staff decide about the contact holds", async () => {
  for (const [outcome, stopped] of [
    ["contact_removed", true],
    ["contact_kept", false],
  ] as const) {
    const person = fictionalAccount(outcome === "contact_kept" ? 81 : 80);
    await placePeople(app, [person]);
    const { borrowerId } = await app.db.prisma.debtAccount.findFirstOrThrow({
      where: { accountNumber: person.accountNumber },
    });
    await app.db.prisma.contactPoint.updateMany({
      where: { borrowerId, channel: "sms" },
      data: { stoppedAt: app.clock.now(), stoppedReason: "not_me" },
    });
    const details = { channel: "sms", contact: person.mobile };
    const id = newId(app.clock.now().getTime());
    await inTransaction(app.db, (tx) =>
      openCase(tx, app, agent, { id, kind: "not_me", borrowerId, language: "en", details }),
    );
    valueOf(await decideRequest(app, agent, await claimed(id), answer(outcome)));
    const contact = await app.db.prisma.contactPoint.findFirstOrThrow({ where: { borrowerId, channel: "sms" } });
    expect([outcome, contact.stoppedAt !== null]).toEqual([outcome, stopped]);
    expect(await app.db.prisma.thread.count({ where: { id } })).toBe(0);
  }
});

test("catalogue 15: what is in another portfolio is unknown, to read and to answer", async () => {
  const { id, accountId } = await object();
  const elsewhere = (await addStaff(app, "senior_agent", { creditors: ["HXCARD"] })).actor;
  expect(await openRequest(app, elsewhere, id)).toEqual({ ok: false, refusal: { kind: "not-found" } });
  expect(await claimItem(app, elsewhere, id)).toMatchObject({ refusal: { kind: "not-found" } });
  expect(await decideRequest(app, elsewhere, id, answer("upheld"))).toMatchObject({ refusal: { kind: "not-found" } });
  expect(await askBack(app, elsewhere, id, { question: "more_detail", seen: "open" })).toMatchObject({
    refusal: { kind: "not-found" },
  });
  expect(await heldSince(accountId)).not.toBeNull();
  expect(await app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open", outcome: null });
});

test("catalogue 79: a debt of one's own is unknown too, even where it was given to one", async () => {
  const { actor, id } = await object();
  const own = (await addStaff(app, "agent")).actor;
  const { idBlind } = await app.db.prisma.borrower.findUniqueOrThrow({ where: { id: actor.borrowerId } });
  await app.db.prisma.staff.update({ where: { id: own.staffId }, data: { idBlind } });
  await app.db.prisma.workItem.update({
    where: { id },
    data: { assigneeId: own.staffId, assignedAt: app.clock.now() },
  });
  expect(await openRequest(app, own, id)).toEqual({ ok: false, refusal: { kind: "not-found" } });
  expect(await decideRequest(app, own, id, answer("upheld"))).toMatchObject({ refusal: { kind: "not-found" } });
  expect(await app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open" });
});

test("a request that somebody else has shows who has it, and nothing of what was written", async () => {
  const { id } = await object();
  const other = (await addStaff(app, "agent", { name: "Wei" })).actor;
  expect(await openRequest(app, other, id)).toMatchObject({
    refusal: { kind: "not-yours", holder: undefined, open: true },
  });
  await claimed(id);
  expect(await openRequest(app, other, id)).toMatchObject({ refusal: { kind: "not-yours", open: true } });
  expect(await openRequest(app, (await addStaff(app, "auditor")).actor, id)).toMatchObject({
    value: {
      mine: false,
      details: [
        { name: "reason", text: "amount" },
        { name: "text", text: "我在九月付过" },
      ],
    },
  });
});
