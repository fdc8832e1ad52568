// Takes a request to a person from one state to the next, under its lock and on record. A move that is not in the graph
// changes nothing: somebody else was quicker, and whoever asked is told how it stands now.
import { systemActor, type Actor, type BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, Prisma, type Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import type { AuditFacts } from "../audit/audit.ts";
import { requirePolicy } from "../policy/policy.ts";
import { caseAnswerDay, moveCase, wakingEvent, type CaseEvent, type CaseKind, type CaseStatus } from "./help-cases.ts";

export type HelpCaseRow = NonNullable<Awaited<ReturnType<typeof lockCase>>>;

/** The case, held until the transaction ends; undefined where there is none. Its person is locked before. */
export async function lockCase(tx: Tx, id: string) {
  if (!isId(id)) return undefined;
  await tx.$queryRaw`SELECT id FROM help_case WHERE id = ${id}::uuid FOR NO KEY UPDATE`;
  return (await tx.helpCase.findUnique({ where: { id } })) ?? undefined;
}

export interface CaseEdge {
  readonly event: CaseEvent;
  /** As the audit calls it: "case.asked". */
  readonly action: string;
  readonly facts?: AuditFacts;
  /** What else changes with it. */
  readonly data?: Pick<Prisma.HelpCaseUncheckedUpdateInput, "answerBy" | "outcome" | "answer" | "decidedBy">;
}

/** Answers the case as it stood before; undefined where the move is not legal any more, and nothing changed. */
export async function takeCaseEdge(
  tx: Tx,
  app: App,
  actor: Actor,
  id: string,
  { event, action, facts = {}, data }: CaseEdge,
): Promise<HelpCaseRow | undefined> {
  const row = await lockCase(tx, id);
  const from = row?.status as CaseStatus | undefined;
  const to = from && moveCase(from, event);
  if (!row || !to) return undefined;
  const closedAt = to === "closed" ? app.clock.now() : null;
  await tx.helpCase.update({ where: { id }, data: { ...data, status: to, closedAt } });
  await recordAudit(tx, app, { actor, action, subject: `case:${id}`, facts: { kind: row.kind, from, ...facts } });
  return row;
}

function dayOfAnswer(app: App, kind: string): Day {
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  return caseAnswerDay(requirePolicy(app.settings.policyPack), kind as CaseKind, today);
}

/**
 * The borrower wrote while we waited for them, or went on with a question: it is the desk's turn again, by the day that is
 * answered. Part of the caller's transaction, whose first lock is the borrower's; undefined where nothing changed.
 */
export async function resumeCase(tx: Tx, app: App, actor: BorrowerActor, id: string): Promise<Day | undefined> {
  const row = isId(id) ? await tx.helpCase.findFirst({ where: { id, borrowerId: actor.borrowerId } }) : null;
  const event = row && wakingEvent(row.kind as CaseKind, row.status as CaseStatus);
  if (!row || !event) return undefined;
  const answerBy = dayOfAnswer(app, row.kind);
  const answered = event === "reopen" ? { outcome: null, answer: Prisma.DbNull, decidedBy: null } : {};
  const data = { ...answered, answerBy: toDbDate(answerBy) };
  return (await takeCaseEdge(tx, app, actor, id, { event, action: "case.resumed", data })) && answerBy;
}

/** Questions that nobody answered by the day named go back to a person, who decides with what is there. */
export async function resumeUnansweredCases(app: App): Promise<number> {
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const waiting = await app.db.prisma.helpCase.findMany({
    where: { status: "waiting_borrower", answerBy: { lt: toDbDate(today) } },
    orderBy: { id: "asc" },
    take: 500,
    select: { id: true, kind: true },
  });
  for (const { id, kind } of waiting) {
    const data = { answerBy: toDbDate(dayOfAnswer(app, kind)) };
    const edge = { event: "lapse", action: "case.unanswered", data } as const;
    await inTransaction(app.db, (tx) => takeCaseEdge(tx, app, systemActor("worker"), id, edge));
  }
  return waiting.length;
}
