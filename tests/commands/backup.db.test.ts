// What an operator does on a bad day: the copy, the way back, and the proof.
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { readAuditStanding } from "#app/modules/audit/audit-heads.server.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { importPlacements } from "#app/modules/placements/placements.server.ts";
import { recordPolicies } from "#app/modules/policy/policy.server.ts";
import { openFullName } from "#app/modules/identity/borrowers.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readBackup, restoreBackup, writeBackup, type BackupManifest } from "#app/platform/backup.server.ts";
import { environmentOf, runCommand } from "#tests/world/command.ts";
import { createTestApp, createTestDatabase, type TestApp } from "#tests/world/database.ts";
import { fictionalAccount, placementFile } from "#tests/world/people.ts";

let app: TestApp;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), "anhuan-backup-"));
  app = await createTestApp();
  const file = path.join(folder, "placements.csv");
  await writeFile(file, placementFile([0, 1, 2].map((index) => fictionalAccount(index))));
  const placed = await importPlacements(app, systemActor("import"), { file });
  if (!placed.ok) throw new Error(placed.refusal.kind);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

/** Every row of every table, as text. */
async function contentsOf(url: string): Promise<Record<string, string[]>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const tables = await client.query<{ name: string; counts: boolean }>(
    "SELECT relname AS name, relkind = 'S' AS counts FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S') AND relname <> '_prisma_migrations' ORDER BY 1",
  );
  const contents: Record<string, string[]> = {};
  for (const { name, counts } of tables.rows) {
    const row = counts ? "last_value || ' ' || is_called" : "t::text";
    const { rows } = await client.query<{ row: string }>(`SELECT ${row} AS row FROM "${name}" t ORDER BY 1`);
    contents[name] = rows.map(({ row }) => row);
  }
  await client.end();
  return contents;
}

const later = new Date("2026-11-23T13:00:00+08:00");

describe("a backup", () => {
  test("comes back row for row, with its sequences, and the rules hold again afterwards", async () => {
    const dir = path.join(folder, "whole");
    const manifest = await writeBackup(app.ownerUrl, dir, later);
    expect(manifest.tables.find(({ name }) => name === "debt_account")?.rows).toBe(3);
    const target = await createTestDatabase();
    await restoreBackup(target.ownerUrl, dir);
    const contents = await contentsOf(target.ownerUrl);
    expect(contents).toEqual(await contentsOf(app.ownerUrl));
    expect(contents["entry"]?.length).toBeGreaterThan(5);
    const client = new pg.Client({ connectionString: target.ownerUrl });
    await client.connect();
    await expect(client.query("DELETE FROM entry")).rejects.toMatchObject({ code: "AH005" });
    await client.end();
    await target.drop();
  });

  test("holds nothing that can be read without the keys, and opens with them", async () => {
    const dir = path.join(folder, "sealed");
    const { tables } = await writeBackup(app.ownerUrl, dir, later);
    const texts = await Promise.all(tables.map(({ file }) => readFile(path.join(dir, file), "utf8")));
    const { fullName, idNumber, mobile } = fictionalAccount(0);
    for (const secret of [fullName, idNumber, mobile.slice(3)]) expect(texts.join("\n")).not.toContain(secret);
    const borrower = await app.db.prisma.borrower.findFirstOrThrow();
    expect(openFullName(app.vault, borrower)).not.toBe("");
  });

  test("does not go into a folder that holds something, and half a backup is none", async () => {
    const dir = path.join(folder, "taken");
    await writeBackup(app.ownerUrl, dir, later);
    await expect(writeBackup(app.ownerUrl, dir, later)).rejects.toThrow("not empty");
    await rm(path.join(dir, "manifest.json"));
    await expect(readBackup(dir)).rejects.toThrow("no finished backup");
  });

  test("of which a byte was changed, or that is of another version, is refused, and nothing is left behind", async () => {
    const dir = path.join(folder, "altered");
    await writeBackup(app.ownerUrl, dir, later);
    const target = await createTestDatabase();
    const empty = await contentsOf(target.ownerUrl);
    const manifestFile = path.join(dir, "manifest.json");
    const manifest = JSON.parse(await readFile(manifestFile, "utf8")) as BackupManifest;
    await writeFile(manifestFile, JSON.stringify({ ...manifest, migrations: manifest.migrations.slice(1) }));
    await expect(restoreBackup(target.ownerUrl, dir)).rejects.toThrow("another version");
    await writeFile(manifestFile, JSON.stringify(manifest));
    const file = path.join(dir, "debt_account.copy");
    await writeFile(file, (await readFile(file, "utf8")).replace("RIVER", "RIVES"));
    await expect(restoreBackup(target.ownerUrl, dir)).rejects.toThrow("debt_account.copy is not what was written");
    expect(await contentsOf(target.ownerUrl)).toEqual(empty);
    await target.drop();
  });

  test("goes into one where the portal was merely started, and brings its own policy packs", async () => {
    await recordPolicies(app);
    const dir = path.join(folder, "started");
    await writeBackup(app.ownerUrl, dir, later);
    const started = await createTestApp();
    await recordPolicies(started);
    await restoreBackup(started.ownerUrl, dir);
    expect(await contentsOf(started.ownerUrl)).toEqual(await contentsOf(app.ownerUrl));
    expect(await started.db.prisma.policyRecord.count()).toBeGreaterThan(2);
    await started.close();
  });

  test("does not go into a database that holds anything", async () => {
    const dir = path.join(folder, "again");
    await writeBackup(app.ownerUrl, dir, later);
    const before = await contentsOf(app.ownerUrl);
    await expect(restoreBackup(app.ownerUrl, dir)).rejects.toThrow("not fresh");
    expect(await contentsOf(app.ownerUrl)).toEqual(before);
  });
});

