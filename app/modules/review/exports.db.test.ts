// The queue as a file, and who has to allow it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { seedDesk } from "#tests/bench/desk-rows.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";
import { databaseErrorCode, inTransaction } from "#app/platform/db.server.ts";
import { askExport, decideExport, exportNow, fetchExport, listExports, type ExportWish } from "./exports.server.ts";
import { readWish, type QueueView } from "./queue.ts";

let app: TestApp;
let asker: TestStaff;
let second: TestStaff;
const taker = { name: '=HYPERLINK("x")', language: "en" } as const;
beforeAll(async () => {
  app = await createTestApp();
  // Twenty rows go without a second person.
  Object.assign(app, { settings: { ...app.settings, desk: { ...app.settings.desk, exportRows: 20 } } });
  asker = await addStaff(app, "senior_agent", { creditors: ["RIVER", "HXCARD"] });
  second = await addStaff(app, "senior_agent", { creditors: ["RIVER", "HXCARD"] });
  await seedDesk(app, { count: 60, creditors: ["RIVER", "HXCARD"], holders: [asker.actor.staffId] });
});
afterAll(() => app.close());

function wish(view: QueueView, asked = ""): ExportWish {
  return { ...readWish(new URLSearchParams(asked)), view, mark: undefined };
}

const linesOf = (text: string): string[] => text.split("\r\n").filter(Boolean);

async function made(action = "export.made") {
  return app.db.prisma.auditEvent.findFirstOrThrow({ where: { action }, orderBy: { seq: "desc" } });
}

async function ask(who = asker, view: QueueView = "all"): Promise<string> {
  const asked = await askExport(app, who.actor, wish(view));
  if (!asked.ok) throw new Error("refused");
  return asked.value.id;
}

test("a few rows are a file at once: the columns of the screen, a last line that says who took it, and a record", async () => {
  const file = await exportNow(app, asker.actor, wish("mine"), taker);
  if (!file.ok) throw new Error("refused");
  const { text, name } = file.value;
  expect(name).toBe("queue-2026-11-23.csv");
  expect(text.startsWith("\ufeffReference,")).toBe(true);
  const [head = "", ...lines] = linesOf(text);
  const mark = lines.pop() ?? "";
  expect(lines).toHaveLength(
    await app.db.prisma.workItem.count({ where: { assigneeId: asker.actor.staffId, stage: "desk" } }),
  );
  expect(head).toContain("What is proposed,Total of the plan,Currency");
  const { reference } = await app.db.prisma.workItem.findFirstOrThrow({
    where: { assigneeId: asker.actor.staffId, stage: "desk" },
    orderBy: [{ dueOn: "asc" }, { id: "asc" }],
  });
  expect(lines[0]).toContain(`${reference},`);
  expect(lines[0]).toMatch(/,\d+\.\d\d,CNY,Waits for us,/);
  const { facts, subject } = await made();
  expect(facts).toEqual({ rows: lines.length, view: "mine", allowedBy: null });
  expect(mark).toContain(subject.replace("export:", ""));
  expect(mark).toContain(`${lines.length} rows`);
});

