// Who gets a piece of work, when several want it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { addDays, day, toDbDate } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { askQuestion } from "#app/modules/conversation/conversation.server.ts";
import { blindId, blindContact } from "#app/modules/identity/borrowers.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { beyondAtOnce, sendDraft, valueOf } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { seedDesk } from "#tests/bench/desk-rows.ts";
import {
  assignItem,
  claimItem,
  escalateItem,
  lockMine,
  nextItem,
  releaseItem,
  snoozeItem,
  unsnoozeItem,
} from "./work-items.server.ts";

let app: TestApp;
let agents: readonly TestStaff[];
let senior: TestStaff;
beforeAll(async () => {
  app = await createTestApp();
  agents = await Promise.all(Array.from({ length: 4 }, () => addStaff(app, "agent")));
  senior = await addStaff(app, "senior_agent");
});
afterAll(() => app.close());

function agent(index: number): TestStaff {
  const found = agents[index];
  if (!found) throw new Error("no such agent");
  return found;
}

const item = (id: string) => app.db.prisma.workItem.findUniqueOrThrow({ where: { id } });
const audits = (action: string, id: string) =>
  app.db.prisma.auditEvent.count({ where: { action, subject: `proposal:${id}` } });
/** Nothing else waits. */
async function only(count: number, creditor = "RIVER"): Promise<readonly string[]> {
  await app.db.prisma.workItem.deleteMany();
  return (await seedDesk(app, { count, creditors: [creditor] })).slice();
}

test("catalogue 60: of two agents who claim the same at once one has it, in twenty rounds", async () => {
  const ids = await only(20);
  for (const id of ids) {
    const [first, second] = await Promise.all([claimItem(app, agent(0).actor, id), claimItem(app, agent(1).actor, id)]);
    expect([first, second].filter(({ ok }) => ok)).toHaveLength(1);
    const [winner, refusal] = first.ok ? [agent(0), second] : [agent(1), first];
    const { assigneeId } = await item(id);
    expect(assigneeId).toBe(winner.actor.staffId);
    const { name } = await app.db.prisma.staff.findUniqueOrThrow({ where: { id: winner.actor.staffId } });
    expect(refusal).toMatchObject({ refusal: { kind: "taken", by: name, since: app.clock.now() } });
    expect(await audits("work.claimed", id)).toBe(1);
  }
});

test("what is one's own already stays so, and is on record once", async () => {
  const [id = ""] = await only(1);
  const first = await claimItem(app, agent(0).actor, id);
  app.clock.advance(60_000);
  expect(await claimItem(app, agent(0).actor, id)).toEqual(first);
  expect(await audits("work.claimed", id)).toBe(1);
});

test("catalogue 60: agents who take the next one at the same time get different ones, the most urgent first, until none is left", async () => {
  const ids = new Set(await only(15));
  // The model that the others were copied from waits as well, for another creditor.
  await app.db.prisma.workItem.deleteMany({ where: { creditorCode: { not: "RIVER" } } });
  const open = await app.db.prisma.workItem.findMany({
    where: { stage: "desk" },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
  });
  expect(open.length).toBeGreaterThan(8);
  const taken: string[] = [];
  for (let round = 0; round < 8; round += 1) {
    const found = await Promise.all(agents.map(({ actor }) => nextItem(app, actor)));
    const now = found.flatMap((each) => (each ? [each.id] : []));
    expect(new Set(now).size).toBe(now.length);
    // However they share them out, nobody is given a later one while an earlier one is free.
    const expected = open.slice(taken.length, taken.length + agents.length).map(({ id }) => id);
    expect(now.toSorted()).toEqual(expected.toSorted());
    taken.push(...now);
  }
  expect(taken).toHaveLength(open.length);
  expect(taken.every((id) => ids.has(id))).toBe(true);
});

test("catalogue 15: what is in another portfolio is not there: not to claim, to give, nor as the next one", async () => {
  const [id = ""] = await only(1, "RIVER");
  const outsider = await addStaff(app, "senior_agent", { creditors: ["LANTERN"] });
  const before = await item(id);
  const gone = { ok: false, refusal: { kind: "not-found" } };
  expect(await claimItem(app, outsider.actor, id)).toEqual(gone);
  expect(await assignItem(app, outsider.actor, id, outsider.actor.staffId)).toEqual(gone);
  expect(await releaseItem(app, outsider.actor, id)).toEqual(gone);
  expect(await snoozeItem(app, outsider.actor, id, day("2026-11-24"))).toEqual(gone);
  expect(await nextItem(app, outsider.actor)).toBeUndefined();
  expect(await claimItem(app, outsider.actor, newId())).toEqual(gone);
  expect(await claimItem(app, outsider.actor, "1 OR 1=1")).toEqual(gone);
  expect(await item(id)).toEqual(before);
});

