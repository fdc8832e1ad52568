// A case on one screen: everything that somebody needs to answer a proposal, read in one transaction with the eyes of
// whoever reads, in a number of statements that does not depend on how much there is. It refuses to show a proposal that
// was never sent, and comes after openAccess: what is shown here is on record already.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate } from "#app/kernel/calendar.ts";
import { may } from "#app/kernel/permissions.ts";
import { peekThread } from "#app/modules/conversation/desk-thread.server.ts";
import { decodeBudget } from "#app/modules/hardship/budget-codec.ts";
import type { Budget } from "#app/modules/hardship/budget.ts";
import { listEvidenceOf } from "#app/modules/hardship/evidence.server.ts";
import { offersOf, readProposalFacts } from "#app/modules/hardship/offers.server.ts";
import { viewOf } from "#app/modules/hardship/proposals.server.ts";
import { judgeRules } from "#app/modules/hardship/quote-rules.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { budgetChanges } from "./budget-changes.ts";
import { readAccounts, readContactLog, sentOnly, readHistory, readRequests } from "./case-accounts.server.ts";
import { readPerson } from "./case-person.server.ts";
import type { CaseView, CaseWork, EarlierBudget, PersonView } from "./case-view.ts";
import { listNotes } from "./notes.server.ts";
import { readTimeline, type TimelineWish } from "./timeline.server.ts";
import { findItem } from "./queue-item.server.ts";
import { refuseTaker, type WorkLevel, type WorkStage } from "./work-items.ts";

const notesShown = 4;
const messagesShown = 6;
const messagesOfPerson = 12;

interface WorkRow {
  readonly stage: WorkStage;
  readonly level: WorkLevel;
  readonly due_on: Date;
  readonly snoozed_until: Date | null;
  readonly assignee_id: string | null;
  readonly assigned_at: Date | null;
  readonly holder: string | null;
  readonly decided_by: string | null;
}

/** Who has it, and who answered it. */
async function readWork(tx: Tx, { staffId, creditors }: StaffActor, proposalId: string): Promise<CaseWork> {
  const [row] = await tx.$queryRaw<WorkRow[]>`
    SELECT w.stage, w.level, w.due_on, w.snoozed_until, w.assignee_id::text, w.assigned_at, h.name AS holder, d.name AS decided_by
      FROM proposal p
      LEFT JOIN work_item w ON w.id = p.id
      LEFT JOIN staff h ON h.id = w.assignee_id
      LEFT JOIN staff d ON d.id = p.decided_by
     WHERE p.id = ${proposalId}::uuid AND p.creditor_code = ANY(${[...creditors]}::text[])`;
  const decidedBy = row?.decided_by ?? undefined;
  if (!row?.stage) return { item: undefined, decidedBy };
  const { assignee_id: holderId, assigned_at: since, holder } = row;
  return {
    item: {
      stage: row.stage,
      level: row.level,
      dueOn: dayFromDbDate(row.due_on),
      snoozedUntil: row.snoozed_until ? dayFromDbDate(row.snoozed_until) : undefined,
      holder: holderId && since ? { name: holder ?? "", since, self: holderId === staffId } : undefined,
    },
    decidedBy,
  };
}

/** What this person sent before the budget that is looked at now, in whichever proposal. */
async function readEarlierBudget(
  app: App,
  tx: Tx,
  { creditors }: StaffActor,
  { borrowerId, proposalId }: { readonly borrowerId: string; readonly proposalId: string },
): Promise<EarlierBudget | undefined> {
  const [row] = await tx.$queryRaw<{ id: string; body_enc: Uint8Array; sent_at: Date; reference: string }[]>`
    SELECT b.id::text, b.body_enc, b.sent_at, p.reference
      FROM proposal p JOIN budget b ON b.proposal_id = p.id
     WHERE p.borrower_id = ${borrowerId}::uuid AND p.creditor_code = ANY(${[...creditors]}::text[])
       AND b.sent_at IS NOT NULL
       AND b.id <> (SELECT n.id FROM budget n WHERE n.proposal_id = ${proposalId}::uuid ORDER BY n.version DESC LIMIT 1)
       AND b.sent_at <= (SELECT coalesce(n.sent_at, n.updated_at) FROM budget n
                          WHERE n.proposal_id = ${proposalId}::uuid ORDER BY n.version DESC LIMIT 1)
     ORDER BY b.sent_at DESC, b.id DESC LIMIT 1`;
  if (!row) return undefined;
  const budget = decodeBudget(app.vault.open(row.body_enc, { table: "budget", column: "body_enc", rowId: row.id }));
  return { budget, sentAt: row.sent_at, reference: row.reference };
}

