// Imports a file in small batches in a process of its own, telling each batch, so that a test can kill it between two.
import { systemActor } from "#app/kernel/actor.ts";
import { importPlacements } from "#app/modules/placements/placements.server.ts";
import { openApp } from "#app/platform/app.server.ts";
import { readEnv } from "#app/platform/env.server.ts";

const app = await openApp(readEnv(), { migrate: false });
await importPlacements(app, systemActor("import"), {
  file: process.argv[2] ?? "",
  rowsPerBatch: 200,
  report: (outcomes) => {
    process.stdout.write(`${outcomes.length}\n`);
  },
});
await app.close();
