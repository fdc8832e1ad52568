import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor, type Actor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { codeOfActor } from "./actor-code.server.ts";
import { auditPageSize, searchAudit } from "./audit-search.server.ts";
import { readAuditFilter } from "./audit-search.ts";
import { recordAudit } from "./audit.server.ts";

let app: TestApp;
let auditor: TestStaff;
let wang: TestStaff;
const borrower = `borrower:${newId()}`;

async function write(actor: Actor, action: string, subject: string, count = 1): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await inTransaction(app.db, (tx) => recordAudit(tx, app, { actor, action, subject, facts: { index } }));
  }
}

beforeAll(async () => {
  app = await createTestApp("2026-11-20T09:00:00+08:00");
  auditor = await addStaff(app, "auditor", { name: "Auditor One" });
  wang = await addStaff(app, "agent", { name: "Wang Example" });
  await write(systemActor("worker"), "plan.started", "plan:1", 60);
  app.clock.set("2026-11-21T09:00:00+08:00");
  await write(wang.actor, "access.opened", borrower, 3);
  await write(wang.actor, "access.alarm", `staff:${wang.actor.staffId}`);
  app.clock.set("2026-11-22T09:00:00+08:00");
  await write(systemActor("worker"), "plan.completed", "plan:2", 4);
});
afterAll(() => app.close());

const search = (query: string, who = auditor) =>
  searchAudit(app, who.actor, readAuditFilter(new URLSearchParams(query)).filter);
const summary = async (query: string): Promise<string[]> =>
  (await search(query)).events.map(({ action, subject }) => `${action} ${subject.split(":")[0]}`);

describe("the audit", () => {
  test("is read a page at a time, from the newest, and nothing is shown twice", async () => {
    const first = await search("");
    expect(first.events).toHaveLength(auditPageSize);
    expect(first.events[0]?.action).toBe("plan.completed");
    const second = await search(`before=${first.before}`);
    expect(second.before).toBeUndefined();
    const all = [...first.events, ...second.events].map(({ seq }) => seq);
    expect(new Set(all).size).toBe(await app.db.prisma.auditEvent.count());
    expect(all).toEqual(all.toSorted((a, b) => Number(b - a)));
  });

  test.each([
    ["a part of a name", "who=wang", 4],
    ["an address", () => `who=${wang.email}`, 4],
    ["the code that a borrower reads", () => `who=${codeOfActor(app, `staff:${wang.actor.staffId}`)}`, 4],
    ["an actor as it stands in the chain", "who=system:worker", 50],
    ["nobody at all", "who=nobody+like+that", 0],
    ["the beginning of an action", "action=access", 4],
    ["an action", "action=plan.completed", 4],
    ["an action that nobody ever did", "action=zzz", 0],
    ["a subject", `about=${borrower}`, 3],
    ["an id without its kind", `about=${borrower.slice(9)}`, 3],
    ["a reference of nothing", "about=A-2222-2222", 0],
    ["a person and an action together", "who=wang&action=access.alarm", 1],
    ["a subject and somebody else", `about=${borrower}&who=system:worker`, 0],
    ["a day", "from=2026-11-21&until=2026-11-21", 4],
    ["from a day on", "from=2026-11-22", 4],
    ["up to a day, by an action", "until=2026-11-21&action=access.opened", 3],
    ["days before everything", "until=2020-01-01", 0],
    ["days after everything", "from=2030-01-01", 0],
  ])("finds %s", async (_, query, count) => {
    const { events } = await search(typeof query === "string" ? query : query());
    expect(events.filter(({ action }) => !action.startsWith("staff."))).toHaveLength(count);
  });

  test("says who of the staff it was, and about whom", async () => {
    const [alarm] = (await search("action=access.alarm")).events;
    expect(alarm?.person).toEqual({ name: "Wang Example", role: "agent" });
    expect([alarm?.reference, alarm?.known]).toEqual(["Wang Example", true]);
    expect((await search(`about=${borrower}`)).events[0]?.known).toBe(false);
    expect(await summary("action=access.alarm")).toEqual(["access.alarm staff"]);
  });

  test("is shown to nobody who may not read it, by the code and by the database", async () => {
    await expect(search("", wang)).rejects.toThrow("may not audit.read");
    const senior = await addStaff(app, "senior_agent");
    await expect(search("", senior)).rejects.toThrow("may not audit.read");
  });
});