function changesOf(earlier: EarlierBudget | undefined, now: Budget) {
  return earlier && { since: earlier.sentAt, reference: earlier.reference, ...budgetChanges(earlier.budget, now) };
}

async function findProposal(tx: Tx, { creditors }: StaffActor, id: string) {
  const row = await tx.proposal.findFirst({
    where: { id, creditorCode: { in: [...creditors] }, ...sentOnly },
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
  return row ?? undefined;
}

export interface CaseWish extends Omit<TimelineWish, "borrowerId"> {
  readonly proposalId: string;
}

/** Undefined where there is no such proposal in the actor's portfolio. */
export async function readCase(app: App, actor: StaffActor, wish: CaseWish): Promise<CaseView | undefined> {
  const { proposalId, ...timeline } = wish;
  const seen = await readAsStaff(app.db, actor, async (tx) => {
    const row = await findProposal(tx, actor, proposalId);
    if (!row) return undefined;
    const { borrowerId } = row;
    const person = await readPerson(app, tx, actor, borrowerId);
    if (!person) return undefined;
    const proposal = await viewOf(app, tx, row);
    const earlier = await readEarlierBudget(app, tx, actor, { borrowerId, proposalId });
    const shown = {
      proposal,
      person,
      work: await readWork(tx, actor, proposalId),
      today: dayAt(app.clock.now(), app.settings.timeZone),
      changes: changesOf(earlier, proposal.budget),
      accounts: await readAccounts(tx, app, actor, borrowerId),
      messages: await peekThread(tx, app, actor, proposalId),
      evidence: await listEvidenceOf(app, tx, { proposalId, borrowerId }),
      requests: await readRequests(tx, actor, borrowerId),
      history: await readHistory(tx, actor, borrowerId),
      notes: await listNotes(app, tx, actor, borrowerId, notesShown),
      contactLog: await readContactLog(tx, borrowerId, messagesShown),
      timeline: await readTimeline(tx, actor, { borrowerId, ...timeline }),
    };
    return { row, shown };
  });
  if (!seen) return undefined;
  // Judged as it will be decided: what this person has agreed with other creditors counts, whoever reads.
  const known = await readProposalFacts(app, app.db.prisma, seen.row);
  const { quote } = seen.shown.proposal;
  return {
    ...seen.shown,
    budgetOffer: offersOf(known)[0]?.quote,
    rules: quote ? judgeRules(known.facts, quote) : [],
  };
}

/** A person without a case at hand. Undefined where they have no account in the actor's portfolio. */
export async function readPersonCase(
  app: App,
  actor: StaffActor,
  { borrowerId, ...timeline }: TimelineWish,
): Promise<PersonView | undefined> {
  return readAsStaff(app.db, actor, async (tx): Promise<PersonView | undefined> => {
    const person = await readPerson(app, tx, actor, borrowerId);
    if (!person) return undefined;
    return {
      person,
      accounts: await readAccounts(tx, app, actor, borrowerId),
      requests: await readRequests(tx, actor, borrowerId),
      history: await readHistory(tx, actor, borrowerId),
      notes: await listNotes(app, tx, actor, borrowerId, notesShown),
      contactLog: await readContactLog(tx, borrowerId, messagesOfPerson),
      timeline: await readTimeline(tx, actor, { borrowerId, ...timeline }),
    };
  });
}

/** Of a case that is not open to the actor: whether there is one at all, and whether they could take it. */
export async function lookAtClosed(
  app: App,
  actor: StaffActor,
  proposalId: string,
): Promise<{ readonly claimable: boolean } | undefined> {
  const found = await readAsStaff(app.db, actor, (tx) => findProposal(tx, actor, proposalId));
  if (!found) return undefined;
  const item = await findItem(app, actor, proposalId);
  const free = item !== undefined && !item.holder && !refuseTaker(item, actor);
  return { claimable: free && may(actor.role, "case.claim") };
}
