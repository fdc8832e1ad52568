// Generates the database client and builds the pages where the sources have changed since the last time, so that
// the demo and the tests never run yesterday's code and a second start does not build again.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../..");
const stampFile = path.join(root, "build/sources.sha256");
const generatedDir = path.join("app", "platform", "prisma");

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(path.join(root, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.startsWith(generatedDir))
    .toSorted();
}

/** One hash over everything that the build is made of. */
async function hashSources(): Promise<string> {
  const files = [
    ...(await listFiles("app")),
    ...(await listFiles("public")),
    ...(await listFiles("prisma/schema")),
    "package-lock.json",
    "vite.config.ts",
    "react-router.config.ts",
  ];
  const sum = createHash("sha256");
  for (const file of files) {
    sum.update(`${file}\0`);
    sum.update(await readFile(path.join(root, file)));
  }
  return sum.digest("hex");
}

async function build(): Promise<void> {
  const bin = (name: string): string => path.join(root, "node_modules/.bin", name);
  // Prisma looks for an engine that a download would bring; any file that exists satisfies it, and none is used.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: "package.json", NODE_ENV: "production" };
  await run(process.execPath, [bin("prisma"), "generate"], { cwd: root, env });
  await run(process.execPath, [bin("react-router"), "build"], { cwd: root, env });
}

/** Builds where needed and answers whether it did. Several processes may ask at once; one builds. */
export async function ensureBuild(): Promise<boolean> {
  const lock = path.join(root, "node_modules/.anhuan-build-lock");
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch {
      const age =
        Date.now() -
        (await stat(lock).then(
          (info) => info.mtimeMs,
          () => Date.now(),
        ));
      if (age > 120_000) await rm(lock, { recursive: true, force: true });
      else await sleep(100);
    }
  }
  try {
    const wanted = await hashSources();
    const built = await readFile(stampFile, "utf8").catch(() => "");
    const hasClient = await stat(path.join(root, generatedDir)).then(
      () => true,
      () => false,
    );
    if (built === wanted && hasClient) return false;
    await build();
    await writeFile(stampFile, wanted);
    return true;
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
