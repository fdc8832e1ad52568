// Rows of the queue as lines of a file: the columns of the screen, in its words. A cell that a spreadsheet would run is
// made a text. The last line says who took the file, when, and under which number it is on record.
import { formatDay } from "#app/i18n/format.ts";
import { translator, type T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { toDecimalString } from "#app/kernel/money.ts";
import { safeCell } from "#app/modules/placements/refusal-file.server.ts";
import type { ShownProposal } from "./queue-page.tsx";
import { sayDue } from "./work-item-words.ts";

/** Spreadsheets know UTF-8 by it. */
const byteOrderMark = "\ufeff";

function headOf(t: T): string[] {
  return [
    t("queue.column.reference"),
    t("queue.column.borrower"),
    t("queue.filter.language"),
    t("queue.column.creditor"),
    t("queue.column.product"),
    t("queue.column.proposal"),
    t("queue.column.total"),
    t("queue.column.currency"),
    t("queue.column.stage"),
    t("queue.filter.level"),
    t("queue.column.due"),
    t("queue.column.dueOn"),
    t("queue.view.snoozed"),
    t("queue.column.holder"),
  ];
}

function cellsOf(t: T, language: Language, row: ShownProposal): string[] {
  const { total, snoozedUntil, holder } = row;
  return [
    row.reference,
    row.maskedName,
    t(`queue.language.${row.language}`),
    row.creditor ?? "",
    row.product,
    row.headline,
    total ? toDecimalString({ amountMinor: total.minor, currency: total.currency }) : "",
    total?.currency ?? "",
    t(`queue.stage.${row.stage}`),
    t(`queue.level.${row.level}`),
    sayDue(t, row.stage, row.workingDays),
    formatDay(row.dueOn, language),
    snoozedUntil ? formatDay(snoozedUntil, language) : "",
    holder ? (holder.mine ? t("queue.holder.me") : holder.name) : t("queue.holder.nobody"),
  ];
}

const lineOf = (cells: readonly string[]): string => `${cells.map(safeCell).join(",")}\r\n`;

export function writeQueueFile(rows: readonly ShownProposal[], mark: string, language: Language): string {
  const t = translator(language);
  const lines = rows.map((row) => lineOf(cellsOf(t, language, row)));
  return [byteOrderMark, lineOf(headOf(t)), ...lines, lineOf([mark])].join("");
}
