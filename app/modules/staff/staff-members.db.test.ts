import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { listMembers, readMember } from "./read-members.server.ts";
import { findLink } from "./staff-links.server.ts";
import {
  changeAccess,
  disableMember,
  enableMember,
  endMemberSessions,
  inviteMember,
  renewLink,
} from "./staff-members.server.ts";
import { findStaffSession } from "./staff-sessions.server.ts";

let app: TestApp;
let operator: TestStaff;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  await app.db.prisma.staff.updateMany({ where: { role: "operator" }, data: { status: "disabled" } });
  operator = await addStaff(app, "operator");
});

const machine = systemActor("command");

const isSignedIn = async ({ cookie }: TestStaff): Promise<boolean> =>
  (await findStaffSession(app, cookie.split("=s.")[1] ?? "")) !== undefined;

interface Item {
  readonly creditorCode?: string;
  readonly level?: string;
}

/** Something that is on this person's desk. */
async function giveWork(to: TestStaff, { creditorCode, level = "agent" }: Item = {}): Promise<string> {
  const now = app.clock.now();
  const id = newId();
  const mine = { assigneeId: to.actor.staffId, assignedAt: now, snoozedUntil: now };
  const about = { kind: "dispute", reference: id.slice(-8), creditorCode: creditorCode ?? null, language: "en" };
  await app.db.prisma.workItem.create({
    data: { id, ...about, stage: "desk", dueOn: now, openedAt: now, level, ...mine },
  });
  return id;
}

async function holderOf(id: string): Promise<string | null> {
  const item = await app.db.prisma.workItem.findUniqueOrThrow({ where: { id } });
  return item.assigneeId;
}

async function lastAudit(staffId: string) {
  const event = await app.db.prisma.auditEvent.findFirstOrThrow({
    where: { subject: `staff:${staffId}` },
    orderBy: { seq: "desc" },
  });
  return { actor: event.actor, action: event.action, facts: event.facts };
}

const refusalOf = (outcome: { ok: boolean; refusal?: { kind: string } }) => outcome.refusal?.kind ?? "done";

test("catalogue 13: who is disabled is signed out at once, and what they had waits for everybody again", async () => {
  const agent = await addStaff(app, "agent");
  const item = await giveWork(agent, { creditorCode: "BJCF" });
  const challenge = { id: newId(), tokenHash: Buffer.from(newId()), staffId: agent.actor.staffId, kind: "code" };
  const moments = { createdAt: app.clock.now(), expiresAt: app.clock.now() };
  await app.db.prisma.staffChallenge.create({ data: { ...challenge, ...moments } });
  expect(await disableMember(app, operator.actor, agent.actor.staffId)).toEqual({ ok: true, value: undefined });
  expect(await isSignedIn(agent)).toBe(false);
  expect(await holderOf(item)).toBeNull();
  expect(await app.db.prisma.workItem.findUniqueOrThrow({ where: { id: item } })).toMatchObject({
    assignedAt: null,
    snoozedUntil: null,
  });
  expect(await app.db.prisma.staffChallenge.count({ where: { staffId: agent.actor.staffId } })).toBe(0);
  expect(await lastAudit(agent.actor.staffId)).toEqual({
    actor: `staff:${operator.actor.staffId}`,
    action: "staff.disabled",
    facts: { released: 1 },
  });
  expect(refusalOf(await disableMember(app, operator.actor, agent.actor.staffId))).toBe("wrong-state");
  expect(refusalOf(await renewLink(app, operator.actor, agent.actor.staffId))).toBe("wrong-state");
});

test("catalogue 80: another role or portfolio ends every session, and the same again ends none", async () => {
  const senior = await addStaff(app, "senior_agent", { creditors: ["BJCF", "RIVER"] });
  const { staffId } = senior.actor;
  const same = { role: "senior_agent" as const, creditors: ["RIVER", "BJCF"] };
  expect(refusalOf(await changeAccess(app, operator.actor, staffId, same))).toBe("done");
  expect(await isSignedIn(senior)).toBe(true);
  expect(refusalOf(await changeAccess(app, operator.actor, staffId, { ...same, creditors: ["BJCF"] }))).toBe("done");
  expect(await isSignedIn(senior)).toBe(false);
  expect(await lastAudit(staffId)).toMatchObject({
    action: "staff.portfolio_changed",
    facts: { from: ["BJCF", "RIVER"], to: ["BJCF"], released: 0 },
  });
  const other = await addStaff(app, "finance");
  const wanted = { role: "finance_lead" as const, creditors: other.actor.creditors };
  expect(refusalOf(await changeAccess(app, operator.actor, other.actor.staffId, wanted))).toBe("done");
  expect(await isSignedIn(other)).toBe(false);
  expect(await lastAudit(other.actor.staffId)).toMatchObject({
    action: "staff.role_changed",
    facts: { from: "finance", to: "finance_lead", released: 0 },
  });
});

