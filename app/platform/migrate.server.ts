// Brings a database to the newest schema, from empty or from any landed state, through Prisma's official
// WASM schema engine: the native engine is a download, which not every machine may make.
// Each migration script runs as one implicit transaction together with the record of it, so a killed run leaves
// nothing half done, and nothing done that the next run does not know of.
import { readFile, readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { SchemaEngine as SchemaEngineType } from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

const require = createRequire(import.meta.url);
const prismaDir = path.resolve(import.meta.dirname, "../../prisma");
const migrationsDir = path.join(prismaDir, "migrations");
const filters = { externalTables: [], externalEnums: [] };

/** Any number of processes may start at once; one migrates, the others wait for this lock. */
const migrationLockKey = 7_240_611_952;

/** Held by the script itself: the server goes on with what a killed process has sent, and the next one waits for it. */
const scriptLockKey = 7_240_611_953;

/** The engine records a script after it: a kill in between would leave tables that the next run makes once more. */
const recordScript = `
DO $record$ BEGIN
  IF to_regclass('_prisma_migrations') IS NOT NULL THEN
    UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  END IF;
END $record$`;

type EngineModule = typeof import("@prisma/schema-engine-wasm/schema_engine_bg");

let loaded: Promise<EngineModule> | undefined;

/** Once in a process: a second instance would take the memory away from under the first. */
function loadEngine(): Promise<EngineModule> {
  loaded ??= instantiateEngine();
  return loaded;
}

async function instantiateEngine(): Promise<EngineModule> {
  const engine = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as EngineModule & {
    __wbg_set_wasm(exports: unknown): void;
  };
  const wasmPath = path.join(path.dirname(require.resolve("@prisma/schema-engine-wasm")), "schema_engine_bg.wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(wasmPath), {
    "./schema_engine_bg.js": engine as unknown as WebAssembly.ModuleImports,
  });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports["__wbindgen_start"] as () => void)();
  return engine;
}

/** The stock adapter splits scripts at every semicolon, which cuts function bodies in two. */
function wholeScripts(factory: PrismaPg): PrismaPg {
  const patch = <Adapter extends { executeScript(script: string): Promise<void> }>(adapter: Adapter): Adapter => {
    const { client } = adapter as unknown as { client: { query(script: string): Promise<unknown> } };
    adapter.executeScript = async (script) => {
      await client.query(`SELECT pg_advisory_xact_lock(${scriptLockKey});\n${script};\n${recordScript}`);
    };
    return adapter;
  };
  const connect = factory.connect.bind(factory);
  const connectToShadowDb = factory.connectToShadowDb.bind(factory);
  factory.connect = async () => patch(await connect());
  factory.connectToShadowDb = async () => patch(await connectToShadowDb());
  return factory;
}

async function readMigrations(): Promise<Parameters<SchemaEngineType["applyMigrations"]>[0]["migrationsList"]> {
  const names = (await readdir(migrationsDir, { withFileTypes: true }))
    .filter((item) => item.isDirectory())
    .map((item) => item.name)
    .toSorted();
  return {
    baseDir: migrationsDir,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: "migration.sql",
          content: {
            tag: "ok" as const,
            value: await readFile(path.join(migrationsDir, name, "migration.sql"), "utf8"),
          },
        },
      })),
    ),
  };
}

async function withEngine<Result>(
  connectionString: string,
  work: (engine: SchemaEngineType) => Promise<Result>,
): Promise<Result> {
  const { SchemaEngine } = await loadEngine();
  const pool = new pg.Pool({ connectionString, max: 2 });
  const factory = bindMigrationAwareSqlAdapterFactory(wholeScripts(new PrismaPg(pool)));
  const engine = await SchemaEngine.new({ datamodels: undefined }, () => undefined, factory);
  try {
    return await work(engine);
  } finally {
    engine.free();
    await pool.end();
  }
}

/** Names of the migrations in the source tree, oldest first. */
export async function knownMigrations(): Promise<string[]> {
  const { migrationDirectories } = await readMigrations();
  return migrationDirectories.map(({ path: name }) => name);
}

/**
 * Applies what is missing and answers the names of the migrations applied now. `ownerUrl` must be of a role that may create tables
 * and roles. Safe to run from several processes and after a kill.
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock($1)", [migrationLockKey]);
    // Waits for the script of a killed process, if one still runs, and lets go of the lock at once.
    await client.query("SELECT pg_advisory_xact_lock($1)", [scriptLockKey]);
    // A row without an end is the mark of a killed run; its script was rolled back with its transaction.
    const { rows } = await client.query<{ exists: boolean }>(
      "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists",
    );
    if (rows[0]?.exists) {
      await client.query("DELETE FROM _prisma_migrations WHERE finished_at IS NULL AND rolled_back_at IS NULL");
    }
    const migrationsList = await readMigrations();
    return await withEngine(ownerUrl, async (engine) => {
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters });
      return appliedMigrationNames;
    });
  } finally {
    await client.end();
  }
}

async function readDatamodels(): Promise<[string, string][]> {
  const schemaDir = path.join(prismaDir, "schema");
  const names = (await readdir(schemaDir)).filter((name) => name.endsWith(".prisma")).toSorted();
  return Promise.all(
    names.map(async (name): Promise<[string, string]> => [
      path.join(schemaDir, name),
      await readFile(path.join(schemaDir, name), "utf8"),
    ]),
  );
}

/** The SQL that makes prisma/schema from nothing: the start of a new migration, and the yardstick of the drift check. */
export async function schemaSql(anyUrl: string): Promise<string> {
  const files = (await readDatamodels()).map(([file, content]) => ({ path: file, content }));
  return withEngine(anyUrl, async (engine) => {
    const to = { tag: "schemaDatamodel" as const, files };
    const { stdout } = await engine.diff({ from: { tag: "empty" }, to, script: true, exitCode: null, filters });
    return stdout ?? "";
  });
}
