// Adds one message to a thread, and makes the thread where it is the first. Part of the caller's transaction, which holds
// the borrower's row: messages of one person queue up. It refuses to change or remove anything that was written.
import { dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { defaultLanguage, isLanguage, type Language } from "#app/i18n/languages.ts";
import { queueNotice } from "#app/modules/hardship/notice.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { ThreadSubject } from "./subjects.server.ts";
import type { TemplateCode, TemplateParams } from "./templates.ts";

export const textPlace = (rowId: string): SealPlace => ({ table: "thread_entry", column: "body_enc", rowId });

export type Content =
  | { readonly text: string; readonly language: Language }
  | { readonly code: TemplateCode; readonly params: TemplateParams; readonly language: Language };

export interface NewEntry {
  readonly author: "borrower" | "desk";
  readonly staffId?: string | undefined;
  readonly content: Content;
  readonly once?: string | undefined;
  /** What becomes of the promised day. */
  readonly promise: (before: Day | undefined) => Day | undefined;
}

export interface WrittenEntry {
  readonly entryId: string;
  /** Nothing of the desk was unread before it. */
  readonly beginsUnread: boolean;
}

interface LockedThread {
  readonly last_at: Date;
  readonly answer_by: Date | null;
  readonly unread: boolean;
}

async function lockThread(tx: Tx, app: App, subject: ThreadSubject): Promise<LockedThread> {
  const { id, about, reference, borrowerId, creditorCode } = subject;
  const now = app.clock.now();
  // A moment earlier, so that the first message stands at this one.
  const before = new Date(now.getTime() - 1);
  await tx.$executeRaw`
    INSERT INTO thread (id, about, reference, borrower_id, creditor_code, last_at, created_at)
    VALUES (${id}::uuid, ${about}, ${reference}, ${borrowerId}::uuid, ${creditorCode ?? null}, ${before}, ${now})
    ON CONFLICT (id) DO NOTHING`;
  await tx.$queryRaw`SELECT id FROM thread WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  const [thread] = await tx.$queryRaw<LockedThread[]>`
    SELECT last_at, answer_by,
           EXISTS (SELECT FROM thread_entry e WHERE e.thread_id = t.id AND e.author = 'desk'
                      AND e.at > coalesce(t.borrower_read_at, '-infinity')) AS unread
      FROM thread t WHERE id = ${id}::uuid AND borrower_id = ${borrowerId}::uuid`;
  if (!thread) throw new Error("a thread is not whose its case is");
  return thread;
}

export async function writeEntry(tx: Tx, app: App, subject: ThreadSubject, entry: NewEntry): Promise<WrittenEntry> {
  const thread = await lockThread(tx, app, subject);
  const now = app.clock.now();
  // Messages of one moment keep their order.
  const at = new Date(Math.max(now.getTime(), thread.last_at.getTime() + 1));
  const entryId = newId(now.getTime());
  const { content } = entry;
  const own = "text" in content;
  await tx.threadEntry.create({
    data: {
      id: entryId,
      threadId: subject.id,
      author: entry.author,
      staffId: entry.staffId ?? null,
      template: own ? null : content.code,
      ...(own ? { bodyEnc: app.vault.seal(content.text, textPlace(entryId)) } : { params: { ...content.params } }),
      language: content.language,
      once: entry.once ?? null,
      at,
    },
  });
  const promised = entry.promise(thread.answer_by ? dayFromDbDate(thread.answer_by) : undefined);
  const answerBy = promised === undefined ? null : toDbDate(promised);
  await tx.thread.update({ where: { id: subject.id }, data: { lastAt: at, answerBy } });
  return { entryId, beginsUnread: !thread.unread };
}

/** In which thread the message of this form is, where it was taken already. */
export async function findTaken(tx: Tx, once: string): Promise<string | undefined> {
  const entry = await tx.threadEntry.findUnique({ where: { once }, select: { threadId: true } });
  return entry?.threadId;
}

export async function languageOfBorrower(tx: Tx, borrowerId: string): Promise<Language> {
  const { language } = await tx.borrower.findUniqueOrThrow({ where: { id: borrowerId }, select: { language: true } });
  return isLanguage(language) ? language : defaultLanguage;
}

/** Says that there is something to read, once until it is read; never what, and never of whom. */
export async function noticeEntry(
  tx: Tx,
  app: App,
  { borrowerId, creditorCode }: ThreadSubject,
  { entryId, beginsUnread }: WrittenEntry,
): Promise<void> {
  if (!beginsUnread) return;
  const where = { borrowerId, ...(creditorCode === undefined ? {} : { creditorCode }) };
  const accounts = await tx.debtAccount.findMany({ where, select: { id: true } });
  const ids = accounts.map(({ id }) => id);
  await queueNotice(tx, app, borrowerId, ids, `thread-entry:${entryId}`);
}
