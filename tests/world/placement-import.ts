// Imports in tests: files in a folder of their own, outcomes and books as short lines that read like a page.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { systemActor } from "#app/kernel/actor.ts";
import { importPlacements, type ImportRequest, type RowOutcome } from "#app/modules/placements/placements.server.ts";
import { createTestApp, type TestApp } from "./database.ts";
import { fictionalId, placementCells, type PlacementCells } from "./placement-rows.ts";

export async function withApp(work: (app: TestApp) => Promise<void>): Promise<void> {
  const app = await createTestApp();
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

const folder = mkdtemp(path.join(os.tmpdir(), "anhuan-placements-"));
afterAll(async () => rm(await folder, { recursive: true, force: true }));
let files = 0;

export async function fileOf(content: string | Uint8Array): Promise<string> {
  files += 1;
  const file = path.join(await folder, `${files}.csv`);
  await writeFile(file, content);
  return file;
}

const people = ["李华", "王芳", "陈𠮷", "欧阳娜", "Tom Whitfield"];

/** Account `n` of person `n`. */
export function accountCells(n: number, changes: Partial<PlacementCells> = {}): PlacementCells {
  const birth = `198${n % 10}-01-20`;
  return placementCells({
    account_number: `BJCF-${n}`,
    full_name: people[n % people.length] ?? "",
    id_number: fictionalId(birth, String(100 + n)),
    birth_date: birth,
    mobile: `+86154000000${10 + n}`,
    email: `p${n}@example.com`,
    ...changes,
  });
}

function describeRow(each: RowOutcome): string {
  return `${each.line} ${each.outcome}${each.outcome === "refused" ? ` ${each.refusal.column ?? "-"} ${each.refusal.code}` : ""}`;
}

/** "2 accepted", "3 refused account_number account_duplicate", … and the totals last. */
export async function tellImport(app: TestApp, request: ImportRequest): Promise<string[]> {
  const told: string[] = [];
  const outcome = await importPlacements(app, systemActor("import"), {
    ...request,
    report: (rows) => void told.push(...rows.map(describeRow)),
  });
  if (!outcome.ok) return [`${outcome.refusal.kind} at ${outcome.refusal.line}`];
  const { accepted, refused, unchanged, updated, total } = outcome.value;
  return [
    ...told,
    `${accepted} accepted ${refused} refused ${unchanged} unchanged ${updated} updated CNY ${total.get("CNY") ?? 0n}`,
  ];
}

/** What the books hold: people, contacts, accounts, journals, and the sum that is owed. */
export async function booksOf(app: TestApp): Promise<string> {
  const { rows } = await app.db.pool.query<Record<string, bigint>>(`
    SELECT (SELECT count(*) FROM borrower) AS people, (SELECT count(*) FROM contact_point) AS contacts,
           (SELECT count(*) FROM debt_account) AS accounts, (SELECT count(*) FROM journal) AS journals,
           (SELECT coalesce(sum(balance), 0)::bigint FROM ledger_account WHERE debt_id IS NOT NULL) AS owed`);
  return Object.entries(rows[0] ?? {})
    .map(([name, value]) => `${name} ${value}`)
    .join(", ");
}

/** The environment of a process that works on the same database with the same keys. */
export function environmentOf(app: TestApp): NodeJS.ProcessEnv {
  return {
    PATH: process.env["PATH"] ?? "",
    DATABASE_URL: app.ownerUrl,
    DATA_DIR: app.env.dataDir,
    LOG_LEVEL: "silent",
  };
}
