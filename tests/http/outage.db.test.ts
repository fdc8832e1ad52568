// When something that the portal leans on is away, or busier than it can answer: it says so soon, says nothing of
// what went on inside, and is itself again afterwards.
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterEach, describe, expect, test } from "vitest";
import type { App } from "#app/platform/app.server.ts";
import { openDb, type Db } from "#app/platform/db.server.ts";
import { createLog } from "#app/platform/log.server.ts";
import type { TestApp } from "#tests/world/database.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal | undefined;
afterEach(async () => {
  await portal?.close();
  portal = undefined;
});

const english = { "Accept-Language": "en" };
/** Of the shape that the portal writes, so that it is looked up. */
const carried = `__Host-anhuan=s.${"a".repeat(43)}`;

/** The application as it is, until it is switched to another that takes its place without a new start. */
function switchable(change: (app: App) => App): { app: (app: TestApp) => App; on: () => void } {
  let on = false;
  return {
    app: (app) => {
      const changed = change(app);
      return new Proxy<App>(app, { get: (_, name: keyof App) => (on ? changed : app)[name] });
    },
    on: () => {
      on = true;
    },
  };
}

function throwing(message: string): Db {
  return new Proxy({} as Db, {
    get: () => {
      throw new TypeError(message);
    },
  });
}

/** Asks the database for whoever is signed in. */
function askPrivatePage({ origin }: Portal): Promise<Response> {
  return fetch(`${origin}/my`, { redirect: "manual", headers: { ...english, Cookie: carried } });
}

describe("catalogue 62: a pool without a free connection", () => {
  test("answers 503 within 2 s in the visitor's language, and serves again when one is free", async () => {
    let small: Db | undefined;
    portal = await openPortal({}, (app) => ({ ...app, db: (small = openDb({ url: app.ownerUrl, max: 1 })) }));
    const held = await small?.pool.connect();
    const began = performance.now();
    const answer = await askPrivatePage(portal);
    expect(performance.now() - began).toBeLessThan(2000);
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toBe("30");
    expect(await answer.text()).toContain("The site is busy at the moment");
    held?.release();
    expect((await askPrivatePage(portal)).status).toBe(303);
    await small?.close();
  });
});

test("a database that is away makes 503 pages, not ready, and still alive", async () => {
  const away = openDb({ url: "postgresql://nobody:none@127.0.0.1:9/none", max: 2 });
  const gone = switchable((app) => ({ ...app, db: away }));
  portal = await openPortal({}, gone.app);
  gone.on();
  const answer = await askPrivatePage(portal);
  expect(answer.status).toBe(503);
  expect(await answer.text()).not.toMatch(/127\.0\.0\.1:9|ECONNREFUSED|Prisma/i);
  expect((await fetch(`${portal.origin}/healthz`)).status).toBe(200);
  const ready = await fetch(`${portal.origin}/readyz`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    {
      ready: false,
      checks: {
        database: "does not answer",
        migrations: "could not be asked",
        queue: "could not be asked",
        dataDir: "ok",
      },
    },
  ]);
});

test("catalogue 72: an unexpected error shows a trace id and nothing else, and the log knows it by that id", async () => {
  const lines: string[] = [];
  const secret = "Li Hua 990001199001011234";
  const broken = switchable((app) => ({
    ...app,
    db: throwing(secret),
    log: createLog("info", { write: (line) => void lines.push(line) }),
  }));
  portal = await openPortal({}, broken.app);
  broken.on();
  const answer = await askPrivatePage(portal);
  const html = await answer.text();
  expect(answer.status).toBe(500);
  const traceId = /[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/.exec(html)?.[0] ?? "none";
  expect(html).not.toMatch(/TypeError|Li Hua|at .*\.js|node_modules|stack/i);
  const said = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line["traceId"] === traceId);
  expect(said.map(({ event }) => event)).toEqual(["request-failed", "request"]);
  expect(lines.join("")).not.toContain(secret);
});

