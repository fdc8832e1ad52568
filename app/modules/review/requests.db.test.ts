// Requests of people who could not sign in, or are not who is looked for; and who may see a request at all.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { openCase, requestHelp } from "#app/modules/identity/help-cases.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount } from "#tests/world/people.ts";
import { valueOf } from "#tests/world/proposals.ts";
import { answerWith, caseOf, heldSince, objectTo, takeOn } from "#tests/world/requests.ts";
import { addStaff } from "#tests/world/staff.ts";
import { placePeople } from "#tests/world/way-in.ts";
import { askBack, decideRequest } from "./decide-request.server.ts";
import { openRequest } from "./requests.server.ts";
import { claimItem } from "./work-items.server.ts";

let app: TestApp;
let agent: StaffActor;

beforeAll(async () => {
  app = await createTestApp();
  agent = (await addStaff(app, "agent")).actor;
});
afterAll(() => app.close());

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
  const { id } = await caseOf(app, { reference: asked.reference });
  expect(await openRequest(app, now, id)).toMatchObject({
    value: { details: [{ name: "fullName" }, { name: "reach" }] },
  });
  expect(await app.db.prisma.auditEvent.count({ where: { subject: `case:${id}`, action: "case.read" } })).toBe(1);
  await takeOn(app, now, id);
  expect(await askBack(app, now, id, { question: "more_detail", seen: "open" })).toMatchObject({
    refusal: { kind: "cannot-ask" },
  });
  const post = (creditorCode: string, accountNumber: string) =>
    decideRequest(app, now, id, { ...answerWith("posted_code_sent"), creditorCode, accountNumber });
  expect(await post("BJCF", "BJCF-NOWHERE")).toMatchObject({ refusal: { kind: "account" } });
  const [creditorOf, number] = [liHua.cells[0] ?? "", liHua.accountNumber];
  expect(await post(creditorOf, other.accountNumber)).toMatchObject({ refusal: { kind: "name" } });
  expect(await app.db.prisma.oneTimeCode.count({ where: { channel: "post" } })).toBe(0);
  const decided = valueOf(await post(creditorOf, number));
  expect(decided.code?.digits).toMatch(/^\d+$/);
  // Pressed twice: the page of the first answer was not seen, so the second one has a code that works instead.
  const again = valueOf(await post(creditorOf, number));
  expect(again.code?.digits).not.toBe(decided.code?.digits);
  const works = { channel: "post", supersededAt: null };
  expect(await app.db.prisma.oneTimeCode.count({ where: works })).toBe(1);
  const began = app.clock.now();
  app.clock.set(new Date(began.getTime() + 11 * 60_000));
  expect(await post(creditorOf, number)).toMatchObject({ refusal: { kind: "answered" } });
  app.clock.set(began);
  const kept = JSON.stringify(await app.db.prisma.helpCase.findUnique({ where: { id } }));
  expect(kept).not.toContain(decided.code?.digits);
});

test("not this person: a contact that somebody disowned stays stopped, and nobody takes it up again alone", async () => {
  const person = fictionalAccount(80);
  await placePeople(app, [person]);
  const { borrowerId } = await app.db.prisma.debtAccount.findFirstOrThrow({
    where: { accountNumber: person.accountNumber },
  });
  const sms = { borrowerId, channel: "sms" };
  const stopped = { stoppedAt: app.clock.now(), stoppedReason: "not_me" };
  await app.db.prisma.contactPoint.updateMany({ where: sms, data: stopped });
  const details = { channel: "sms", contact: person.mobile };
  const id = newId(app.clock.now().getTime());
  await inTransaction(app.db, (tx) =>
    openCase(tx, app, agent, { id, kind: "not_me", borrowerId, language: "en", details }),
  );
  await takeOn(app, agent, id);
  const kept = { outcome: "contact_kept", reasons: ["holder_took_it_back"], grounds: [], seen: "open" };
  expect(await decideRequest(app, agent, id, kept)).toMatchObject({ refusal: { fault: "no-outcome" } });
  expect(await app.db.prisma.contactPoint.findFirst({ where: sms })).toMatchObject(stopped);
  valueOf(await decideRequest(app, agent, id, answerWith("contact_removed")));
  const { stoppedAt } = stopped;
  expect(await app.db.prisma.contactPoint.findFirst({ where: sms })).toMatchObject({
    stoppedAt,
    stoppedReason: "removed",
  });
  expect(await app.db.prisma.thread.count({ where: { id } })).toBe(0);
});

test("catalogue 15: what is in another portfolio is unknown, to read and to answer", async () => {
  const { id, accountId } = await objectTo(app);
  const elsewhere = (await addStaff(app, "senior_agent", { creditors: ["HXCARD"] })).actor;
  expect(await openRequest(app, elsewhere, id)).toEqual({ ok: false, refusal: { kind: "not-found" } });
  expect(await claimItem(app, elsewhere, id)).toMatchObject({ refusal: { kind: "not-found" } });
  expect(await decideRequest(app, elsewhere, id, answerWith("upheld"))).toMatchObject({
    refusal: { kind: "not-found" },
  });
  expect(await askBack(app, elsewhere, id, { question: "more_detail", seen: "open" })).toMatchObject({
    refusal: { kind: "not-found" },
  });
  expect(await heldSince(app, accountId)).not.toBeNull();
  expect(await app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open", outcome: null });
});

test("catalogue 79: a debt of one's own is unknown too, even where it was given to one", async () => {
  const { actor, id } = await objectTo(app);
  const own = (await addStaff(app, "agent")).actor;
  const { idBlind } = await app.db.prisma.borrower.findUniqueOrThrow({ where: { id: actor.borrowerId } });
  await app.db.prisma.staff.update({ where: { id: own.staffId }, data: { idBlind } });
  await app.db.prisma.workItem.update({
    where: { id },
    data: { assigneeId: own.staffId, assignedAt: app.clock.now() },
  });
  expect(await openRequest(app, own, id)).toEqual({ ok: false, refusal: { kind: "not-found" } });
  expect(await decideRequest(app, own, id, answerWith("upheld"))).toMatchObject({ refusal: { kind: "not-found" } });
  expect(await app.db.prisma.helpCase.findUnique({ where: { id } })).toMatchObject({ status: "open" });
});

test("a request that somebody else has shows who has it, and nothing of what was written", async () => {
  const { id } = await objectTo(app);
  const other = (await addStaff(app, "agent", { name: "Wei" })).actor;
  expect(await openRequest(app, other, id)).toMatchObject({
    refusal: { kind: "not-yours", holder: undefined, open: true },
  });
  await takeOn(app, agent, id);
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
