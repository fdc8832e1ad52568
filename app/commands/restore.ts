// `npm run restore -- DIR`: brings a backup into a fresh database and proves the books and the audit chain there. A
// backup of the demo brings its keys; they replace the ones of a data folder that sealed nothing yet.
import { copyFile, stat } from "node:fs/promises";
import path from "node:path";
import { writeAuditHead } from "#app/modules/audit/audit-heads.server.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { verifyLedger } from "#app/modules/ledger/verify-ledger.server.ts";
import { openApp } from "#app/platform/app.server.ts";
import { restoreBackup } from "#app/platform/backup.server.ts";
import { fail, openForReading, readCommandEnv, runCommand } from "./run-command.ts";
import { verifyTotals } from "./verify-totals.ts";

const defaults = { LOG_LEVEL: "warn" };

async function bringIn(dir: string): Promise<number> {
  const env = readCommandEnv(defaults);
  const app = await openApp(env);
  try {
    const { tables } = await restoreBackup(env.ownerDatabaseUrl ?? app.databaseUrl, dir);
    const keys = path.join(dir, "demo-keys.json");
    if (env.mode === "demo" && (await stat(keys).catch(() => undefined))) {
      await copyFile(keys, path.join(env.dataDir, "demo-keys.json"));
    }
    return tables.reduce((sum, table) => sum + table.rows, 0);
  } finally {
    await app.close();
  }
}

/** With the keys as they are now. */
async function prove(): Promise<void> {
  const app = await openForReading(readCommandEnv(defaults));
  try {
    const [fault] = [...(await verifyLedger(app.db, 1)), ...(await verifyTotals(app.db))];
    if (fault) fail(`Restored, but the books are not right: ${fault.code}: ${fault.subject}: ${fault.detail}`);
    // What was written after the backup is gone by intent: the heads that were kept of it no longer count.
    await writeAuditHead(app, "restored");
    const broken = await verifyAudit(app);
    if (broken) fail(`Restored, but the audit chain is not right: ${broken.problem}: event ${broken.seq}`);
  } finally {
    await app.close();
  }
}

await runCommand(async () => {
  const [folder, ...more] = process.argv.slice(2);
  if (folder === undefined || more.length > 0) fail("npm run restore -- DIR", 2);
  const rows = await bringIn(path.resolve(folder));
  await prove();
  console.log(`${rows} rows are back, and the books and the audit chain are right.`);
});
