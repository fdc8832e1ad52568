// How the balance came about, as lines that a person can read. Entries of the books come in; interest, of which
// there is one posting a day, becomes one line a month that can be opened. Nothing is left out: the lines of any
// grouping, and of any page with what lies before it, sum to the same balance.
import { addMonths, day, type Day } from "#app/kernel/calendar.ts";
import {
  components,
  noAmounts,
  totalOf,
  type Component,
  type ComponentAmounts,
  type JournalKind,
} from "#app/modules/ledger/ledger.ts";

/** What one posting of the books did to the account. */
export interface HistoryEntry {
  readonly journalId: string;
  readonly kind: JournalKind;
  /** Of a reversal: what it takes back. */
  readonly reversedKind: JournalKind | undefined;
  readonly effectiveOn: Day;
  /** Above zero, more is owed. */
  readonly amounts: ComponentAmounts;
}

export interface HistoryLine {
  readonly kind: JournalKind;
  readonly reversedKind: JournalKind | undefined;
  readonly from: Day;
  readonly until: Day;
  /** Set where the line stands for a month of daily postings: "2026-11". */
  readonly month: string | undefined;
  readonly postings: number;
  readonly amounts: ComponentAmounts;
  readonly totalMinor: bigint;
  /** What was owed after this line. */
  readonly balanceMinor: bigint;
}

type Draft = { -readonly [Key in keyof HistoryLine]: HistoryLine[Key] } & { amounts: Record<Component, bigint> };

function monthOf(on: Day): string {
  return on.slice(0, 7);
}

function addTo(drafts: Map<string, Draft>, key: string, entry: HistoryEntry, month: string | undefined): void {
  const { kind, reversedKind, effectiveOn, amounts } = entry;
  let draft = drafts.get(key);
  if (!draft) {
    const days = { from: effectiveOn, until: effectiveOn };
    draft = {
      kind,
      reversedKind,
      ...days,
      month,
      postings: 0,
      amounts: { ...noAmounts },
      totalMinor: 0n,
      balanceMinor: 0n,
    };
    drafts.set(key, draft);
  }
  if (effectiveOn < draft.from) draft.from = effectiveOn;
  if (effectiveOn > draft.until) draft.until = effectiveOn;
  for (const component of components) draft.amounts[component] += amounts[component];
  draft.totalMinor += totalOf(amounts);
  draft.postings += 1;
}

/** Lines in the order of their days, each with the balance after it. */
export function groupHistory(entries: readonly HistoryEntry[], startMinor = 0n): readonly HistoryLine[] {
  const drafts = new Map<string, Draft>();
  for (const entry of entries) {
    const month = entry.kind === "interest" ? monthOf(entry.effectiveOn) : undefined;
    addTo(drafts, month ?? entry.journalId, entry, month);
  }
  return settle(drafts, startMinor);
}

/** The single postings behind one month's line of interest. */
export function openMonth(entries: readonly HistoryEntry[], month: string): readonly HistoryLine[] {
  const drafts = new Map<string, Draft>();
  for (const entry of entries) {
    if (entry.kind === "interest" && monthOf(entry.effectiveOn) === month)
      addTo(drafts, entry.journalId, entry, undefined);
  }
  return settle(drafts, 0n);
}

function settle(drafts: Map<string, Draft>, startMinor: bigint): HistoryLine[] {
  let balance = startMinor;
  // The sort is stable: what was posted first stays first within a day; what was placed comes before all else.
  const inOrder = [...drafts.values()].toSorted(
    (a, b) => Number(b.kind === "placement") - Number(a.kind === "placement") || a.until.localeCompare(b.until),
  );
  return inOrder.map((line) => {
    balance += line.totalMinor;
    return { ...line, balanceMinor: balance };
  });
}

export interface HistoryPage {
  readonly lines: readonly HistoryLine[];
  /** What was owed before the first of these lines. */
  readonly beforeMinor: bigint;
  readonly page: number;
  readonly pages: number;
}

/** The lines of one page, the newest page being the first; within a page the oldest line stands first. */
export function pageOfHistory(lines: readonly HistoryLine[], page: number, size: number): HistoryPage {
  const pages = Math.max(1, Math.ceil(lines.length / size));
  const shown = Math.min(Math.max(1, page), pages);
  const end = lines.length - (shown - 1) * size;
  const start = Math.max(0, end - size);
  return { lines: lines.slice(start, end), beforeMinor: lines[start - 1]?.balanceMinor ?? 0n, page: shown, pages };
}

/** What happened from one day to another, both included, with what was owed before and after. */
export interface Period {
  readonly from: Day;
  readonly until: Day;
  readonly startMinor: bigint;
  readonly lines: readonly HistoryLine[];
  readonly endMinor: bigint;
}

function sumOf(entries: readonly HistoryEntry[]): bigint {
  return entries.reduce((sum, { amounts }) => sum + totalOf(amounts), 0n);
}

export function cutPeriod(entries: readonly HistoryEntry[], from: Day, until: Day): Period {
  const startMinor = sumOf(entries.filter(({ effectiveOn }) => effectiveOn < from));
  const within = entries.filter(({ effectiveOn }) => effectiveOn >= from && effectiveOn <= until);
  return { from, until, startMinor, lines: groupHistory(within, startMinor), endMinor: startMinor + sumOf(within) };
}

/** A year back at most, so that a statement stays short; nothing happened before the itemization date. */
export function usualPeriod(itemizedOn: Day, today: Day): { readonly from: Day; readonly until: Day } {
  const yearBack = addMonths(day(`${monthOf(today)}-01`), -12);
  return { from: itemizedOn > yearBack ? itemizedOn : yearBack, until: today };
}
