// Whether somebody of the staff may look at a person, and the record that they did. Work is by assignment: a case is
// opened by whoever has it; by those whose role reads any; or, with a reason and for a short while, by breaking the
// glass. It refuses to show anybody a debt of their own, and to show anything before the record of it stands.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { may } from "#app/kernel/permissions.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { actorName } from "#app/modules/audit/audit.ts";
import { blindContact } from "#app/modules/identity/borrowers.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { watchAccess } from "./access-watch.server.ts";

/** What was looked at, as the access log tells the borrower. */
export type AccessWhat =
  | "case"
  | "answer"
  | "evidence"
  | "messages"
  | "notes"
  | "care"
  | "request"
  | "person"
  | "quality";

export type AccessGround = "assigned" | "decided" | "role" | "reason";

export type AccessRefusal =
  /** Unknown, in another portfolio, or the person's own: the same. */
  | { readonly kind: "not-found" }
  /** Somebody else has it; or, where nobody is named, nobody yet. */
  | { readonly kind: "not-yours"; readonly borrowerId: string; readonly holder: string | undefined };

export interface OpenedAccess {
  readonly borrowerId: string;
  readonly ground: AccessGround;
  /** It is this person's work now: they may change it. */
  readonly mine: boolean;
}

interface Found {
  readonly borrower_id: string;
  /** Who answered it, where it was answered. */
  readonly decided_by: string | null;
  readonly assignee_id: string | null;
  readonly assignee: string | null;
  /** Another case of the same person is this reader's. */
  readonly has_another: boolean;
  readonly granted: boolean;
}

/** A proposal or a help case by its id, or a person by theirs. */
export type AccessTo = { readonly caseId: string } | { readonly borrowerId: string };

async function find(app: App, actor: StaffActor, to: AccessTo): Promise<Found | undefined> {
  const now = app.clock.now();
  const [caseId, borrowerId] = "caseId" in to ? [to.caseId, null] : [null, to.borrowerId];
  if (!isId(caseId ?? borrowerId)) return undefined;
  const creditors = [...actor.creditors];
  const rows = await readAsStaff(
    app.db,
    actor,
    (tx) => tx.$queryRaw<Found[]>`
      WITH subject AS (
        SELECT borrower_id, decided_by FROM proposal
         WHERE id = ${caseId}::uuid AND creditor_code = ANY(${creditors}::text[])
           -- What somebody only began to write is theirs, also after they dropped it.
           AND (submitted_at IS NOT NULL OR status NOT IN ('draft', 'withdrawn', 'superseded'))
        UNION ALL
        SELECT borrower_id, decided_by FROM help_case WHERE id = ${caseId}::uuid AND borrower_id IS NOT NULL
        UNION ALL
        SELECT id, NULL FROM borrower WHERE id = ${borrowerId}::uuid
        LIMIT 1)
      SELECT s.borrower_id::text, s.decided_by::text, w.assignee_id::text, p.name AS assignee,
             EXISTS (SELECT FROM work_item o WHERE o.borrower_id = s.borrower_id AND o.assignee_id = ${actor.staffId}::uuid) AS has_another,
             EXISTS (SELECT FROM access_grant g WHERE g.borrower_id = s.borrower_id AND g.staff_id = ${actor.staffId}::uuid
                        AND g.until > ${now}) AS granted
        FROM subject s
        LEFT JOIN work_item w ON w.id = ${caseId}::uuid
        LEFT JOIN staff p ON p.id = w.assignee_id
       WHERE EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = s.borrower_id AND a.creditor_code = ANY(${creditors}::text[]))`,
  );
  return rows[0];
}

/** Whom we know by the fingerprint of this person's own ID number, or by their address: nobody works on a debt of their own. */
export async function findOwnBorrowers(app: App, { staffId }: Pick<StaffActor, "staffId">): Promise<string[]> {
  const staff = await app.db.prisma.staff.findUniqueOrThrow({ where: { id: staffId } });
  const rows = await app.db.prisma.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM borrower WHERE id_blind = ${staff.idBlind}::bytea
    UNION
    SELECT borrower_id::text FROM contact_point
     WHERE channel = 'email' AND value_blind = ${blindContact(app.vault, "email", staff.email)}::bytea`;
  return rows.map(({ id }) => id);
}

export async function isOwnDebt(app: App, actor: Pick<StaffActor, "staffId">, borrowerId: string): Promise<boolean> {
  return (await findOwnBorrowers(app, actor)).includes(borrowerId);
}

function groundOf(actor: StaffActor, found: Found): AccessGround | undefined {
  if (found.assignee_id === actor.staffId || found.has_another) return "assigned";
  if (found.decided_by === actor.staffId) return "decided";
  if (may(actor.role, "case.read_any")) return "role";
  return found.granted ? "reason" : undefined;
}

/** A page that asks for itself again while somebody types is one look. */
const oneLookMs = 5 * 60_000;

async function isSameLook(app: App, actor: StaffActor, subject: string, facts: Readonly<Record<string, string>>) {
  const since = new Date(app.clock.now().getTime() - oneLookMs);
  const rows = await app.db.prisma.$queryRaw<unknown[]>`
    SELECT 1 FROM audit_event
     WHERE subject = ${subject} AND actor = ${actorName(actor)} AND action = 'access.opened' AND at > ${since}
       AND facts @> ${JSON.stringify(facts)}::jsonb
     LIMIT 1`;
  return rows.length > 0;
}

/** Opens a case or a person for reading; what is shown afterwards is on record already. */
export async function openAccess(
  app: App,
  actor: StaffActor,
  to: AccessTo,
  what: AccessWhat,
): Promise<Outcome<OpenedAccess, AccessRefusal>> {
  requirePermission(actor, "desk.read");
  const found = await find(app, actor, to);
  if (!found) return refused({ kind: "not-found" });
  const { borrower_id: borrowerId } = found;
  const subject = `borrower:${borrowerId}`;
  const facts = "caseId" in to ? { what, case: to.caseId } : { what };
  if (await isOwnDebt(app, actor, borrowerId)) {
    await inTransaction(app.db, (tx) => recordAudit(tx, app, { actor, action: "access.own_refused", subject, facts }));
    return refused({ kind: "not-found" });
  }
  const ground = groundOf(actor, found);
  if (!ground) return refused({ kind: "not-yours", borrowerId, holder: found.assignee ?? undefined });
  const look = { ...facts, ground, role: actor.role };
  if (what !== "answer" || !(await isSameLook(app, actor, subject, look))) {
    await inTransaction(app.db, (tx) => recordAudit(tx, app, { actor, action: "access.opened", subject, facts: look }));
  }
  // Here, so that no page forgets it.
  if (ground === "role" || ground === "reason") await watchAccess(app, actor);
  return done({ borrowerId, ground, mine: found.assignee_id === actor.staffId });
}
