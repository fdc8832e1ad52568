// Notes that staff write for each other about a person. They are sealed, only ever added, and no page of the borrower
// shows them; what is in them the borrower may ask for by law, so they say what a calm colleague would say.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import { inTransaction, Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import type { CaseNote } from "./notes.ts";

const bodyPlace = (rowId: string): SealPlace => ({ table: "case_note", column: "body_enc", rowId });

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly author: string | null;
  readonly body_enc: Uint8Array;
  readonly subject_id: string | null;
}

/** What was written at a case is read by whoever may read that case; what was written about the person, by all of theirs. */
export function noteInPortfolio(subjectId: Prisma.Sql, creditors: readonly string[]): Prisma.Sql {
  const portfolio = Prisma.sql`ANY(${[...creditors]}::text[])`;
  return Prisma.sql`(${subjectId} IS NULL
    OR EXISTS (SELECT FROM proposal c WHERE c.id = ${subjectId} AND c.creditor_code = ${portfolio})
    OR EXISTS (SELECT FROM help_case c LEFT JOIN debt_account d ON d.id = c.account_id
                WHERE c.id = ${subjectId} AND (c.account_id IS NULL OR d.creditor_code = ${portfolio})))`;
}

/** The newest first. */
export async function listNotes(
  app: Pick<App, "vault">,
  tx: Tx,
  { creditors }: StaffActor,
  borrowerId: string,
  take = 200,
): Promise<CaseNote[]> {
  const rows = await tx.$queryRaw<Row[]>`
    SELECT n.id::text, n.at, s.name AS author, n.body_enc, n.subject_id::text
      FROM case_note n LEFT JOIN staff s ON s.id = n.staff_id
     WHERE n.borrower_id = ${borrowerId}::uuid
       AND EXISTS (SELECT FROM debt_account a
                    WHERE a.borrower_id = n.borrower_id AND a.creditor_code = ANY(${[...creditors]}::text[]))
       AND ${noteInPortfolio(Prisma.sql`n.subject_id`, creditors)}
     ORDER BY n.at DESC, n.id DESC LIMIT ${take}`;
  return rows.map(({ id, at, author, body_enc: bodyEnc, subject_id: subjectId }) => ({
    id,
    at,
    author: author ?? "",
    text: app.vault.open(bodyEnc, bodyPlace(id)),
    subjectId: subjectId ?? undefined,
  }));
}

export function readNotes(app: App, actor: StaffActor, borrowerId: string): Promise<CaseNote[]> {
  return readAsStaff(app.db, actor, (tx) => listNotes(app, tx, actor, borrowerId));
}

export interface NewNote {
  /** The form's own id: sent twice, it is one note. */
  readonly once: string;
  readonly text: string;
  /** The case at which it is written. */
  readonly caseId: string | undefined;
}

/** Only the cases of this person may be named. */
async function isCaseOf(tx: Tx, borrowerId: string, caseId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM proposal WHERE id = ${caseId}::uuid AND borrower_id = ${borrowerId}::uuid
    UNION ALL
    SELECT id::text FROM help_case WHERE id = ${caseId}::uuid AND borrower_id = ${borrowerId}::uuid`;
  return rows.length > 0;
}

/** After openAccess. A note of the same form that stands already is left as it is. */
export async function addNote(app: App, actor: StaffActor, borrowerId: string, note: NewNote): Promise<void> {
  requirePermission(actor, "note.write");
  const { once: id, text, caseId } = note;
  await inTransaction(app.db, async (tx) => {
    const subjectId = isId(caseId) && (await isCaseOf(tx, borrowerId, caseId)) ? caseId : null;
    const bodyEnc = app.vault.seal(text, bodyPlace(id));
    const at = app.clock.now();
    const row = { id, borrowerId, subjectId, staffId: actor.staffId, bodyEnc, at };
    const { count } = await tx.caseNote.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) return;
    const facts = { note: id, ...(subjectId ? { case: subjectId } : {}) };
    await recordAudit(tx, app, { actor, action: "note.written", subject: `borrower:${borrowerId}`, facts });
  });
}
