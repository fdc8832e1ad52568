// Writes across a paper who opens it, when, and for which case, so that a copy of it can be followed back. A picture is
// made anew with the words in it; a PDF gets them on each page, in a thread that can be ended. It refuses to give back
// anything unmarked: what cannot be marked is not shown.
import path from "node:path";
import { Worker } from "node:worker_threads";
import sharp from "sharp";
import { evidenceLimits } from "#app/modules/hardship/evidence.ts";
import type { PlainFile } from "#app/platform/stored-files.server.ts";
import type { MarkTask } from "./watermark-thread.server.ts";

const seconds = 20;
/** Of a side: enough to read a page of small print. */
const mostPixels = 3200;
// The build lies elsewhere than the source; the thread runs from the source in both.
const root = import.meta.dirname.replace(/[\\/](?:build|app)[\\/](?:server|modules)\b.*$/, "");
const thread = path.join(root, "app/modules/review/watermark-thread.server.ts");
const fontfile = path.join(root, "app/platform/fonts/NotoSansSC_400Regular.ttf");

interface Size {
  readonly width: number;
  readonly height: number;
}

/** The words in dark over their own shadow in light, so that they are read on any ground; slanted, with room around. */
async function makeTile(words: string, { width, height }: Size) {
  const size = Math.round(Math.min(56, Math.max(14, Math.max(width, height) / 48)));
  const write = (colour: string) => {
    const text = `<span foreground="${colour}">${words}</span>`;
    return sharp({ text: { text, font: `Noto Sans SC ${size}`, fontfile, rgba: true, dpi: 72 } })
      .png()
      .toBuffer({ resolveWithObject: true });
  };
  const [dark, light] = await Promise.all([write("#10201a"), write("#ffffff")]);
  const flat = await sharp({
    create: { width: dark.info.width + 2, height: dark.info.height + 2, channels: 4, background: "#0000" },
  })
    .composite([
      { input: light.data, left: 2, top: 2 },
      { input: dark.data, left: 0, top: 0 },
    ])
    .png()
    .toBuffer();
  return sharp(flat)
    .rotate(-24, { background: "#0000" })
    .extend({ top: size, bottom: size, left: size, right: size, background: "#0000" })
    .linear([1, 1, 1, 0.4], [0, 0, 0, 0])
    .png()
    .toBuffer({ resolveWithObject: true });
}

/** Of a picture that is smaller than the words, as much of them as it has room for: their middle. */
async function fitTile(words: string, picture: Size): Promise<Buffer> {
  const { data, info } = await makeTile(words, picture);
  const width = Math.min(picture.width, info.width);
  const height = Math.min(picture.height, info.height);
  const left = Math.floor((info.width - width) / 2);
  const top = Math.floor((info.height - height) / 2);
  return sharp(data).extract({ left, top, width, height }).png().toBuffer();
}

async function markPicture(bytes: Uint8Array, words: string): Promise<PlainFile | undefined> {
  try {
    const limit = { limitInputPixels: evidenceLimits.pixels, failOn: "error" } as const;
    const upright = await sharp(bytes, limit)
      .autoOrient()
      .timeout({ seconds })
      .flatten({ background: "#fff" })
      .resize({ width: mostPixels, height: mostPixels, fit: "inside", withoutEnlargement: true })
      .jpeg({ quality: 95 })
      .toBuffer({ resolveWithObject: true });
    const input = await fitTile(words, upright.info);
    const marked = await sharp(upright.data, limit)
      .composite([{ input, tile: true, gravity: "northwest" }])
      .jpeg({ quality: 85 })
      .timeout({ seconds })
      .toBuffer();
    return { bytes: marked, mediaType: "image/jpeg" };
  } catch {
    return undefined;
  }
}

/** Ended by time, or by taking more memory than a paper needs. */
function markPdf(bytes: Uint8Array, words: string): Promise<PlainFile | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(thread, {
      workerData: { bytes, words } satisfies MarkTask,
      // What the parser has to say about somebody's paper goes nowhere.
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: 384 },
    });
    const end = (marked: Uint8Array | undefined): void => {
      clearTimeout(timer);
      resolve(marked && { bytes: marked, mediaType: "application/pdf" });
      void worker.terminate();
    };
    const timer = setTimeout(() => end(undefined), seconds * 1000);
    worker.stdout.resume();
    worker.stderr.resume();
    worker.on("message", (marked: Uint8Array) => end(marked));
    worker.on("error", () => end(undefined));
    worker.on("exit", () => end(undefined));
  });
}

/** `words` are plain signs of ASCII. Undefined where the file cannot be marked. */
export function markFile({ bytes, mediaType }: PlainFile, words: string): Promise<PlainFile | undefined> {
  if (!/^[\w .:-]+$/.test(words)) throw new TypeError("a watermark is made of plain signs");
  return mediaType === "application/pdf" ? markPdf(bytes, words) : markPicture(bytes, words);
}
