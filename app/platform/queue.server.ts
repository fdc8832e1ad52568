// Jobs lie in the same database as the money (pg-boss), so that a job and what it is about commit together.
// A job may run more than once: each is written so that a second run changes nothing.
import { PgBoss, fromPrisma } from "pg-boss";
import pg from "pg";
import { type Db, type Tx, poolConfig } from "./db.server.ts";

/** Every job there is, with what it carries: ids only, never personal data. */
export interface JobData {
  "deliver-message": { messageId: string };
  "handle-webhook": { eventId: string };
  "reconcile-attempt": { attemptId: string };
  "write-receipt": { paymentId: string };
  "sweep-payments": Record<string, never>;
  "sweep-messages": Record<string, never>;
  "accrue-interest": Record<string, never>;
  "tidy-up": Record<string, never>;
  /** Money on an account was booked, given back or taken back. */
  "account-moved": { accountId: string };
  "evaluate-plans": Record<string, never>;
  "expire-proposals": Record<string, never>;
  "check-evidence": { evidenceId: string };
  "check-thread-file": { threadFileId: string };
  "write-audit-head": Record<string, never>;
}

export type JobName = keyof JobData;

export const jobNames = [
  "deliver-message",
  "handle-webhook",
  "reconcile-attempt",
  "write-receipt",
  "sweep-payments",
  "sweep-messages",
  "accrue-interest",
  "tidy-up",
  "account-moved",
  "evaluate-plans",
  "expire-proposals",
  "check-evidence",
  "check-thread-file",
  "write-audit-head",
] as const satisfies readonly JobName[];

export interface Queue {
  /** Puts a job into the queue as part of the transaction; `key` keeps one of a kind waiting. */
  enqueue<Name extends JobName>(
    tx: Tx | Db["prisma"],
    name: Name,
    data: JobData[Name],
    options?: EnqueueOptions,
  ): Promise<void>;
}

export interface EnqueueOptions {
  readonly key?: string;
  readonly startAfter?: Date;
}

export interface JobRunner extends Queue {
  work<Name extends JobName>(name: Name, handle: (data: JobData[Name]) => Promise<void>): Promise<void>;
  /** A job that the clock opens; `cron` in the agency's time zone. */
  schedule(name: JobName, cron: string, timeZone: string): Promise<void>;
  /** Ends after what runs is done, at the latest after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

const retry = { retryLimit: 12, retryDelay: 2, retryBackoff: true, retryDelayMax: 900, expireInSeconds: 120 } as const;
const quiet = { migrate: false, createSchema: false, supervise: false, schedule: false } as const;

/** Makes or upgrades the queue's own tables; run by the owner beside the migrations. */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, max: 2, supervise: false, schedule: false });
  boss.on("error", () => undefined);
  await boss.start();
  for (const name of jobNames) await boss.createQueue(name, { policy: "standard", ...retry });
  await boss.stop({ graceful: false });
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`
    GRANT USAGE ON SCHEMA pgboss TO anhuan_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA pgboss TO anhuan_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA pgboss TO anhuan_app;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA pgboss TO anhuan_app;`);
  await client.end();
}

async function send<Name extends JobName>(
  boss: PgBoss,
  tx: Tx | Db["prisma"],
  name: Name,
  data: JobData[Name],
  options: EnqueueOptions,
): Promise<void> {
  await boss.send(name, data, {
    db: fromPrisma(tx),
    ...(options.key ? { singletonKey: options.key } : {}),
    ...(options.startAfter ? { startAfter: options.startAfter } : {}),
  });
}

/** The sending side, for doors and commands: joins the caller's transaction, holds no connection itself. */
export async function openQueue(db: Db): Promise<Queue & { close(): Promise<void> }> {
  const boss = new PgBoss({ db: { executeSql: (text, values) => db.pool.query(text, values as unknown[]) }, ...quiet });
  boss.on("error", () => undefined);
  await boss.start();
  return {
    enqueue: (tx, name, data, options = {}) => send(boss, tx, name, data, options),
    close: () => boss.stop({ graceful: false }),
  };
}

export interface RunnerOptions {
  /** How often it looks for jobs whose worker has died. */
  readonly lookForLostSeconds?: number;
}

/** The working side. `onError` hears what the queue itself cannot do; a failed job is tried again by the queue. */
export async function openJobRunner(
  databaseUrl: string,
  onError: (error: unknown, job?: JobName) => void,
  { lookForLostSeconds = 60 }: RunnerOptions = {},
): Promise<JobRunner> {
  const { connectionString, options } = poolConfig({ url: databaseUrl, max: 4 });
  const boss = new PgBoss({
    connectionString: connectionString ?? databaseUrl,
    options: options ?? "",
    max: 4,
    migrate: false,
    createSchema: false,
    reindex: false,
    monitorVacuum: false,
    superviseIntervalSeconds: lookForLostSeconds,
    monitorIntervalSeconds: lookForLostSeconds,
  });
  boss.on("error", (error) => onError(error));
  await boss.start();
  return {
    enqueue: (tx, name, data, sendOptions = {}) => send(boss, tx, name, data, sendOptions),
    work: async (name, handle) => {
      await boss.work<JobData[typeof name]>(name, { pollingIntervalSeconds: 0.5, batchSize: 1 }, async (jobs) => {
        for (const job of jobs) {
          try {
            await handle(job.data);
          } catch (error) {
            onError(error, name);
            throw error;
          }
        }
      });
    },
    schedule: async (name, cron, timeZone) => {
      await boss.schedule(name, cron, {}, { tz: timeZone });
    },
    stop: (timeoutMs) => boss.stop({ graceful: true, timeout: timeoutMs }),
  };
}
