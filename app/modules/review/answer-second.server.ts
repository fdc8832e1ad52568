// The second pair of eyes on an answer: another person agrees, and it is given as it was proposed; or gives it back with
// a word. Until then the borrower sees nothing of it. It refuses to give what has come to something harder meanwhile, or
// what is about a proposal that has moved on: that lapses.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import {
  findForAnswer,
  giveAnswer,
  lockForAnswer,
  type Decided,
  type ProposalKey,
} from "#app/modules/hardship/decide-proposal.server.ts";
import { quoteChanged } from "#app/modules/hardship/decisions.ts";
import { lockProposal } from "#app/modules/hardship/proposal-edges.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { isOwnDebt } from "./access.server.ts";
import { decodeProposed } from "./answer.ts";
import {
  decideApproval,
  findApproval,
  lapseApproval,
  withdrawApproval,
  type ApprovalRow,
  type DecideApprovalRefusal,
} from "./approvals.server.ts";

export type SecondRefusal =
  | DecideApprovalRefusal
  /** It comes to something else by today's books, or the proposal has moved on: nobody's decision any more. */
  | { readonly kind: "lapsed" };

/** The proposal of this portfolio, and what waits there under that id. */
async function open(app: App, actor: StaffActor, proposalId: string): Promise<ProposalKey | undefined> {
  const found = await findForAnswer(app.db.prisma, actor, proposalId);
  if (!found || (await isOwnDebt(app, actor, found.borrowerId))) return undefined;
  return found;
}

async function findWaiting(
  tx: Tx,
  app: App,
  actor: StaffActor,
  proposalId: string,
  approvalId: string,
): Promise<Outcome<ApprovalRow, DecideApprovalRefusal>> {
  const newest = await findApproval(tx, app, actor, proposalId);
  if (newest?.id !== approvalId) return refused({ kind: "not-found" });
  return newest.outcome ? refused({ kind: "decided" }) : done(newest);
}

/** Back to whoever has it. */
async function backToDesk(tx: Tx, proposalId: string): Promise<void> {
  await tx.workItem.updateMany({ where: { id: proposalId, stage: "second" }, data: { stage: "desk" } });
}

/** Agrees: the answer is given now, as the first person's, with this one's yes. */
export async function approveAnswer(
  app: App,
  actor: StaffActor,
  proposalId: string,
  approvalId: string,
): Promise<Outcome<Decided, SecondRefusal>> {
  requirePermission(actor, "case.second");
  const found = await open(app, actor, proposalId);
  if (!found) return refused({ kind: "not-found" });
  await accrueDebts(app, { borrowerId: found.borrowerId });
  return inTransaction(app.db, async (tx): Promise<Outcome<Decided, SecondRefusal>> => {
    // What was proposed never changes, so that it can be read before the locks.
    const waiting = await findWaiting(tx, app, actor, proposalId, approvalId);
    if (!waiting.ok) return waiting;
    const { proposedBy, version = 0, body } = waiting.value;
    if (proposedBy === actor.staffId) return refused({ kind: "same-person" });
    const { answer, shown } = decodeProposed(body);
    const locked = await lockForAnswer(tx, app, found, answer, version);
    // Taken back or decided while this waited for the locks.
    const still = await findWaiting(tx, app, actor, proposalId, approvalId);
    if (!still.ok) return still;
    const offer = locked.ok ? locked.value.planned.offer : undefined;
    if (!locked.ok || (shown && offer && quoteChanged(shown, offer.quote))) {
      await backToDesk(tx, proposalId);
      const lapsed = await lapseApproval(tx, app, actor, approvalId);
      return refused({ kind: lapsed ? "lapsed" : "decided" });
    }
    const decided = await giveAnswer(tx, app, actor, locked.value, {
      decidedBy: proposedBy,
      approvedBy: actor.staffId,
    });
    const agreed = await decideApproval(tx, app, actor, approvalId, "approved");
    // Under the proposal's lock nobody else can have decided it.
    if (!agreed.ok) throw new Error(`an answer was given that was ${agreed.refusal.kind}`);
    return done(decided);
  });
}

/** Gives it back with a word for whoever proposed it. */
export async function returnAnswer(
  app: App,
  actor: StaffActor,
  proposalId: string,
  approvalId: string,
  note: string,
): Promise<Outcome<ApprovalRow, DecideApprovalRefusal | { readonly kind: "no-note" }>> {
  requirePermission(actor, "case.second");
  if (note.trim() === "") return refused({ kind: "no-note" });
  const found = await open(app, actor, proposalId);
  if (!found) return refused({ kind: "not-found" });
  return inTransaction(app.db, async (tx): Promise<Outcome<ApprovalRow, DecideApprovalRefusal>> => {
    await lockProposal(tx, found.borrowerId, found.id);
    const waiting = await findWaiting(tx, app, actor, proposalId, approvalId);
    if (!waiting.ok) return waiting;
    if (waiting.value.proposedBy === actor.staffId) return refused({ kind: "same-person" });
    await backToDesk(tx, proposalId);
    return decideApproval(tx, app, actor, approvalId, "returned", note.trim());
  });
}

/** Taken back by whoever proposed it. */
export async function withdrawAnswer(
  app: App,
  actor: StaffActor,
  proposalId: string,
  approvalId: string,
): Promise<Outcome<ApprovalRow, DecideApprovalRefusal>> {
  requirePermission(actor, "case.answer");
  const found = await open(app, actor, proposalId);
  if (!found) return refused({ kind: "not-found" });
  return inTransaction(app.db, async (tx): Promise<Outcome<ApprovalRow, DecideApprovalRefusal>> => {
    await lockProposal(tx, found.borrowerId, found.id);
    const waiting = await findWaiting(tx, app, actor, proposalId, approvalId);
    if (!waiting.ok) return waiting;
    if (waiting.value.proposedBy !== actor.staffId) return refused({ kind: "not-found" });
    await backToDesk(tx, proposalId);
    return withdrawApproval(tx, app, actor, approvalId);
  });
}