test("what a spreadsheet would run is a text, and no whole name is in the file", async () => {
  const { staffId } = asker.actor;
  await app.db.prisma.staff.update({ where: { id: second.actor.staffId }, data: { name: "=cmd|' /C calc'!A0" } });
  const held = await app.db.prisma.workItem.findFirstOrThrow({ where: { assigneeId: staffId, stage: "desk" } });
  await app.db.prisma.workItem.update({ where: { id: held.id }, data: { assigneeId: second.actor.staffId } });
  const file = await exportNow(app, second.actor, wish("mine"), { name: "@SUM(1)", language: "zh-CN" });
  const other = await exportNow(app, { ...asker.actor, staffId }, wish("today"), taker);
  for (const each of [file, other]) {
    if (!each.ok) throw new Error("refused");
    for (const line of linesOf(each.value.text))
      for (const cell of line.split(",")) expect(cell).not.toMatch(/^"?[=+@-]/);
  }
  await app.db.prisma.workItem.update({ where: { id: held.id }, data: { assigneeId: staffId } });
});

test("catalogue 78: more rows wait for a second person; then they are fetched once, within a day, by whoever asked", async () => {
  expect(await exportNow(app, asker.actor, wish("all"), taker)).toEqual({
    ok: false,
    refusal: { kind: "too-many", limit: 20 },
  });
  const id = await ask();
  const fetch = (who = asker) => fetchExport(app, who.actor, id, taker);
  expect(await fetch()).toEqual({ ok: false, refusal: { kind: "not-ready", state: "waiting" } });
  expect(await decideExport(app, asker.actor, id, "approved")).toEqual({ ok: false, refusal: { kind: "same-person" } });
  expect((await listExports(app, second.actor)).filter((each) => each.toDecide).map((each) => each.id)).toEqual([id]);
  expect((await decideExport(app, second.actor, id, "approved")).ok).toBe(true);
  expect(await decideExport(app, second.actor, id, "returned")).toEqual({ ok: false, refusal: { kind: "decided" } });
  expect(await fetch(second)).toEqual({ ok: false, refusal: { kind: "not-found" } });
  const both = await Promise.all([fetch(), fetch()]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(await fetch()).toEqual({ ok: false, refusal: { kind: "not-ready", state: "fetched" } });
  const { facts, subject } = await made();
  expect(subject).toBe(`export:${id}`);
  expect(facts).toEqual({ rows: 60, view: "all", allowedBy: second.actor.staffId });
});

test("catalogue 78: that two people are two is held by the database as well", async () => {
  const id = await ask();
  const forged = inTransaction(app.db, (tx) =>
    tx.approval.update({
      where: { id },
      data: { decidedBy: asker.actor.staffId, decidedAt: app.clock.now(), outcome: "approved" },
    }),
  );
  const code = await forged.then(() => "accepted", databaseErrorCode);
  expect(code).toBe("23514");
});

test("after a day the file is gone, after a no there is none, and the word with it is read", async () => {
  const [late, never] = [await ask(), await ask(asker, "unassigned")];
  await decideExport(app, second.actor, late, "approved");
  await decideExport(app, second.actor, never, "returned", "too much at once");
  app.clock.advance(24 * 3_600_000);
  expect(await fetchExport(app, asker.actor, late, taker)).toMatchObject({ refusal: { state: "over" } });
  expect(await fetchExport(app, asker.actor, never, taker)).toMatchObject({ refusal: { state: "returned" } });
  const listed = await listExports(app, asker.actor);
  expect(listed.find((each) => each.id === never)).toMatchObject({ state: "returned", note: "too much at once" });
  app.clock.advance(-24 * 3_600_000);
});

test("catalogue 15: nobody allows an export of a portfolio that is not theirs, or sees that it waits", async () => {
  const narrow = await addStaff(app, "senior_agent", { creditors: ["HXCARD"] });
  const id = await ask();
  expect(await decideExport(app, narrow.actor, id, "approved")).toEqual({ ok: false, refusal: { kind: "not-found" } });
  expect(await listExports(app, narrow.actor)).toEqual([]);
});

test("whoever lost a creditor before fetching gets none of its rows", async () => {
  const id = await ask();
  await decideExport(app, second.actor, id, "approved");
  const narrowed = { ...asker.actor, creditors: ["HXCARD"] };
  const file = await fetchExport(app, narrowed, id, taker);
  if (!file.ok) throw new Error("refused");
  expect(linesOf(file.value.text)).toHaveLength(30 + 2);
  expect(file.value.text).not.toContain("River Bank");
});

test("no more rows are given out than were allowed", async () => {
  const id = await ask();
  await decideExport(app, second.actor, id, "approved");
  await seedDesk(app, { count: 10, creditors: ["RIVER"] });
  const file = await fetchExport(app, asker.actor, id, taker);
  if (!file.ok) throw new Error("refused");
  expect(linesOf(file.value.text)).toHaveLength(60 + 2);
});

test("a role that makes no exports is told so loudly", async () => {
  const agent = await addStaff(app, "agent");
  await expect(exportNow(app, agent.actor, wish("mine"), taker)).rejects.toThrow("may not export.make");
  await expect(askExport(app, agent.actor, wish("mine"))).rejects.toThrow("may not export.make");
});

test("the same form sent twice asks a second person once", async () => {
  const alone = await addStaff(app, "senior_agent", { creditors: ["RIVER", "HXCARD"] });
  const [first, again] = await Promise.all([ask(alone), ask(alone)]);
  expect(again).toBe(first);
  expect(await ask(alone)).toBe(first);
  const { staffId } = alone.actor;
  expect(await app.db.prisma.approval.count({ where: { proposedBy: staffId } })).toBe(1);
  expect((await decideExport(app, second.actor, first, "returned", "no")).ok).toBe(true);
  expect(await ask(alone)).not.toBe(first);
});
