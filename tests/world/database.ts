// A real database for each test file: one embedded server per run, migrated once into a template, copied in a
// few tens of milliseconds for whoever asks.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { frozenClock } from "#app/platform/clock.server.ts";
import { createVault, type Vault } from "#app/platform/crypto.server.ts";
import { openDb, type Db } from "#app/platform/db.server.ts";
import { readEnv, type Env } from "#app/platform/env.server.ts";
import { silentLog } from "#app/platform/log.server.ts";
import { openQueue } from "#app/platform/queue.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

/** The owner's connection to the server of this run: set by global-setup.ts, or from outside to use that server. */
export const serverUrlVariable = "ANHUAN_TEST_SERVER";
export const templateName = "anhuan_template";

export interface TestDatabase {
  /** Of the owner, who may do what the application may not. */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

async function onServer<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: process.env[serverUrlVariable] });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A fresh copy of the template; "template1" is an empty database. */
export async function createTestDatabase(template = templateName): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString("hex")}`;
  await onServer((client) => client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  const url = new URL(process.env[serverUrlVariable] ?? "");
  url.pathname = `/${name}`;
  return {
    ownerUrl: url.href,
    drop: async () => {
      await onServer((client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  };
}

export interface TestApp extends App {
  readonly clock: ReturnType<typeof frozenClock>;
  readonly env: Env;
  readonly vault: Vault;
  readonly db: Db;
  readonly ownerUrl: string;
  close(): Promise<void>;
}

/** An application of its own on a fresh database, at a fixed moment unless told: 23 November 2026, noon in Beijing. */
export async function createTestApp(
  start = "2026-11-23T12:00:00+08:00",
  overrides: Readonly<Record<string, string>> = {},
): Promise<TestApp> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "anhuan-test-"));
  const env = readEnv({ DATA_DIR: dataDir, DATABASE_URL: database.ownerUrl, LOG_LEVEL: "silent", ...overrides });
  const db = openDb({ url: database.ownerUrl, max: 8 });
  const queue = await openQueue(db);
  return {
    env,
    settings: env.settings,
    db,
    vault: createVault(env.keys),
    clock: frozenClock(start),
    queue,
    log: silentLog,
    ownerUrl: database.ownerUrl,
    close: async () => {
      await queue.close();
      await db.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
