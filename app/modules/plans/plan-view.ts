// A plan as its page shows it: which rows of a long schedule, and the stairs on which the balance comes down. Pure.
import type { Day } from "#app/kernel/calendar.ts";
import type { CoveredInstalment } from "./schedule.ts";

/** As many lines as keep the page small on a slow phone. */
const rowsPerPage = 12;

export type ShownInstalment = Pick<CoveredInstalment, "seq" | "dueOn" | "amountMinor" | "openMinor" | "state">;

export interface RowsPage {
  readonly rows: readonly ShownInstalment[];
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  /** Of all instalments. */
  readonly totalMinor: bigint;
  readonly openMinor: bigint;
}

/** The page asked for; without one, that of the first instalment that is open. */
export function cutRows(instalments: readonly CoveredInstalment[], asked: number | undefined): RowsPage {
  const open = instalments.findIndex(({ openMinor }) => openMinor > 0n);
  const pages = Math.max(1, Math.ceil(instalments.length / rowsPerPage));
  const wanted = asked ?? Math.floor(Math.max(open, 0) / rowsPerPage) + 1;
  const page = Math.min(Math.max(Math.trunc(wanted), 1), pages);
  const sum = (read: (row: CoveredInstalment) => bigint): bigint =>
    instalments.reduce((total, row) => total + read(row), 0n);
  return {
    page,
    pages,
    totalMinor: sum(({ amountMinor }) => amountMinor),
    openMinor: sum(({ openMinor }) => openMinor),
    rows: instalments
      .slice((page - 1) * rowsPerPage, page * rowsPerPage)
      .map(({ seq, dueOn, amountMinor, openMinor, state }) => ({ seq, dueOn, amountMinor, openMinor, state })),
  };
}

interface Drawn {
  readonly instalments: readonly CoveredInstalment[];
  readonly quote: { readonly leftMinor: bigint };
  readonly leftMinor: bigint;
}

/** From what the plan still asks for today down to its end; what stays owed after it (a pause) is not drawn away. */
export function drawPoints({ instalments, quote, leftMinor }: Drawn, today: Day): { on: Day; leftMinor: bigint }[] {
  const open = instalments.filter(({ openMinor }) => openMinor > 0n);
  if (open.length === 0) return [];
  const points = [{ on: today, leftMinor: leftMinor + quote.leftMinor }];
  let left = leftMinor + quote.leftMinor;
  for (const { dueOn, openMinor } of open) {
    left -= openMinor;
    points.push({ on: dueOn < today ? today : dueOn, leftMinor: left });
  }
  return points;
}
