// Brings a placement file into the books: read, checked, sealed and posted in batches, each batch in one transaction
// with the line it reaches, so that a run that was killed goes on where it stopped and nothing is in twice.
// It refuses a file whose header or letters cannot be trusted before the first row goes in; a faulty row stays out
// alone. It never changes money of an account that is here already.
import { createHash } from "node:crypto";
import path from "node:path";
import type pg from "pg";
import type { Actor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import { blindContact, blindId } from "../identity/borrowers.server.ts";
import { totalOf } from "../ledger/ledger.ts";
import { loadKnown, writePlan } from "./placement-batch.server.ts";
import {
  planBatch,
  type BatchPlan,
  type BatchRules,
  type KeyedRow,
  type PersonFacts,
  type ReadRow,
  type RowOutcome,
} from "./placement-batch.ts";
import { arrangeCells, isBlankRow, readHeader, type PlacementHeader } from "./placement-columns.ts";
import { inspectFile, readRecords, type InspectedFile, type UnreadableFile } from "./placement-file.server.ts";
import { finishRun, openRun, recordProgress, refusalsBetween, type PlacementRun } from "./placement-run.server.ts";
import { readPlacementRow, type PlacementContext } from "./placements.ts";
import { createSeenAccounts } from "./seen-accounts.ts";

export type { RowOutcome } from "./placement-batch.ts";
export type { UnreadableFile } from "./placement-file.server.ts";
export { writeRefusalFile } from "./refusal-file.server.ts";

export interface ImportRequest {
  readonly file: string;
  /** Only rows of this creditor may come. */
  readonly creditorCode?: string | undefined;
  /** Say what would happen, write nothing. */
  readonly dryRun?: boolean | undefined;
  /** Rows of one transaction; fewer only where a test wants many. */
  readonly rowsPerBatch?: number | undefined;
  /** Hears the outcomes of a batch once it is safely in; the next one waits for it. */
  readonly report?: ((outcomes: readonly RowOutcome[]) => void | Promise<void>) | undefined;
  /** Hears that another process imports the same file, and that this one waits for it. */
  readonly waiting?: (() => void) | undefined;
  /** Hears how much of the file was read, from 0 to 1. */
  readonly progress?: ((share: number) => void) | undefined;
}

export interface ImportTotals {
  readonly placementId: string | undefined;
  readonly accepted: number;
  readonly refused: number;
  readonly unchanged: number;
  readonly updated: number;
  /** What the accepted accounts owe, in minor units by currency; every currency of a readable row is named. */
  readonly total: ReadonlyMap<string, bigint>;
}

const usualRowsPerBatch = 2000;

function contextOf({ settings, clock }: App, creditorCode: string | undefined): PlacementContext {
  return {
    creditorCodes: new Set(settings.creditors.map(({ code }) => code)),
    expectedCreditor: creditorCode,
    fictionalPeople: settings.fictionalPeople,
    today: dayAt(clock.now(), settings.timeZone),
  };
}

/** The header, read before anything is begun. */
async function openHeader(file: InspectedFile): Promise<Outcome<PlacementHeader, UnreadableFile>> {
  for await (const { records } of readRecords(file)) {
    const [first] = records;
    if (!first) continue;
    const header = readHeader(first.cells ?? []);
    return header.ok ? header : refused({ ...header.refusal, line: first.line });
  }
  return refused({ kind: "file_empty", line: 1 });
}

function keyRow({ vault }: App, cells: readonly string[] | undefined, context: PlacementContext): ReadRow["reading"] {
  if (!cells) return refused({ column: undefined, code: "row_malformed" });
  const reading = readPlacementRow(cells, context);
  if (!reading.ok) return reading;
  const row = reading.value;
  const keyed: KeyedRow = {
    row,
    accountKey: `${row.creditorCode} ${row.accountNumber}`,
    personKey: blindId(vault, row.idType, row.idNumber).toString("hex"),
    mobileKey: row.mobile === undefined ? undefined : blindContact(vault, "sms", row.mobile).toString("hex"),
    emailKey: row.email === undefined ? undefined : blindContact(vault, "email", row.email).toString("hex"),
  };
  return done(keyed);
}

interface Batch {
  readonly rows: ReadRow[];
  readonly share: number;
}

/** The data rows, read, checked and keyed, some thousand at a time. */
async function* readBatches(
  app: App,
  file: InspectedFile,
  header: PlacementHeader,
  context: PlacementContext,
  rowsPerBatch: number,
): AsyncGenerator<Batch> {
  let rows: ReadRow[] = [];
  let headerPassed = false;
  for await (const { records, bytesRead } of readRecords(file)) {
    for (const { line, cells } of records) {
      if (!headerPassed) {
        headerPassed = true;
        continue;
      }
      if (cells && isBlankRow(cells)) continue;
      rows.push({ line, reading: keyRow(app, cells && arrangeCells(cells, header), context) });
      if (rows.length < rowsPerBatch) continue;
      yield { rows, share: bytesRead / file.bytes };
      rows = [];
    }
  }
  if (rows.length > 0) yield { rows, share: 1 };
}

/** Counts what was told. */
function createTally() {
  const counts = { accepted: 0, refused: 0, unchanged: 0, updated: 0 };
  const total = new Map<string, bigint>();
  return {
    count(outcomes: readonly RowOutcome[]): void {
      for (const each of outcomes) {
        counts[each.outcome] += 1;
        if (each.outcome === "refused") continue;
        const { currency, opening } = each.row;
        total.set(currency, (total.get(currency) ?? 0n) + (each.outcome === "accepted" ? totalOf(opening) : 0n));
      }
    },
    totals: (placementId: string | undefined): ImportTotals => ({ placementId, ...counts, total }),
  };
}

/** Two imports take turns batch by batch, so that a person who is in both is made once. */
const importLock = "SELECT pg_advisory_xact_lock(7240612)";

async function withTransaction<Result>(client: pg.ClientBase, work: () => Promise<Result>): Promise<Result> {
  await client.query("BEGIN");
  try {
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    // Where the connection itself is gone there is nothing to roll back.
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

type PlanRows = (rows: readonly ReadRow[]) => Promise<BatchPlan>;

/** Plans each batch against the database and writes nothing; what people's facts would be is remembered instead. */
function dryRunner(
  client: pg.ClientBase,
  seen: ReturnType<typeof createSeenAccounts>,
  run: PlacementRun | undefined,
  rules: BatchRules,
): PlanRows {
  const facts = new Map<string, PersonFacts>();
  return async (rows) => {
    const known = await loadKnown(client, rows);
    for (const [key, person] of known.people)
      known.people.set(key, { ...person, facts: facts.get(person.id) ?? person.facts });
    const plan = planBatch(rows, known, seen, { ...rules, refusedBefore: await refusalsBetween(client, run, rows) });
    for (const [id, changed] of plan.personChanges) facts.set(id, changed);
    return plan;
  };
}

function realRunner(
  app: App,
  client: pg.ClientBase,
  seen: ReturnType<typeof createSeenAccounts>,
  run: PlacementRun,
  rules: BatchRules,
): PlanRows {
  return (rows) =>
    withTransaction(client, async () => {
      await client.query(importLock);
      const known = await loadKnown(client, rows);
      const plan = planBatch(rows, known, seen, { ...rules, refusedBefore: await refusalsBetween(client, run, rows) });
      const fresh = await recordProgress(client, run, plan.outcomes);
      await writePlan(
        client,
        { ...plan, outcomes: fresh },
        {
          vault: app.vault,
          now: app.clock.now(),
          placementId: run.placementId,
          policyPackId: app.settings.policyPack,
        },
      );
      return plan;
    });
}

/**
 * Imports a file, or goes on with it. Where an earlier run of the same file was interrupted, its rows are told again
 * with what they came to, and the totals are those of the whole import. Where one was finished, all of its accounts
 * are unchanged.
 */
export async function importPlacements(
  app: App,
  actor: Actor,
  request: ImportRequest,
): Promise<Outcome<ImportTotals, UnreadableFile>> {
  const inspected = await inspectFile(request.file);
  if (!inspected.ok) return inspected;
  const file = inspected.value;
  const header = await openHeader(file);
  if (!header.ok) return header;
  const client = await app.db.pool.connect();
  try {
    const fileHash = createHash("sha256")
      .update(file.hash)
      .update(request.creditorCode ?? "")
      .digest();
    const run = await openRun(client, {
      fileHash,
      fileName: path.basename(file.path),
      encoding: file.encoding,
      creditorCode: request.creditorCode,
      dryRun: request.dryRun === true,
      now: app.clock.now(),
      waiting: request.waiting,
    });
    if (run === "busy") return refused({ kind: "file_busy", line: 0 });
    const seen = createSeenAccounts(file.lines);
    const rules: BatchRules = {
      placementId: run?.placementId,
      doneLine: run === undefined || run.finishedBefore ? 0 : run.doneLine,
      refusedBefore: new Map(),
      finishedBefore: run?.finishedBefore ?? false,
      defaults: { language: "zh-CN", region: "", timeZone: app.settings.timeZone },
      makeId: newId,
    };
    const plan =
      request.dryRun || !run ? dryRunner(client, seen, run, rules) : realRunner(app, client, seen, run, rules);
    const context = contextOf(app, request.creditorCode);
    const batches = readBatches(app, file, header.value, context, request.rowsPerBatch ?? usualRowsPerBatch);
    const totals = await runBatches(batches, plan, request);
    if (run && !request.dryRun) await finishRun(app, actor, run, totals);
    return done({ ...totals, placementId: request.dryRun ? undefined : run?.placementId });
  } finally {
    // Closed and not given back: its lock and settings go with it.
    client.release(true);
  }
}

/** While PostgreSQL takes one batch in, the next one is read and sealed. */
async function runBatches(
  batches: AsyncGenerator<Batch>,
  plan: PlanRows,
  { report, progress }: ImportRequest,
): Promise<ImportTotals> {
  const tally = createTally();
  const take = async ({ rows, share }: Batch): Promise<void> => {
    const { outcomes } = await plan(rows);
    tally.count(outcomes);
    progress?.(share);
    await report?.(outcomes);
  };
  let inFlight: Promise<void> = Promise.resolve();
  for await (const batch of batches) {
    await inFlight;
    inFlight = take(batch);
    // Its failure is heard at the next await; until then it must not count as unhandled.
    inFlight.catch(() => undefined);
  }
  await inFlight;
  return tally.totals(undefined);
}
