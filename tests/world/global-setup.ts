// Starts the server of a test run and fills the template once.
import { chmod, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { removeEmbeddedPostgres, useEmbeddedPostgres } from "#app/platform/embedded-postgres.server.ts";
import { migrate } from "#app/platform/migrate.server.ts";
import { prepareQueue } from "#app/platform/queue.server.ts";
import { serverUrlVariable, templateName } from "./database.ts";

export default async function setUp(): Promise<() => Promise<void>> {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "anhuan-tests-"));
  // The unprivileged user that runs the server has to be let in.
  await chmod(dataDir, 0o755);
  const server = await useEmbeddedPostgres(dataDir);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query(`CREATE DATABASE ${templateName}`);
  // Speed over safety: a test's database is thrown away.
  await client.query("ALTER SYSTEM SET fsync = off");
  await client.query("ALTER SYSTEM SET synchronous_commit = off");
  await client.query("SELECT pg_reload_conf()");
  await client.end();
  const template = new URL(server.url);
  template.pathname = `/${templateName}`;
  await migrate(template.href);
  await prepareQueue(template.href);
  process.env[serverUrlVariable] = server.url;
  return async () => {
    await server.release();
    await removeEmbeddedPostgres(dataDir);
    await rm(dataDir, { recursive: true, force: true });
  };
}
