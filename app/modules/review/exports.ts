// The queue as a file: which columns, and what became of one that was asked for. Pure. It refuses nothing by itself: how
// many rows go without a second person is the operator's figure.
import type { QueueFilters, QueueSort, QueueView } from "./queue.ts";

/** More rows than this are in no file: the view is narrowed first. */
export const exportCap = 20_000;

/** An export that a second person allowed can be fetched so long. */
export const fetchHours = 24;

/** What was asked for; kept whole with the question to the second person. */
export interface ExportOrder extends QueueFilters {
  readonly view: QueueView;
  readonly sort: QueueSort;
  readonly latestFirst: boolean;
  readonly creditors: readonly string[];
  /** As many as were counted when it was asked for; no more are given out. */
  readonly rows: number;
}

export type ExportState = "waiting" | "ready" | "returned" | "fetched" | "over";

interface Asked {
  readonly outcome: string | null | undefined;
  readonly decidedAt: Date | null | undefined;
  readonly usedAt: Date | null | undefined;
}

export function exportState({ outcome, decidedAt, usedAt }: Asked, now: Date): ExportState {
  if (!outcome || !decidedAt) return "waiting";
  if (outcome !== "approved") return "returned";
  if (usedAt) return "fetched";
  return now.getTime() < fetchUntil(decidedAt).getTime() ? "ready" : "over";
}

export function fetchUntil(decidedAt: Date): Date {
  return new Date(decidedAt.getTime() + fetchHours * 3_600_000);
}

export type ExportRefusal =
  | { readonly kind: "not-found" }
  /** More rows than go without a second person. */
  | { readonly kind: "too-many"; readonly limit: number }
  /** More rows than go into any file. */
  | { readonly kind: "far-too-many"; readonly limit: number }
  | { readonly kind: "not-ready"; readonly state: Exclude<ExportState, "ready"> };

export interface ExportFile {
  readonly name: string;
  readonly text: string;
}
