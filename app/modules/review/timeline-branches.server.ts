// Where the entries of the timeline come from, one select for each kind. Every select walks an index from the cursor on
// and takes no more than the page is long, so that a person with thousands of entries costs what one with a hundred
// does. Each names the portfolio; the database's own wall stands behind.
import { Prisma } from "#app/platform/db.server.ts";
import { noteInPortfolio } from "./notes.server.ts";
import type { TimelineCursor, TimelineKind } from "./timeline.ts";

const { sql } = Prisma;

export interface Span {
  readonly borrowerId: string;
  readonly creditors: readonly string[];
  readonly from: TimelineCursor;
  readonly take: number;
}

interface Place {
  readonly at: Prisma.Sql;
  readonly key: Prisma.Sql;
}

/** Entries of one moment are told apart by their key, in bytes: the same order everywhere. */
function older({ from }: Span, { at, key }: Place): Prisma.Sql {
  const moment = sql`${from.at}::timestamptz`;
  return sql`${at} <= ${moment} AND (${at}, (${key}) COLLATE "C") < (${moment}, ${from.key} COLLATE "C")`;
}

function newest({ take }: Span, { at }: Place): Prisma.Sql {
  return sql`ORDER BY ${at} DESC, 2 DESC LIMIT ${take}`;
}

interface Told extends Place {
  readonly what: Prisma.Sql;
  readonly reference?: Prisma.Sql;
  readonly by?: Prisma.Sql;
  readonly staff?: Prisma.Sql;
  readonly facts?: Prisma.Sql;
  readonly amount?: { readonly minor: Prisma.Sql; readonly currency: Prisma.Sql };
}

/** The columns of every select, in one order. */
function columns(kind: TimelineKind, told: Told): Prisma.Sql {
  const { at, key, what, reference, by, staff, facts, amount } = told;
  return sql`SELECT ${at} AS at, (${key}) COLLATE "C" AS key, ${kind}::text AS kind, ${what}::text AS what,
    ${reference ?? sql`NULL`}::text AS reference, ${by ?? sql`NULL`}::text AS by, ${staff ?? sql`NULL`}::uuid AS staff_id,
    ${facts ?? sql`NULL`}::jsonb AS facts, ${amount?.minor ?? sql`NULL`}::bigint AS amount,
    ${amount?.currency ?? sql`NULL`}::text AS currency`;
}

/** Proposals that were sent: what somebody only began to write is theirs. */
const sentProposals = ({ borrowerId, creditors }: Span) =>
  sql`FROM proposal p WHERE p.borrower_id = ${borrowerId}::uuid AND p.creditor_code = ANY(${[...creditors]}::text[])
        AND (p.submitted_at IS NOT NULL OR p.status NOT IN ('draft', 'withdrawn', 'superseded'))`;

const inPortfolio = (span: Span, account: Prisma.Sql) =>
  sql`EXISTS (SELECT FROM debt_account a WHERE a.id = ${account} AND a.creditor_code = ANY(${[...span.creditors]}::text[]))`;

const reachable = (span: Span) =>
  sql`EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = ${span.borrowerId}::uuid
                 AND a.creditor_code = ANY(${[...span.creditors]}::text[]))`;

const idKey = (alias: string): Place => ({
  at: Prisma.raw(`${alias}.at`),
  key: Prisma.raw(`${alias}.id::text`),
});

function proposalEvents(span: Span): Prisma.Sql {
  const place = idKey("e");
  const told = {
    ...place,
    what: sql`e.event`,
    reference: sql`p.reference`,
    by: sql`e.actor_kind`,
    staff: sql`e.staff_id`,
    facts: sql`e.facts`,
  };
  return sql`SELECT l.* FROM (SELECT p.id, p.reference ${sentProposals(span)}) p, LATERAL (
    ${columns("proposal", told)} FROM proposal_event e
     WHERE e.proposal_id = p.id AND ${older(span, place)} ${newest(span, place)}) l`;
}

function papers(span: Span): Prisma.Sql {
  const place = { at: sql`e.created_at`, key: sql`e.id::text` };
  const told = { ...place, what: sql`e.kind`, reference: sql`p.reference`, by: sql`e.status` };
  return sql`SELECT l.* FROM (SELECT p.id, p.reference ${sentProposals(span)}) p, LATERAL (
    ${columns("paper", told)} FROM evidence e
     WHERE e.proposal_id = p.id AND e.status <> 'removed' AND ${older(span, place)} ${newest(span, place)}) l`;
}

function planEvents(span: Span): Prisma.Sql {
  const place = idKey("e");
  const told = {
    ...place,
    what: sql`e.event`,
    reference: sql`p.reference`,
    by: sql`e.actor_kind`,
    facts: sql`e.facts`,
  };
  return sql`SELECT l.* FROM plan p, LATERAL (
    ${columns("plan", told)} FROM plan_event e
     WHERE e.plan_id = p.id AND ${older(span, place)} ${newest(span, place)}) l
     WHERE p.borrower_id = ${span.borrowerId}::uuid AND p.creditor_code = ANY(${[...span.creditors]}::text[])`;
}

