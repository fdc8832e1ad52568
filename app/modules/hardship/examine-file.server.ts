// What is in a file that somebody sent: the operator's scanner is asked first, then it is looked into. A picture is made
// anew, so that nothing but its picture is left (no place, no camera, no second file behind it); a PDF is looked into and
// kept as it is. It knows nothing of what the file was sent for, and changes nothing.
import { Worker } from "node:worker_threads";
import sharp from "sharp";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { scanBytes } from "#app/platform/scanner.server.ts";
import { deleteFile, storeFile, type PlainFile } from "#app/platform/stored-files.server.ts";
import { evidenceLimits, readMediaType, type EvidenceMediaType, type EvidenceProblem } from "./evidence.ts";
import type { ThreadAnswer } from "./inspect-pdf-thread.server.ts";

const thread = new URL("./inspect-pdf-thread.server.ts", import.meta.url);
const pictureSeconds = 30;
const pdfMs = 20_000;

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

async function scan(app: App, bytes: Uint8Array): Promise<"clean" | "found" | "unknown"> {
  return app.env.scannerAddress ? scanBytes(app.env.scannerAddress, bytes) : "clean";
}

/** The file to keep, or why it is not kept. Throws where the scanner did not answer: until it does nothing is known. */
export async function examineFile(app: App, file: PlainFile): Promise<Outcome<PlainFile, EvidenceProblem>> {
  const scanned = await scan(app, file.bytes);
  if (scanned === "unknown") throw new Error("the scanner did not answer");
  return scanned === "found" ? refused("infected") : look(file);
}

/** What the row of an examined file says from now on. */
export type SettledFile =
  | { readonly status: "refused"; readonly problem: EvidenceProblem; readonly fileId: null }
  | { readonly status: "ready"; readonly mediaType: string; readonly size: number; readonly fileId: string };

/** Puts the file that is kept in the place of the one that was sent, or takes that away for good. */
export async function settleFile(
  tx: Tx,
  app: App,
  sent: { readonly fileId: string; readonly file: PlainFile },
  outcome: Outcome<PlainFile, EvidenceProblem>,
): Promise<SettledFile> {
  if (!outcome.ok) {
    await deleteFile(tx, sent.fileId);
    return { status: "refused", problem: outcome.refusal, fileId: null };
  }
  const kept = outcome.value;
  const fileId = kept === sent.file ? sent.fileId : await storeFile(tx, app, kept);
  if (fileId !== sent.fileId) await deleteFile(tx, sent.fileId);
  return { status: "ready", mediaType: kept.mediaType, size: kept.bytes.byteLength, fileId };
}
