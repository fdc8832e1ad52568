// Writes to and reads from the books. One statement posts any number of journals; the database itself checks
// what it is given (see the ledger rules among the migrations), so nothing here is trusted to be right.
// It refuses to reuse a key for another request, and never changes what was posted: a mistake is reversed.
import { hash } from "node:crypto";
import { newId } from "#app/kernel/ids.ts";
import type { Currency } from "#app/kernel/money.ts";
import { databaseErrorCode } from "#app/platform/db.server.ts";
import type { Book, Posting } from "./ledger.ts";
import { currencyOf } from "./read-books.server.ts";
import { type Runner, runSql } from "./run-sql.server.ts";

export { type DebtBalance, type DebtEntry, readBalances, readEntries, readFamilyBalance } from "./read-books.server.ts";
export type { Runner } from "./run-sql.server.ts";
export { type Fault, verifyLedger } from "./verify-ledger.server.ts";

export interface PostedJournal {
  readonly journalId: string;
  /** The key was in the books already, for the same request: nothing was posted now. */
  readonly repeated: boolean;
}

/** The same key, asked for something else: a mistake of ours, or two things that were taken for one. */
export class IdempotencyConflict extends Error {
  override name = "IdempotencyConflict";
}

/** The books' own month is closed. */
export class PeriodClosed extends Error {
  override name = "PeriodClosed";
}

/** Less is owed on a component than the posting would take. */
export class ComponentOverdrawn extends Error {
  override name = "ComponentOverdrawn";
}

/** Rows of a busy account; the more, the more seldom two postings wait for each other. */
const shardCount = 32;

const postSql = `SELECT place, stored_id FROM post_journals($1::int,
  $2::uuid[], $3::text[], $4::bytea[], $5::text[], $6::text[], $7::date[], $8::uuid[], $9::text[],
  $10::text[], $11::boolean[], $12::text[], $13::int[], $14::int[], $15::bigint[])`;

const postOneSql = `SELECT post_journal($1::int, $2::uuid, $3::text, $4::bytea, $5::text, $6::date, $7::uuid, $8::text,
  $9::text, $10::text[], $11::boolean[], $12::bigint[]) AS stored_id`;

interface StoredRow {
  readonly place: number;
  readonly stored_id: string;
}

/** What a key stands for: the request as named, else everything that the posting says. */
function requestHash(posting: Posting): Buffer {
  const { kind, effectiveOn, lines, sourceRef = "", reversesId = "", request } = posting;
  const asked =
    request ??
    `${effectiveOn} ${sourceRef} ${lines.map((line) => `${line.account.name} ${line.currency} ${line.amountMinor}`).join(",")}`;
  return hash("sha256", `${kind} ${reversesId} ${asked}`, "buffer");
}

/** Arrays as PostgreSQL reads them: written here, because the driver's way takes longer than the rest of the call. */
function plainArray(values: readonly (string | number | bigint | boolean)[]): string {
  return `{${values.join(",")}}`;
}

function quotedArray(values: readonly (string | null)[]): string {
  const quoted = values.map((value) => (value === null ? "NULL" : `"${value.replaceAll(/["\\]/g, "\\$&")}"`));
  return `{${quoted.join(",")}}`;
}

/** A journal has one currency; the database refuses lines of another. */
function currencyOfLines({ lines }: Posting): Currency {
  const [first] = lines;
  if (!first) throw new RangeError("a posting has lines");
  return first.currency;
}

function shardOf(journalId: string): number {
  return Number.parseInt(journalId.slice(-2), 16) % shardCount;
}

interface Columns {
  readonly ids: string[];
  readonly values: unknown[];
}

/** The arrays of one call. All its journals share one shard, so that a batch holds few busy rows. */
function columnsOf(postings: readonly Posting[], shard: number | undefined): Columns {
  const ids = postings.map(({ journalId }) => journalId ?? newId());
  const places = new Map<string, number>();
  const names: string[] = [];
  const sharded: boolean[] = [];
  const currencies: string[] = [];
  const lineJournal: number[] = [];
  const lineAccount: number[] = [];
  const lineAmount: bigint[] = [];
  postings.forEach(({ lines }, index) => {
    for (const { account, currency, amountMinor } of lines) {
      const key = `${currency}${account.name}`;
      let place = places.get(key);
      if (place === undefined) {
        place = names.push(account.name);
        places.set(key, place);
        sharded.push(account.sharded);
        currencies.push(currency);
      }
      lineJournal.push(index + 1);
      lineAccount.push(place);
      lineAmount.push(amountMinor);
    }
  });
  const column = <Value>(read: (posting: Posting) => Value): Value[] => postings.map(read);
  const values = [
    shard ?? shardOf(ids[0] ?? ""),
    plainArray(ids),
    quotedArray(column(({ idemKey }) => idemKey)),
    quotedArray(column((posting) => `\\x${requestHash(posting).toString("hex")}`)),
    quotedArray(column(({ kind }) => kind)),
    plainArray(column(currencyOfLines)),
    plainArray(column(({ effectiveOn }) => effectiveOn)),
    quotedArray(column(({ reversesId }) => reversesId ?? null)),
    quotedArray(column(({ sourceRef }) => sourceRef ?? null)),
    quotedArray(names),
    plainArray(sharded),
    plainArray(currencies),
    plainArray(lineJournal),
    plainArray(lineAccount),
    plainArray(lineAmount),
  ];
  return { ids, values };
}

