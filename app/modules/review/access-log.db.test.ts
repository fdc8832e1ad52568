import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { beyondAtOnce, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { openAccess } from "./access.server.ts";
import { readAccessLog } from "./access-log.server.ts";
import { readDone } from "./access-log.ts";
import { watchAccess } from "./access-watch.server.ts";
import { unmaskBorrower } from "./unmask.server.ts";

let app: TestApp;
let agent: TestStaff;
let senior: TestStaff;
let written: Written;
beforeAll(async () => {
  app = await createTestApp();
  agent = await addStaff(app, "agent", { name: "Agent Apple" });
  senior = await addStaff(app, "senior_agent", { name: "Senior Plum" });
  written = await sendDraft(app, beyondAtOnce);
  const { proposalId: id } = written;
  await app.db.prisma.workItem.update({ where: { id }, data: { assigneeId: agent.actor.staffId } });
});
afterAll(() => app.close());

const open = (who: TestStaff, { proposalId }: Written) => openAccess(app, who.actor, { caseId: proposalId }, "case");

test("a person reads who looked at their data, what and why, by day, with counts and without a name", async () => {
  expect((await readAccessLog(app, written.actor)).lines).toEqual([]);
  for (let times = 0; times < 3; times += 1) valueOf(await open(agent, written));
  await unmaskBorrower(app, agent.actor, written.actor.borrowerId, { field: "phone", reason: "caller_check" });
  app.clock.advance(86_400_000);
  valueOf(await open(senior, written));
  const { lines, more } = await readAccessLog(app, written.actor);
  const { reference } = await view(app, written);
  expect(lines.map((line) => ({ ...line, code: undefined }))).toEqual([
    {
      day: "2026-11-24",
      role: "senior_agent",
      done: { kind: "opened", what: "case", ground: "role" },
      reference,
      times: 1,
    },
    {
      day: "2026-11-23",
      role: "agent",
      done: { kind: "unmasked", field: "phone", reason: "caller_check" },
      reference: undefined,
      times: 1,
    },
    {
      day: "2026-11-23",
      role: "agent",
      done: { kind: "opened", what: "case", ground: "assigned" },
      reference,
      times: 3,
    },
  ]);
  expect(more).toBe(false);
  const [later, one, two] = lines.map(({ code }) => code);
  expect(one).toMatch(/^[0-9A-F]{4}$/);
  expect([two, later === one]).toEqual([one, false]);
  expect(JSON.stringify(lines)).not.toMatch(/Apple|Plum|desk\.example/);
  for (const { actor } of [agent, senior]) expect(JSON.stringify(lines)).not.toContain(actor.staffId);
});

test("nobody reads about somebody else, and the newest come first where there are more", async () => {
  const other = await sendDraft(app, beyondAtOnce);
  expect((await readAccessLog(app, other.actor)).lines).toEqual([]);
  const { lines, more } = await readAccessLog(app, written.actor, 1);
  expect([lines.length, lines[0]?.day, more]).toEqual([1, "2026-11-24", true]);
});

test("what is not known by code is still told, in general words", () => {
  const none = { what: null, ground: null, reason: null, field: null };
  expect(readDone("access.opened", { ...none, what: "something new" })).toEqual({
    kind: "opened",
    what: "person",
    ground: undefined,
  });
  expect(readDone("access.glass_broken", { ...none, reason: "complaint" })).toEqual({
    kind: "glass",
    reason: "complaint",
  });
  expect(readDone("borrower.unmasked", none)).toEqual({ kind: "unmasked", field: undefined, reason: undefined });
});

const alarms = (who: TestStaff) =>
  app.db.prisma.alert.findMany({
    where: { kind: "many-unassigned-opened", subject: { startsWith: `staff:${who.actor.staffId}` } },
    orderBy: { createdAt: "asc" },
  });

test("more people in a day than usual, whose cases are not theirs, is one alarm, and the next day another", async () => {
  const curious = await addStaff(app, "senior_agent");
  const limit = app.settings.desk.unassignedPerDay;
  const others = await Promise.all(Array.from({ length: limit + 1 }, () => sendDraft(app, beyondAtOnce)));
  for (const one of others.slice(0, limit))
    for (let twice = 0; twice < 2; twice += 1) valueOf(await open(curious, one));
  expect(await alarms(curious)).toEqual([]);
  const [last] = others.slice(limit);
  if (!last) throw new Error("nobody is left");
  await Promise.all([open(curious, last), open(curious, last), open(curious, last)]);
  expect((await alarms(curious)).map(({ facts }) => facts)).toEqual([
    { people: String(limit + 1), limit: String(limit) },
  ]);
  const recorded = await app.db.prisma.auditEvent.count({
    where: { action: "access.alarm", subject: `staff:${curious.actor.staffId}` },
  });
  expect(recorded).toBe(1);
  app.clock.advance(23 * 3_600_000);
  await watchAccess(app, curious.actor);
  app.clock.advance(25 * 3_600_000);
  await watchAccess(app, curious.actor);
  expect((await alarms(curious)).length).toBe(2);
  expect(await verifyAudit(app)).toBeUndefined();
});

test("one's own cases, and answers that were drawn for review, are no curiosity", async () => {
  const diligent = await addStaff(app, "senior_agent");
  const mine = await Promise.all(Array.from({ length: 7 }, () => sendDraft(app, beyondAtOnce)));
  const ids = mine.map(({ proposalId }) => proposalId);
  await app.db.prisma.workItem.updateMany({
    where: { id: { in: ids } },
    data: { assigneeId: diligent.actor.staffId },
  });
  for (const one of mine) valueOf(await open(diligent, one));
  const reviewer = await addStaff(app, "auditor");
  for (const id of ids) valueOf(await openAccess(app, reviewer.actor, { caseId: id }, "quality"));
  expect([...(await alarms(diligent)), ...(await alarms(reviewer))]).toEqual([]);
});
