// Ends offers that nobody answered and agreements that nobody signed, on the day after the last one named; a question
// that nobody answered goes back to a person, who decides with what is there. Each in a
// transaction of its own: a run that is cut off goes on where it was, and a second worker finds nothing left to do.
// What a person is still to answer never ends by itself, nor what waits until an objection is answered.
import { systemActor } from "#app/kernel/actor.ts";
import { addDays, dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { answerDay } from "./decisions.ts";
import { accountIdsOf, lockProposal, type ProposalRow, statusOf, takeEdge } from "./proposal-edges.server.ts";
import { moveProposal, proposalStatuses } from "./proposals.ts";

/** What has a last day: an offer, an agreement to sign, and a question. */
const dated = proposalStatuses.filter(
  (status) => status === "info_requested" || moveProposal(status, "expire") !== undefined,
);
const batchSize = 200;

/** It can be neither accepted nor signed now: all of its days are still there on the day after the answer. */
async function keepOpen(tx: Tx, row: ProposalRow, today: Day): Promise<void> {
  const { offerOpenDays, signWithinDays } = requirePolicy(row.policyPackId);
  const openUntil = toDbDate(addDays(today, (statusOf(row) === "countered" ? offerOpenDays : signWithinDays).value));
  await tx.proposal.updateMany({ where: { id: row.id, openUntil: { lt: openUntil } }, data: { openUntil } });
}

/** A question whose day has passed: the proposal waits for a person again, not for the borrower. */
async function resumeUnanswered(tx: Tx, app: App, row: ProposalRow, today: Day): Promise<void> {
  const answerBy = answerDay(requirePolicy(row.policyPackId), today);
  const facts = { unanswered: true, answerBy };
  const data = { answerBy: toDbDate(answerBy), openUntil: null };
  await takeEdge(tx, app, row, { event: "answer", by: "clock", facts, data });
  const [actor, subject] = [systemActor("worker"), `proposal:${row.id}`];
  await recordAudit(tx, app, { actor, action: "proposal.unanswered", subject, facts: {} });
}

async function expireOne(app: App, id: string, borrowerId: string, today: Day): Promise<boolean> {
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, borrowerId, id);
    if (!row?.openUntil || !dated.includes(statusOf(row))) return false;
    const isOver = dayFromDbDate(row.openUntil) < today;
    if (statusOf(row) === "info_requested") {
      if (isOver) await resumeUnanswered(tx, app, row, today);
      return false;
    }
    const disputed = { id: { in: [...accountIdsOf(row)] }, borrowerId, disputedAt: { not: null } };
    if ((await tx.debtAccount.count({ where: disputed })) > 0) {
      await keepOpen(tx, row, today);
      return false;
    }
    if (!isOver) return false;
    const from = statusOf(row);
    await takeEdge(tx, app, row, { event: "expire", by: "clock", facts: { openUntil: dayFromDbDate(row.openUntil) } });
    await recordAudit(tx, app, {
      actor: systemActor("worker"),
      action: "proposal.expired",
      subject: `proposal:${id}`,
      facts: { from },
    });
    return true;
  });
}

/** Answers how many ended. */
export async function expireProposals(app: App): Promise<number> {
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  let [expired, after] = [0, "00000000-0000-0000-0000-000000000000"];
  for (;;) {
    const rows = await app.db.prisma.proposal.findMany({
      where: {
        id: { gt: after },
        status: { in: dated },
        openUntil: { not: null },
        OR: [
          { openUntil: { lt: toDbDate(today) } },
          { accounts: { some: { account: { disputedAt: { not: null } } } } },
        ],
      },
      orderBy: { id: "asc" },
      take: batchSize,
      select: { id: true, borrowerId: true },
    });
    for (const { id, borrowerId } of rows) if (await expireOne(app, id, borrowerId, today)) expired += 1;
    const last = rows.at(-1);
    if (!last) return expired;
    after = last.id;
  }
}