test("a portfolio that was taken away no longer holds what was one's own", async () => {
  const [id = ""] = await only(1, "RIVER");
  expect((await claimItem(app, agent(0).actor, id)).ok).toBe(true);
  const narrowed = { ...agent(0).actor, creditors: ["LANTERN"] };
  expect(await inTransaction(app.db, (tx) => lockMine(tx, narrowed, id))).toBe(false);
  expect(await inTransaction(app.db, (tx) => lockMine(tx, agent(0).actor, id))).toBe(true);
});

test("catalogue 79: one's own debt can be neither claimed nor given to one, and never comes next", async () => {
  await app.db.prisma.workItem.deleteMany();
  const { proposalId, actor: borrower } = await sendDraft(app, beyondAtOnce);
  const idNumber = "990001199003077777";
  const idBlind = blindId(app.vault, "cn_resident_id", idNumber);
  await app.db.prisma.borrower.update({ where: { id: borrower.borrowerId }, data: { idBlind } });
  const own = await addStaff(app, "agent");
  await app.db.prisma.staff.update({ where: { id: own.actor.staffId }, data: { idBlind } });
  const refusal = { ok: false, refusal: { kind: "not-for-you", why: "own-debt" } };
  expect(await claimItem(app, own.actor, proposalId)).toEqual(refusal);
  expect(await nextItem(app, own.actor)).toBeUndefined();
  expect(await assignItem(app, senior.actor, proposalId, own.actor.staffId)).toEqual({
    ok: false,
    refusal: { kind: "not-possible", why: "own-debt" },
  });
  expect((await item(proposalId)).assigneeId).toBeNull();
  // By their address as well, where no ID number is known.
  await app.db.prisma.staff.update({ where: { id: own.actor.staffId }, data: { idBlind: null } });
  expect((await nextItem(app, own.actor))?.id).toBe(proposalId);
  await releaseItem(app, own.actor, proposalId);
  const id = newId();
  const valueBlind = blindContact(app.vault, "email", own.email);
  const valueEnc = app.vault.seal(own.email, { table: "contact_point", column: "value_enc", rowId: id });
  const createdAt = app.clock.now();
  await app.db.prisma.contactPoint.create({
    data: { id, borrowerId: borrower.borrowerId, channel: "email", valueEnc, valueBlind, createdAt },
  });
  expect(await nextItem(app, own.actor)).toBeUndefined();
});

test("whoever declined the proposal before is passed over", async () => {
  const [id = ""] = await only(1);
  await app.db.prisma.workItem.update({ where: { id }, data: { notFor: agent(0).actor.staffId } });
  expect(await claimItem(app, agent(0).actor, id)).toEqual({
    ok: false,
    refusal: { kind: "not-for-you", why: "declined-before" },
  });
  expect((await nextItem(app, agent(0).actor))?.id).not.toBe(id);
  expect((await claimItem(app, agent(1).actor, id)).ok).toBe(true);
});

test("what is handed up leaves its agent, and only a senior can take it", async () => {
  const [id = ""] = await only(1);
  await app.db.prisma.workItem.deleteMany({ where: { id: { not: id } } });
  await claimItem(app, agent(0).actor, id);
  expect(await escalateItem(app, agent(1).actor, id)).toEqual({ ok: false, refusal: { kind: "not-mine" } });
  expect(await escalateItem(app, agent(0).actor, id, "asks for a settlement")).toEqual({ ok: true, value: null });
  expect(await item(id)).toMatchObject({ level: "senior", assigneeId: null, assignedAt: null });
  const note = await app.db.prisma.caseNote.findFirstOrThrow({ where: { subjectId: id } });
  expect(Buffer.from(note.bodyEnc).includes("settlement")).toBe(false);
  expect(app.vault.open(note.bodyEnc, { table: "case_note", column: "body_enc", rowId: note.id })).toBe(
    "asks for a settlement",
  );
  expect(await nextItem(app, agent(1).actor)).toBeUndefined();
  expect(await claimItem(app, agent(1).actor, id)).toMatchObject({ refusal: { why: "level" } });
  expect(await nextItem(app, senior.actor)).toEqual({ id, kind: "proposal" });
  expect(await audits("work.escalated", id)).toBe(1);
});

