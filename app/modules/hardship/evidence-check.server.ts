// Checks a paper that was received, away from the request (examine-file.server.ts says what is in it). It may run twice
// and be killed anywhere: until its last transaction nothing has changed.
import type { Outcome } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { readFile, type PlainFile } from "#app/platform/stored-files.server.ts";
import type { EvidenceProblem, EvidenceStatus } from "./evidence.ts";
import { examineFile, settleFile } from "./examine-file.server.ts";

const forgottenMs = 3 * 3_600_000;

interface Waiting {
  readonly id: string;
  readonly fileId: string;
}

/** Only while the row still waits for exactly this file: it may have been removed, or checked by another run. */
async function stillWaits(tx: Tx, { id, fileId }: Waiting): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM evidence WHERE id = ${id}::uuid AND file_id = ${fileId}::uuid AND status = 'checking' FOR UPDATE`;
  return rows.length === 1;
}

async function finish(
  app: App,
  waiting: Waiting,
  file: PlainFile,
  outcome: Outcome<PlainFile, EvidenceProblem>,
): Promise<void> {
  const { id, fileId } = waiting;
  await inTransaction(app.db, async (tx) => {
    if (!(await stillWaits(tx, waiting))) return;
    const settled = await settleFile(tx, app, { fileId, file }, outcome);
    await tx.evidence.update({ where: { id }, data: { ...settled, updatedAt: app.clock.now() } });
  });
}

/** Throws where the scanner did not answer, so that the queue tries again later: until then nothing is known. */
export async function checkEvidence(app: App, evidenceId: string): Promise<void> {
  const { prisma } = app.db;
  const row = await prisma.evidence.findUnique({ where: { id: evidenceId }, select: { status: true, fileId: true } });
  if (!row?.fileId || (row.status !== "received" && row.status !== "checking")) return;
  const waiting = { id: evidenceId, fileId: row.fileId };
  await prisma.evidence.updateMany({
    where: { ...waiting, status: "received" },
    data: { status: "checking" satisfies EvidenceStatus, updatedAt: app.clock.now() },
  });
  const file = await readFile(prisma, app, row.fileId);
  if (!file) return;
  await finish(app, waiting, file, await examineFile(app, file));
}

/** Takes up what waits although its job is gone: the queue gives up after an hour or two without a scanner. */
export async function sweepEvidence(app: App): Promise<number> {
  const now = app.clock.now();
  return inTransaction(app.db, async (tx) => {
    const before = new Date(now.getTime() - forgottenMs);
    const rows = await tx.$queryRaw<{ id: string }[]>`
      UPDATE evidence SET updated_at = ${now}
       WHERE id IN (SELECT id FROM evidence WHERE status IN ('received', 'checking') AND updated_at < ${before}
                     ORDER BY id LIMIT 200 FOR UPDATE SKIP LOCKED)
      RETURNING id::text`;
    for (const { id } of rows) await app.queue.enqueue(tx, "check-evidence", { evidenceId: id });
    return rows.length;
  });
}
