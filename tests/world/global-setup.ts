// Starts the server of a test run and fills the template once. A server that the environment names is used as it is:
// the way to try the version that an operator has.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { removeEmbeddedPostgres, useEmbeddedPostgres } from "#app/platform/embedded-postgres.server.ts";
import { migrate } from "#app/platform/migrate.server.ts";
import { prepareQueue } from "#app/platform/queue.server.ts";
import { serverUrlVariable, templateName } from "./database.ts";

interface TestServer {
  readonly url: string;
  release(): Promise<void>;
}

async function ask(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const statement of statements) await client.query(statement);
  await client.end();
}

async function startOwnServer(): Promise<TestServer> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "anhuan-tests-"));
  // The unprivileged user that runs the server has to be let in.
  await chmod(dataDir, 0o755);
  const server = await useEmbeddedPostgres(dataDir);
  // Speed over safety: a test's database is thrown away.
  await ask(
    server.url,
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "SELECT pg_reload_conf()",
  );
  return {
    url: server.url,
    release: async () => {
      await server.release();
      await removeEmbeddedPostgres(dataDir);
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export default async function setUp(): Promise<() => Promise<void>> {
  const named = process.env[serverUrlVariable];
  const server = named ? { url: named, release: () => Promise.resolve() } : await startOwnServer();
  const dropTemplate = `DROP DATABASE IF EXISTS ${templateName} WITH (FORCE)`;
  await ask(server.url, dropTemplate, `CREATE DATABASE ${templateName}`);
  const template = new URL(server.url);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
  await prepareQueue(template.href);
  process.env[serverUrlVariable] = server.url;
  return async () => {
    await ask(server.url, dropTemplate);
    await server.release();
  };
}
