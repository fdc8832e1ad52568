// Ends offers that nobody answered and agreements that nobody signed, on the day after the last one named. Each in a
// transaction of its own: a run that is cut off goes on where it was, and a second worker finds nothing left to do.
// What a person is still to answer never ends by itself.
import { systemActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { lockProposal, statusOf, takeEdge } from "./proposal-edges.server.ts";
import { moveProposal, proposalStatuses } from "./proposals.ts";

const expirable = proposalStatuses.filter((status) => moveProposal(status, "expire") !== undefined);
const batchSize = 200;

async function expireOne(app: App, id: string, borrowerId: string, today: Day): Promise<boolean> {
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, borrowerId, id);
    if (!row?.openUntil || !expirable.includes(statusOf(row)) || dayFromDbDate(row.openUntil) >= today) return false;
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
      where: { id: { gt: after }, status: { in: expirable }, openUntil: { lt: toDbDate(today) } },
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
