// `npm start`: the pages, for production. Any number of these run side by side on one database; jobs are done by
// `npm run worker`. Without NODE_ENV it is production as well: real people's keys must never be the demo's.
import { existsSync } from "node:fs";
import path from "node:path";
import { addressOfLink, issueFirstLink } from "#app/modules/staff/staff-links.server.ts";
import type { RunningApp } from "#app/platform/app.server.ts";
import { startServer } from "#app/server.ts";
import { fail, openForWork, readCommandEnv, startProcess } from "./run-command.ts";
import { stopOnSignal } from "./stop-on-signal.ts";

const drainMs = 30_000;

/** While nobody can administrate: a link that makes whoever uses it the first operator. To the terminal, never to the log. */
async function printFirstLink(app: RunningApp): Promise<void> {
  const token = await issueFirstLink(app);
  if (token === undefined) return;
  const lines = [
    "Nobody can administrate yet. This link works once, for 24 hours, and makes the first operator:",
    "还没有人能管理。下面的链接只能用一次，24小时内有效，用它设置第一位运维：",
    addressOfLink(app, token),
  ];
  console.log(lines.join("\n"));
}

await startProcess(async () => {
  const env = readCommandEnv({ NODE_ENV: "production" });
  if (!existsSync(path.resolve(import.meta.dirname, "../../build/server/index.js"))) {
    fail("The pages are not built. Run `npm run build` first.", 78);
  }
  const app = await openForWork(env);
  const server = await startServer(app);
  app.log.info({ event: "listening", address: `${env.host}:${server.port}` });
  stopOnSignal(async () => {
    app.log.info({ event: "draining" });
    await server.close(drainMs);
    await app.close();
  });
  await printFirstLink(app);
});
