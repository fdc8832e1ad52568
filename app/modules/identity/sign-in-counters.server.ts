// Keeps the counters of the way in. A key is an HMAC: the table tells nobody which address or person it counts.
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { budgets, inARow, networkOf, type Counter, type CounterKind } from "./sign-in-limits.ts";

export interface CounterKey {
  readonly kind: CounterKind;
  readonly key: Buffer<ArrayBuffer>;
}

export function counterKey(app: App, kind: CounterKind, ...parts: string[]): CounterKey {
  return { kind, key: app.vault.codeHmac(["counter", kind, ...parts]) };
}

/** An address, its network, and everybody. */
export function addressKeys(app: App, what: "send" | "fail" | "staff_fail", ip: string): CounterKey[] {
  return [
    counterKey(app, `${what}_ip`, ip),
    counterKey(app, `${what}_prefix`, networkOf(ip)),
    counterKey(app, `${what}_all`),
  ];
}

/** Two requests about the same claim go one after the other, until the end of the transaction. */
export async function lockKeys(tx: Tx, keys: readonly CounterKey[]): Promise<void> {
  const locks = keys.map(({ key }) => key.readBigInt64BE()).toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(lock) FROM unnest(${locks}::bigint[]) AS lock`;
}

interface CounterRow {
  readonly key: Buffer;
  readonly failures: number;
  readonly window_start: Date;
  readonly updated_at: Date;
}

/** What has been counted; a key without a row counts nothing. */
export async function readCounters(tx: Tx | App["db"]["prisma"], keys: readonly CounterKey[]): Promise<Counter[]> {
  const rows = await tx.$queryRaw<CounterRow[]>`
    SELECT key, failures, window_start, updated_at FROM sign_in_counter WHERE key = ANY(${keys.map(({ key }) => key)})`;
  return rows.flatMap((row) => {
    const known = keys.find(({ key }) => key.equals(row.key));
    if (!known) return [];
    return [{ kind: known.kind, count: row.failures, windowStart: row.window_start, updatedAt: row.updated_at }];
  });
}

/** Counts one for each key, in a fixed order so that two requests never wait for each other in a circle. */
export async function count(tx: Tx | App["db"]["prisma"], app: App, keys: readonly CounterKey[]): Promise<void> {
  const now = app.clock.now();
  const sorted = keys.toSorted((a, b) => a.key.compare(b.key));
  const windows = Object.fromEntries(Object.entries(budgets).map(([kind, { windowMs }]) => [kind, windowMs / 1000]));
  await tx.$executeRaw`
    INSERT INTO sign_in_counter AS c (key, kind, failures, window_start, updated_at)
    SELECT k.key, k.kind, 1, ${now}, ${now}
      FROM unnest(${sorted.map(({ key }) => key)}::bytea[], ${sorted.map(({ kind }) => kind)}::text[]) AS k(key, kind)
    ON CONFLICT (key) DO UPDATE SET
      failures = CASE WHEN
          (CASE WHEN c.kind = ANY(${[...inARow]}::text[]) THEN c.updated_at ELSE c.window_start END)
            + make_interval(secs => (${JSON.stringify(windows)}::jsonb ->> c.kind)::float8) <= ${now}
        THEN 1 ELSE c.failures + 1 END,
      window_start = CASE WHEN
          (CASE WHEN c.kind = ANY(${[...inARow]}::text[]) THEN c.updated_at ELSE c.window_start END)
            + make_interval(secs => (${JSON.stringify(windows)}::jsonb ->> c.kind)::float8) <= ${now}
        THEN ${now} ELSE c.window_start END,
      updated_at = ${now}`;
}

/** A verified code: the row of failures ends, and the send was no burden. */
export async function forgive(tx: Tx, ended: readonly CounterKey[], givenBack: readonly CounterKey[]): Promise<void> {
  const endedKeys = ended.map(({ key }) => key);
  const backKeys = givenBack.map(({ key }) => key);
  await tx.$executeRaw`
    WITH held AS (
      SELECT key FROM sign_in_counter WHERE key = ANY(${[...endedKeys, ...backKeys]}::bytea[]) ORDER BY key FOR UPDATE)
    UPDATE sign_in_counter c
       SET failures = CASE WHEN c.key = ANY(${endedKeys}::bytea[]) THEN 0 ELSE greatest(c.failures - 1, 0) END
      FROM held WHERE c.key = held.key`;
}
