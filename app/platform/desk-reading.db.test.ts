// The second wall, attacked from inside: whatever a statement of the desk forgets to ask, the database shows nobody's
// rows without a reader, and of a reader's only those of the portfolio.
import { afterAll, beforeAll, expect, test } from "vitest";
import type { StaffActor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import { writeDraft, beyondAtOnce, sendDraft, type Written } from "#tests/world/proposals.ts";
import { addStaff } from "#tests/world/staff.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { readAsStaff } from "./desk-reading.server.ts";

let app: TestApp;
let here: StaffActor;
let elsewhere: StaffActor;
let written: Written;

beforeAll(async () => {
  app = await createTestApp();
  here = (await addStaff(app, "agent", { creditors: ["BJCF"] })).actor;
  elsewhere = (await addStaff(app, "senior_agent", { creditors: ["RIVER", "HXCARD"] })).actor;
  written = await sendDraft(app, beyondAtOnce);
  await writeDraft(app);
});
afterAll(() => app.close());

/** Every table that the desk's role may read at all. */
async function readable(): Promise<string[]> {
  const { rows } = await app.db.pool.query<{ name: string }>(`
    SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
       AND has_any_column_privilege('anhuan_desk', oid, 'SELECT') ORDER BY 1`);
  return rows.map(({ name }) => name);
}

async function countRows(actor: StaffActor, table: string): Promise<number> {
  return readAsStaff(app.db, actor, async (tx) => {
    const rows = await tx.$queryRawUnsafe<{ count: bigint }[]>(`SELECT count(id) AS count FROM "${table}"`);
    return Number(rows[0]?.count);
  });
}

test("catalogue 18: no actor, no rows: of no table that the desk may read", async () => {
  const tables = await readable();
  expect(tables.length).toBeGreaterThan(25);
  const { rows } = await app.db.pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relrowsecurity",
  );
  expect(tables.filter((table) => !rows.some(({ name }) => name === table))).toEqual([]);
  const seen = await app.db.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL ROLE anhuan_desk`;
    const counts: [string, number][] = [];
    for (const table of tables) {
      const found = await tx.$queryRawUnsafe<unknown[]>(`SELECT 1 FROM "${table}" LIMIT 1`);
      counts.push([table, found.length]);
    }
    return counts;
  });
  expect(seen).toEqual(tables.map((table) => [table, 0]));
});

test("catalogue 15: a reader sees the own portfolio, and nothing of another", async () => {
  expect(await countRows(here, "proposal")).toBe(2);
  for (const table of [
    "borrower",
    "debt_account",
    "proposal",
    "budget",
    "work_item",
    "contact_point",
    "proposal_event",
  ]) {
    expect([table, (await countRows(here, table)) > 0]).toEqual([table, true]);
    expect([table, await countRows(elsewhere, table)]).toEqual([table, 0]);
  }
  const asked = await readAsStaff(app.db, elsewhere, (tx) =>
    tx.proposal.findUnique({ where: { id: written.proposalId } }),
  );
  expect(asked).toBeNull();
});

test("catalogue 18: one reader's eyes are not left on the connection for the next", async () => {
  await readAsStaff(app.db, here, (tx) => tx.proposal.count());
  const { rows } = await app.db.pool.query<{ role: string; staff: string | null }>(
    "SELECT current_role::text AS role, current_setting('anhuan.staff', true) AS staff",
  );
  expect(rows.map(({ role, staff }) => [role, staff ?? ""])).toEqual([["anhuan_app", ""]]);
});

test("catalogue 19: the role that reads for staff can write to no table at all", async () => {
  const { rows } = await app.db.pool.query<{ name: string }>(
    "SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
  );
  expect(rows.length).toBeGreaterThan(50);
  const attempts = rows.flatMap(({ name }) => [
    `DELETE FROM "${name}"`,
    `INSERT INTO "${name}" DEFAULT VALUES`,
    `TRUNCATE "${name}"`,
  ]);
  for (const statement of attempts) {
    const attempt = readAsStaff(app.db, here, (tx) => tx.$executeRawUnsafe(statement));
    await expect(attempt).rejects.toThrow(/permission denied/);
  }
  const update = readAsStaff(
    app.db,
    here,
    (tx) => tx.$executeRaw`UPDATE work_item SET assignee_id = ${here.staffId}::uuid`,
  );
  await expect(update).rejects.toThrow(/permission denied/);
});

test("what somebody signs in with is seen by no reader", async () => {
  for (const column of ["password_hash", "totp_enc", "id_blind"]) {
    const attempt = readAsStaff(app.db, here, (tx) => tx.$queryRawUnsafe(`SELECT ${column} FROM staff`));
    await expect(attempt).rejects.toThrow(/permission denied/);
  }
});

test("the chain of what was done is read by those who may", async () => {
  const auditor = (await addStaff(app, "auditor")).actor;
  const count = (actor: StaffActor) => readAsStaff(app.db, actor, (tx) => tx.auditEvent.count());
  expect(await count(here)).toBe(0);
  expect(await count(auditor)).toBeGreaterThan(0);
});

test("a portfolio that names nothing shows nothing, and a code is no pattern", async () => {
  for (const creditors of [[], ["%"], ["BJCF' OR 'a'='a"]]) {
    const actor: StaffActor = { ...here, staffId: newId(), creditors };
    expect(await countRows(actor, "debt_account")).toBe(0);
  }
});
