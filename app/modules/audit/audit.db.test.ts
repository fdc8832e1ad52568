import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { recordAudit, verifyAudit } from "./audit.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
  await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      inTransaction(app.db, (tx) =>
        recordAudit(tx, app, {
          actor: systemActor("test"),
          action: "thing.done",
          subject: `thing:${index}`,
          facts: { b: index, a: "x", list: ["2", "1"] },
        }),
      ),
    ),
  );
});
afterAll(() => app.close());

/** What nobody but a thief with the database's own keys can do: the guard taken off, a statement, the guard put back. */
async function tamper(statement: string): Promise<void> {
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await owner.query(
    `ALTER TABLE audit_event DISABLE TRIGGER ALL; ${statement}; ALTER TABLE audit_event ENABLE TRIGGER ALL`,
  );
  await owner.end();
}

test("events that were written at the same moment form one chain that proves itself", async () => {
  expect(await app.db.prisma.auditEvent.count()).toBe(6);
  expect(await verifyAudit(app)).toBeUndefined();
});

test("neither the application nor the owner may change or remove a row", async () => {
  await expect(app.db.pool.query("UPDATE audit_event SET action = 'x'")).rejects.toThrow("permission denied");
  await expect(app.db.pool.query("DELETE FROM audit_event")).rejects.toThrow("permission denied");
  const owner = new pg.Client({ connectionString: app.ownerUrl });
  await owner.connect();
  await expect(owner.query("UPDATE audit_event SET action = 'x'")).rejects.toThrow(/audit_event/);
  await expect(owner.query("TRUNCATE audit_event")).rejects.toThrow(/audit_event/);
  await owner.end();
});

test("an altered, swapped or removed row is named by its place in the chain", async () => {
  const [first, second, third] = await app.db.prisma.auditEvent.findMany({ orderBy: { seq: "asc" }, take: 3 });
  if (!first || !second || !third) throw new Error("no events");
  await tamper(`UPDATE audit_event SET facts = '{"b": 99}' WHERE seq = ${second.seq}`);
  expect(await verifyAudit(app)).toEqual({ seq: second.seq, problem: "seal_wrong" });
  await tamper(`UPDATE audit_event SET facts = '${JSON.stringify(second.facts)}' WHERE seq = ${second.seq}`);
  expect(await verifyAudit(app)).toBeUndefined();
  await tamper(`DELETE FROM audit_event WHERE seq = ${second.seq}`);
  expect(await verifyAudit(app)).toEqual({ seq: third.seq, problem: "chain_broken" });
});
