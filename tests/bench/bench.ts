// `npm run bench`: ratios, each measured side by side in one run on this machine. It prints and fails nothing: speed
// is watched here, not in tests, because machines are shared and noisy.
// `npm run bench -- import pages` runs only those parts; ROWS=100000 makes the import and the plans smaller.
import { mkdtemp, chmod, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { removeEmbeddedPostgres, useEmbeddedPostgres } from "#app/platform/embedded-postgres.server.ts";
import { benchCase } from "./desk-case.bench.ts";
import { benchDesk } from "./desk.bench.ts";
import { benchImport } from "./import.bench.ts";
import { benchOptions } from "./options.bench.ts";
import { benchPages } from "./pages.bench.ts";
import { benchPlans } from "./plans.bench.ts";
import { benchPostings } from "./postings.bench.ts";
import type { BenchRow } from "./bench-row.ts";

const rows = Number(process.env["ROWS"] ?? 1_000_000);

const parts: Record<string, (serverUrl: string) => Promise<BenchRow[]>> = {
  postings: benchPostings,
  pages: benchPages,
  options: benchOptions,
  desk: (serverUrl) => benchDesk(serverUrl, Math.min(rows, 100_000)),
  case: benchCase,
  plans: (serverUrl) => benchPlans(serverUrl, rows),
  import: (serverUrl) => benchImport(serverUrl, rows),
};

function printRow({ name, ratio, aim, detail }: BenchRow): void {
  const reached = aim === undefined ? "" : ratio >= aim ? `aim ≥ ${aim}: reached` : `aim ≥ ${aim}: not reached`;
  console.log(`${name.padEnd(62)} ${ratio.toFixed(2).padStart(8)}  ${reached.padEnd(22)} ${detail}`);
}

const dataDir = await mkdtemp(path.join(os.tmpdir(), "anhuan-bench-"));
await chmod(dataDir, 0o755);
const server = await useEmbeddedPostgres(dataDir);
try {
  const wanted = process.argv.slice(2);
  for (const [name, measure] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    console.log(`\n── ${name}`);
    for (const row of await measure(server.url)) printRow(row);
  }
} finally {
  await server.release();
  await removeEmbeddedPostgres(dataDir);
  await rm(dataDir, { recursive: true, force: true });
}
