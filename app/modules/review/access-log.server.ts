// Reads for a borrower who of the staff looked at their data, out of the audit chain itself. It refuses to read without
// an owner, and gives no name and no id of staff away.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { day } from "#app/kernel/calendar.ts";
import { codeOfActor } from "#app/modules/audit/actor-code.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { accessActions, readDone, readRole, type AccessFacts, type AccessLine } from "./access-log.ts";

interface LogRow extends AccessFacts {
  readonly day: string;
  readonly actor: string;
  readonly action: string;
  readonly about: string | null;
  readonly role: string | null;
  readonly times: bigint;
}

export const wholeAccessLog = 50;

/** As many of the newest rows as are put together into lines. */
const rowsRead = 1000;

async function readReferences({ db }: App, { borrowerId }: BorrowerActor, ids: readonly string[]) {
  const where = { borrowerId, id: { in: [...ids] } };
  const select = { id: true, reference: true } as const;
  const [proposals, cases] = await Promise.all([
    db.prisma.proposal.findMany({ where, select }),
    db.prisma.helpCase.findMany({ where, select }),
  ]);
  return new Map([...proposals, ...cases].map(({ id, reference }) => [id, reference]));
}

export interface AccessLog {
  readonly lines: readonly AccessLine[];
  readonly more: boolean;
}

/** The newest first; what one person did with one thing on one day is one line. */
export async function readAccessLog(app: App, actor: BorrowerActor, take = wholeAccessLog): Promise<AccessLog> {
  const rows = await app.db.prisma.$queryRaw<LogRow[]>`
    SELECT (e.at AT TIME ZONE ${app.settings.timeZone})::date::text AS day, e.actor, e.action,
           e.facts->>'what' AS what, e.facts->>'case' AS about, e.facts->>'ground' AS ground,
           e.facts->>'reason' AS reason, e.facts->>'field' AS field, coalesce(e.facts->>'role', s.role) AS role,
           count(*) AS times
      FROM (SELECT * FROM audit_event
             WHERE subject = ${`borrower:${actor.borrowerId}`} AND action = ANY(${[...accessActions]}::text[])
               AND starts_with(actor, 'staff:')
             ORDER BY seq DESC LIMIT ${rowsRead}) e
      LEFT JOIN staff s ON s.id = substr(e.actor, 7)::uuid
     GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
     ORDER BY max(e.seq) DESC LIMIT ${take + 1}`;
  const shown = rows.slice(0, take);
  const references = await readReferences(app, actor, [...new Set(shown.flatMap(({ about }) => about ?? []))]);
  return {
    lines: shown.map((row) => ({
      day: day(row.day),
      code: codeOfActor(app, row.actor),
      role: readRole(row.role),
      done: readDone(row.action, row),
      reference: row.about === null ? undefined : references.get(row.about),
      times: Number(row.times),
    })),
    more: rows.length > take,
  };
}
