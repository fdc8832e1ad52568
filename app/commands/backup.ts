// `npm run backup -- DIR`: the whole database as of one moment, into a new folder, while the portal goes on. A backup
// of the demo brings the demo's keys along, so that it opens elsewhere; in production the keys are kept apart.
import { copyFile } from "node:fs/promises";
import path from "node:path";
import { writeAuditHead } from "#app/modules/audit/audit-heads.server.ts";
import { writeBackup } from "#app/platform/backup.server.ts";
import { fail, openForReading, readCommandEnv, runCommand } from "./run-command.ts";

await runCommand(async () => {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === undefined || more.length > 0) fail("npm run backup -- DIR", 2);
  const dir = path.resolve(folder);
  const env = readCommandEnv({ LOG_LEVEL: "warn" });
  const app = await openForReading(env);
  try {
    const { tables } = await writeBackup(env.ownerDatabaseUrl ?? app.databaseUrl, dir, app.clock.now());
    if (env.mode === "demo") await copyFile(path.join(env.dataDir, "demo-keys.json"), path.join(dir, "demo-keys.json"));
    await writeAuditHead(app);
    const rows = tables.reduce((sum, table) => sum + table.rows, 0);
    console.log(`${rows} rows of ${tables.length} tables are in ${dir}.`);
    if (env.mode === "production")
      console.log("The keys are not in it. Without them it cannot be read: keep both, apart.");
  } finally {
    await app.close();
  }
});