describe("the commands", () => {
  test("a demo's backup restores elsewhere with its keys, and verify is silent there", async () => {
    const dir = path.join(folder, "by-command");
    // As the commands are by themselves; what they log beside is where the audit ends.
    const quiet = { LOG_LEVEL: "warn" };
    const taken = await runCommand("backup", [dir], { ...environmentOf(app), ...quiet });
    expect([taken.code, taken.stderr]).toEqual([0, ""]);
    const other = await createTestApp();
    const back = await runCommand("restore", [dir], { ...environmentOf(other), ...quiet });
    expect([back.code, back.stderr]).toEqual([0, ""]);
    const keys = (dataDir: string): Promise<string> => readFile(path.join(dataDir, "demo-keys.json"), "utf8");
    expect(await keys(other.env.dataDir)).toBe(await keys(app.env.dataDir));
    const proof = await runCommand("verify", [], environmentOf(other));
    expect(proof).toEqual({ code: 0, stdout: "", stderr: "" });
    const again = await runCommand("restore", [dir], environmentOf(other));
    expect([again.code, again.stderr]).toEqual([1, expect.stringContaining("not fresh")]);
    await other.close();
  });

  test("verify names the first fault and exits 1", async () => {
    const broken = await createTestApp();
    const dir = path.join(folder, "to-break");
    await writeBackup(app.ownerUrl, dir, later);
    await restoreBackup(broken.ownerUrl, dir);
    const client = new pg.Client({ connectionString: broken.ownerUrl });
    await client.connect();
    await client.query("ALTER TABLE entry DISABLE TRIGGER USER");
    await client.query("UPDATE entry SET amount = amount + 1 WHERE id = (SELECT min(id) FROM entry)");
    await client.end();
    const proof = await runCommand("verify", [], environmentOf(broken));
    expect([proof.code, proof.stdout]).toEqual([1, ""]);
    expect(proof.stderr).toMatch(/^books: \w+: .+\n$/);
    await broken.close();
  });

  test("verify names the place where the audit was cut off after a backup had noted its end", async () => {
    const cut = await createTestApp();
    const actor = systemActor("test");
    const entry = { actor, action: "thing.done", subject: "thing:1", facts: {} };
    for (let at = 0; at < 4; at += 1) await inTransaction(cut.db, (tx) => recordAudit(tx, cut, entry));
    const dir = path.join(folder, "to-cut");
    expect((await runCommand("backup", [dir], environmentOf(cut))).code).toBe(0);
    expect((await runCommand("verify", [], environmentOf(cut))).code).toBe(0);
    expect((await readAuditStanding(cut)).checked?.seq).toBe(4n);
    const client = new pg.Client({ connectionString: cut.ownerUrl });
    await client.connect();
    await client.query("ALTER TABLE audit_event DISABLE TRIGGER USER; DELETE FROM audit_event WHERE seq > 2");
    await client.end();
    const proof = await runCommand("verify", [], environmentOf(cut));
    expect([proof.code, proof.stderr]).toEqual([1, "audit: tail_cut: event 3\n"]);
    await cut.close();
  });
});
