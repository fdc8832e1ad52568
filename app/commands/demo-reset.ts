// `npm run demo:reset`: forgets the demo's people, money and keys. Only what the demo itself made is removed.
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import { processAlive } from "#app/platform/process-alive.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { removeEmbeddedPostgres } from "#app/platform/embedded-postgres.server.ts";

const env = readEnv();
if (env.mode !== "demo" || env.databaseUrl) {
  console.error("demo:reset works on the demo's own database only; unset DATABASE_URL and NODE_ENV.");
  process.exit(2);
}
const users = await readdir(path.join(env.dataDir, "postgres.users")).catch(() => []);
const running = users.map(Number).filter(processAlive);
if (running.length > 0) {
  console.error(`Something still runs on ${env.dataDir} (process ${running.join(", ")}). Stop it first.`);
  process.exit(2);
}
await removeEmbeddedPostgres(env.dataDir);
const made = ["outbox.jsonl", "demo-keys.json", "standin.json", "standin-state.json", "documents"];
for (const name of made) await rm(path.join(env.dataDir, name), { recursive: true, force: true });
console.log(`The demo's data in ${env.dataDir} is gone. The next start begins anew.`);
