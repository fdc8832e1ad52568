// The small queues: requests by kind, and the people whose marks are to be looked at again. Counts are counted no further
// than they are shown; the statements are the same however much waits.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { openStatuses } from "#app/modules/hardship/proposals.ts";
import { openFullName } from "#app/modules/identity/borrowers.server.ts";
import { maskName } from "#app/modules/identity/person.ts";
import type { App } from "#app/platform/app.server.ts";
import { Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { findOwnBorrowers } from "./access.server.ts";
import type { CareNeed } from "./care-marks.ts";
import { inPortfolio } from "./queue-lanes.server.ts";
import { countCap, type QueuePage, type QueueWish } from "./queue.ts";
import { readQueue } from "./queue.server.ts";
import { requestKinds, type RequestKind } from "./requests.ts";

export interface RequestList {
  readonly page: QueuePage<never>;
  readonly counts: Readonly<Record<RequestKind, number>>;
  readonly careCount: number;
}

const { sql } = Prisma;
const most = countCap + 1;

/** People of the portfolio with a mark that is to be looked at again by today. */
function dueMarks({ creditors }: StaffActor, today: Day): Prisma.Sql {
  return sql`
    SELECT m.borrower_id, min(m.review_on) AS review_on, array_agg(DISTINCT m.need ORDER BY m.need) AS needs
      FROM care_mark m
     WHERE m.ended_at IS NULL AND m.review_on <= ${toDbDate(today)}::date
       AND EXISTS (SELECT FROM debt_account a
                    WHERE a.borrower_id = m.borrower_id AND a.creditor_code = ANY(${[...creditors]}::text[]))
     GROUP BY m.borrower_id`;
}

/** Proposals whose sender asked for special care, where nobody has marked yet what they need. */
function askedForCare({ creditors }: StaffActor): Prisma.Sql {
  return sql`
    SELECT p.borrower_id, p.id, p.reference, p.submitted_at
      FROM proposal p JOIN work_item w ON w.id = p.id
     WHERE p.care AND p.status = ANY(${[...openStatuses]}::text[]) AND p.creditor_code = ANY(${[...creditors]}::text[])
       AND NOT EXISTS (SELECT FROM care_mark m WHERE m.borrower_id = p.borrower_id AND m.ended_at IS NULL)`;
}

async function countKinds(tx: Tx, actor: StaffActor, today: Day): Promise<Pick<RequestList, "counts" | "careCount">> {
  const rows = await tx.$queryRaw<{ kind: string; count: number }[]>`
    SELECT k.kind, (SELECT count(*)::int FROM (SELECT FROM work_item w
                     WHERE w.kind = k.kind AND ${inPortfolio(actor)} LIMIT ${most}) AS c) AS count
      FROM unnest(${[...requestKinds]}::text[]) AS k(kind)
    UNION ALL
    SELECT 'care', (SELECT count(*)::int FROM (SELECT FROM (${dueMarks(actor, today)}) AS d LIMIT ${most}) AS c)
                 + (SELECT count(*)::int FROM (SELECT FROM (${askedForCare(actor)}) AS a LIMIT ${most}) AS c)`;
  const found = new Map(rows.map(({ kind, count }) => [kind, count]));
  const counts = Object.fromEntries(requestKinds.map((kind) => [kind, found.get(kind) ?? 0]));
  return { counts: counts as RequestList["counts"], careCount: found.get("care") ?? 0 };
}

const nothingMore = () => Promise.resolve(new Map<string, never>());

export async function readRequestList(
  app: App,
  actor: StaffActor,
  { kind, wish }: { readonly kind: RequestKind | undefined; readonly wish: QueueWish },
): Promise<RequestList> {
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const kinds = kind ? [kind] : requestKinds;
  const page = await readQueue<never>(app, actor, { kinds, wish: { ...wish, view: wish.view ?? "all" } }, nothingMore);
  return { page, ...(await readAsStaff(app.db, actor, (tx) => countKinds(tx, actor, today))) };
}

export interface CareList {
  readonly due: readonly {
    readonly borrowerId: string;
    readonly name: string;
    readonly reviewOn: Day;
    readonly needs: readonly CareNeed[];
  }[];
  readonly asked: readonly {
    readonly borrowerId: string;
    readonly name: string;
    readonly reference: string;
    readonly sentOn: Day | undefined;
  }[];
}

const shown = 100;

interface Named {
  readonly borrower_id: string;
  readonly full_name_enc: Uint8Array;
}

/** Who needs somebody to look: names are masked, as in every list. */
export async function readCareList(app: App, actor: StaffActor): Promise<CareList> {
  const { timeZone } = app.settings;
  const today = dayAt(app.clock.now(), timeZone);
  const nameOf = ({ borrower_id: id, full_name_enc: fullNameEnc }: Named): string =>
    maskName(openFullName(app.vault, { id, fullNameEnc }));
  const own = await findOwnBorrowers(app, actor);
  const notOwn = ({ borrower_id: id }: Named): boolean => !own.includes(id);
  return readAsStaff(app.db, actor, async (tx) => {
    const due = await tx.$queryRaw<(Named & { review_on: Date; needs: CareNeed[] })[]>`
      SELECT d.borrower_id::text, b.full_name_enc, d.review_on, d.needs FROM (${dueMarks(actor, today)}) AS d
        JOIN borrower b ON b.id = d.borrower_id ORDER BY d.review_on, d.borrower_id LIMIT ${shown}`;
    const asked = await tx.$queryRaw<(Named & { reference: string; submitted_at: Date | null })[]>`
      SELECT a.borrower_id::text, b.full_name_enc, a.reference, a.submitted_at FROM (${askedForCare(actor)}) AS a
        JOIN borrower b ON b.id = a.borrower_id ORDER BY a.submitted_at, a.id LIMIT ${shown}`;
    return {
      due: due.filter(notOwn).map((row) => ({
        borrowerId: row.borrower_id,
        name: nameOf(row),
        reviewOn: dayFromDbDate(row.review_on),
        needs: row.needs,
      })),
      asked: asked.filter(notOwn).map((row) => ({
        borrowerId: row.borrower_id,
        name: nameOf(row),
        reference: row.reference,
        sentOn: row.submitted_at ? dayAt(row.submitted_at, timeZone) : undefined,
      })),
    };
  });
}
