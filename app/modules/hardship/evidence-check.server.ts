// Checks a file that was received, away from the request: the operator's scanner first, then what is in it. A picture
// is made anew, so that nothing but its picture is left (no place, no camera, no second file behind it); a PDF is looked
// into and kept as it is. It may run twice and be killed anywhere: until its last transaction nothing has changed.
import { Worker } from "node:worker_threads";
import sharp from "sharp";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { scanBytes } from "#app/platform/scanner.server.ts";
import { deleteFile, readFile, storeFile, type PlainFile } from "#app/platform/stored-files.server.ts";
import {
  evidenceLimits,
  readMediaType,
  type EvidenceMediaType,
  type EvidenceProblem,
  type EvidenceStatus,
} from "./evidence.ts";
import type { ThreadAnswer } from "./inspect-pdf-thread.server.ts";

const thread = new URL("./inspect-pdf-thread.server.ts", import.meta.url);
const pictureSeconds = 30;
const pdfMs = 20_000;
const forgottenMs = 3 * 3_600_000;

// One picture at a time is plenty, and what was decoded is somebody's: it stays in no cache.
sharp.cache(false);
sharp.concurrency(1);

/** In a thread that can be ended: by time, or by taking more memory than a paper needs. */
export function inspectInThread(bytes: Uint8Array, timeoutMs = pdfMs): Promise<ThreadAnswer> {
  return new Promise((resolve) => {
    const worker = new Worker(thread, {
      workerData: bytes,
      // What the parser has to say about somebody's paper goes nowhere.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 384 },
    });
    const end = (verdict: ThreadAnswer): void => {
      clearTimeout(timer);
      resolve(verdict);
      void worker.terminate();
    };
    const timer = setTimeout(() => end("unreadable"), timeoutMs);
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on("message", (verdict: ThreadAnswer) => end(verdict));
    worker.on("error", () => end("unreadable"));
    worker.on("exit", () => end("unreadable"));
  });
}

type PictureType = Exclude<EvidenceMediaType, "application/pdf">;

/** The picture alone, upright; nothing that was written beside it. */
export async function remakePicture(
  bytes: Uint8Array,
  mediaType: PictureType,
): Promise<Outcome<PlainFile, "unreadable" | "too_many_pixels">> {
  try {
    // The head only: how large it would become is known before anything is unpacked.
    const { width, height, format } = await sharp(bytes, { limitInputPixels: false }).metadata();
    if (`image/${format}` !== mediaType) return refused("unreadable");
    if (width * height > evidenceLimits.pixels) return refused("too_many_pixels");
    const picture = sharp(bytes, { limitInputPixels: evidenceLimits.pixels, failOn: "error" })
      .autoOrient()
      .timeout({ seconds: pictureSeconds });
    if (mediaType === "image/png") {
      const made = await picture.clone().png().toBuffer();
      if (made.byteLength <= evidenceLimits.fileBytes) return done({ bytes: made, mediaType });
    }
    const made = await picture.flatten({ background: "#fff" }).jpeg({ quality: 85 }).toBuffer();
    return done({ bytes: made, mediaType: "image/jpeg" });
  } catch {
    return refused("unreadable");
  }
}

/** The file to keep: the same one for a PDF. */
async function look(file: PlainFile): Promise<Outcome<PlainFile, EvidenceProblem>> {
  const mediaType = readMediaType(file.bytes);
  if (!mediaType) return refused("unreadable");
  if (mediaType !== "application/pdf") return remakePicture(file.bytes, mediaType);
  const verdict = await inspectInThread(file.bytes);
  return verdict === "fine" ? done(file) : refused(verdict);
}

interface Waiting {
  readonly id: string;
  readonly fileId: string;
}

async function scan(app: App, bytes: Uint8Array): Promise<"clean" | "found" | "unknown"> {
  return app.env.scannerAddress ? scanBytes(app.env.scannerAddress, bytes) : "clean";
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
  before: PlainFile,
  outcome: Outcome<PlainFile, EvidenceProblem>,
): Promise<void> {
  const { id, fileId } = waiting;
  await inTransaction(app.db, async (tx) => {
    if (!(await stillWaits(tx, waiting))) return;
    const updatedAt = app.clock.now();
    if (!outcome.ok) {
      await deleteFile(tx, fileId);
      const data = { status: "refused" satisfies EvidenceStatus, problem: outcome.refusal, fileId: null, updatedAt };
      await tx.evidence.update({ where: { id }, data });
      return;
    }
    const kept = outcome.value;
    const keptId = kept === before ? fileId : await storeFile(tx, app, kept);
    if (keptId !== fileId) await deleteFile(tx, fileId);
    const { mediaType } = kept;
    const size = kept.bytes.byteLength;
    const data = { status: "ready" satisfies EvidenceStatus, mediaType, size, fileId: keptId, updatedAt };
    await tx.evidence.update({ where: { id }, data });
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
  const scanned = await scan(app, file.bytes);
  if (scanned === "unknown") throw new Error("the scanner did not answer");
  await finish(app, waiting, file, scanned === "found" ? refused("infected") : await look(file));
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
