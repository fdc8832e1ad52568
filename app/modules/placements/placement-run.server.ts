// How far a file has come: one row for each file ever begun, found again by the hash of its bytes. Here an
// interrupted run is told from a finished one, and two processes are kept from importing one file at once.
import type pg from "pg";
import type { Actor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { databaseErrorCode, inTransaction } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import type { ReadRow, RowOutcome } from "./placement-batch.ts";
import { placementColumns } from "./placement-columns.ts";
import { refusalCodes, type RowRefusal } from "./row-refusal.ts";

export interface PlacementRun {
  readonly placementId: string;
  readonly doneLine: number;
  /** The file was imported to its end before; this run can only find what was refused then. */
  readonly finishedBefore: boolean;
}

interface RunRequest {
  readonly fileHash: Buffer;
  readonly fileName: string;
  readonly encoding: string;
  readonly creditorCode: string | undefined;
  readonly dryRun: boolean;
  readonly now: Date;
  /** Hears that another process is at work on the same file. */
  readonly waiting: (() => void) | undefined;
}

interface PlacementRecord {
  readonly id: string;
  readonly done_line: number;
  readonly finished_at: Date | null;
}

/** A killed run's server process may still be ending; after this somebody else is at work, and it is said. */
const shortWait = "5s";
const longWait = "10min";

async function tryLock(client: pg.ClientBase, fileHash: Buffer, wait: string): Promise<boolean> {
  try {
    await client.query(`SET lock_timeout = '${wait}'; SET statement_timeout = 0`);
    await client.query("SELECT pg_advisory_lock($1::bigint)", [fileHash.readBigInt64BE(0).toString()]);
    return true;
  } catch (error) {
    if (databaseErrorCode(error) === "55P03") return false;
    throw error;
  }
}

/** Whether this session may work on the file; the lock ends with the session. */
async function lockFile(client: pg.ClientBase, { fileHash, waiting }: RunRequest): Promise<boolean> {
  if (await tryLock(client, fileHash, shortWait)) return true;
  waiting?.();
  return tryLock(client, fileHash, longWait);
}

/** The file's run, begun where there is none; undefined for a dry run of a file never seen. */
export async function openRun(client: pg.ClientBase, request: RunRequest): Promise<PlacementRun | undefined | "busy"> {
  if (!(await lockFile(client, request))) return "busy";
  // A batch of thousands may take longer than a page's statement.
  await client.query(
    "SET lock_timeout = 0; SET statement_timeout = '5min'; SET idle_in_transaction_session_timeout = '5min'",
  );
  if (!request.dryRun) {
    await client.query(
      `INSERT INTO placement (id, file_hash, file_name, encoding, creditor_code, started_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (file_hash) DO NOTHING`,
      [newId(), request.fileHash, request.fileName, request.encoding, request.creditorCode ?? null, request.now],
    );
  }
  const { rows } = await client.query<PlacementRecord>(
    "SELECT id, done_line, finished_at FROM placement WHERE file_hash = $1",
    [request.fileHash],
  );
  const [record] = rows;
  return record && { placementId: record.id, doneLine: record.done_line, finishedBefore: record.finished_at !== null };
}

interface RefusalRecord {
  readonly line: number;
  readonly column: string;
  readonly code: string;
}

/** What the interrupted part of a run refused among these lines. */
export async function refusalsBetween(
  client: pg.ClientBase,
  run: PlacementRun | undefined,
  rows: readonly ReadRow[],
): Promise<Map<number, RowRefusal>> {
  const first = rows[0]?.line ?? 0;
  if (!run || run.finishedBefore || first > run.doneLine) return new Map();
  const { rows: records } = await client.query<RefusalRecord>(
    `SELECT line, "column", code FROM placement_refusal WHERE placement_id = $1 AND line BETWEEN $2 AND $3`,
    [run.placementId, first, run.doneLine],
  );
  return new Map(
    records.map(({ line, column, code }) => [
      line,
      {
        column: placementColumns.find((name) => name === column),
        code: refusalCodes.find((name) => name === code) ?? "row_malformed",
      },
    ]),
  );
}

/** Moves the mark to the last of these lines; answers the outcomes that are not on record yet. */
export async function recordProgress(
  client: pg.ClientBase,
  run: PlacementRun,
  outcomes: readonly RowOutcome[],
): Promise<RowOutcome[]> {
  const first = outcomes[0]?.line ?? 0;
  const last = outcomes.at(-1)?.line ?? 0;
  if (run.finishedBefore) {
    await client.query("DELETE FROM placement_refusal WHERE placement_id = $1 AND line BETWEEN $2 AND $3", [
      run.placementId,
      first,
      last,
    ]);
    return [...outcomes];
  }
  const fresh = outcomes.filter(({ line }) => line > run.doneLine);
  const count = (outcome: RowOutcome["outcome"]): number => fresh.filter((each) => each.outcome === outcome).length;
  if (fresh.length > 0) {
    await client.query(
      `UPDATE placement SET done_line = $2, accepted = accepted + $3, refused = refused + $4,
              unchanged = unchanged + $5, updated = updated + $6 WHERE id = $1`,
      [run.placementId, last, count("accepted"), count("refused"), count("unchanged"), count("updated")],
    );
  }
  return fresh;
}

interface Counts {
  readonly accepted: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly updated: number;
}

/** Marks the file as done. Accepted counts what it ever brought, the rest what the last run found. */
export async function finishRun(app: App, actor: Actor, run: PlacementRun, counts: Counts): Promise<void> {
  const { accepted, refused, unchanged, updated } = counts;
  await inTransaction(app.db, async (tx) => {
    await tx.placement.update({
      where: { id: run.placementId },
      data: {
        finishedAt: app.clock.now(),
        ...(run.finishedBefore ? { accepted: { increment: accepted }, refused, unchanged, updated } : {}),
      },
    });
    const facts = { accepted, refused, unchanged, updated, again: run.finishedBefore };
    await recordAudit(tx, app, { actor, action: "placement.imported", subject: `placement:${run.placementId}`, facts });
  });
}
