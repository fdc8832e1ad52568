// Lists as Stripe's: newest first, `limit`, `starting_after`, `ending_before`, `created`.

import { badParam } from "./api-error.ts";
import { integer, list, text } from "./spec.ts";

export const PAGE_FIELDS = {
  ending_before: text(),
  expand: list(text()),
  limit: integer(1, 100),
  starting_after: text(),
};

export interface Page<T> {
  object: "list";
  data: T[];
  has_more: boolean;
  url: string;
}

export interface Moments {
  gt?: number;
  gte?: number;
  lt?: number;
  lte?: number;
}

interface PageParams {
  ending_before?: string;
  limit?: number;
  starting_after?: string;
}

export function within(created: number, moments: Moments | undefined): boolean {
  if (!moments) return true;
  const { gt, gte, lt, lte } = moments;
  return (
    (gt === undefined || created > gt) &&
    (gte === undefined || created >= gte) &&
    (lt === undefined || created < lt) &&
    (lte === undefined || created <= lte)
  );
}

/** `found` is in the order of creation, as the state's records keep it. */
export function cutPage<T extends { id: string }>(
  found: T[],
  params: PageParams,
  url: string,
  newestFirst = true,
): Page<T> {
  if (params.starting_after !== undefined && params.ending_before !== undefined) {
    const message = "You may only specify one of these parameters: starting_after, ending_before.";
    throw badParam(message, "starting_after", "parameters_exclusive");
  }
  const rows = newestFirst ? found.toReversed() : found;
  const limit = params.limit ?? 10;
  if (params.ending_before !== undefined) {
    const end = indexOf(rows, params.ending_before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", data: rows.slice(start, end), has_more: start > 0, url };
  }
  const { starting_after: after } = params;
  const start = after === undefined ? 0 : indexOf(rows, after, "starting_after") + 1;
  const data = rows.slice(start, start + limit);
  return { object: "list", data, has_more: rows.length > start + limit, url };
}

function indexOf(rows: { id: string }[], id: string, param: string): number {
  const index = rows.findIndex((row) => row.id === id);
  if (index < 0) throw badParam(`No such object: '${id}'`, param, "resource_missing");
  return index;
}
