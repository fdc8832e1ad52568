// Checks a file that came with a message, away from the request, by the same rules as a paper (hardship/examine-file). It
// may run twice and be killed anywhere: until its last transaction nothing has changed.
import { examineFile, settleFile } from "#app/modules/hardship/examine-file.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { readFile } from "#app/platform/stored-files.server.ts";
import type { ThreadFileView } from "./conversation.ts";

type Status = ThreadFileView["status"];

const forgottenMs = 3 * 3_600_000;

/** Only while the row still waits for exactly this file: another run may have checked it. */
async function stillWaits(tx: Tx, id: string, fileId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM thread_file WHERE id = ${id}::uuid AND file_id = ${fileId}::uuid AND status = 'checking' FOR UPDATE`;
  return rows.length === 1;
}

/** Throws where the scanner did not answer, so that the queue tries again later. */
export async function checkThreadFile(app: App, threadFileId: string): Promise<void> {
  const { prisma } = app.db;
  const row = await prisma.threadFile.findUnique({ where: { id: threadFileId } });
  const { fileId } = row ?? {};
  if (!row || !fileId || (row.status !== "received" && row.status !== "checking")) return;
  await prisma.threadFile.updateMany({
    where: { id: threadFileId, fileId, status: "received" },
    data: { status: "checking" satisfies Status, updatedAt: app.clock.now() },
  });
  const file = await readFile(prisma, app, fileId);
  if (!file) return;
  const outcome = await examineFile(app, file);
  await inTransaction(app.db, async (tx) => {
    if (!(await stillWaits(tx, threadFileId, fileId))) return;
    const settled = await settleFile(tx, app, { fileId, file }, outcome);
    await tx.threadFile.update({ where: { id: threadFileId }, data: { ...settled, updatedAt: app.clock.now() } });
  });
}

/** Takes up what waits although its job is gone: the queue gives up after an hour or two without a scanner. */
export async function sweepThreadFiles(app: App): Promise<number> {
  const now = app.clock.now();
  return inTransaction(app.db, async (tx) => {
    const before = new Date(now.getTime() - forgottenMs);
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE thread_file SET updated_at = ${now}
       WHERE id IN (SELECT id FROM thread_file WHERE status IN ('received', 'checking') AND updated_at < ${before}
                     ORDER BY id LIMIT 200 FOR UPDATE SKIP LOCKED)
      RETURNING id::text`;
    for (const { id } of rows) await app.queue.enqueue(tx, "check-thread-file", { threadFileId: id });
    return rows.length;
  });
}