function payments(span: Span): Prisma.Sql {
  const place = { at: sql`e.received_at`, key: sql`e.id::text` };
  const amount = { minor: sql`e.amount_minor`, currency: sql`e.currency` };
  const told = { ...place, what: sql`e.status`, reference: sql`e.reference`, by: sql`e.method`, amount };
  return sql`${columns("payment", told)} FROM payment e
    WHERE e.borrower_id = ${span.borrowerId}::uuid AND ${inPortfolio(span, sql`e.account_id`)} AND ${older(span, place)}
    ${newest(span, place)}`;
}

/** One that was opened and answered stands there twice. */
function requests(span: Span): Prisma.Sql {
  const one = (place: Place, by: "opened" | "closed"): Prisma.Sql => {
    const staff = by === "closed" ? sql`e.decided_by` : sql`NULL`;
    const facts = by === "closed" ? sql`jsonb_build_object('outcome', e.outcome)` : sql`NULL`;
    const told = { ...place, what: sql`e.kind`, reference: sql`e.reference`, by: sql`${by}`, staff, facts };
    return sql`${columns("request", told)} FROM help_case e
      WHERE e.borrower_id = ${span.borrowerId}::uuid AND ${place.at} IS NOT NULL
        AND (CASE WHEN e.account_id IS NULL THEN ${reachable(span)} ELSE ${inPortfolio(span, sql`e.account_id`)} END)
        AND ${older(span, place)} ${newest(span, place)}`;
  };
  const opened = one({ at: sql`e.created_at`, key: sql`e.id::text || ':opened'` }, "opened");
  const closed = one({ at: sql`e.closed_at`, key: sql`e.id::text || ':closed'` }, "closed");
  return sql`(${opened}) UNION ALL (${closed})`;
}

function messages(span: Span): Prisma.Sql {
  const place = { at: sql`e.created_at`, key: sql`e.id::text` };
  const told = {
    ...place,
    what: sql`e.purpose`,
    by: sql`e.status`,
    facts: sql`jsonb_build_object('channel', e.channel)`,
  };
  return sql`${columns("message", told)} FROM message e
    WHERE e.borrower_id = ${span.borrowerId}::uuid AND ${reachable(span)} AND ${older(span, place)} ${newest(span, place)}`;
}

function threadEntries(span: Span): Prisma.Sql {
  const place = idKey("e");
  const told = {
    ...place,
    what: sql`e.author`,
    reference: sql`p.reference`,
    staff: sql`e.staff_id`,
    facts: sql`jsonb_build_object('thread', p.id)`,
  };
  return sql`SELECT l.* FROM thread p, LATERAL (
    ${columns("thread", told)} FROM thread_entry e
     WHERE e.thread_id = p.id AND ${older(span, place)} ${newest(span, place)}) l
     WHERE p.borrower_id = ${span.borrowerId}::uuid
       AND (CASE WHEN p.creditor_code IS NULL THEN ${reachable(span)} ELSE p.creditor_code = ANY(${[...span.creditors]}::text[]) END)`;
}

function notes(span: Span): Prisma.Sql {
  const place = idKey("e");
  return sql`${columns("note", { ...place, what: sql`'written'`, staff: sql`e.staff_id` })} FROM case_note e
    WHERE e.borrower_id = ${span.borrowerId}::uuid AND ${reachable(span)}
      AND ${noteInPortfolio(sql`e.subject_id`, span.creditors)} AND ${older(span, place)} ${newest(span, place)}`;
}

function glass(span: Span): Prisma.Sql {
  const place = { at: sql`e.granted_at`, key: sql`e.id::text` };
  return sql`${columns("glass", { ...place, what: sql`e.reason`, staff: sql`e.staff_id` })} FROM access_grant e
    WHERE e.borrower_id = ${span.borrowerId}::uuid AND ${reachable(span)} AND ${older(span, place)} ${newest(span, place)}`;
}

/** Of the audit chain the database shows rows only to those whose role reads it; to everybody else there are none. */
function openings(span: Span): Prisma.Sql {
  const place = { at: sql`e.at`, key: sql`lpad(e.seq::text, 19, '0')` };
  const told = {
    ...place,
    what: sql`coalesce(e.facts->>'what', '')`,
    by: sql`e.facts->>'ground'`,
    staff: sql`CASE WHEN e.actor LIKE 'staff:%' THEN substr(e.actor, 7) END`,
  };
  return sql`${columns("access", told)} FROM audit_event e
    WHERE e.subject = ${`borrower:${span.borrowerId}`} AND e.action = 'access.opened' AND ${reachable(span)}
      AND ${older(span, place)} ${newest(span, place)}`;
}

export const branches: Readonly<Record<TimelineKind, (span: Span) => Prisma.Sql>> = {
  proposal: proposalEvents,
  plan: planEvents,
  payment: payments,
  request: requests,
  message: messages,
  thread: threadEntries,
  paper: papers,
  note: notes,
  glass,
  access: openings,
};
