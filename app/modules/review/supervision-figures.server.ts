// The figures of supervision, each by one statement within the reader's portfolio. The statements are as many for a
// hundred cases as for a hundred thousand. Called inside of readAsStaff only.
import { day } from "#app/kernel/calendar.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { policyById, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { Prisma, type Tx } from "#app/platform/db.server.ts";
import type { FirstAnswer } from "./supervision.ts";
import type { AnswersOf, GlassOf, ReasonsOf, ScoresOf, SecondsOf, WorkOf } from "./supervision-view.ts";

const { sql } = Prisma;

/** What is looked at: whose accounts, and since when. */
export interface Scope {
  readonly creditors: readonly string[];
  /** Whether a row `w` of work_item belongs to it. */
  readonly work: Prisma.Sql;
  readonly since: Date;
  readonly today: Day;
  readonly timeZone: string;
}

const count = (condition: Prisma.Sql, name: string): Prisma.Sql =>
  sql`(count(*) FILTER (WHERE ${condition}))::int AS ${Prisma.raw(`"${name}"`)}`;

export async function countWork(tx: Tx, { work, today }: Scope): Promise<readonly WorkOf[]> {
  const awake = sql`w.stage = 'desk' AND (w.snoozed_until IS NULL OR w.snoozed_until <= ${today}::date)`;
  return tx.$queryRaw<WorkOf[]>`
    SELECT w.assignee_id::text AS "staffId", ${count(awake, "open")},
           ${count(sql`${awake} AND w.due_on = ${today}::date`, "dueToday")},
           ${count(sql`${awake} AND w.due_on < ${today}::date`, "late")},
           ${count(sql`w.snoozed_until > ${today}::date`, "snoozed")},
           ${count(sql`w.stage = 'second'`, "second")}, ${count(sql`w.stage = 'borrower'`, "borrower")}
      FROM work_item w WHERE ${work} GROUP BY w.assignee_id`;
}

/** What waits for the desk, by the day on which it came. */
export async function countByAge(tx: Tx, { work, timeZone }: Scope): Promise<readonly { on: Day; count: number }[]> {
  const rows = await tx.$queryRaw<{ on: string; count: number }[]>`
    SELECT (w.opened_at AT TIME ZONE ${timeZone})::date::text AS "on", count(*)::int AS count
      FROM work_item w WHERE w.stage <> 'borrower' AND ${work} GROUP BY 1`;
  return rows.map(({ on, count: waiting }) => ({ on: day(on), count: waiting }));
}

/** Answers of people at the desk; `a` is the event, `p` its proposal. */
const answers = ({ creditors, since }: Scope): Prisma.Sql => sql`
  FROM staff s
  JOIN proposal_event a ON a.staff_id = s.id AND a.at >= ${since} AND a.event IN ('approve', 'counter', 'ask', 'decline')
  JOIN proposal p ON p.id = a.proposal_id AND p.creditor_code = ANY(${[...creditors]}::text[])`;

export async function countAnswers(tx: Tx, scope: Scope): Promise<readonly AnswersOf[]> {
  return tx.$queryRaw<AnswersOf[]>`
    SELECT s.id::text AS "staffId", CASE WHEN a.event = 'approve' AND a.facts->>'better' = 'true' THEN 'better' ELSE a.event END AS kind,
           count(*)::int AS count
      ${answers(scope)} GROUP BY 1, 2`;
}

export async function countReasons(tx: Tx, scope: Scope): Promise<readonly ReasonsOf[]> {
  return tx.$queryRaw<ReasonsOf[]>`
    SELECT s.id::text AS "staffId", r.reason, count(*)::int AS count
      ${answers(scope)}
      CROSS JOIN LATERAL jsonb_array_elements_text(a.facts->'reasons') AS r(reason)
     WHERE a.event = 'decline' GROUP BY 1, 2`;
}

/** As many of the newest as the times are made of. */
export const timedAnswers = 5000;

interface FirstRow {
  readonly sentAt: Date;
  readonly answeredAt: Date;
  readonly pack: string;
}

/** The first word that each sender had from a person. */
export async function listFirstAnswers(app: App, tx: Tx, scope: Scope): Promise<readonly FirstAnswer[]> {
  const rows = await tx.$queryRaw<FirstRow[]>`
    SELECT sent.at AS "sentAt", a.at AS "answeredAt", p.policy_pack_id AS pack
      ${answers(scope)}
      CROSS JOIN LATERAL (SELECT e.at FROM proposal_event e WHERE e.proposal_id = p.id AND e.event = 'submit' ORDER BY e.at LIMIT 1) sent
     WHERE NOT EXISTS (SELECT FROM proposal_event e WHERE e.proposal_id = p.id AND e.at < a.at AND e.actor_kind = 'person'
                          AND e.event IN ('approve', 'counter', 'ask', 'decline'))
     ORDER BY a.at DESC LIMIT ${timedAnswers}`;
  return rows.map(({ sentAt, answeredAt, pack: id }) => {
    const pack = policyById(id) ?? requirePolicy(app.settings.policyPack);
    const promisedWorkingDays = pack.proposalAnswerWorkingDays.value;
    return { sentAt, answeredAt, calendar: pack.calendar.value, promisedWorkingDays };
  });
}

/** What was put before a second person. An export names no creditor; it is of interest to everybody who supervises. */
export async function countSeconds(tx: Tx, { creditors, since }: Scope): Promise<readonly SecondsOf[]> {
  return tx.$queryRaw<SecondsOf[]>`
    SELECT kind, outcome, count(*)::int AS count FROM approval
     WHERE proposed_at >= ${since} AND (creditor_code = ANY(${[...creditors]}::text[]) OR creditor_code IS NULL)
     GROUP BY 1, 2`;
}

export async function countGlass(tx: Tx, { creditors, since }: Scope): Promise<readonly GlassOf[]> {
  return tx.$queryRaw<GlassOf[]>`
    SELECT g.staff_id::text AS "staffId", g.reason, count(*)::int AS count FROM access_grant g
     WHERE g.granted_at >= ${since}
       AND EXISTS (SELECT FROM debt_account d WHERE d.borrower_id = g.borrower_id AND d.creditor_code = ANY(${[...creditors]}::text[]))
     GROUP BY 1, 2`;
}

export async function sumQuality(tx: Tx, { creditors, since }: Scope): Promise<readonly ScoresOf[]> {
  return tx.$queryRaw<ScoresOf[]>`
    SELECT q.decider_id::text AS "staffId", score.key AS criterion, sum(score.value::int)::int AS sum, count(*)::int AS count
      FROM quality_review q
      JOIN proposal p ON p.id = q.proposal_id AND p.creditor_code = ANY(${[...creditors]}::text[])
      CROSS JOIN LATERAL jsonb_each_text(q.scores) AS score
     WHERE q.at >= ${since} GROUP BY 1, 2`;
}
