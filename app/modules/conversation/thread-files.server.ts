// Files that a borrower sends with a message: taken as they come, sealed, checked away from the request, and given back
// to their owner and to whoever may read the thread. Until a file was looked into nobody is given its bytes.
import type { BorrowerActor, StaffActor } from "#app/kernel/actor.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { readMediaType, tidyFileName } from "#app/modules/hardship/evidence.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { readFile, storeFile, type StoredFile } from "#app/platform/stored-files.server.ts";
import { messageLimits, type ThreadFileView } from "./conversation.ts";
import { findSubject, type ThreadSubject } from "./subjects.server.ts";

export interface SentMessageFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const namePlace = (rowId: string): SealPlace => ({ table: "thread_file", column: "name_enc", rowId });

export function openFileName({ vault }: App, row: { readonly id: string; readonly nameEnc: Uint8Array }): string {
  return vault.open(row.nameEnc, namePlace(row.id));
}

/** Whether the thread takes so many more. */
export async function hasRoomFor(tx: Tx, threadId: string, count: number): Promise<boolean> {
  if (count === 0) return true;
  return (await tx.threadFile.count({ where: { entry: { threadId } } })) + count <= messageLimits.filesEver;
}

export async function keepFiles(
  tx: Tx,
  app: App,
  { borrowerId }: BorrowerActor,
  entryId: string,
  files: readonly SentMessageFile[],
): Promise<void> {
  const now = app.clock.now();
  for (const [index, { name, bytes }] of files.entries()) {
    // In the order in which they were chosen.
    const id = newId(now.getTime() + index);
    const mediaType = readMediaType(bytes) ?? "";
    await tx.threadFile.create({
      data: {
        id,
        entryId,
        borrowerId,
        nameEnc: app.vault.seal(tidyFileName(name), namePlace(id)),
        status: "received" satisfies ThreadFileView["status"],
        mediaType,
        size: bytes.byteLength,
        fileId: await storeFile(tx, app, { bytes, mediaType }),
        createdAt: now,
        updatedAt: now,
      },
    });
    await app.queue.enqueue(tx, "check-thread-file", { threadFileId: id });
  }
}

/** Of one's own; undefined for any that is not in order. */
export async function readThreadFile(
  app: App,
  { borrowerId }: BorrowerActor,
  threadId: string | undefined,
  threadFileId: string | undefined,
): Promise<StoredFile | undefined> {
  if (!isId(threadId) || !isId(threadFileId)) return undefined;
  const row = await app.db.prisma.threadFile.findFirst({
    where: { id: threadFileId, borrowerId, status: "ready", entry: { threadId, thread: { borrowerId } } },
    select: { fileId: true },
  });
  return row?.fileId ? readFile(app.db.prisma, app, row.fileId) : undefined;
}

export interface DeskThreadFile {
  readonly file: StoredFile;
  /** Of the case that it was sent for. */
  readonly subject: ThreadSubject;
}

/** For whoever has opened the case (review/access.server.ts); the portfolio is asked again. */
export async function readThreadFileForDesk(
  app: App,
  actor: StaffActor,
  threadId: string | undefined,
  threadFileId: string | undefined,
): Promise<DeskThreadFile | undefined> {
  if (!isId(threadId) || !isId(threadFileId)) return undefined;
  const found = await readAsStaff(app.db, actor, async (tx) => {
    const subject = await findSubject(tx, threadId, actor);
    if (!subject) return undefined;
    const where = { id: threadFileId, status: "ready", entry: { threadId } };
    const row = await tx.threadFile.findFirst({ where, select: { fileId: true } });
    return row?.fileId ? { subject, fileId: row.fileId } : undefined;
  });
  const file = found && (await readFile(app.db.prisma, app, found.fileId));
  return file && { file, subject: found.subject };
}
