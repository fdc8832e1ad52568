// Reads a placement file without ever holding the whole of it: once to learn its hash, encoding and length, once
// more for its rows. A file with broken characters is refused as a whole before any row goes in, because whatever
// damaged its letters may have damaged its digits.
import { isAscii, isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { createCsvReader, type CsvRecord } from "./csv-lines.ts";
import type { HeaderRefusal } from "./placement-columns.ts";

export type PlacementEncoding = "utf-8" | "gb18030";

export type UnreadableFile =
  | { readonly kind: "file_missing" | "file_busy"; readonly line: 0 }
  | {
      readonly kind: "file_empty" | "file_spreadsheet" | "encoding_unknown" | "encoding_broken" | "line_too_long";
      readonly line: number;
    }
  | { readonly kind: HeaderRefusal["kind"]; readonly line: number; readonly column: string };

export interface InspectedFile {
  readonly path: string;
  readonly bytes: number;
  readonly encoding: PlacementEncoding;
  /** SHA-256 of the bytes. */
  readonly hash: Buffer;
  /** Line breaks and one: no file has more rows. */
  readonly lines: number;
}

const chunkBytes = 128 * 1024;
const longestLineBytes = 16 * 1024 * 1024;
const lineFeed = 10;

class LineTooLong extends Error {
  override name = "LineTooLong";
}

/** Pieces of the file that end at a line break; line breaks of both encodings are the same single byte. */
async function* wholeLines(path: string): AsyncGenerator<Buffer> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes }) as AsyncIterable<Buffer>) {
    const end = chunk.lastIndexOf(lineFeed);
    if (end < 0) {
      rest.push(chunk);
      restBytes += chunk.byteLength;
      if (restBytes > longestLineBytes) throw new LineTooLong();
      continue;
    }
    yield rest.length === 0 ? chunk.subarray(0, end + 1) : Buffer.concat([...rest, chunk.subarray(0, end + 1)]);
    rest = end + 1 < chunk.byteLength ? [chunk.subarray(end + 1)] : [];
    restBytes = chunk.byteLength - end - 1;
  }
  if (rest.length > 0) yield Buffer.concat(rest);
}

function splitLines(piece: Buffer): Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0; start < piece.byteLength;) {
    const end = piece.indexOf(lineFeed, start);
    lines.push(piece.subarray(start, end < 0 ? piece.byteLength : end + 1));
    start = end < 0 ? piece.byteLength : end + 1;
  }
  return lines;
}

function decodes(decoder: TextDecoder, bytes: Buffer): boolean {
  try {
    decoder.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** So many lines with Chinese in right UTF-8 are no accident: one wrong byte later is damage, not GB18030. */
const proofOfUtf8 = 8;

/** Watches the pieces go by and tells in which encoding they all are. */
function createEncodingWatch() {
  const gb18030 = new TextDecoder("gb18030", { fatal: true });
  let lines = 0;
  let utf8Lines = 0;
  let utf8Fault: number | undefined;
  let gb18030Fault: number | undefined;
  const firstBad = (piece: Buffer, good: (line: Buffer) => boolean): number =>
    lines + 1 + splitLines(piece).findIndex((line) => !good(line));
  return {
    see(piece: Buffer): void {
      if (!isAscii(piece)) {
        if (utf8Fault === undefined) {
          const bad = isUtf8(piece) ? undefined : firstBad(piece, isUtf8);
          if (utf8Lines < proofOfUtf8) {
            utf8Lines += splitLines(piece)
              .slice(0, bad === undefined ? undefined : bad - lines - 1)
              .filter((line) => !isAscii(line)).length;
          }
          utf8Fault = bad;
        }
        if (gb18030Fault === undefined && !decodes(gb18030, piece))
          gb18030Fault = firstBad(piece, (line) => decodes(gb18030, line));
      }
      for (let at = piece.indexOf(lineFeed); at >= 0; at = piece.indexOf(lineFeed, at + 1)) lines += 1;
    },
    lines: () => lines,
    decide(marked: boolean): Outcome<PlacementEncoding, UnreadableFile> {
      if (utf8Fault === undefined) return done("utf-8");
      if (marked || utf8Lines >= proofOfUtf8) return refused({ kind: "encoding_broken", line: utf8Fault });
      return gb18030Fault === undefined ? done("gb18030") : refused({ kind: "encoding_broken", line: gb18030Fault });
    },
  };
}

/** What the first bytes give away. */
function refuseByStart(start: Buffer): UnreadableFile | undefined {
  if (
    start.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004")) ||
    start.subarray(0, 4).equals(Buffer.of(0xd0, 0xcf, 0x11, 0xe0))
  ) {
    return { kind: "file_spreadsheet", line: 1 };
  }
  const mark = start.readUInt16BE(0);
  if (mark === 0xfffe || mark === 0xfeff || start[0] === 0 || start[1] === 0)
    return { kind: "encoding_unknown", line: 1 };
  return undefined;
}

export async function inspectFile(path: string): Promise<Outcome<InspectedFile, UnreadableFile>> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) return refused({ kind: "file_missing", line: 0 });
  const digest = createHash("sha256");
  const watch = createEncodingWatch();
  let bytes = 0;
  let marked = false;
  try {
    for await (const piece of wholeLines(path)) {
      if (bytes === 0) {
        const refusal = piece.byteLength < 2 ? undefined : refuseByStart(piece);
        if (refusal) return refused(refusal);
        marked = piece.subarray(0, 3).equals(Buffer.of(0xef, 0xbb, 0xbf));
      }
      bytes += piece.byteLength;
      digest.update(piece);
      watch.see(piece);
    }
  } catch (error) {
    if (error instanceof LineTooLong) return refused({ kind: "line_too_long", line: watch.lines() + 1 });
    throw error;
  }
  if (bytes === 0) return refused({ kind: "file_empty", line: 1 });
  const encoding = watch.decide(marked);
  if (!encoding.ok) return encoding;
  return done({ path, bytes, encoding: encoding.value, hash: digest.digest(), lines: watch.lines() + 1 });
}

export interface RecordPiece {
  readonly records: CsvRecord[];
  /** Bytes of the file up to the end of this piece. */
  readonly bytesRead: number;
}

/** The records of an inspected file, a piece at a time. Empty lines are no records. */
export async function* readRecords({ path, encoding }: InspectedFile): AsyncGenerator<RecordPiece> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  const reader = createCsvReader();
  let bytesRead = 0;
  for await (const piece of wholeLines(path)) {
    const text = decoder.decode(piece);
    const lines = (bytesRead === 0 ? text.replace(/^\ufeff/, "") : text).split("\n");
    // Behind the last line break comes nothing, and not an empty line.
    if (lines.at(-1) === "") lines.pop();
    bytesRead += piece.byteLength;
    yield { records: lines.flatMap((line) => reader.read(line.endsWith("\r") ? line.slice(0, -1) : line)), bytesRead };
  }
  yield { records: reader.end(), bytesRead };
}
