// Generates the database client and builds the pages where the sources have changed since the last time, so that
// the demo and the tests never run yesterday's code and a second start does not build again.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { processAlive } from "#app/platform/process-alive.server.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const generatedDir = path.join("app", "platform", "prisma");

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(generatedDir))
    .toSorted();
}

async function hashFiles(files: readonly string[]): Promise<string> {
  const sum = createHash("sha256");
  for (const file of files) {
    sum.update(`${file}\0`);
    sum.update(await readFile(path.join(root, file)));
  }
  return sum.digest("hex");
}

/** One hash over everything that the pages are made of. */
async function hashPageSources(): Promise<string> {
  return hashFiles([
    ...(await listFiles("app")),
    ...(await listFiles("public")),
    ...(await listFiles("prisma/schema")),
    "package-lock.json",
    "vite.config.ts",
    "react-router.config.ts",
  ]);
}

/** Several processes may ask at once; one works, the others wait. A lock of a process that died does not count. */
async function withLock<Result>(work: () => Promise<Result>): Promise<Result> {
  const lock = path.join(root, "node_modules/.anhuan-build-lock");
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: "wx" });
      break;
    } catch {
      const holder = Number(await readFile(lock, "utf8").catch(() => "0"));
      if (holder > 0 && !processAlive(holder)) await rm(lock, { force: true });
      else await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

async function runTool(name: string, ...args: string[]): Promise<void> {
  // Prisma looks for an engine that a download would bring; any file that exists satisfies it, and none is used.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "package.json", NODE_ENV: "production" };
  await run(process.execPath, [path.join(root, "node_modules/.bin", name), ...args], { cwd: root, env });
}

/** Does the work where the stamp of the last time names other sources; answers whether it did. */
async function whenChanged(stampFile: string, sources: string, work: () => Promise<void>): Promise<boolean> {
  if ((await readFile(stampFile, "utf8").catch(() => "")) === sources) return false;
  await work();
  await writeFile(stampFile, sources);
  return true;
}

async function generateClient(): Promise<boolean> {
  const sources = await hashFiles([...(await listFiles("prisma/schema")), "package-lock.json"]);
  return whenChanged(path.join(root, generatedDir, "sources.sha256"), sources, () => runTool("prisma", "generate"));
}

/** Generates the database client where it is missing or older than the schema; answers whether it did. */
export function ensureClient(): Promise<boolean> {
  return withLock(generateClient);
}

/** The client and the pages; answers whether the pages were built. */
export function ensureBuild(): Promise<boolean> {
  return withLock(async () => {
    await generateClient();
    const stamp = path.join(root, "build/sources.sha256");
    return whenChanged(stamp, await hashPageSources(), () => runTool("react-router", "build"));
  });
}
