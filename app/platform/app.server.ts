// What a domain call needs of the world, handed in rather than reached for: so that a test can give it a
// database of its own, a clock that stands still, and nothing else.
import { type Clock, systemClock } from "./clock.server.ts";
import { type Vault, createVault } from "./crypto.server.ts";
import { type Db, openDb } from "./db.server.ts";
import { type EmbeddedPostgres, useEmbeddedPostgres } from "./embedded-postgres.server.ts";
import type { Env } from "./env.server.ts";
import { type Log, createLog } from "./log.server.ts";
import { migrate } from "./migrate.server.ts";
import { type Queue, openQueue, prepareQueue } from "./queue.server.ts";
import type { Settings } from "./settings.server.ts";

export interface App {
  readonly env: Env;
  readonly settings: Settings;
  readonly db: Db;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly queue: Queue;
  readonly log: Log;
}

export interface RunningApp extends App {
  /** The connection string in use, for what needs one of its own (the job runner, COPY). */
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Bring the schema up to date first (default). */
  readonly migrate?: boolean;
  readonly clock?: Clock;
}

/** Opens everything that a process needs; what was opened is closed again in the reverse order. */
export async function openApp(env: Env, options: OpenOptions = {}): Promise<RunningApp> {
  const log = createLog(env.logLevel);
  const embedded: EmbeddedPostgres | undefined = env.databaseUrl ? undefined : await useEmbeddedPostgres(env.dataDir);
  const databaseUrl = env.databaseUrl ?? embedded?.url ?? "";
  const ownerUrl = env.ownerDatabaseUrl ?? databaseUrl;
  try {
    if (options.migrate !== false) {
      const migrations = await migrate(ownerUrl);
      await prepareQueue(ownerUrl);
      if (migrations.length > 0) log.info({ event: "migrated", migrations });
    }
    const db = openDb({ url: databaseUrl, max: env.poolSize });
    const queue = await openQueue(db);
    return {
      env,
      settings: env.settings,
      db,
      vault: createVault(env.keys),
      clock: options.clock ?? systemClock,
      queue,
      log,
      databaseUrl,
      close: async () => {
        await queue.close();
        await db.close();
        await embedded?.release();
      },
    };
  } catch (error) {
    await embedded?.release();
    throw error;
  }
}
