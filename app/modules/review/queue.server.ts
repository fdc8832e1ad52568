// Reads what waits: the counts of all views in one statement, a page of one of them in another, and whatever a kind of
// work says of itself in those that its reader brings. However much waits, that is all. It refuses to read without the
// eyes of the person who asks.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { findOwnBorrowers } from "./access.server.ts";
import { fromLanes, fromOwn, type WorkSource } from "./queue-lanes.server.ts";
import {
  countCap,
  ownViews,
  queueViews,
  viewStages,
  type QueueMark,
  type QueuePage,
  type QueueRow,
  type QueueSort,
  type QueueView,
  type QueueWish,
} from "./queue.ts";
import { refuseTaker, type WorkKind, type WorkLevel, type WorkStage } from "./work-items.ts";

const { sql } = Prisma;

const pageLength = 50;
const walkLength = 500;

export interface QueueAsked {
  readonly kinds: readonly WorkKind[];
  readonly wish: QueueWish;
  /** Rows of a page. */
  readonly take?: number | undefined;
}

/** As QueueAsked, of a view that is known. */
export interface ViewAsked extends QueueAsked {
  readonly wish: QueueWish & { readonly view: QueueView };
}

/** What a kind of work says of itself, by the id of the row. */
export type DetailReader<Detail> = (tx: Tx, rows: readonly QueueRow[]) => Promise<ReadonlyMap<string, Detail>>;

interface Reading {
  readonly actor: StaffActor;
  readonly kinds: readonly WorkKind[];
  readonly wish: QueueWish;
  readonly today: Day;
  /** Whom the reader is themselves. */
  readonly own: readonly string[];
}

/** What is in a view, beside for whom it waits. */
function conditionOf(view: QueueView, { wish: { language, level }, today, own }: Reading): Prisma.Sql {
  const day = toDbDate(today);
  const views: Readonly<Record<QueueView, Prisma.Sql>> = {
    mine: sql`(w.snoozed_until IS NULL OR w.snoozed_until <= ${day}::date)`,
    unassigned: sql`w.assignee_id IS NULL`,
    today: sql`w.due_on <= ${day}::date`,
    borrower: sql`true`,
    second: sql`true`,
    snoozed: sql`w.snoozed_until > ${day}::date`,
    all: sql`true`,
  };
  return Prisma.join(
    [
      views[view],
      ...(language ? [sql`w.language = ${language}`] : []),
      // Written out, so that the index of what was handed up is known to do.
      ...(level ? [level === "senior" ? sql`w.level = 'senior'` : sql`w.level = 'agent'`] : []),
      // Nobody sees a debt of their own in a list either.
      ...(own.length > 0 ? [sql`(w.borrower_id IS NULL OR w.borrower_id <> ALL(${[...own]}::uuid[]))`] : []),
    ],
    " AND ",
  );
}

type Wanted = Pick<WorkSource, "order" | "take"> & { readonly beyond?: Prisma.Sql | undefined };

function sourceOf(reading: Reading, view: QueueView, { order, take, beyond }: Wanted): Prisma.Sql {
  const { actor, kinds, wish } = reading;
  const condition = conditionOf(view, reading);
  const where = beyond ? sql`${condition} AND ${beyond}` : condition;
  const source = { actor, kinds, stages: viewStages[view], creditor: wish.creditor, where, order, take };
  return ownViews.has(view) ? fromOwn(source) : fromLanes(source);
}

type Counts = Record<QueueView, number>;

async function countViews(tx: Tx, reading: Reading): Promise<Counts> {
  const take = countCap + 1;
  const counts = queueViews.map((view) => {
    const rows = sourceOf(reading, view, { take });
    return sql`(SELECT count(*)::int FROM (SELECT FROM (${rows}) AS w LIMIT ${take}) AS counted)`;
  });
  const [row] = await tx.$queryRaw<{ counts: number[] }[]>`SELECT ARRAY[${Prisma.join(counts)}] AS counts`;
  return Object.fromEntries(queueViews.map((view, index) => [view, row?.counts[index] ?? 0])) as Counts;
}

const sortColumns: Readonly<Record<QueueSort, Prisma.Sql>> = { due: sql`w.due_on`, opened: sql`w.opened_at` };
const markTypes: Readonly<Record<QueueSort, Prisma.Sql>> = { due: sql`date`, opened: sql`timestamptz` };

interface Row {
  readonly id: string;
  readonly kind: WorkKind;
  readonly reference: string;
  readonly creditor_code: string | null;
  readonly borrower_id: string | null;
  readonly language: Language;
  readonly stage: WorkStage;
  readonly level: WorkLevel;
  readonly due_on: Date;
  readonly opened_at: Date;
  readonly snoozed_until: Date | null;
  readonly assignee_id: string | null;
  readonly assigned_at: Date | null;
  readonly not_for: string | null;
  readonly holder: string | null;
  /** What it is sorted by, as a mark holds it: to the microsecond. */
  readonly at: string;
}

