import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/world/database.ts";
import { knownMigrations, migrate, schemaSql } from "./migrate.server.ts";

const child = path.resolve(import.meta.dirname, "../../tests/world/migrate-child.ts");
const gate = 42;

let database: TestDatabase;
let owner: pg.Client;
beforeEach(async () => {
  database = await createTestDatabase("template1");
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterEach(async () => {
  await owner.end();
  await database.drop();
});

/** Everything that prisma/schema can say about a database: one line for each column, index and key. */
async function catalogOf(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ line: string }>(`
    WITH tables AS (
      SELECT oid, relname FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relname <> '_prisma_migrations')
    SELECT relname || ' column ' || attname || ' ' || format_type(atttypid, atttypmod)
           || CASE WHEN attnotnull THEN ' not null' ELSE '' END || ' ' || coalesce(pg_get_expr(adbin, adrelid), '') AS line
      FROM tables JOIN pg_attribute a ON attrelid = tables.oid AND attnum > 0 AND NOT attisdropped
      LEFT JOIN pg_attrdef ON adrelid = tables.oid AND adnum = attnum
    UNION ALL
    SELECT relname || ' index ' || pg_get_indexdef(indexrelid) FROM tables JOIN pg_index ON indrelid = tables.oid
    UNION ALL
    SELECT relname || ' key ' || conname || ' ' || pg_get_constraintdef(pg_constraint.oid)
      FROM tables JOIN pg_constraint ON conrelid = tables.oid AND contype IN ('p', 'u', 'f')
    ORDER BY 1`);
  await client.end();
  return rows.map(({ line }) => line);
}

/** Rules, roles' rights and triggers, which prisma/schema does not know. */
async function rulesOf(url: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(`
    SELECT 'trigger' AS kind, tgrelid::regclass || ' ' || tgname AS name FROM pg_trigger
     WHERE NOT tgisinternal AND tgname NOT LIKE 'gate%' AND tgrelid::regclass::text NOT LIKE 'pgboss.%'
    UNION ALL SELECT 'check', conrelid::regclass || ' ' || conname FROM pg_constraint
     WHERE contype = 'c' AND conrelid <> 0 AND connamespace = 'public'::regnamespace
    UNION ALL SELECT 'function', proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname NOT LIKE 'gate%'
    UNION ALL SELECT 'rights', relname || ' ' || relacl::text FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relname <> '_prisma_migrations'
    ORDER BY 1, 2`);
  await client.end();
  return rows;
}

/** Whatever makes such a thing waits while the gate is closed; so does the end of a migration's record. */
async function buildGate(tag: string): Promise<void> {
  await owner.query(`
    CREATE FUNCTION gate() RETURNS event_trigger LANGUAGE plpgsql AS $$
    BEGIN PERFORM pg_advisory_xact_lock_shared(${gate}); END $$;
    CREATE EVENT TRIGGER gate ON ddl_command_end WHEN TAG IN ('${tag}') EXECUTE FUNCTION gate();`);
}

const waiting = `FROM pg_locks WHERE locktype = 'advisory' AND objid = ${gate} AND NOT granted`;

/** Starts to migrate, and is killed where it waits at the gate; its server side waits there still. */
async function killAtGate(): Promise<void> {
  await owner.query("SELECT pg_advisory_lock($1)", [gate]);
  const running = spawn(process.execPath, ["--no-warnings", child, database.ownerUrl], { stdio: "ignore" });
  const ended = once(running, "exit");
  await expect.poll(async () => (await owner.query(`SELECT 1 ${waiting}`)).rowCount, { timeout: 15_000 }).toBe(1);
  running.kill("SIGKILL");
  await ended;
}

async function openGate(): Promise<void> {
  await owner.query("DROP EVENT TRIGGER IF EXISTS gate");
  await owner.query("SELECT pg_advisory_unlock_all()");
}

async function expectComplete(): Promise<void> {
  const template = await createTestDatabase();
  expect(await catalogOf(database.ownerUrl)).toEqual(await catalogOf(template.ownerUrl));
  expect(await rulesOf(database.ownerUrl)).toEqual(await rulesOf(template.ownerUrl));
  await template.drop();
  const { rows } = await owner.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1",
  );
  expect(rows.map(({ name }) => name)).toEqual(await knownMigrations());
}

describe("catalogue 66: a migration that was killed is run again safely", () => {
  test.each(["CREATE INDEX", "GRANT", "CREATE TRIGGER"])(
    "in the middle, at %s, the machine gone with it",
    async (tag) => {
      await buildGate(tag);
      await killAtGate();
      await owner.query(`SELECT pg_terminate_backend(pid) ${waiting}`);
      await openGate();
      await migrate(database.ownerUrl);
      await expectComplete();
      expect(await migrate(database.ownerUrl)).toEqual([]);
    },
  );

  test("in the middle, while the server goes on with what it was told", async () => {
    await buildGate("CREATE TRIGGER");
    await killAtGate();
    const again = migrate(database.ownerUrl);
    await openGate();
    await again;
    await expectComplete();
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });

  test("between a script and the record of it", async () => {
    await owner.query(`
      CREATE FUNCTION gate_row() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN PERFORM pg_advisory_xact_lock_shared(${gate}); RETURN new; END $$;
      CREATE FUNCTION gate_table() RETURNS event_trigger LANGUAGE plpgsql AS $$
      BEGIN
        CREATE OR REPLACE TRIGGER gate_row BEFORE UPDATE ON _prisma_migrations FOR EACH ROW
          WHEN (old.applied_steps_count <> new.applied_steps_count) EXECUTE FUNCTION gate_row();
      END $$;
      CREATE EVENT TRIGGER gate ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION gate_table();`);
    await killAtGate();
    await openGate();
    await owner.query("DROP TRIGGER gate_row ON _prisma_migrations");
    await migrate(database.ownerUrl);
    await expectComplete();
    expect(await migrate(database.ownerUrl)).toEqual([]);
  });
});

test("two processes that start at once migrate once", async () => {
  const applied = await Promise.all([migrate(database.ownerUrl), migrate(database.ownerUrl)]);
  expect(applied.flat().toSorted()).toEqual(await knownMigrations());
  await expectComplete();
});

test("what the migrations make is what prisma/schema says, to the last index", async () => {
  await owner.query(await schemaSql(database.ownerUrl));
  const migrated = await createTestDatabase();
  const catalog = await catalogOf(migrated.ownerUrl);
  await migrated.drop();
  expect(catalog.length).toBeGreaterThan(150);
  expect(catalog).toEqual(await catalogOf(database.ownerUrl));
});
