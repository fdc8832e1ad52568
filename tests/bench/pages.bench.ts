// What the balance page costs, in CPU time of the server process per request: requests a second swing too much on a
// shared machine. Candidates take turns, and the median of the rounds counts.
import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { openApp, type RunningApp } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { systemActor } from "#app/kernel/actor.ts";
import { writeCarried } from "#app/modules/identity/session-cookie.ts";
import { openSession } from "#app/modules/identity/sessions.server.ts";
import { importPlacements } from "#app/modules/placements/placements.server.ts";
import { ensureBuild } from "#app/commands/ensure-build.ts";
import { fictionalAccount, placementFile } from "../world/people.ts";
import type { BenchRow } from "./bench-row.ts";
import { measureLighthouse } from "./lighthouse.ts";
import { freePort } from "#app/platform/free-port.server.ts";

const rounds = 7;
const requestsPerRound = 150;

interface Candidate {
  readonly name: string;
  readonly url: string;
  readonly child: ChildProcess;
}

function ask(child: ChildProcess, question: string): Promise<number> {
  return new Promise((resolve) => {
    child.once("message", (answer) => resolve(Number(answer)));
    child.send(question);
  });
}

async function startCandidate(name: string, environment: Record<string, string>): Promise<Candidate> {
  const port = await freePort();
  const child = fork(path.join(import.meta.dirname, "page-server.ts"), [name], {
    execArgv: ["--no-warnings"],
    env: {
      ...process.env,
      ...environment,
      NODE_ENV: "test",
      PORT: String(port),
      PUBLIC_ORIGIN: environment["ORIGIN"] ?? `http://127.0.0.1:${port}`,
    },
  });
  await new Promise((resolve) => child.once("message", resolve));
  return { name, url: `http://127.0.0.1:${port}`, child };
}

async function requestMany(url: string, cookie: string, count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const response = await fetch(url, {
      headers: { Cookie: cookie, "Accept-Encoding": "identity", "Accept-Language": "zh-CN" },
    });
    const body = await response.text();
    if (response.status !== 200 || !body.includes('data-name="balance"'))
      throw new Error(`${url} answered ${response.status}`);
  }
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A person who is signed in and the address of their account. */
async function placePerson(app: RunningApp, dataDir: string): Promise<{ cookie: string; address: string }> {
  const file = path.join(dataDir, "bench.csv");
  await writeFile(file, placementFile([fictionalAccount(0)]));
  await importPlacements(app, systemActor("bench"), { file });
  const account = await app.db.prisma.debtAccount.findFirstOrThrow();
  const session = await inTransaction(app.db, (tx) => openSession(tx, app, account.borrowerId));
  const [cookie = ""] = writeCarried({ session }).split(";");
  return { cookie, address: `/my/accounts/${account.id}` };
}

async function measureCandidates(
  candidates: readonly Candidate[],
  cookie: string,
  address: string,
): Promise<Map<string, number>> {
  const used = new Map<string, number[]>(candidates.map(({ name }) => [name, []]));
  used.set("bare", []);
  for (const { url } of candidates) await requestMany(url + address, cookie, 300);
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, url, child } of candidates) {
      const before = await ask(child, "cpu");
      await requestMany(url + address, cookie, requestsPerRound);
      used.get(name)?.push(((await ask(child, "cpu")) - before) / requestsPerRound);
      if (name === "replay") used.get("bare")?.push(await ask(child, "bare"));
    }
  }
  return new Map([...used].map(([name, numbers]) => [name, median(numbers)]));
}

/** CPU of the balance page against rendering alone and against the stock server; then Lighthouse. */
export async function benchPages(serverUrl: string): Promise<BenchRow[]> {
  await ensureBuild();
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "anhuan-bench-pages-"));
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const databaseUrl = new URL(serverUrl);
  databaseUrl.pathname = `/${name}`;
  const environment = { DATABASE_URL: databaseUrl.href, DATA_DIR: dataDir, LOG_LEVEL: "silent" };
  const app = await openApp(readEnv(environment));
  const { cookie, address } = await placePerson(app, dataDir);
  const candidates = [
    await startCandidate("portal", environment),
    await startCandidate("replay", environment),
    await startCandidate("stock", environment),
  ];
  try {
    const cpu = await measureCandidates(candidates, cookie, address);
    const of = (which: string): number => cpu.get(which) ?? Number.NaN;
    const detail = [...cpu].map(([which, value]) => `${which} ${value.toFixed(0)} µs`).join(", ");
    const rows: BenchRow[] = [
      {
        name: "rendering alone : balance page without the database",
        ratio: of("bare") / of("replay"),
        aim: 0.3,
        detail,
      },
      { name: "stock server : balance page without the database", ratio: of("stock") / of("replay"), aim: 1.8, detail },
      { name: "balance page with the database : without", ratio: of("portal") / of("replay"), detail },
    ];
    try {
      rows.push(...(await measureLighthouse(candidates[0]?.url ?? "", cookie, address)));
    } catch (error) {
      rows.push({
        name: "Lighthouse: not measured",
        ratio: Number.NaN,
        detail: error instanceof Error ? error.message : "",
      });
    }
    return rows;
  } finally {
    for (const { child } of candidates) child.send("stop");
    await app.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}