test("a change gives back what is no longer theirs, and nothing else", async () => {
  const senior = await addStaff(app, "senior_agent", { creditors: ["BJCF", "RIVER"] });
  const { staffId } = senior.actor;
  const kept = await giveWork(senior, { creditorCode: "BJCF" });
  const unnamed = await giveWork(senior);
  const elsewhere = await giveWork(senior, { creditorCode: "RIVER" });
  const forSeniors = await giveWork(senior, { creditorCode: "BJCF", level: "senior" });
  await changeAccess(app, operator.actor, staffId, { role: "agent", creditors: ["BJCF"] });
  expect(await Promise.all([kept, unnamed, elsewhere, forSeniors].map(holderOf))).toEqual([
    staffId,
    staffId,
    null,
    null,
  ]);
  await changeAccess(app, operator.actor, staffId, { role: "finance", creditors: ["BJCF"] });
  expect(await Promise.all([kept, unnamed].map(holderOf))).toEqual([null, null]);
});

test("of two operators who demote each other at the same moment, one stays", async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, two] = [operator, await addStaff(app, "operator")];
    const demote = (by: TestStaff, whom: TestStaff) =>
      changeAccess(app, by.actor, whom.actor.staffId, { role: "auditor", creditors: [] });
    const outcomes = await Promise.all([demote(one, two), demote(two, one)]);
    expect(outcomes.map(refusalOf).toSorted()).toEqual(["done", "not-allowed"]);
    expect(await app.db.prisma.staff.count({ where: { role: "operator", status: "active" } })).toBe(1);
    operator = outcomes[0]?.ok ? one : two;
  }
});

test("the last operator can be neither disabled nor demoted, also by two at once", async () => {
  const second = await addStaff(app, "operator");
  const ids = [operator, second].map(({ actor }) => actor.staffId);
  const [first = "", other = ""] = ids;
  const outcomes = await Promise.all([
    disableMember(app, machine, first),
    changeAccess(app, machine, other, { role: "agent", creditors: [] }),
  ]);
  expect(outcomes.map(refusalOf).toSorted()).toEqual(["done", "last-operator"]);
  expect(await app.db.prisma.staff.count({ where: { role: "operator", status: "active" } })).toBe(1);
});

test("nobody changes their own rights, and who lost theirs changes nobody's", async () => {
  const self = operator.actor.staffId;
  const more = { role: "operator" as const, creditors: ["BJCF"] };
  const attempts = await Promise.all([
    changeAccess(app, operator.actor, self, more),
    disableMember(app, operator.actor, self),
    endMemberSessions(app, operator.actor, self),
    renewLink(app, operator.actor, self),
  ]);
  expect(attempts.map(refusalOf)).toEqual(["own", "own", "own", "own"]);
  await addStaff(app, "operator");
  await disableMember(app, machine, self);
  const agent = await addStaff(app, "agent");
  expect(refusalOf(await disableMember(app, operator.actor, agent.actor.staffId))).toBe("not-allowed");
  const roles: StaffRole[] = ["agent", "senior_agent", "finance", "finance_lead", "auditor"];
  for (const role of roles) {
    const { actor } = await addStaff(app, role);
    await expect(disableMember(app, actor, agent.actor.staffId)).rejects.toThrow("may not staff.manage");
  }
});

test("an invitation is for an address that is not on the list and creditors that exist", async () => {
  const who = { email: "lin@desk.example", name: "林", role: "agent", language: "zh-CN", creditors: ["BJCF"] } as const;
  const invited = await Promise.all([1, 2, 3].map(() => inviteMember(app, operator.actor, who)));
  expect(invited.map(refusalOf).toSorted()).toEqual(["done", "email-taken", "email-taken"]);
  const unknown = { ...who, email: "b@desk.example", creditors: ["NOBODY"] };
  expect(refusalOf(await inviteMember(app, operator.actor, unknown))).toBe("unknown-creditor");
  const made = invited.find(({ ok }) => ok);
  if (!made?.ok) throw new Error("nobody was invited");
  expect(await findLink(app, made.value.token)).toMatchObject({ email: who.email, role: "agent" });
  const actions = await app.db.prisma.auditEvent.findMany({ where: { subject: `staff:${made.value.staffId}` } });
  expect(actions.map(({ action, facts }) => ({ action, facts }))).toEqual([
    { action: "staff.link_made", facts: {} },
    { action: "staff.invited", facts: { role: "agent", creditors: ["BJCF"] } },
  ]);
});

test("who comes back has the ways in that they had; who never had one is invited again", async () => {
  const agent = await addStaff(app, "agent");
  const { staffId } = agent.actor;
  await disableMember(app, operator.actor, staffId);
  await enableMember(app, operator.actor, staffId);
  expect((await readMember(app, operator.actor, staffId))?.state).toBe("invited");
  await app.db.prisma.staff.update({ where: { id: staffId }, data: { passwordHash: "x", status: "active" } });
  await disableMember(app, operator.actor, staffId);
  await enableMember(app, operator.actor, staffId);
  expect(await readMember(app, operator.actor, staffId)).toMatchObject({ state: "active", disabledAt: undefined });
  expect(await isSignedIn(agent)).toBe(false);
  expect(refusalOf(await enableMember(app, operator.actor, staffId))).toBe("wrong-state");
});

test("the list shows nothing that opens a door, and nothing to whoever has no right to it", async () => {
  const text = JSON.stringify(await listMembers(app, operator.actor));
  expect(text).not.toMatch(/argon2id|hash|totp/i);
  const { actor } = await addStaff(app, "auditor");
  expect((await listMembers(app, actor)).length).toBeGreaterThan(5);
  const { actor: agent } = await addStaff(app, "agent");
  await expect(listMembers(app, agent)).rejects.toThrow("may not staff.read");
});
