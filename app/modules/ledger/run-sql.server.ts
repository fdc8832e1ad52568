// Runs a hand-written statement wherever the caller's transaction is: the books are written by one statement each,
// which Prisma's own calls cannot say. It refuses nothing; what may be written is the database's to say.
import type pg from "pg";
import type { Db, Tx } from "#app/platform/db.server.ts";

/** Whatever can run a statement: Prisma, its transaction, a pool or a connection of one's own. */
export type Runner = Tx | Db["prisma"] | pg.Pool | pg.ClientBase;

export async function runSql<Row extends pg.QueryResultRow>(
  runner: Runner,
  text: string,
  values: unknown[],
  name?: string,
): Promise<Row[]> {
  if ("$queryRawUnsafe" in runner) return runner.$queryRawUnsafe<Row[]>(text, ...values);
  const config = name === undefined ? { text, values } : { name, text, values };
  return (await runner.query<Row>(config)).rows;
}