test("the log names routes by their pattern, never by what was asked for", async () => {
  const lines: string[] = [];
  portal = await openPortal({}, (app): App => ({
    ...app,
    log: createLog("info", { write: (line) => void lines.push(line) }),
  }));
  await fetch(`${portal.origin}/my/accounts/0193b6a0-0000-7000-8000-000000000000?name=Li+Hua`, { redirect: "manual" });
  await fetch(`${portal.origin}/no/such/SECRET`);
  await portal.post("/start", "reference=SECRET", { Origin: "null" });
  const requests = lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === "request");
  expect(requests.map(({ method, route }) => `${String(method)} ${String(route)}`)).toEqual([
    "GET /my/accounts/:accountId",
    "GET *",
    "POST refused",
  ]);
  expect(lines.join("")).not.toMatch(/SECRET|Hua|0193b6a0/);
});

test("catalogue 67: a data folder that takes no files is not ready", async () => {
  portal = await openPortal({}, (app): App => ({ ...app, env: { ...app.env, dataDir: "/proc/none" } }));
  const ready = await fetch(`${portal.origin}/readyz`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ ready: false, checks: { database: "ok", dataDir: "takes no files" } });
});

test("ready is ready; a migration that is missing or a queue that nobody works is not", async () => {
  portal = await openPortal();
  const ask = async (): Promise<unknown> => (await fetch(`${portal?.origin}/readyz`)).json();
  const ok = { database: "ok", migrations: "ok", queue: "ok", dataDir: "ok" };
  expect(await ask()).toEqual({ ready: true, checks: ok });
  const owner = new pg.Client({ connectionString: portal.app.ownerUrl });
  await owner.connect();
  await owner.query(
    "UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations)",
  );
  await portal.app.queue.enqueue(portal.app.db.prisma, "tidy-up", {});
  await owner.query("UPDATE pgboss.job SET start_after = now() - interval '20 minutes' WHERE name = 'tidy-up'");
  await owner.end();
  expect(await ask()).toEqual({
    ready: false,
    checks: { ...ok, migrations: "1 not applied", queue: "the oldest due job has waited 1200 s" },
  });
  const text = await (await fetch(`${portal.origin}/metrics`)).text();
  expect(text).toMatch(/anhuan_queue_jobs\{job="tidy-up"\} 1/);
  expect(text).toMatch(/anhuan_http_request_duration_seconds_count\{method="GET",route="\/readyz",status="503"\} \d/);
  expect(text).toMatch(/anhuan_pool_connections\{state="idle"\} \d/);
  expect(text).toContain("process_cpu_user_seconds_total");
});

test("metrics with a token are for whoever has it", async () => {
  portal = await openPortal({ METRICS_TOKEN: "a-token-of-32-characters-in-all!" });
  const ask = async (header?: string): Promise<number> =>
    (await fetch(`${portal?.origin}/metrics`, { headers: header ? { Authorization: header } : {} })).status;
  expect([await ask(), await ask("Bearer wrong"), await ask("Bearer a-token-of-32-characters-in-all!")]).toEqual([
    401, 401, 200,
  ]);
});

test("whoever is slow with headers or body is let go with 408", async () => {
  portal = await openPortal({}, undefined, { headersTimeoutMs: 150, requestTimeoutMs: 300 });
  const began = performance.now();
  const [heads, body] = await Promise.all([
    portal.send("GET /help HTTP/1.1\r\nHost: 127.0.0.1\r\n"),
    portal.send(
      `POST /start HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: ${portal.origin}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\nreference=`,
    ),
  ]);
  expect(heads).toMatch(/^HTTP\/1\.1 408/);
  expect(body).toMatch(/^HTTP\/1\.1 408/);
  expect(performance.now() - began).toBeLessThan(3000);
});

test("catalogue 68: closing waits for who is being served, tells them not to stay, and takes nobody new", async () => {
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const slow = switchable((app) => {
    const pool = new Proxy(app.db.pool, {
      get: (target, name) =>
        name === "query" ? () => held.then(() => target.query("SELECT 1")) : (Reflect.get(target, name) as unknown),
    });
    return { ...app, db: { ...app.db, pool } };
  });
  portal = await openPortal({}, slow.app);
  slow.on();
  const { server, port } = portal;
  // Readiness asks the database, which keeps it waiting until we let go.
  const running = portal.send(`GET /readyz HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`);
  await sleep(100);
  const closed = server.close(5000);
  await expect(fetch(`http://127.0.0.1:${port}/healthz`)).rejects.toThrow("fetch failed");
  release();
  const answer = await running;
  expect(answer).toMatch(/^HTTP\/1\.1 \d{3}/);
  expect(answer.toLowerCase()).toContain("connection: close");
  await closed;
});