test("a case is given to whoever can have it, whoever had it before", async () => {
  const [id = ""] = await only(1);
  const { staffId } = agent(2).actor;
  await claimItem(app, agent(0).actor, id);
  const give = async (to: string) => {
    const given = await assignItem(app, senior.actor, id, to);
    return given.ok ? "given" : given.refusal.kind === "not-possible" ? given.refusal.why : given.refusal.kind;
  };
  const outsider = await addStaff(app, "agent", { creditors: ["LANTERN"] });
  const finance = await addStaff(app, "finance");
  const gone = await addStaff(app, "agent");
  await app.db.prisma.staff.update({ where: { id: gone.actor.staffId }, data: { status: "disabled" } });
  expect(await give(outsider.actor.staffId)).toBe("portfolio");
  expect(await give(finance.actor.staffId)).toBe("role");
  expect(await give(gone.actor.staffId)).toBe("inactive");
  expect(await give(newId())).toBe("inactive");
  expect((await item(id)).assigneeId).toBe(agent(0).actor.staffId);
  expect(await give(staffId)).toBe("given");
  expect((await item(id)).assigneeId).toBe(staffId);
  const { facts } = await app.db.prisma.auditEvent.findFirstOrThrow({
    where: { action: "work.assigned", subject: `proposal:${id}` },
  });
  expect(facts).toEqual({ to: staffId, from: agent(0).actor.staffId });
  await expect(assignItem(app, agent(0).actor, id, staffId)).rejects.toThrow("may not case.assign");
});

test("only whoever has it puts it to sleep, wakes it and gives it back", async () => {
  const [id = ""] = await only(1);
  const until = day("2026-11-25");
  await app.db.prisma.workItem.update({ where: { id }, data: { dueOn: toDbDate(addDays(until, 3)), stage: "desk" } });
  const notMine = { ok: false, refusal: { kind: "not-mine" } };
  expect(await snoozeItem(app, agent(0).actor, id, until)).toEqual(notMine);
  await claimItem(app, agent(0).actor, id);
  expect(await snoozeItem(app, agent(1).actor, id, until)).toEqual(notMine);
  expect(await snoozeItem(app, agent(0).actor, id, day("2026-12-01"))).toMatchObject({
    refusal: { kind: "day", why: "too-late", latest: "2026-11-27" },
  });
  expect((await snoozeItem(app, agent(0).actor, id, until)).ok).toBe(true);
  expect((await item(id)).snoozedUntil).toEqual(toDbDate(until));
  expect(await unsnoozeItem(app, agent(1).actor, id)).toEqual(notMine);
  expect((await unsnoozeItem(app, agent(0).actor, id)).ok).toBe(true);
  await snoozeItem(app, agent(0).actor, id, until);
  expect((await releaseItem(app, agent(0).actor, id)).ok).toBe(true);
  expect(await item(id)).toMatchObject({ assigneeId: null, assignedAt: null, snoozedUntil: null });
  expect(await releaseItem(app, agent(0).actor, id)).toEqual(notMine);
  for (const action of ["snoozed", "woken", "released"]) expect(await audits(`work.${action}`, id)).toBeGreaterThan(0);
});

test("a case that was answered in the meantime cannot be claimed", async () => {
  const [id = ""] = await only(1);
  await app.db.prisma.proposal.update({ where: { id }, data: { status: "withdrawn" } });
  expect(await claimItem(app, agent(0).actor, id)).toEqual({ ok: false, refusal: { kind: "not-found" } });
});

/** Whether anybody waits for a row that somebody else holds. */
async function someoneWaits(): Promise<boolean> {
  const waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted";
  const { rowCount } = await app.db.pool.query(waiting);
  return (rowCount ?? 0) > 0;
}

test("catalogue 13: who is being disabled neither takes a case in that moment nor is given one", async () => {
  const [one = "", two = ""] = await only(2);
  const leaving = await addStaff(app, "agent");
  const { staffId } = leaving.actor;
  let settled = 0;
  const count = () => (settled += 1);
  const tries = await inTransaction(app.db, async (tx) => {
    await tx.$executeRaw`SELECT FROM staff WHERE id = ${staffId}::uuid FOR UPDATE`;
    await tx.staff.update({ where: { id: staffId }, data: { status: "disabled" } });
    const begun = [claimItem(app, leaving.actor, one), assignItem(app, senior.actor, two, staffId)];
    for (const each of begun) void each.finally(count);
    while (settled < begun.length && !(await someoneWaits())) await new Promise((resolve) => setTimeout(resolve, 10));
    return { begun };
  });
  for (const each of tries.begun) expect((await each).ok).toBe(false);
  expect(await app.db.prisma.workItem.count({ where: { assigneeId: staffId } })).toBe(0);
});

test("what names no creditor is given only to whoever has one of the person's accounts", async () => {
  const actor = await placePerson(app);
  await placeDebt(app, actor, { principal: 100_000n });
  const { threadId } = valueOf(await askQuestion(app, actor, { text: "Hello", once: newId() }, "en"));
  const outsider = await addStaff(app, "agent", { creditors: ["LANTERN"] });
  const refusal = { kind: "not-possible", why: "portfolio" };
  expect(await assignItem(app, senior.actor, threadId, outsider.actor.staffId)).toEqual({ ok: false, refusal });
  expect((await assignItem(app, senior.actor, threadId, agent(0).actor.staffId)).ok).toBe(true);
});
