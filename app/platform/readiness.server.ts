// What a process needs to serve anybody: a database that answers and is up to date, a worker that keeps up, and a
// data folder that takes files. The answer names what is missing in general words: it is open to everybody.
import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { App } from "./app.server.ts";
import { readDueJobs } from "./metrics.server.ts";
import { knownMigrations } from "./migrate.server.ts";

/** A job that has waited longer than this says that no worker runs, or that it is far behind. */
const oldestAllowedSeconds = 15 * 60;

export interface Readiness {
  readonly ready: boolean;
  /** "ok", or what is wrong. */
  readonly checks: Readonly<Record<"database" | "migrations" | "queue" | "dataDir", string>>;
}

const ok = "ok";

async function checkMigrations({ db }: App): Promise<string> {
  const { rows } = await db.pool.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(rows.map(({ name }) => name));
  const missing = (await knownMigrations()).filter((name) => !applied.has(name));
  return missing.length === 0 ? ok : `${missing.length} not applied`;
}

async function checkQueue(app: App): Promise<string> {
  const due = await readDueJobs(app);
  const oldest = Math.max(0, ...due.map(({ oldestSeconds }) => oldestSeconds));
  return oldest <= oldestAllowedSeconds ? ok : `the oldest due job has waited ${Math.round(oldest)} s`;
}

async function checkDataDir({ env }: App): Promise<string> {
  const file = path.join(env.dataDir, `.ready-${randomUUID()}`);
  try {
    await writeFile(file, "");
    return ok;
  } catch {
    return "takes no files";
  } finally {
    await rm(file, { force: true }).catch(() => undefined);
  }
}

export async function checkReadiness(app: App): Promise<Readiness> {
  const reach = async (check: (app: App) => Promise<string>): Promise<string> =>
    check(app).catch(() => "could not be asked");
  const database = await app.db.pool.query("SELECT 1").then(
    () => ok,
    () => "does not answer",
  );
  const unasked = Promise.resolve("could not be asked");
  const [migrations, queue, dataDir] = await Promise.all([
    database === ok ? reach(checkMigrations) : unasked,
    database === ok ? reach(checkQueue) : unasked,
    checkDataDir(app),
  ]);
  const checks = { database, migrations, queue, dataDir };
  return { ready: Object.values(checks).every((check) => check === ok), checks };
}
