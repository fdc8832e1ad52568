// Reads back the text of a PDF that pdfmake wrote, page by page, through the font's own table from glyphs to
// characters: what a person could search for and copy. Only what our own files use is understood.
import { inflateSync } from "node:zlib";

function streamsOf(pdf: Buffer): string[] {
  const streams: string[] = [];
  for (let at = pdf.indexOf("stream\n"); at >= 0; at = pdf.indexOf("stream\n", at + 7)) {
    if (pdf.toString("latin1", at - 3, at) === "end") continue;
    const end = pdf.indexOf("\nendstream", at);
    try {
      streams.push(inflateSync(pdf.subarray(at + 7, end)).toString("latin1"));
    } catch {
      // Not compressed: an image or a font, no text.
    }
  }
  return streams;
}

function readUtf16(hex: string): string {
  return Buffer.from(hex.replaceAll(" ", ""), "hex").swap16().toString("utf16le");
}

/** Glyph number to characters; a document of ours has one font. */
function glyphTable(streams: readonly string[]): string[] {
  const cmap = streams.find((stream) => stream.includes("beginbfrange")) ?? "";
  return [...cmap.matchAll(/<[0-9a-f]+> <[0-9a-f]+> \[([^\]]*)\]/g)].flatMap((range) =>
    [...(range[1] ?? "").matchAll(/<([0-9a-f ]*)>/g)].map((entry) => readUtf16(entry[1] ?? "")),
  );
}

export function readPdfText(pdf: Buffer): string[] {
  const streams = streamsOf(pdf);
  const glyphs = glyphTable(streams);
  return streams
    .filter((stream) => /\bBT\b/.test(stream))
    .map((page) =>
      [...page.matchAll(/\[([^\]]*)\] TJ/g)]
        .map((run) =>
          [...(run[1] ?? "").matchAll(/<([0-9a-f]*)>/g)]
            .flatMap((text) => (text[1] ?? "").match(/.{4}/g) ?? [])
            .map((glyph) => glyphs[Number.parseInt(glyph, 16)] ?? "")
            .join(""),
        )
        .join(""),
    );
}
