// Chooses how an answer travels. Pages are small, so compressing them on the spot costs less than handing them to
// the thread pool; static files are compressed once, as hard as possible.
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

export type Encoding = "br" | "gzip";

/** The better of the encodings that the client takes. A refusal ("br;q=0") is heard, other weights are not. */
export function chooseEncoding(acceptEncoding: string | undefined): Encoding | undefined {
  if (!acceptEncoding) return undefined;
  const taken = new Set(
    acceptEncoding
      .toLowerCase()
      .split(",")
      .map((item) => item.replaceAll(/\s/g, ""))
      .filter((item) => !/;q=0(?:\.0*)?$/.test(item))
      .map((item) => item.split(";")[0]),
  );
  if (taken.has("br")) return "br";
  return taken.has("gzip") || taken.has("*") ? "gzip" : undefined;
}

export function isCompressible(contentType: string): boolean {
  return /^(?:text\/|application\/(?:json|javascript|manifest\+json)|image\/svg\+xml)/.test(contentType);
}

function brotli(bytes: Buffer | string, quality: number): Buffer {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: quality > 9 ? 22 : 16,
    },
  });
}

export function compressPage(bytes: Buffer | string, encoding: Encoding): Buffer {
  // 5 costs a tenth of a millisecond more than 4 and saves a phone an eighth of the page.
  return encoding === "br" ? brotli(bytes, 5) : gzipSync(bytes, { level: 6 });
}

export function compressFile(bytes: Buffer, encoding: Encoding): Buffer {
  return encoding === "br" ? brotli(bytes, 11) : gzipSync(bytes, { level: 9 });
}
