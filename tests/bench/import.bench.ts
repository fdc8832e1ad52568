// What an import costs: rows read, checked, sealed, indexed and posted, against COPY of the same rows into a bare
// table with one index, on the same server; and whether its memory stays where it is when the file grows tenfold.
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { placementColumns } from "#app/modules/placements/placement-columns.ts";
import { migrate } from "#app/platform/migrate.server.ts";
import { prepareQueue } from "#app/platform/queue.server.ts";
import type { BenchRow } from "./bench-row.ts";
import { writePlacementFile } from "./placement-rows.ts";

const run = promisify(execFile);

interface ImportRun {
  readonly ms: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly accepted: number;
}

async function onServer<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** A database that is there for one measurement. */
async function withDatabase<Result>(serverUrl: string, work: (url: string) => Promise<Result>): Promise<Result> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, (client) => client.query(`CREATE DATABASE ${name}`));
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  try {
    return await work(url.href);
  } finally {
    await onServer(serverUrl, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}

function importFile(serverUrl: string, file: string, dataDir: string): Promise<ImportRun> {
  return withDatabase(serverUrl, async (url) => {
    await migrate(url);
    await prepareQueue(url);
    const script = path.resolve(import.meta.dirname, "import-run.ts");
    const env = { PATH: process.env["PATH"] ?? "", DATABASE_URL: url, DATA_DIR: dataDir, LOG_LEVEL: "silent" };
    const { stdout } = await run(process.execPath, [script, file], { env });
    return JSON.parse(stdout) as ImportRun;
  });
}

/** The yardstick: the same rows as texts into one table with a unique index. */
function copyFile(serverUrl: string, file: string): Promise<number> {
  return withDatabase(serverUrl, (url) =>
    onServer(url, async (client) => {
      await client.query(
        `CREATE TABLE bare (${placementColumns.map((column) => `${column} text`).join(", ")}, UNIQUE (creditor_code, account_number))`,
      );
      const start = performance.now();
      await pipeline(createReadStream(file), client.query(copyFrom("COPY bare FROM STDIN (FORMAT csv, HEADER)")));
      return performance.now() - start;
    }),
  );
}

const perSecond = (rows: number, ms: number): string => `${Math.round(rows / (ms / 1000)).toLocaleString("en")} rows/s`;

export async function benchImport(serverUrl: string, rows: number): Promise<BenchRow[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "anhuan-import-bench-"));
  try {
    const small = path.join(folder, "small.csv");
    const large = path.join(folder, "large.csv");
    const smallRows = Math.ceil(rows / 10);
    await writePlacementFile(small, smallRows);
    await writePlacementFile(large, rows);
    const megabytes = Math.round((await stat(large)).size / 1_000_000);
    const smallRun = await importFile(serverUrl, small, folder);
    const copyMs = await copyFile(serverUrl, large);
    const largeRun = await importFile(serverUrl, large, folder);
    const count = rows.toLocaleString("en");
    return [
      {
        name: `import of ${count} rows against COPY into a bare table`,
        ratio: copyMs / largeRun.ms,
        detail: `${perSecond(rows, largeRun.ms)}, ${Math.round((largeRun.cpuMs * 1000) / rows)} µs of our CPU a row; COPY ${perSecond(rows, copyMs)}; ${megabytes} MB`,
      },
      {
        name: "import: rows a second at a tenth of the rows against all",
        ratio: largeRun.accepted / largeRun.ms / (smallRun.accepted / smallRun.ms),
        detail: `${perSecond(smallRows, smallRun.ms)} at ${smallRows.toLocaleString("en")} rows`,
      },
      {
        name: "import: peak memory at a tenth of the rows against all",
        ratio: smallRun.peakMb / largeRun.peakMb,
        aim: 0.8,
        detail: `${Math.round(smallRun.peakMb)} MB at ${smallRows.toLocaleString("en")} rows, ${Math.round(largeRun.peakMb)} MB at ${count}`,
      },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
