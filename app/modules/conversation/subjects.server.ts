// What a thread is about, as the database has it now: whose it is, whether anything is still written there, and who has
// it. The owner, or the portfolio, is in the WHERE.
import type { BorrowerActor, StaffActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { resumeCase } from "#app/modules/identity/case-edges.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { subjectKinds, type SubjectKind } from "./conversation.ts";

/** What a thread needs to know of its case; whoever answers one hands it in. */
export interface ThreadSubject {
  /** The proposal's or the help case's, and the thread's. */
  readonly id: string;
  readonly about: "proposal" | "case";
  readonly reference: string;
  readonly borrowerId: string;
  readonly creditorCode?: string | undefined;
}

export interface FoundSubject extends ThreadSubject {
  readonly kind: SubjectKind;
  readonly status: string;
  /** Of its work; undefined where there is nothing to do any more. */
  readonly stage: "desk" | "second" | "borrower" | undefined;
  readonly assigneeId: string | undefined;
  /** A question that is answered opens again when its owner writes; everything else is over when it is over. */
  readonly writable: boolean;
}

interface SubjectRow {
  readonly about: ThreadSubject["about"];
  readonly kind: SubjectKind;
  readonly reference: string;
  readonly borrower_id: string;
  readonly creditor_code: string | null;
  readonly status: string;
  readonly stage: FoundSubject["stage"] | null;
  readonly assignee_id: string | null;
}

export type Whose = { readonly borrowerId: string } | Pick<StaffActor, "creditors">;

/** Undefined where there is no such case, or none of theirs. */
export async function findSubject(tx: Tx, id: string | undefined, whose: Whose): Promise<FoundSubject | undefined> {
  if (!isId(id)) return undefined;
  const [borrowerId, creditors] = "borrowerId" in whose ? [whose.borrowerId, null] : [null, [...whose.creditors]];
  const rows = await tx.$queryRaw<SubjectRow[]>`
    WITH named AS (
      SELECT id, 'proposal' AS about, 'proposal' AS kind, reference, borrower_id, creditor_code, status
        FROM proposal WHERE id = ${id}::uuid AND status <> 'draft'
      UNION ALL
      SELECT h.id, 'case', h.kind, h.reference, h.borrower_id, a.creditor_code, h.status
        FROM help_case h LEFT JOIN debt_account a ON a.id = h.account_id
       WHERE h.id = ${id}::uuid AND h.borrower_id IS NOT NULL AND h.kind = ANY(${[...subjectKinds]}::text[]))
    SELECT n.about, n.kind, n.reference, n.borrower_id::text, n.creditor_code, n.status, w.stage, w.assignee_id::text
      FROM named n LEFT JOIN work_item w ON w.id = n.id
     WHERE CASE WHEN ${borrowerId}::uuid IS NOT NULL THEN n.borrower_id = ${borrowerId}::uuid
                WHEN n.creditor_code IS NOT NULL THEN n.creditor_code = ANY(${creditors}::text[])
                ELSE EXISTS (SELECT FROM debt_account o
                              WHERE o.borrower_id = n.borrower_id AND o.creditor_code = ANY(${creditors}::text[])) END`;
  const row = rows[0];
  if (!row) return undefined;
  return {
    id,
    about: row.about,
    kind: row.kind,
    reference: row.reference,
    borrowerId: row.borrower_id,
    creditorCode: row.creditor_code ?? undefined,
    status: row.status,
    stage: row.stage ?? undefined,
    assigneeId: row.assignee_id ?? undefined,
    writable: row.stage !== null || row.kind === "question",
  };
}

/** The borrower has written: the case is the desk's turn again, whatever it waited for, and sleeps no more. */
export async function wakeWork(tx: Tx, app: App, actor: BorrowerActor, { id, about }: FoundSubject): Promise<void> {
  if (about === "case") await resumeCase(tx, app, actor, id);
  await tx.$executeRaw`
    UPDATE work_item SET snoozed_until = NULL, stage = CASE stage WHEN 'borrower' THEN 'desk' ELSE stage END
     WHERE id = ${id}::uuid AND borrower_id = ${actor.borrowerId}::uuid`;
}

/** The desk has answered: what waited for the borrower before they wrote waits for them again. */
export async function restWork(tx: Tx, { id, about }: ThreadSubject): Promise<void> {
  if (about !== "proposal") return;
  await tx.$executeRaw`
    UPDATE work_item w SET stage = 'borrower' FROM proposal p
     WHERE w.id = ${id}::uuid AND p.id = w.id AND w.stage = 'desk' AND p.status IN ('info_requested', 'countered')`;
}
