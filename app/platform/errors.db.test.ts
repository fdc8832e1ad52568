import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#tests/world/database.ts";
import { inTransaction, openDb, type Db } from "./db.server.ts";
import { faultOf } from "./errors.server.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const ways: readonly ((db: Db) => PromiseLike<unknown>)[] = [
  (db) => db.pool.query("SELECT 1"),
  (db) => db.prisma.session.findFirst(),
  (db) => db.prisma.$queryRaw`SELECT 1`,
  (db) => inTransaction(db, (tx) => tx.session.findFirst()),
];

async function faultsOf(db: Db): Promise<string[]> {
  return Promise.all(ways.map(async (way) => way(db).then(() => "none", faultOf)));
}

describe("a fault that passes is told from one of ours, by each way into the database", () => {
  test("nobody listens", async () => {
    const db = openDb({ url: "postgresql://nobody:none@127.0.0.1:9/none", max: 1 });
    expect(await faultsOf(db)).toEqual(["busy", "busy", "busy", "busy"]);
    await db.close();
  });

  test("no connection is free", async () => {
    // Long enough for the first connection to be made on a machine that has much else to do.
    const db = openDb({ url: database.ownerUrl, max: 1, waitMs: 1000 });
    const held = await db.pool.connect();
    expect(await faultsOf(db)).toEqual(["busy", "busy", "busy", "busy"]);
    held.release();
    // One after the other: the only connection is free each time, so nobody has to wait for it.
    for (const way of ways) await way(db);
    await db.close();
  });

  test("a statement takes too long, or the server shuts down under it", async () => {
    const db = openDb({ url: database.ownerUrl, max: 2 });
    const slow = db.prisma.$transaction([
      db.prisma.$executeRaw`SET LOCAL statement_timeout = 20`,
      db.prisma.$queryRaw`SELECT 1 FROM pg_sleep(5)`,
    ]);
    expect(await slow.then(() => "none", faultOf)).toBe("busy");
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const ended = db.prisma.$queryRaw`SELECT 'ended' FROM pg_sleep(5)`.then(() => "none", faultOf);
    for (let gone = 0; gone === 0;) {
      const { rowCount } = await owner.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT ''ended''%' AND datname = current_database()",
      );
      gone = rowCount ?? 0;
    }
    await owner.end();
    expect(await ended).toBe("busy");
    await db.close();
  });

  test("a mistake in a statement, a broken rule and a plain error are ours", async () => {
    const db = openDb({ url: database.ownerUrl, max: 2 });
    const mistakes = [
      db.pool.query("SELECT nothing"),
      db.prisma.$queryRaw`SELECT 1 / 0`,
      Promise.reject(new TypeError("x")),
    ];
    expect(await Promise.all(mistakes.map((work) => work.then(() => "none", faultOf)))).toEqual([
      "broken",
      "broken",
      "broken",
    ]);
    await db.close();
  });
});
