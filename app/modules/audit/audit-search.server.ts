// Searches the audit chain. Every way of asking goes along one of its indexes from the newest row back and ends after a
// page, so that the millionth row costs what the first one did. It refuses to read for anybody without `audit.read`;
// the database shows the chain to nobody else either.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { addDays, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { App } from "#app/platform/app.server.ts";
import { Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { actorCodePattern, codeOfActor } from "./actor-code.server.ts";
import { actorsNamed, subjectsNamed } from "./audit-names.ts";
import { partsOfName, type AuditFilter } from "./audit-search.ts";

const { sql } = Prisma;

interface EventRow {
  readonly seq: bigint;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly facts: unknown;
}

export interface FoundEvent extends EventRow {
  /** Where it was somebody of the staff: who that is. */
  readonly person: { readonly name: string; readonly role: StaffRole } | undefined;
  /** Of a subject that the reader's portfolio holds: what people call it. */
  readonly reference: string | undefined;
  /** The reader's portfolio holds it. */
  readonly known: boolean;
}

export interface FoundPage {
  readonly events: readonly FoundEvent[];
  /** From where the next, older page goes on. */
  readonly before: bigint | undefined;
}

export const auditPageSize = 50;

/** Of people who fit a name, as many as anybody would mean. */
const mostPeople = 10;

/** Who a borrower means by the code that they read. */
async function findByCode(app: App, tx: Tx, code: string): Promise<readonly string[]> {
  const people = await tx.staff.findMany({ select: { id: true } });
  const actors = people.map(({ id }) => `staff:${id}`);
  return actors.filter((actor) => codeOfActor(app, actor) === code.toUpperCase());
}

async function findByName(tx: Tx, who: string): Promise<readonly string[]> {
  const contains = { contains: who, mode: "insensitive" } as const;
  const people = await tx.staff.findMany({
    where: { OR: [{ email: contains }, { name: contains }] },
    select: { id: true },
    orderBy: { id: "asc" },
    take: mostPeople,
  });
  return people.map(({ id }) => `staff:${id}`);
}

async function findActors(app: App, tx: Tx, who: string): Promise<readonly string[] | undefined> {
  if (who === "") return undefined;
  const named = actorsNamed(who) ?? (await findByName(tx, who));
  return actorCodePattern.test(who) ? [...named, ...(await findByCode(app, tx, who))] : named;
}

async function findSubjects(tx: Tx, about: string): Promise<readonly string[] | undefined> {
  if (about === "") return undefined;
  const named = subjectsNamed(about);
  if (named) return named;
  const rows = await tx.$queryRaw<{ subject: string; id: string }[]>`
    SELECT 'proposal' AS subject, id::text FROM proposal WHERE reference = ${about.toUpperCase()}
    UNION ALL SELECT 'case', id::text FROM help_case WHERE reference = ${about.toUpperCase()}`;
  // A proposal's answer that waits for a second person is on record under its own kind.
  return rows.flatMap(({ subject, id }) =>
    subject === "proposal" ? [`proposal:${id}`, `answer:${id}`] : [`${subject}:${id}`],
  );
}

/** Each action that was ever written, once: the index is skipped through, not read. */
async function findActions(tx: Tx, beginning: string): Promise<readonly string[] | undefined> {
  if (beginning === "") return undefined;
  const rows = await tx.$queryRaw<{ action: string }[]>`
    WITH RECURSIVE kinds AS (
      (SELECT action FROM audit_event ORDER BY action LIMIT 1)
      UNION ALL
      SELECT (SELECT e.action FROM audit_event e WHERE e.action > k.action ORDER BY e.action LIMIT 1)
        FROM kinds k WHERE k.action IS NOT NULL)
    SELECT action FROM kinds WHERE starts_with(action, ${beginning})`;
  return rows.map(({ action }) => action);
}

/** Clocks of several machines differ a little; the moment itself is compared as well. */
const clockSlackMs = 3_600_000;

/** The first position that was written at that moment or later: the chain is in the order of time, so it is halved. */
async function positionAt(tx: Tx, moment: Date): Promise<bigint | undefined> {
  const [found] = await tx.$queryRaw<{ seq: bigint | null }[]>`
    WITH RECURSIVE halves AS (
      SELECT min(seq) AS low, max(seq) + 1 AS high FROM audit_event
      UNION ALL
      SELECT CASE WHEN row.at < ${moment} THEN middle + 1 ELSE low END, CASE WHEN row.at < ${moment} THEN high ELSE middle END
        FROM halves
       CROSS JOIN LATERAL (SELECT (low + high) / 2 AS middle) m
       CROSS JOIN LATERAL (SELECT at FROM audit_event WHERE seq >= middle ORDER BY seq LIMIT 1) row
       WHERE low < high)
    SELECT low AS seq FROM halves WHERE low = high`;
  return found?.seq ?? undefined;
}

/** Midnight of that day where the operator is. */
async function midnight(tx: Tx, day: Day, timeZone: string): Promise<Date> {
  const [row] = await tx.$queryRaw<{ at: Date }[]>`SELECT (${day}::date::timestamp AT TIME ZONE ${timeZone}) AS at`;
  if (!row) throw new Error("a day has no midnight");
  return row.at;
}

async function timeSpan(tx: Tx, { from, until }: AuditFilter, timeZone: string): Promise<Prisma.Sql[]> {
  const conditions: Prisma.Sql[] = [];
  if (from) {
    const since = await midnight(tx, from, timeZone);
    const seq = await positionAt(tx, new Date(since.getTime() - clockSlackMs));
    if (seq !== undefined) conditions.push(sql`e.seq >= ${seq} AND e.at >= ${since}`);
  }
  if (until) {
    const end = await midnight(tx, addDays(until, 1), timeZone);
    const seq = await positionAt(tx, new Date(end.getTime() + clockSlackMs));
    if (seq !== undefined) conditions.push(sql`e.seq < ${seq} AND e.at < ${end}`);
  }
  return conditions;
}

interface Named {
  readonly actors: readonly string[] | undefined;
  readonly actions: readonly string[] | undefined;
  readonly subjects: readonly string[] | undefined;
}

/**
 * One walk for each name that was asked for, from the newest row back and no longer than a page; what else was asked is
 * compared on the way. Each name stands in the statement by itself, so that the planner knows how rare it is.
 */
function eventsWhere({ actors, actions, subjects }: Named, rest: readonly Prisma.Sql[], take: number): Prisma.Sql {
  const anyOf = (column: Prisma.Sql, names: readonly string[] | undefined): Prisma.Sql[] =>
    names ? [sql`${column} = ANY(${[...names]}::text[])`] : [];
  const [column, names, others] = subjects
    ? ([sql`e.subject`, subjects, [...anyOf(sql`e.actor`, actors), ...anyOf(sql`e.action`, actions)]] as const)
    : actors
      ? ([sql`e.actor`, actors, anyOf(sql`e.action`, actions)] as const)
      : ([sql`e.action`, actions, []] as const);
  const walk = (conditions: readonly Prisma.Sql[]): Prisma.Sql => sql`
    (SELECT e.seq, e.at, e.actor, e.action, e.subject, e.facts FROM audit_event e
      WHERE ${Prisma.join([...conditions, ...others, ...rest, sql`true`], " AND ")} ORDER BY e.seq DESC LIMIT ${take})`;
  if (!names) return walk([]);
  if (names.length === 0) return walk([sql`false`]);
  const walks = names.map((name) => walk([sql`${column} = ${name}`]));
  return sql`SELECT * FROM (${Prisma.join(walks, " UNION ALL ")}) found ORDER BY seq DESC LIMIT ${take}`;
}

const idsOf = (names: readonly string[], kind: string): string[] =>
  names.map(partsOfName).flatMap((name) => (name.kind === kind && isId(name.id) ? [name.id] : []));

async function namePeople(tx: Tx, events: readonly EventRow[]) {
  const ids = idsOf([...new Set(events.flatMap(({ actor, subject }) => [actor, subject]))], "staff");
  const rows = await tx.$queryRaw<{ id: string; name: string; role: StaffRole }[]>`
    SELECT id::text, name, role FROM staff WHERE id = ANY(${ids}::uuid[])`;
  return new Map(rows.map(({ id, ...person }) => [`staff:${id}`, person]));
}

/** What the reader's portfolio holds of it, with what people call it. */
async function nameSubjects(tx: Tx, { creditors }: StaffActor, events: readonly EventRow[]) {
  const subjects = [...new Set(events.map(({ subject }) => subject))];
  const rows = await tx.$queryRaw<{ subject: string; reference: string | null }[]>`
    SELECT 'proposal:' || id AS subject, reference FROM proposal
     WHERE id = ANY(${idsOf(subjects, "proposal")}::uuid[]) AND creditor_code = ANY(${[...creditors]}::text[])
    UNION ALL
    SELECT 'case:' || id, reference FROM help_case WHERE id = ANY(${idsOf(subjects, "case")}::uuid[])
    UNION ALL
    SELECT DISTINCT 'borrower:' || borrower_id, NULL FROM debt_account
     WHERE borrower_id = ANY(${idsOf(subjects, "borrower")}::uuid[]) AND creditor_code = ANY(${[...creditors]}::text[])`;
  return new Map(rows.map(({ subject, reference }) => [subject, reference ?? undefined]));
}

/** The newest first. */
export async function searchAudit(app: App, actor: StaffActor, filter: AuditFilter): Promise<FoundPage> {
  requirePermission(actor, "audit.read");
  return readAsStaff(app.db, actor, async (tx) => {
    const named = {
      actors: await findActors(app, tx, filter.who),
      actions: await findActions(tx, filter.action),
      subjects: await findSubjects(tx, filter.about),
    };
    const rest = [
      ...(await timeSpan(tx, filter, app.settings.timeZone)),
      ...(filter.before === undefined ? [] : [sql`e.seq < ${filter.before}`]),
    ];
    const rows = await tx.$queryRaw<EventRow[]>`${eventsWhere(named, rest, auditPageSize + 1)}`;
    const events = rows.slice(0, auditPageSize);
    const people = await namePeople(tx, events);
    const references = await nameSubjects(tx, actor, events);
    return {
      events: events.map((event) => ({
        ...event,
        person: people.get(event.actor),
        reference: references.get(event.subject) ?? people.get(event.subject)?.name,
        known: references.has(event.subject) || people.has(event.subject),
      })),
      before: rows.length > auditPageSize ? events.at(-1)?.seq : undefined,
    };
  });
}
