// Writes the whole database into a folder as one moment saw it, while everybody goes on working, and brings such a
// folder into a fresh database. What is sealed stays sealed: the keys are not in a backup and are kept elsewhere.
// It refuses a folder that is not empty, a file that was altered, another version's tables, and a database that
// holds anything: it never mixes and never overwrites.
import { createHash, type Hash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import { z } from "zod";
import {
  columnList,
  quoted,
  readAppliedMigrations,
  readSequences,
  readTables,
  type BackupTable,
} from "./backup-tables.server.ts";

const manifestName = "manifest.json";

const manifestShape = z.object({
  format: z.literal(1),
  takenAt: z.string(),
  migrations: z.array(z.string()),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()).min(1),
      rows: z.number().int(),
      file: z.string().regex(/^[a-z0-9_]+\.copy$/),
      sha256: z.string().length(64),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), lastValue: z.string().regex(/^\d+$/), isCalled: z.boolean() })),
});

export type BackupManifest = z.infer<typeof manifestShape>;

export class BackupRefused extends Error {
  override name = "BackupRefused";
}

async function withClient<Result>(url: string, work: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("SET statement_timeout = 0");
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Lets everything through and sums it up on the way. */
function summing(hash: Hash): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}

async function writeTable(
  client: pg.Client,
  dir: string,
  table: BackupTable,
): Promise<BackupManifest["tables"][number]> {
  const file = `${table.name}.copy`;
  const hash = createHash("sha256");
  const copy = client.query(copyTo(`COPY ${quoted(table.name)} (${columnList(table)}) TO STDOUT`));
  await pipeline(copy, summing(hash), createWriteStream(path.join(dir, file), { flags: "wx", mode: 0o600 }));
  return { ...table, columns: [...table.columns], rows: copy.rowCount, file, sha256: hash.digest("hex") };
}

/** `ownerUrl` sees every table. The manifest comes last: a folder without one is no backup. */
export async function writeBackup(ownerUrl: string, dir: string, now: Date): Promise<BackupManifest> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if ((await readdir(dir)).length > 0) throw new BackupRefused("The folder is not empty; give the name of a new one.");
  return withClient(ownerUrl, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const tables: BackupManifest["tables"] = [];
    for (const table of await readTables(client)) tables.push(await writeTable(client, dir, table));
    const manifest: BackupManifest = {
      format: 1,
      takenAt: now.toISOString(),
      migrations: await readAppliedMigrations(client),
      tables,
      sequences: await readSequences(client),
    };
    await client.query("COMMIT");
    await writeFile(path.join(dir, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, {
      flag: "wx",
      mode: 0o600,
    });
    return manifest;
  });
}

/** The manifest of a folder, once every file has been found to be what it says. */
export async function readBackup(dir: string): Promise<BackupManifest> {
  const text = await readFile(path.join(dir, manifestName), "utf8").catch(() => undefined);
  if (text === undefined) throw new BackupRefused("The folder holds no finished backup: there is no manifest.json.");
  const manifest = manifestShape.parse(JSON.parse(text));
  for (const { file, sha256 } of manifest.tables) {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(path.join(dir, file))) hash.update(chunk as Buffer);
    if (hash.digest("hex") !== sha256) throw new BackupRefused(`${file} is not what was written: its SHA-256 differs.`);
  }
  return manifest;
}

/** A portal that has merely been started once has written its policy packs: those of the backup take their place. */
const writtenAtStart = "policy_record";

async function refuseUnlessFresh(
  client: pg.Client,
  manifest: BackupManifest,
  tables: readonly BackupTable[],
): Promise<void> {
  const applied = await readAppliedMigrations(client);
  if (applied.join() !== manifest.migrations.join()) {
    throw new BackupRefused("The backup is of another version. Restore it with that version, then upgrade.");
  }
  const layout = (list: readonly BackupTable[]): string =>
    list
      .map(({ name, columns }) => `${name}(${columns.join()})`)
      .toSorted()
      .join();
  if (layout(tables) !== layout(manifest.tables))
    throw new BackupRefused("The tables of the backup are not those of this database.");
  for (const { name } of tables.filter((table) => table.name !== writtenAtStart)) {
    const { rowCount } = await client.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`);
    if (rowCount !== 0) throw new BackupRefused(`The database is not fresh: ${name} holds rows. Nothing was changed.`);
  }
}

/**
 * All or nothing. The rules of the books are about how rows come to be; these came to be elsewhere under the same
 * rules, so the owner lifts them for this one transaction. Keys and checks hold throughout; run verify afterwards.
 */
export async function restoreBackup(ownerUrl: string, dir: string): Promise<BackupManifest> {
  const manifest = await readBackup(dir);
  await withClient(ownerUrl, async (client) => {
    await client.query("BEGIN");
    const tables = await readTables(client);
    for (const { name } of tables) await client.query(`LOCK TABLE ${quoted(name)} IN ACCESS EXCLUSIVE MODE`);
    await refuseUnlessFresh(client, manifest, tables);
    for (const { name } of tables) await client.query(`ALTER TABLE ${quoted(name)} DISABLE TRIGGER USER`);
    await client.query(`DELETE FROM ${quoted(writtenAtStart)}`);
    for (const table of tables) {
      const copy = client.query(copyFrom(`COPY ${quoted(table.name)} (${columnList(table)}) FROM STDIN`));
      await pipeline(createReadStream(path.join(dir, `${table.name}.copy`)), copy);
      const wanted = manifest.tables.find(({ name }) => name === table.name)?.rows;
      if (copy.rowCount !== wanted)
        throw new BackupRefused(`${table.name}: ${copy.rowCount} rows came, not ${wanted}.`);
    }
    for (const { name, lastValue, isCalled } of manifest.sequences) {
      await client.query("SELECT setval($1::regclass, $2::bigint, $3)", [quoted(name), lastValue, isCalled]);
    }
    for (const { name } of tables) await client.query(`ALTER TABLE ${quoted(name)} ENABLE TRIGGER USER`);
    await client.query("COMMIT");
  });
  return manifest;
}
