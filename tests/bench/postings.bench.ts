// What the ledger's promises cost: one posting through the app's own code against the classic small transaction
// of databases (`pgbench -N`: update one row, read it, write history), and a batch against a bare insert of the
// same entries. Both sides run on the same server, from the same kind of client loop, in turns.
import { randomBytes } from "node:crypto";
import pg from "pg";
import { day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { type ClaimPart, type Posting, noAmounts, paymentLines, placementLines } from "#app/modules/ledger/ledger.ts";
import { postJournal, postJournals } from "#app/modules/ledger/ledger.server.ts";
import { poolConfig } from "#app/platform/db.server.ts";
import { migrate } from "#app/platform/migrate.server.ts";
import { type BenchRow, median } from "./bench-row.ts";

const debtCount = 20_000;
const rowCount = 100_000;
const roundMs = 1_000;
const rounds = 7;
const batchSize = 1_000;
const creditorCode = "BJCF";
const today = day("2026-11-23");

const classicSql = `
  CREATE TABLE bench_accounts (aid int PRIMARY KEY, bid int, abalance int, filler char(84)) WITH (fillfactor = 100);
  CREATE TABLE bench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
  INSERT INTO bench_accounts SELECT n, 1, 0, '' FROM generate_series(1, ${rowCount}) n;
  CREATE TABLE bench_entry (LIKE entry INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES);
  CREATE TABLE bench_entry_referring (LIKE bench_entry INCLUDING ALL);
  ALTER TABLE bench_entry_referring ADD FOREIGN KEY (account_id, currency) REFERENCES ledger_account (id, currency);
  GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE
    ON bench_accounts, bench_history, bench_entry, bench_entry_referring TO anhuan_app;
  VACUUM ANALYZE;`;

type Step = () => Promise<void>;

/** Turns per second of `clients` loops, each on a connection of its own. */
async function rate(clients: number, makeStep: (client: pg.PoolClient) => Step, pool: pg.Pool): Promise<number> {
  const connections = await Promise.all(Array.from({ length: clients }, () => pool.connect()));
  const end = performance.now() + roundMs;
  const start = performance.now();
  const counts = await Promise.all(
    connections.map(async (client) => {
      const step = makeStep(client);
      let count = 0;
      for (; performance.now() < end; count += 1) await step();
      return count;
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  for (const client of connections) client.release();
  return counts.reduce((sum, count) => sum + count, 0) / seconds;
}

function pick(count: number): number {
  return Math.floor(Math.random() * count);
}

/** Plain text and no prepared statements, as pgbench works unless told otherwise. */
function classicStep(client: pg.PoolClient): Step {
  return async () => {
    const aid = 1 + pick(rowCount);
    const delta = pick(10_000) - 5_000;
    await client.query("BEGIN");
    await client.query(`UPDATE bench_accounts SET abalance = abalance + ${delta} WHERE aid = ${aid}`);
    await client.query(`SELECT abalance FROM bench_accounts WHERE aid = ${aid}`);
    await client.query(
      `INSERT INTO bench_history (tid, bid, aid, delta, mtime) VALUES (${1 + pick(10)}, 1, ${aid}, ${delta}, now())`,
    );
    await client.query("END");
  };
}

function payment(debtId: string, amounts: readonly ClaimPart[]): Posting {
  const grossMinor = amounts.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
  return {
    idemKey: `payment:${newId()}`,
    kind: "payment",
    effectiveOn: today,
    sourceRef: debtId,
    lines: paymentLines({ provider: "stripe", currency: "CNY", grossMinor, parts: amounts, borrowerId: debtId }),
  };
}

function oneComponent(debtId: string): Posting {
  return payment(debtId, [{ debtId, creditorCode, component: "principal", amountMinor: 100n }]);
}

function twoComponents(debtId: string): Posting {
  return payment(debtId, [
    { debtId, creditorCode, component: "interest", amountMinor: 40n },
    { debtId, creditorCode, component: "principal", amountMinor: 60n },
  ]);
}

async function fillBooks(pool: pg.Pool): Promise<string[]> {
  const debtIds = Array.from({ length: debtCount }, () => newId());
  for (let from = 0; from < debtCount; from += 5_000) {
    await postJournals(
      pool,
      debtIds.slice(from, from + 5_000).map((debtId) => ({
        idemKey: `placement:${debtId}`,
        kind: "placement",
        effectiveOn: day("2026-11-01"),
        lines: placementLines(
          { debtId, creditorCode, currency: "CNY" },
          { ...noAmounts, principal: 500_000_000n, interest: 50_000_000n },
        ),
      })),
    );
  }
  return debtIds;
}

async function compareSingle(
  pool: pg.Pool,
  debtIds: readonly string[],
  clients: number,
  make: (debtId: string) => Posting,
): Promise<{ ratio: number; ours: number; classic: number }> {
  const ourStep =
    (client: pg.PoolClient): Step =>
    async () => {
      await postJournal(client, make(debtIds[pick(debtCount)] ?? ""));
    };
  const ours: number[] = [];
  const classic: number[] = [];
  for (let round = 0; round < rounds + 1; round += 1) {
    const [a, b] = [await rate(clients, classicStep, pool), await rate(clients, ourStep, pool)];
    // The first round fills caches and prepares statements.
    if (round > 0) [classic, ours].forEach((list, index) => list.push(index === 0 ? a : b));
  }
  return {
    ratio: median(ours.map((value, index) => value / (classic[index] ?? Number.NaN))),
    ours: median(ours),
    classic: median(classic),
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

interface EntryRow {
  readonly journal_id: string;
  readonly account_id: bigint;
  readonly currency: string;
  readonly amount: bigint;
  readonly debt_id: string | null;
  readonly component: string | null;
}

type RawTable = "bench_entry" | "bench_entry_referring";

/** The entries of the batch just posted, as plain columns for the raw insert. */
async function rawInsert(pool: pg.Pool, journalIds: readonly string[]): Promise<(table: RawTable) => Promise<unknown>> {
  const { rows } = await pool.query<EntryRow>(
    `SELECT journal_id, account_id, currency, amount, debt_id, component
       FROM entry WHERE journal_id = ANY ($1::uuid[]) ORDER BY id`,
    [journalIds],
  );
  const values = [
    rows.map((row) => row.journal_id),
    rows.map((row) => row.account_id.toString()),
    rows.map((row) => row.currency),
    rows.map((row) => row.amount.toString()),
    rows.map((row) => row.debt_id),
    rows.map((row) => row.component),
  ];
  return (table) =>
    pool.query({
      name: `raw-${table}`,
      text: `INSERT INTO ${table} (journal_id, account_id, currency, amount, debt_id, component)
             SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::bigint[], $5::uuid[], $6::text[])`,
      values,
    });
}

interface BatchTimes {
  readonly ours: number;
  readonly referring: number;
  readonly bare: number;
}

async function timeBatches(
  pool: pg.Pool,
  debtIds: readonly string[],
  make: (debtId: string) => Posting,
): Promise<BatchTimes[]> {
  const times: BatchTimes[] = [];
  for (let round = 0; round < rounds + 2; round += 1) {
    const postings = Array.from({ length: batchSize }, () => make(debtIds[pick(debtCount)] ?? ""));
    let journalIds: string[] = [];
    const ours = await timed(async () => {
      journalIds = (await postJournals(pool, postings)).map(({ journalId }) => journalId);
    });
    const insert = await rawInsert(pool, journalIds);
    times.push({
      ours,
      referring: await timed(() => insert("bench_entry_referring")),
      bare: await timed(() => insert("bench_entry")),
    });
  }
  return times.slice(2);
}

async function compareBatch(
  pool: pg.Pool,
  debtIds: readonly string[],
  shape: string,
  make: (debtId: string) => Posting,
): Promise<BenchRow[]> {
  const times = await timeBatches(pool, debtIds, make);
  const ms = median(times.map(({ ours }) => ours)).toFixed(1);
  const row = (raw: "referring" | "bare", against: string): BenchRow => ({
    name: `${batchSize} postings of ${shape} in a batch, against ${against}`,
    ratio: median(times.map((time) => time[raw] / time.ours)),
    detail: `${ms} ms, raw ${median(times.map((time) => time[raw])).toFixed(1)} ms`,
  });
  return [
    { ...row("referring", "a raw insert of the same entries (keys, indexes, reference)"), aim: 0.3 },
    row("bare", "the same without the reference"),
  ];
}

const shapes = [
  ["4 entries", oneComponent],
  ["6 entries", twoComponents],
] as const;

async function measure(pool: pg.Pool): Promise<BenchRow[]> {
  const debtIds = await fillBooks(pool);
  const rows: BenchRow[] = [];
  for (const [clients, aim] of [
    [2, 0.6],
    [8, 0.4],
  ] as const) {
    for (const [shape, make] of shapes) {
      const { ratio, ours, classic } = await compareSingle(pool, debtIds, clients, make);
      rows.push({
        name: `one posting of ${shape}, ${clients} clients, against pgbench -N-like work`,
        ratio,
        aim,
        detail: `${ours.toFixed(0)} postings/s, ${classic.toFixed(0)} classic transactions/s`,
      });
    }
  }
  for (const [shape, make] of shapes) rows.push(...(await compareBatch(pool, debtIds, shape, make)));
  return rows;
}

/** `serverUrl` is of an owner who may create databases; the bench works in one of its own and drops it. */
export async function benchPostings(serverUrl: string): Promise<BenchRow[]> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const owner = new pg.Client({ connectionString: url.href });
  const pool = new pg.Pool(poolConfig({ url: url.href, max: 8 }));
  // A connection may still be closing when the database goes away.
  pool.on("error", () => undefined);
  try {
    await migrate(url.href);
    await owner.connect();
    for (const statement of classicSql.split(";").filter((part) => part.trim())) await owner.query(statement);
    return await measure(pool);
  } finally {
    await pool.end();
    await owner.end();
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.end();
  }
}
