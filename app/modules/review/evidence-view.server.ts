// A borrower's paper for whoever has the case: only one that was found to be in order, marked with who looks at it, and
// on record. It refuses papers about health whose consent has ended, and anything of another portfolio.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { readFile, type PlainFile } from "#app/platform/stored-files.server.ts";
import { markFile } from "./watermark.server.ts";

interface Paper {
  readonly borrower_id: string;
  readonly reference: string;
  readonly kind: string;
  readonly file_id: string;
  readonly consent_id: string | null;
}

async function findPaper(
  app: App,
  actor: StaffActor,
  proposalId: string,
  evidenceId: string,
): Promise<Paper | undefined> {
  const rows = await readAsStaff(
    app.db,
    actor,
    (tx) => tx.$queryRaw<Paper[]>`
      SELECT e.borrower_id::text, p.reference, e.kind, e.file_id::text, e.consent_id::text
        FROM evidence e JOIN proposal p ON p.id = e.proposal_id
       WHERE e.id = ${evidenceId}::uuid AND p.id = ${proposalId}::uuid AND e.status = 'ready' AND e.file_id IS NOT NULL
         AND p.creditor_code = ANY(${[...actor.creditors]}::text[])`,
  );
  return rows[0];
}

/** What is about health goes with its consent. */
async function isAllowed(app: App, { kind, consent_id: id, borrower_id: borrowerId }: Paper): Promise<boolean> {
  if (kind !== "health") return true;
  return id !== null && (await app.db.prisma.consent.count({ where: { id, borrowerId, withdrawnAt: null } })) > 0;
}

/** Enough of an id to be found again in the list of staff. */
const signOf = ({ staffId }: StaffActor): string => staffId.slice(-8).toUpperCase();

/** After openAccess. Undefined where there is no such paper to show. */
export async function viewEvidence(
  app: App,
  actor: StaffActor,
  proposalId: string | undefined,
  evidenceId: string | undefined,
): Promise<PlainFile | undefined> {
  if (!isId(proposalId) || !isId(evidenceId)) return undefined;
  const paper = await findPaper(app, actor, proposalId, evidenceId);
  if (!paper || !(await isAllowed(app, paper))) return undefined;
  const file = await readFile(app.db.prisma, app, paper.file_id);
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const marked = file && (await markFile(file, `${signOf(actor)}  ${today}  ${paper.reference}`));
  if (!marked) return undefined;
  // Of which kind it is would say in a record for good that somebody is ill.
  const facts = { evidence: evidenceId, role: actor.role };
  const subject = `proposal:${proposalId}`;
  await inTransaction(app.db, (tx) => recordAudit(tx, app, { actor, action: "evidence.viewed", subject, facts }));
  return marked;
}
