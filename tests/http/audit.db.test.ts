// The search through the audit, as a plain program meets it.
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { noteAuditChecked, writeAuditHead } from "#app/modules/audit/audit-heads.server.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { openAccess } from "#app/modules/review/access.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { textOf } from "#tests/world/proposal-visitor.ts";
import { beyondAtOnce, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let agent: TestStaff;
let auditor: TestStaff;
let operator: TestStaff;
let written: Written;

beforeAll(async () => {
  portal = await openPortal();
  const { app } = portal;
  app.clock.set(new Date());
  agent = await addStaff(app, "agent", { name: "Agent <b>Apple</b>" });
  auditor = await addStaff(app, "auditor");
  operator = await addStaff(app, "operator", { creditors: [] });
  written = await sendDraft(app, beyondAtOnce);
  const { proposalId: id } = written;
  await app.db.prisma.workItem.update({ where: { id }, data: { assigneeId: agent.actor.staffId } });
  valueOf(await openAccess(app, agent.actor, { caseId: id }, "case"));
});
afterAll(() => portal.close());

async function get(who: TestStaff, path: string) {
  const response = await fetch(portal.origin + path, { headers: { Cookie: who.cookie }, redirect: "manual" });
  return { status: response.status, page: await response.text() };
}

test("auditors and operators search it, nobody else, and nobody sends it anything", async () => {
  expect((await get(auditor, "/ops/audit")).status).toBe(200);
  expect((await get(operator, "/ops/audit")).status).toBe(200);
  for (const role of ["agent", "senior_agent", "finance", "finance_lead"] as const) {
    const person = await addStaff(portal.app, role);
    expect([role, (await get(person, "/ops/audit")).status]).toEqual([role, 403]);
  }
  const sent = await portal.post("/ops/audit", "who=me", { Cookie: auditor.cookie });
  expect(sent.status).toBe(405);
});

test("finds by person, act, reference and day, in words, and the address says what was asked for", async () => {
  const { reference } = await view(portal.app, written);
  const { page } = await get(auditor, `/ops/audit?who=apple&action=access&from=2020-01-01`);
  expect(textOf(page)).toContain("Opened somebody’s record");
  expect(textOf(page)).toContain("assigned");
  expect(page).toContain('value="apple"');
  expect(page).not.toContain("<b>Apple</b>");
  const about = await get(auditor, `/ops/audit?about=${reference.toLowerCase()}`);
  expect(about.page).toContain(`/desk/cases/${written.proposalId}`);
  expect(textOf(about.page)).toContain("Sent a proposal");
  const reader = await addStaff(portal.app, "auditor", { language: "zh-CN" });
  const chinese = await get(reader, "/ops/audit?who=apple&action=access");
  expect(textOf(chinese.page)).toContain("打开了一个人的资料");
  expect(textOf((await get(auditor, "/ops/audit?who=nobody")).page)).toContain("No row fits.");
});

test("links only to what the reader may open", async () => {
  const { page } = await get(operator, `/ops/audit?about=proposal:${written.proposalId}`);
  expect(textOf(page)).toContain("Sent a proposal");
  expect(page).not.toContain("/desk/cases/");
  expect(page).not.toContain((await view(portal.app, written)).reference);
});

test("a day that does not exist is named, and nothing is searched", async () => {
  const { status, page } = await get(auditor, "/ops/audit?from=2026-02-30&who=apple");
  expect([status, page.includes('href="#from"'), page.includes('value="apple"')]).toEqual([422, true, true]);
  for (const odd of [
    "?before=abc",
    "?who=%E2%80%AE",
    "?about=%27%3B--",
    "?before=99999999999999999999",
    "?action=%25",
  ]) {
    expect([odd, (await get(auditor, `/ops/audit${odd}`)).status]).toEqual([odd, 200]);
  }
});

test("says where the chain was last written down elsewhere, and when it was last found whole", async () => {
  expect(textOf((await get(auditor, "/ops/audit")).page)).toContain("Not checked yet");
  const head = await writeAuditHead(portal.app);
  await noteAuditChecked(portal.app);
  const text = textOf((await get(auditor, "/ops/audit")).page);
  expect(text).toContain(`Row ${head?.seq},`);
  expect(text).toContain(`Whole up to row ${head?.seq}`);
  expect(text).toContain("npm run verify");
});

test("an act without words of its own stands there as its code, and pages go on to older rows", async () => {
  const actor = systemActor("worker");
  for (let at = 0; at < 55; at += 1) {
    await inTransaction(portal.app.db, (tx) =>
      recordAudit(tx, portal.app, { actor, action: "odd.thing", subject: `thing:${at}`, facts: { at } }),
    );
  }
  const { page } = await get(auditor, "/ops/audit?who=system:worker&action=odd");
  expect(page).toContain("<code>odd.thing</code>");
  const older = /href="(\/ops\/audit\?[^"]*before=\d+[^"]*)"/.exec(page)?.[1]?.replaceAll("&amp;", "&") ?? "";
  const next = await get(auditor, older);
  expect(textOf(next.page)).toContain("Back to the newest");
  expect(next.page.match(/<tr/g)?.length).toBe(6);
});
