// A person's side of a proposal: agreed as proposed, another offer made, a question asked, or declined with reasons and
// with what would be accepted. It refuses to take an answer from anything but a person, from one to whose portfolio the
// proposal does not belong, and one that was given on a page that is not the newest any more.
import type { Actor, StaffActor } from "#app/kernel/actor.ts";
import { toDbDate } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Db, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { checkAnswer, isPerson, type Answer, type DecideRefusal } from "./decisions.ts";
import { encodeDecision } from "./decision-codec.ts";
import { queueNotice } from "./notice.server.ts";
import { offeredData, readProposalFacts, type ProposalFacts } from "./offers.server.ts";
import { planAnswer, type PlannedAnswer } from "./plan-answer.server.ts";
import {
  accountIdsOf,
  lockAccounts,
  lockProposal,
  type ProposalRow,
  statusOf,
  takeEdge,
  whyNot,
} from "./proposal-edges.server.ts";
import type { ProposalStatus } from "./proposals.ts";

export interface Decided {
  readonly status: ProposalStatus;
  readonly version: number;
}

export interface ProposalKey {
  readonly id: string;
  readonly borrowerId: string;
}

/** `proposal`: its id, or the reference that is read over a phone. Of somebody at the desk only their portfolio is known. */
export async function findForAnswer(
  runner: Tx | Db["prisma"],
  actor: Actor,
  proposal: string,
): Promise<ProposalKey | undefined> {
  if (!isPerson(actor)) throw new TypeError("only a person answers a proposal");
  const where: Prisma.ProposalWhereInput = isId(proposal) ? { id: proposal } : { reference: proposal };
  const portfolio = actor.kind === "staff" ? { creditorCode: { in: [...actor.creditors] } } : {};
  const found = await runner.proposal.findFirst({
    where: { ...where, ...portfolio },
    select: { id: true, borrowerId: true },
  });
  return found ?? undefined;
}

/** A proposal under its locks, with what the answer would do to it. */
export interface LockedAnswer {
  readonly row: ProposalRow;
  readonly known: ProposalFacts;
  readonly planned: PlannedAnswer;
}

/** Interest is in the books already (accrueDebts). Nothing is written yet. */
export async function lockForAnswer(
  tx: Tx,
  app: App,
  { id, borrowerId }: ProposalKey,
  answer: Answer,
  version: number,
): Promise<Outcome<LockedAnswer, DecideRefusal>> {
  const row = await lockProposal(tx, borrowerId, id);
  const stopped = whyNot(row, version, answer.kind);
  if (!row || stopped) return stopped ?? refused({ kind: "not-found" });
  await lockAccounts(tx, borrowerId, accountIdsOf(row));
  const known = await readProposalFacts(app, tx, row);
  const planned = planAnswer(known, row, answer);
  return planned.ok ? done({ row, known, planned: planned.value }) : planned;
}

/** Who answers at the desk, and who agreed to it where two pairs of eyes were asked for. */
export interface AnsweredBy {
  readonly decidedBy?: string | undefined;
  readonly approvedBy?: string | undefined;
}

/** The answer is one event, with the policy that it was given under. */
export async function giveAnswer(
  tx: Tx,
  app: App,
  actor: Actor,
  { row, planned }: LockedAnswer,
  { decidedBy, approvedBy }: AnsweredBy = {},
): Promise<Decided> {
  const now = app.clock.now();
  const { event, decision, question, offer, openUntil, facts } = planned;
  if (question) {
    const data = { id: newId(now.getTime()), proposalId: row.id, code: question, askedAt: now };
    await tx.proposalQuestion.create({ data });
  }
  const taken = await takeEdge(tx, app, row, {
    event,
    by: "person",
    staffId: decidedBy,
    facts: { ...facts, pack: row.policyPackId, ...(approvedBy ? { approvedBy } : {}) },
    data: {
      ...(decision && {
        decision: encodeDecision(decision),
        decidedAt: now,
        decidedBy: decidedBy ?? null,
        approvedBy: approvedBy ?? null,
      }),
      ...(offer && event !== "decline" ? offeredData(offer.quote) : {}),
      answerBy: null,
      openUntil: openUntil ? toDbDate(openUntil) : null,
    },
  });
  const { row: moved, eventId } = taken;
  await queueNotice(tx, app, moved.borrowerId, accountIdsOf(moved), `proposal-event:${eventId}`);
  const status = statusOf(moved);
  await recordAudit(tx, app, {
    actor,
    action: "proposal.answered_by_person",
    subject: `proposal:${row.id}`,
    facts: {
      answer: decision?.kind ?? event,
      status,
      pack: row.policyPackId,
      ...(decision?.kind === "decline" ? { reasons: decision.reasons } : {}),
      ...(approvedBy && decidedBy ? { decidedBy } : {}),
    },
  });
  return { status, version: moved.version };
}

/** For whoever answers without a desk: the demo and the command. Staff answer by review/answer-proposal.server.ts. */
export async function decideProposal(
  app: App,
  actor: Exclude<Actor, StaffActor>,
  proposal: string,
  answer: Answer,
  version: number,
): Promise<Outcome<Decided, DecideRefusal>> {
  const found = await findForAnswer(app.db.prisma, actor, proposal);
  const checked = checkAnswer(answer);
  if (!checked.ok) return checked;
  if (!found) return refused({ kind: "not-found" });
  await accrueDebts(app, { borrowerId: found.borrowerId });
  return inTransaction(app.db, async (tx) => {
    const locked = await lockForAnswer(tx, app, found, answer, version);
    if (!locked.ok) return locked;
    return done(await giveAnswer(tx, app, actor, locked.value));
  });
}