function rowOf(row: Row, actor: StaffActor): QueueRow {
  const { assignee_id: holderId, assigned_at: since, snoozed_until: until } = row;
  return {
    id: row.id,
    kind: row.kind,
    reference: row.reference,
    creditorCode: row.creditor_code ?? undefined,
    borrowerId: row.borrower_id ?? undefined,
    language: row.language,
    stage: row.stage,
    level: row.level,
    dueOn: dayFromDbDate(row.due_on),
    openedAt: row.opened_at,
    snoozedUntil: until ? dayFromDbDate(until) : undefined,
    holder: holderId && since ? { name: row.holder ?? "", mine: holderId === actor.staffId, since } : undefined,
    free: holderId === null && !refuseTaker({ level: row.level, notFor: row.not_for ?? undefined }, actor),
  };
}

/** Rows from the mark on, in the order in which they are read: towards the end, or back towards the beginning. */
async function readRows(tx: Tx, reading: Reading, view: QueueView, take: number): Promise<Row[]> {
  const { sort, latestFirst, mark } = reading.wish;
  const falling = latestFirst !== (mark?.side === "before");
  const column = sortColumns[sort];
  const order = falling ? sql`${column} DESC, w.id DESC` : sql`${column}, w.id`;
  const than = falling ? sql`<` : sql`>`;
  const beyond = mark && sql`(${column}, w.id) ${than} (${mark.at}::text::${markTypes[sort]}, ${mark.id}::uuid)`;
  const source = sourceOf(reading, view, { order, take, beyond });
  return tx.$queryRaw<Row[]>`
    SELECT w.*, p.name AS holder, ${column}::text AS at
      FROM (${source}) AS w LEFT JOIN staff p ON p.id = w.assignee_id
     ORDER BY ${order} LIMIT ${take}`;
}

/** What there is to do first: what is one's own, then what nobody has. */
function viewWithWork(counts: Counts): QueueView {
  return counts.mine > 0 ? "mine" : "unassigned";
}

interface Turned {
  readonly rows: readonly Row[];
  readonly before: QueueMark | undefined;
  readonly after: QueueMark | undefined;
}

/** One row more than the page was asked for says that another page follows. */
function turnPage(found: readonly Row[], take: number, mark: QueueMark | undefined): Turned {
  const backwards = mark?.side === "before";
  const kept = found.slice(0, take);
  const rows = backwards ? kept.toReversed() : kept;
  const more = found.length > take;
  const markAt = (side: QueueMark["side"], row: Row | undefined): QueueMark | undefined =>
    row && { side, at: row.at, id: row.id };
  return {
    rows,
    before: (backwards ? more : mark !== undefined) ? markAt("before", rows[0]) : undefined,
    after: (backwards ? true : more) ? markAt("after", rows.at(-1)) : undefined,
  };
}

async function prepareReading(app: App, actor: StaffActor, { kinds, wish }: QueueAsked): Promise<Reading> {
  requirePermission(actor, "desk.read");
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  return { actor, kinds, wish, today, own: await findOwnBorrowers(app, actor) };
}

async function readPage<Detail>(
  tx: Tx,
  reading: Reading,
  view: QueueView,
  take: number,
  readDetails: DetailReader<Detail>,
): Promise<Pick<QueuePage<Detail>, "rows" | "before" | "after">> {
  const turned = turnPage(await readRows(tx, reading, view, take + 1), take, reading.wish.mark);
  const rows = turned.rows.map((row) => rowOf(row, reading.actor));
  const details = await readDetails(tx, rows);
  return { ...turned, rows: rows.map((row) => ({ ...row, detail: details.get(row.id) })) };
}

/** A page of a view, with what each row says of itself. */
export async function readQueue<Detail>(
  app: App,
  actor: StaffActor,
  asked: QueueAsked,
  readDetails: DetailReader<Detail>,
): Promise<QueuePage<Detail>> {
  const reading = await prepareReading(app, actor, asked);
  return readAsStaff(app.db, actor, async (tx) => {
    const counts = await countViews(tx, reading);
    const view = asked.wish.view ?? viewWithWork(counts);
    return { view, counts, ...(await readPage(tx, reading, view, asked.take ?? pageLength, readDetails)) };
  });
}

/** How many rows a view holds, counted no further than `upTo`. */
export async function countRows(app: App, actor: StaffActor, asked: ViewAsked, upTo: number): Promise<number> {
  const reading = await prepareReading(app, actor, asked);
  const rows = sourceOf(reading, asked.wish.view, { take: upTo });
  return readAsStaff(app.db, actor, async (tx) => {
    const [row] = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM (SELECT FROM (${rows}) AS w LIMIT ${upTo}) AS counted`;
    return row?.count ?? 0;
  });
}

/** One page after the other, each with a look of its own, until the end or until `most` rows were read. */
export async function* walkQueue<Detail>(
  app: App,
  actor: StaffActor,
  asked: ViewAsked,
  most: number,
  readDetails: DetailReader<Detail>,
): AsyncGenerator<QueuePage<Detail>["rows"]> {
  const { view } = asked.wish;
  let mark: QueueMark | undefined;
  for (let left = most; left > 0;) {
    const reading = await prepareReading(app, actor, { ...asked, wish: { ...asked.wish, mark } });
    const take = Math.min(left, walkLength);
    const page = await readAsStaff(app.db, actor, (tx) => readPage(tx, reading, view, take, readDetails));
    yield page.rows;
    if (!page.after) return;
    mark = page.after;
    left -= page.rows.length;
  }
}
