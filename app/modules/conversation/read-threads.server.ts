// What a borrower sees of their messages: the list, one thread, and how many wait to be read. Opening a thread marks it as
// read, once for what was new, so that the desk learns when it was seen.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayFromDbDate, type Day } from "#app/kernel/calendar.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { messageLimits, subjectKinds, type SubjectKind } from "./conversation.ts";
import { readEntries, type EntryPage } from "./read-entries.server.ts";
import { findSubject, type FoundSubject } from "./subjects.server.ts";

export interface ThreadRow {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly reference: string;
  /** The desk answers by this day; undefined where nothing of the borrower waits. */
  readonly answerBy: Day | undefined;
  readonly unread: number;
  readonly lastAt: Date;
}

/** What could be written about, and is not yet. */
export type OpenMatter = Pick<ThreadRow, "id" | "kind" | "reference">;

export interface OwnThreads {
  /** Unread ones first, then the newest. */
  readonly threads: readonly ThreadRow[];
  readonly matters: readonly OpenMatter[];
}

const mostListed = 100;

interface ListedRow {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly reference: string;
  readonly answer_by: Date | null;
  readonly unread: number;
  readonly last_at: Date;
}

export async function listThreads(app: App, { borrowerId }: BorrowerActor): Promise<OwnThreads> {
  const { prisma } = app.db;
  const rows = await prisma.$queryRaw<ListedRow[]>`
    SELECT t.id::text, coalesce(h.kind, 'proposal') AS kind, t.reference, t.answer_by, t.last_at,
           (SELECT count(*)::int FROM thread_entry e WHERE e.thread_id = t.id AND e.author = 'desk'
               AND e.at > coalesce(t.borrower_read_at, '-infinity')) AS unread
      FROM thread t LEFT JOIN help_case h ON h.id = t.id
     WHERE t.borrower_id = ${borrowerId}::uuid
     ORDER BY (t.borrower_read_at IS NULL OR t.borrower_read_at < t.last_at) DESC, t.last_at DESC
     LIMIT ${mostListed}`;
  const matters = await prisma.$queryRaw<OpenMatter[]>`
    SELECT w.id::text, w.kind, w.reference FROM work_item w
     WHERE w.borrower_id = ${borrowerId}::uuid AND w.kind = ANY(${[...subjectKinds]}::text[])
       AND NOT EXISTS (SELECT FROM thread t WHERE t.id = w.id)
     ORDER BY w.opened_at DESC LIMIT ${mostListed}`;
  const threads = rows.map(({ id, kind, reference, answer_by: answerBy, unread, last_at: lastAt }) => ({
    id,
    kind,
    reference,
    answerBy: answerBy ? dayFromDbDate(answerBy) : undefined,
    unread,
    lastAt,
  }));
  // The statement's order knows of what was written last by anybody; unread is what the desk wrote.
  return { threads: threads.toSorted((a, b) => Number(b.unread > 0) - Number(a.unread > 0)), matters };
}

/** Messages of the desk that were not read yet. */
export async function countUnread(app: App, { borrowerId }: BorrowerActor): Promise<number> {
  const [row] = await app.db.prisma.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM thread t JOIN thread_entry e ON e.thread_id = t.id
     WHERE t.borrower_id = ${borrowerId}::uuid AND e.author = 'desk' AND e.at > coalesce(t.borrower_read_at, '-infinity')`;
  return row?.count ?? 0;
}

export interface ThreadView extends EntryPage {
  readonly subject: FoundSubject;
  readonly answerBy: Day | undefined;
  /** When the desk first saw what the borrower wrote last. */
  readonly deskReadAt: Date | undefined;
  readonly borrowerReadAt: Date | undefined;
}

export async function readThreadPage(tx: Tx, subject: FoundSubject, page: EntryPage): Promise<ThreadView> {
  const thread = await tx.thread.findUnique({ where: { id: subject.id } });
  return {
    subject,
    answerBy: thread?.answerBy ? dayFromDbDate(thread.answerBy) : undefined,
    deskReadAt: thread?.deskReadAt ?? undefined,
    borrowerReadAt: thread?.borrowerReadAt ?? undefined,
    ...page,
  };
}

/** How many messages a page shows: the newest few, or as many as one page can hold. */
export function countShown(all: boolean): number {
  return all ? 10 * messageLimits.shown : messageLimits.shown;
}

/** Undefined where this person has no such case. A case without a message yet is an empty thread. */
export async function readThread(
  app: App,
  actor: BorrowerActor,
  id: string | undefined,
  { all = false }: { readonly all?: boolean } = {},
): Promise<ThreadView | undefined> {
  return inTransaction(app.db, async (tx) => {
    const subject = await findSubject(tx, id, actor);
    if (!subject) return undefined;
    // Before they are read, so that nothing is marked that was not shown.
    await tx.$executeRaw`
      UPDATE thread t SET borrower_read_at = greatest(${app.clock.now()}, last_at)
       WHERE id = ${subject.id}::uuid AND borrower_id = ${actor.borrowerId}::uuid
         AND EXISTS (SELECT FROM thread_entry e WHERE e.thread_id = t.id AND e.author = 'desk'
                        AND e.at > coalesce(t.borrower_read_at, '-infinity'))`;
    return readThreadPage(tx, subject, await readEntries(tx, app, subject.id, countShown(all)));
  });
}
