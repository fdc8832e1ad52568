// The way to PostgreSQL: one pool, on which Prisma and the few hand-written statements work alike. Every
// connection takes the role `anhuan_app`, which owns no table and may not touch what the ledger holds itself.
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { Prisma, PrismaClient } from "./prisma/client.ts";

export { Prisma };
export type Tx = Prisma.TransactionClient;

export interface Db {
  readonly prisma: PrismaClient;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DbOptions {
  readonly url: string;
  readonly max: number;
  /** Answers as busy rather than wait longer for a connection. */
  readonly waitMs?: number;
}

/** int8 columns come as bigint from hand-written statements too. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    oid === 20 && format !== "binary" ? BigInt : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};

export function poolConfig({ url, max, waitMs = 1500 }: DbOptions): pg.PoolConfig {
  return {
    connectionString: url,
    max,
    connectionTimeoutMillis: waitMs,
    idleTimeoutMillis: 30_000,
    statement_timeout: 15_000,
    idle_in_transaction_session_timeout: 15_000,
    options: "-c role=anhuan_app -c timezone=UTC",
    types,
  };
}

export function openDb(options: DbOptions): Db {
  const pool = new pg.Pool(poolConfig(options));
  // A connection that breaks while idle is replaced; the next statement on it would have failed anyway.
  pool.on("error", () => undefined);
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  return {
    prisma,
    pool,
    close: async () => {
      await prisma.$disconnect();
      await pool.end();
    },
  };
}

const retryable = new Set(["40001", "40P01", "P2034"]);

function codeOf(error: unknown): string | undefined {
  if (typeof error !== "object" || error === null) return undefined;
  const { code, meta, cause } = error as {
    code?: string;
    meta?: { driverAdapterError?: { cause?: { originalCode?: string } } };
    cause?: { originalCode?: string };
  };
  return meta?.driverAdapterError?.cause?.originalCode ?? cause?.originalCode ?? code;
}

/** Runs `work` in a transaction; a serialization failure or deadlock is tried again, three times in all. */
export async function inTransaction<Result>(db: Db, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.prisma.$transaction(work, { maxWait: 1500, timeout: 15_000 });
    } catch (error) {
      if (attempt >= 3 || !retryable.has(codeOf(error) ?? "")) throw error;
    }
  }
}

/** SQLSTATE (or Prisma code) of a database error, where it is one. */
export { codeOf as databaseErrorCode };
