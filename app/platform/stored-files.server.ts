// Files of people, and files that we made for them: sealed in the database, so that a backup holds them and no folder
// does. A stored file never changes; another content is another file. Who may read one is the business of the caller.
import { hash } from "node:crypto";
import { newId } from "#app/kernel/ids.ts";
import type { App } from "./app.server.ts";
import { equalBytes, type SealPlace } from "./crypto.server.ts";
import type { Db, Tx } from "./db.server.ts";

export interface PlainFile {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

export interface StoredFile {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly mediaType: string;
  /** SHA-256 of the plain bytes. */
  readonly hash: Buffer<ArrayBuffer>;
}

type Runner = Tx | Db["prisma"];

const placeOf = (rowId: string): SealPlace => ({ table: "stored_file", column: "bytes_enc", rowId });

export function hashBytes(bytes: Uint8Array): Buffer<ArrayBuffer> {
  return Buffer.from(hash("sha256", bytes, "buffer"));
}

/** Answers the id of the file: random, and no name of anything. `id` may have been set aside for it before. */
export async function storeFile(
  tx: Runner,
  { vault, clock }: Pick<App, "vault" | "clock">,
  { bytes, mediaType }: PlainFile,
  id: string = newId(),
): Promise<string> {
  const bytesEnc = vault.sealBytes(bytes, placeOf(id));
  const size = bytes.byteLength;
  await tx.storedFile.create({
    data: { id, bytesEnc, hash: hashBytes(bytes), size, mediaType, createdAt: clock.now() },
  });
  return id;
}

/** Undefined where there is no such file; throws where its bytes are not the ones that were stored. */
export async function readFile(
  runner: Runner,
  { vault }: Pick<App, "vault">,
  id: string,
): Promise<StoredFile | undefined> {
  const row = await runner.storedFile.findUnique({ where: { id } });
  if (!row) return undefined;
  const bytes = vault.openBytes(row.bytesEnc, placeOf(id));
  if (!equalBytes(hashBytes(bytes), row.hash)) throw new Error("a stored file is not what it was");
  return { bytes, mediaType: row.mediaType, hash: Buffer.from(row.hash) };
}

export async function deleteFile(tx: Runner, id: string): Promise<void> {
  await tx.storedFile.deleteMany({ where: { id } });
}
