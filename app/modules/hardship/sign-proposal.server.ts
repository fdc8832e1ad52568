// What the signing of an agreement does to its proposal: signed, and live. A proposal that it takes the place of gives
// way. As part of the transaction that signs, whose own entry in the audit chain tells of it.
import type { Actor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate } from "#app/kernel/calendar.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import {
  accountIdsOf,
  edgeBy,
  findProposalId,
  lockProposal,
  type ProposalRow,
  statusOf,
  takeEdge,
} from "./proposal-edges.server.ts";
import { moveProposal } from "./proposals.ts";

/** False where it is not to be signed, or not any more: withdrawn, over, or signed already. */
export async function markSigned(tx: Tx, app: App, actor: Actor, proposalId: string): Promise<boolean> {
  const found = await findProposalId(tx, proposalId);
  if (!found || (actor.kind === "borrower" && actor.borrowerId !== found.borrowerId)) return false;
  const row = await lockProposal(tx, found.borrowerId, found.id);
  if (!row || moveProposal(statusOf(row), "sign") === undefined) return false;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  if (row.openUntil && dayFromDbDate(row.openUntil) < today) return false;
  const by = edgeBy(actor);
  const signed = await takeEdge(tx, app, row, { event: "sign", by, data: { openUntil: null } });
  await takeEdge(tx, app, signed.row, { event: "start", by: "rule" });
  for (const before of await findReplaced(tx, row)) {
    await takeEdge(tx, app, before, { event: "supersede", by, facts: { by: row.reference } });
  }
  return true;
}

/** Proposals of plans that ran on these accounts, and drafts that somebody began meanwhile. */
function findReplaced(tx: Tx, row: ProposalRow): Promise<ProposalRow[]> {
  return tx.proposal.findMany({
    where: {
      borrowerId: row.borrowerId,
      id: { not: row.id },
      status: { in: ["live", "draft"] },
      accounts: { some: { accountId: { in: [...accountIdsOf(row)] } } },
    },
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
}

/** Another one has taken its place; false where it is not to be superseded. */
export async function supersedeProposal(tx: Tx, app: App, actor: Actor, proposalId: string): Promise<boolean> {
  const found = await findProposalId(tx, proposalId);
  if (!found || (actor.kind === "borrower" && actor.borrowerId !== found.borrowerId)) return false;
  const row = await lockProposal(tx, found.borrowerId, found.id);
  if (!row || moveProposal(statusOf(row), "supersede") === undefined) return false;
  await takeEdge(tx, app, row, { event: "supersede", by: edgeBy(actor) });
  return true;
}
