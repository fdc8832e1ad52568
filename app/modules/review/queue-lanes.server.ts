// Where rows of work come from. A portfolio is read creditor by creditor, each along its own stretch of an index and no
// further than the page is long: how much waits in all, or beside the portfolio, then costs nothing. It refuses to
// read a row whose creditor is not the actor's; the database's own wall stands behind.
import type { StaffActor } from "#app/kernel/actor.ts";
import { Prisma } from "#app/platform/db.server.ts";
import type { WorkKind, WorkStage } from "./work-items.ts";

const { sql } = Prisma;

/** What names no creditor belongs to a portfolio by the person's accounts; what names no person, to everybody. */
function reachedByPerson(creditors: readonly string[]): Prisma.Sql {
  return sql`w.creditor_code IS NULL AND (w.borrower_id IS NULL OR EXISTS (
    SELECT FROM debt_account d WHERE d.borrower_id = w.borrower_id AND d.creditor_code = ANY(${[...creditors]}::text[])))`;
}

/** Whether the row `w` is in this person's portfolio. */
export function inPortfolio({ creditors }: StaffActor): Prisma.Sql {
  return sql`(w.creditor_code = ANY(${[...creditors]}::text[]) OR ${reachedByPerson(creditors)})`;
}

export interface WorkSource {
  readonly actor: StaffActor;
  readonly kinds: readonly WorkKind[];
  readonly stages: readonly WorkStage[];
  /** Only this creditor's. */
  readonly creditor?: string | undefined;
  /** What else must hold of the row `w`. */
  readonly where: Prisma.Sql;
  /** Of the row `w`; without an order, any rows will do. */
  readonly order?: Prisma.Sql | undefined;
  /** The most that is wanted. */
  readonly take: number;
}

const restOf = ({ order, take }: WorkSource): Prisma.Sql =>
  sql`${order ? sql`ORDER BY ${order}` : Prisma.empty} LIMIT ${take}`;

/** Rows of `work_item` in the portfolio, at most `take` of each lane, the lanes one after the other. */
export function fromLanes(source: WorkSource): Prisma.Sql {
  const { actor, creditor, where } = source;
  const creditors = actor.creditors.filter((code) => creditor === undefined || code === creditor);
  const kinds = sql`unnest(${[...source.kinds]}::text[]) AS k(kind)`;
  const stages = sql`unnest(${[...source.stages]}::text[]) AS s(stage)`;
  const named = sql`
    SELECT lane.* FROM ${kinds}, ${stages}, unnest(${creditors}::text[]) AS c(code),
           LATERAL (SELECT w.* FROM work_item w
                     WHERE w.kind = k.kind AND w.stage = s.stage AND w.creditor_code = c.code AND ${where}
                     ${restOf(source)}) AS lane`;
  // A proposal always names its creditor.
  if (creditor !== undefined || source.kinds.every((kind) => kind === "proposal")) return named;
  return sql`${named}
    UNION ALL
    SELECT lane.* FROM ${kinds}, ${stages},
           LATERAL (SELECT w.* FROM work_item w
                     WHERE w.kind = k.kind AND w.stage = s.stage AND ${reachedByPerson(creditors)} AND ${where}
                     ${restOf(source)}) AS lane`;
}

/** Rows that the actor has. */
export function fromOwn(source: WorkSource): Prisma.Sql {
  const { actor, creditor, where } = source;
  const reach = creditor === undefined ? sql`` : sql`AND w.creditor_code = ${creditor}`;
  return sql`
    SELECT w.* FROM work_item w
     WHERE w.assignee_id = ${actor.staffId}::uuid AND w.kind = ANY(${[...source.kinds]}::text[])
       AND w.stage = ANY(${[...source.stages]}::text[]) AND ${inPortfolio(actor)} ${reach} AND ${where}
     ${restOf(source)}`;
}
