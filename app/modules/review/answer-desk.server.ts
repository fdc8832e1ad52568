// What lies before somebody who answers: the proposal as it stands, what it comes to by today's books, what the engine
// would offer, who has it, and what waits for a second person. It comes after openAccess and refuses what is not in the
// reader's portfolio.
import { defaultLanguage, isLanguage, type Language } from "#app/i18n/languages.ts";
import type { StaffActor } from "#app/kernel/actor.ts";
import { offersOf, offerOfWaiting, readProposalFacts, type Offers } from "#app/modules/hardship/offers.server.ts";
import type { Offer } from "#app/modules/hardship/options.ts";
import type { ProposalRow } from "#app/modules/hardship/proposal-edges.server.ts";
import type { ProposalView } from "#app/modules/hardship/proposal-view.ts";
import { viewOf } from "#app/modules/hardship/proposals.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { findApproval, type ApprovalRow } from "./approvals.server.ts";
import type { WorkLevel, WorkStage } from "./work-items.ts";

export interface AnswerDesk {
  readonly row: ProposalRow;
  readonly view: ProposalView;
  /** In which the borrower reads. */
  readonly language: Language;
  readonly known: Offers;
  /** What was proposed, by today's books; undefined where it cannot be had any more. */
  readonly theirs: Offer | undefined;
  /** Undefined where nothing waits any more. */
  readonly item:
    | { readonly stage: WorkStage; readonly level: WorkLevel; readonly holder: string | undefined }
    | undefined;
  /** The newest answer that a second person was asked about, whatever became of it. */
  readonly approval: (ApprovalRow & { readonly proposer: string; readonly decider: string | undefined }) | undefined;
}

async function readNames(tx: Tx, ids: readonly (string | null | undefined)[]): Promise<ReadonlyMap<string, string>> {
  const wanted = ids.filter((id) => typeof id === "string");
  const rows = await tx.staff.findMany({ where: { id: { in: wanted } }, select: { id: true, name: true } });
  return new Map(rows.map(({ id, name }) => [id, name]));
}

async function readShown(app: App, tx: Tx, actor: StaffActor, proposalId: string) {
  const row = await tx.proposal.findFirst({
    where: { id: proposalId, creditorCode: { in: [...actor.creditors] }, status: { not: "draft" } },
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
  if (!row) return undefined;
  const view = await viewOf(app, tx, row);
  const borrower = await tx.borrower.findUnique({ where: { id: row.borrowerId }, select: { language: true } });
  const item = await tx.workItem.findUnique({ where: { id: row.id } });
  const approval = await findApproval(tx, app, actor, row.id);
  const names = await readNames(tx, [item?.assigneeId, approval?.proposedBy, approval?.decidedBy]);
  const nameOf = (id: string | null | undefined) => (id ? names.get(id) : undefined);
  return {
    row,
    view,
    language: isLanguage(borrower?.language) ? borrower.language : defaultLanguage,
    item: item
      ? { stage: item.stage as WorkStage, level: item.level as WorkLevel, holder: nameOf(item.assigneeId) }
      : undefined,
    approval: approval && {
      ...approval,
      proposer: nameOf(approval.proposedBy) ?? "",
      decider: nameOf(approval.decidedBy),
    },
  };
}

/** Undefined where there is no such proposal in the actor's portfolio. */
export async function readAnswerDesk(app: App, actor: StaffActor, proposalId: string): Promise<AnswerDesk | undefined> {
  const shown = await readAsStaff(app.db, actor, (tx) => readShown(app, tx, actor, proposalId));
  if (!shown) return undefined;
  const { row, view } = shown;
  // Interest through yesterday stands in the balance before anything is quoted from it.
  await accrueDebts(app, { borrowerId: row.borrowerId });
  // The engine counts all agreements of a person, those outside the reader's portfolio too, as it will when the answer
  // is given; of them only a sum is ever used, and none is shown.
  const known = await readProposalFacts(app, app.db.prisma, row);
  const theirs = view.terms && offerOfWaiting(known, view.terms);
  return { ...shown, known: { ...known, offers: offersOf(known) }, theirs: theirs?.ok ? theirs.value : undefined };
}
