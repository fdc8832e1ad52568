// Sets a letter on A4 with real Chinese type: what is asked for comes back as the bytes of a PDF. The same
// definition gives the same bytes. It fetches nothing, reads no file but its own font, and knows no debt.
import { readFileSync } from "node:fs";
import path from "node:path";
import pdfmake from "pdfmake";
import type { Content, ContentTable, TableCell, TDocumentDefinitions } from "pdfmake/interfaces";
import { readCoverage, type Coverage } from "./font-coverage.ts";

export type { Content };

export interface PdfDefinition {
  readonly title: string;
  readonly language: "zh-CN" | "en";
  /** When the document was made; it goes into the metadata, so that two runs do not differ. */
  readonly madeAt: Date;
  /** The operator's name, left in the head of each page. */
  readonly header: string;
  /** A line on each page's foot, for example how to check that the document is genuine. */
  readonly footer: string;
  readonly pageLabel: (page: number, pages: number) => string;
  /** Explains the sign that stands for characters which the font lacks; gets "U+2A6D6" and its like. */
  readonly missingNote: (codes: readonly string[]) => string;
  readonly content: readonly Content[];
}

/** 〓, the printers' sign for a sort that is not in the case. */
const gap = "\u3013";
// From the source tree and from build/server alike this leads to the same folder.
const fontFile = path.resolve(import.meta.dirname, "../../app/platform/fonts/NotoSansSC_400Regular.ttf");
const ink = "#1c2420";
const muted = "#59645e";
const line = "#d9d3c6";

let coverage: Coverage | undefined;

/** Loads the type once, at the first document: a process that sets none does not pay for it. */
function prepareType(): Coverage {
  if (coverage) return coverage;
  const face = { normal: fontFile, bold: fontFile, italics: fontFile, bolditalics: fontFile };
  pdfmake.setFonts({ body: face });
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((file) => file === fontFile);
  coverage = readCoverage(readFileSync(fontFile));
  return coverage;
}

/** A variation selector only refines the shape of the sign before it. */
function isVariationSelector(code: number): boolean {
  return (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
}

function fillGaps(text: string, covers: Coverage, missing: Set<number>): string {
  return Array.from(text, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (sign === "\n" || covers(code)) return sign;
    if (isVariationSelector(code)) return "";
    missing.add(code);
    return gap;
  }).join("");
}

/** The same content with every sign that cannot be drawn replaced; names of styles are ASCII and stay. */
function withoutGaps(node: unknown, covers: Coverage, missing: Set<number>): unknown {
  if (typeof node === "string") return fillGaps(node, covers, missing);
  if (Array.isArray(node)) return node.map((item) => withoutGaps(item, covers, missing));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, withoutGaps(value, covers, missing)]));
}

const styles: TDocumentDefinitions["styles"] = {
  h1: { fontSize: 19, lineHeight: 1.3, margin: [0, 0, 0, 10] },
  h2: { fontSize: 12.5, margin: [0, 16, 0, 6] },
  small: { fontSize: 8.5, color: muted },
  head: { fontSize: 8.5, color: muted },
  amount: { fontSize: 22, lineHeight: 1.2 },
};

function edges(
  definition: PdfDefinition,
  fill: (text: string) => string,
): Pick<TDocumentDefinitions, "header" | "footer"> {
  const header = fill(definition.header);
  const footer = fill(definition.footer);
  return {
    header: () => ({
      margin: [56, 30, 56, 0],
      columns: [
        { text: header, style: "small" },
        { text: fill(definition.title), style: "small", alignment: "right" },
      ],
    }),
    footer: (page, pages) => ({
      margin: [56, 12, 56, 0],
      columns: [
        { text: footer, style: "small", width: "*" },
        { text: definition.pageLabel(page, pages), style: "small", alignment: "right", width: 90 },
      ],
    }),
  };
}

/** Two documents at once would be laid out in the same turn anyway; each is about a fifth of a second of CPU. */
export async function renderPdf(definition: PdfDefinition): Promise<Buffer> {
  const covers = prepareType();
  const missing = new Set<number>();
  const content = withoutGaps(definition.content, covers, missing) as Content[];
  const codes = [...missing].map((code) => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`);
  if (codes.length > 0) content.push({ text: definition.missingNote(codes), style: "small", margin: [0, 16, 0, 0] });
  const document: TDocumentDefinitions = {
    pageSize: "A4",
    pageMargins: [56, 64, 56, 64],
    language: definition.language,
    displayTitle: true,
    version: "1.7",
    info: {
      title: definition.title,
      author: definition.header,
      creator: "Anhuan",
      producer: "Anhuan",
      creationDate: definition.madeAt,
    },
    defaultStyle: { font: "body", fontSize: 10, lineHeight: 1.12, color: ink },
    styles,
    ...edges(definition, (text) => fillGaps(text, covers, new Set())),
    content,
  };
  return pdfmake.createPdf(document).getBuffer();
}

const hairlines = {
  hLineWidth: (row: number) => (row === 0 ? 0 : 0.5),
  vLineWidth: () => 0,
  hLineColor: () => line,
  paddingLeft: () => 0,
  // Columns keep their distance; the last one ends where the page does.
  paddingRight: (column: number, node: ContentTable) => (column === (node.table.widths?.length ?? 0) - 1 ? 0 : 12),
  paddingTop: () => 4,
  paddingBottom: () => 3,
};

/** Terms with their values, one a line. */
export function pdfFacts(items: readonly { readonly term: string; readonly value: string }[]): Content {
  return {
    table: {
      widths: [120, "*"],
      body: items.map(({ term, value }): TableCell[] => [{ text: term, color: muted }, { text: value }]),
    },
    layout: hairlines,
  };
}

export interface PdfTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly widths: readonly (number | "*" | "auto")[];
  /** Columns of amounts, set flush right and never broken. */
  readonly amounts: readonly number[];
}

/** A table whose head is repeated on every page. */
export function pdfTable({ head, rows, widths, amounts }: PdfTable): Content {
  const place = (index: number) => (amounts.includes(index) ? ({ alignment: "right", noWrap: true } as const) : {});
  return {
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: [...widths],
      body: [
        head.map((text, index): TableCell => ({ text, style: "head", ...place(index) })),
        ...rows.map((row) => row.map((text, index): TableCell => ({ text, ...place(index) }))),
      ],
    },
    layout: hairlines,
  };
}
