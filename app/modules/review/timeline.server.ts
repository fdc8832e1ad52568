// Reads the timeline of one person, a page at a time, in one statement. It refuses to show an entry of another portfolio,
// and the words of a message or a note: those stand where they are opened.
import type { StaffActor } from "#app/kernel/actor.ts";
import { currencyOf } from "#app/modules/ledger/read-books.server.ts";
import { Prisma, type Tx } from "#app/platform/db.server.ts";
import { branches } from "./timeline-branches.server.ts";
import {
  kindsIn,
  newestFirst,
  writeCursor,
  type TimelineCursor,
  type TimelineEntry,
  type TimelineKind,
  type TimelinePage,
  type TimelineView,
} from "./timeline.ts";

const { sql } = Prisma;

export const timelinePageSize = 50;

interface Row {
  readonly at: Date;
  /** With its microseconds, which a Date does not hold. */
  readonly stamp: string;
  readonly key: string;
  readonly kind: TimelineKind;
  readonly what: string;
  readonly reference: string | null;
  readonly by: string | null;
  readonly staff: string | null;
  readonly facts: Readonly<Record<string, unknown>> | null;
  readonly amount: bigint | null;
  readonly currency: string | null;
}

function entryOf(row: Row): TimelineEntry {
  const { key, at, kind, what, amount, currency } = row;
  return {
    key,
    at,
    kind,
    what,
    reference: row.reference ?? undefined,
    by: row.by ?? undefined,
    staff: row.staff ?? undefined,
    facts: row.facts ?? {},
    amount: amount === null || currency === null ? undefined : { minor: amount, currency: currencyOf(currency) },
  };
}

export interface TimelineWish {
  readonly borrowerId: string;
  readonly view: TimelineView;
  readonly from: TimelineCursor;
}

export async function readTimeline(
  tx: Tx,
  { creditors }: StaffActor,
  { borrowerId, view, from }: TimelineWish,
): Promise<TimelinePage> {
  // One more than is shown says whether there is a further page.
  const span = { borrowerId, creditors, from, take: timelinePageSize + 1 };
  const all = Prisma.join(
    kindsIn(view).map((kind) => sql`(${branches[kind](span)})`),
    " UNION ALL ",
  );
  const rows = await tx.$queryRaw<Row[]>`
    SELECT t.at, to_char(t.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS stamp, t.key, t.kind, t.what, t.reference,
           t.by, s.name AS staff, t.facts, t.amount, t.currency
      FROM (SELECT * FROM (${all}) u ORDER BY u.at DESC, u.key DESC LIMIT ${span.take}) t
      LEFT JOIN staff s ON s.id = t.staff_id
     ORDER BY t.at DESC, t.key DESC`;
  const shown = rows.slice(0, timelinePageSize);
  const last = rows.length > timelinePageSize ? shown.at(-1) : undefined;
  return {
    view,
    entries: shown.map(entryOf),
    first: from === newestFirst,
    next: last && writeCursor({ at: last.stamp, key: last.key }),
  };
}