function asLedgerError(error: unknown): unknown {
  const options = { cause: error };
  const code = databaseErrorCode(error);
  if (code === "AH006") return new IdempotencyConflict("the key is of another request", options);
  if (code === "AH007") return new PeriodClosed("the month of the posting is closed", options);
  if (code === "23514" && error instanceof Error && error.message.includes("ledger_account_non_negative")) {
    return new ComponentOverdrawn("less is owed than the posting takes", options);
  }
  return error;
}

/**
 * Posts all of them or none, in one statement; accounts that are missing are made. A posting whose key is in
 * the books for the same request answers the stored journal; for another request it is an IdempotencyConflict.
 * Answers in the order of the postings. `shard` is for tests.
 */
export async function postJournals(
  runner: Runner,
  postings: readonly Posting[],
  shard?: number,
): Promise<PostedJournal[]> {
  if (postings.length === 0) return [];
  const { ids, values } = columnsOf(postings, shard);
  try {
    const stored = await runSql<StoredRow>(runner, postSql, values, "post-journals");
    const posted: PostedJournal[] = ids.map((journalId) => ({ journalId, repeated: false }));
    for (const { place, stored_id } of stored) posted[place - 1] = { journalId: stored_id, repeated: true };
    return posted;
  } catch (error) {
    throw asLedgerError(error);
  }
}

/** One posting, in one statement; the rules of postJournals. */
export async function postJournal(runner: Runner, posting: Posting, shard?: number): Promise<PostedJournal> {
  const { journalId = newId(), idemKey, kind, effectiveOn, reversesId = null, sourceRef = null } = posting;
  const currency = currencyOfLines(posting);
  // One entry for each account: the lines of several parts may meet on one.
  const merged = new Map<string, { sharded: boolean; amount: bigint }>();
  for (const { account, currency: unit, amountMinor } of posting.lines) {
    if (unit !== currency) throw new RangeError("a journal has one currency");
    const amount = (merged.get(account.name)?.amount ?? 0n) + amountMinor;
    merged.set(account.name, { sharded: account.sharded, amount });
  }
  const entries = [...merged].filter(([, { amount }]) => amount !== 0n);
  const values = [
    shard ?? shardOf(journalId),
    journalId,
    idemKey,
    requestHash(posting),
    kind,
    effectiveOn,
    reversesId,
    sourceRef,
    currency,
    quotedArray(entries.map(([name]) => name)),
    plainArray(entries.map(([, { sharded }]) => sharded)),
    plainArray(entries.map(([, { amount }]) => amount)),
  ];
  try {
    const [row] = await runSql<{ stored_id: string }>(runner, postOneSql, values, "post-journal");
    if (!row) throw new TypeError("one posting has one answer");
    return { journalId: row.stored_id, repeated: row.stored_id !== journalId };
  } catch (error) {
    throw asLedgerError(error);
  }
}

interface StoredLine {
  readonly family: string;
  readonly shard: number | null;
  readonly book: Book;
  readonly currency: string;
  readonly amount: bigint;
}

/** Posts the exact mirror of a journal, on the very rows that it moved. A journal is reversed once. */
export async function reverseJournal(
  runner: Runner,
  journalId: string,
  reversal: Pick<Posting, "idemKey" | "effectiveOn" | "sourceRef">,
): Promise<PostedJournal> {
  const stored = await runSql<StoredLine>(
    runner,
    `SELECT coalesce(a.family, a.name) AS family, a.shard, a.book, e.currency, e.amount
       FROM entry e JOIN ledger_account a ON a.id = e.account_id WHERE e.journal_id = $1::uuid ORDER BY e.id`,
    [journalId],
  );
  if (stored.length === 0) throw new RangeError("there is no such journal to reverse");
  const lines = stored.map(({ family, shard, book, currency, amount }) => ({
    account: { name: family, book, sharded: shard !== null },
    currency: currencyOf(currency),
    amountMinor: -amount,
  }));
  const shard = stored.find((line) => line.shard !== null)?.shard;
  return postJournal(runner, { ...reversal, kind: "reversal", reversesId: journalId, lines }, shard ?? undefined);
}
