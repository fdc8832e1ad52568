// Starts the demo as a newcomer would (`npm run demo`), on a free port and an empty data folder of its own, and stops
// it when the journeys are over.
import { execFile, spawn } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { fictionalAccount, placementFile } from "../world/people.ts";
import { freePort } from "#app/platform/free-port.server.ts";

/** Each journey takes people of its own, by index. */
const peopleOfJourneys = 192;

const root = path.resolve(import.meta.dirname, "../..");

/** Besides the demo's own people: borrowers for the journeys, and staff for them where they are asked for. */
export async function openPortal({ colleagues }: { colleagues: boolean }): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "anhuan-journeys-"));
  await chmod(dataDir, 0o755);
  const port = await freePort();
  // A name, not a number: a passkey belongs to a name.
  const origin = `http://localhost:${port}`;
  process.env["PORTAL_URL"] = origin;
  process.env["PORTAL_DATA_DIR"] = dataDir;
  const { DATABASE_URL: _unused, ...inherited } = process.env;
  const child = spawn(process.execPath, ["--no-warnings", "app/commands/demo.ts"], {
    cwd: root,
    env: {
      ...inherited,
      PORT: String(port),
      HOST: "127.0.0.1",
      PUBLIC_ORIGIN: origin,
      DATA_DIR: dataDir,
      NODE_ENV: "test",
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  child.stdout.resume();
  const deadline = Date.now() + 90_000;
  for (;;) {
    if (child.exitCode !== null) throw new Error("the demo ended before it was ready");
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      (response) => response.ok,
      () => false,
    );
    if (ready) break;
    if (Date.now() > deadline) throw new Error("the demo was not ready within 90 s");
    await sleep(100);
  }
  // A creditor's file comes in beside the running demo, as it would on any day.
  const file = path.join(dataDir, "journeys.csv");
  await writeFile(file, placementFile(Array.from({ length: peopleOfJourneys }, (_, index) => fictionalAccount(index))));
  const beside = { cwd: root, env: { ...inherited, DATA_DIR: dataDir, NODE_ENV: "test" } };
  const run = (...args: string[]) => promisify(execFile)(process.execPath, ["--no-warnings", ...args], beside);
  await run("app/commands/import.ts", file, "--json");
  if (colleagues) process.env["PORTAL_COLLEAGUES"] = (await run("tests/world/colleagues-child.ts")).stdout;
  return async () => {
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await gone;
    await rm(dataDir, { recursive: true, force: true });
  };
}

export default function startPortal(): Promise<() => Promise<void>> {
  return openPortal({ colleagues: true });
}
