// The refusals of an import as a file for whoever sent it: which line, which column, which code, and why in the
// reader's language. It holds nothing of what the row said, so that it may travel by mail.
import type { Writable } from "node:stream";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { RowRefusal } from "./row-refusal.ts";

/** A cell that a spreadsheet would run begins with one of these; a quote in front keeps it a text. */
export function safeCell(text: string): string {
  const plain = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

export interface RefusalFile {
  add(line: number, refusal: RowRefusal): void;
}

/** Writes the head, with the mark by which spreadsheets know UTF-8; then a line for each refusal. */
export function writeRefusalFile(out: Writable, language: Language): RefusalFile {
  const t = translator(language);
  const write = (cells: readonly string[]): void => {
    out.write(`${cells.map(safeCell).join(",")}\r\n`);
  };
  out.write("\ufeff");
  write([
    t("placements.file.line"),
    t("placements.file.column"),
    t("placements.file.code"),
    t("placements.file.reason"),
  ]);
  return {
    add: (line, { column, code }) => write([String(line), column ?? "", code, t(`placements.refusal.${code}`)]),
  };
}
