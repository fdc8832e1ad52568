// Breaks the glass: somebody opens a person whose case is not theirs, for a reason that is on record, seen by whoever
// supervises and read by the borrower, and for half an hour. It refuses without a reason, and what they owe themselves.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { raiseAlert } from "#app/modules/payments/alerts.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import { openAccess, type AccessTo } from "./access.server.ts";
import { glassMinutes, type GlassReason } from "./case-glass.ts";

const notePlace = (rowId: string): SealPlace => ({ table: "access_grant", column: "note_enc", rowId });

export interface GlassWish {
  /** The form's own id: sent twice, it is one opening. */
  readonly once: string;
  readonly reason: GlassReason;
  /** Why, in a few words; never empty. */
  readonly note: string;
}

export async function breakGlass(
  app: App,
  actor: StaffActor,
  to: AccessTo,
  { once: id, reason, note }: GlassWish,
): Promise<Outcome<null, { readonly kind: "not-found" }>> {
  requirePermission(actor, "case.break_glass");
  const opened = await openAccess(app, actor, to, "case");
  // It is open to them already: nothing has to break.
  if (opened.ok) return done(null);
  if (opened.refusal.kind === "not-found") return refused({ kind: "not-found" });
  const { borrowerId } = opened.refusal;
  const grantedAt = app.clock.now();
  const until = new Date(grantedAt.getTime() + glassMinutes * 60_000);
  const { staffId } = actor;
  await inTransaction(app.db, async (tx) => {
    const noteEnc = app.vault.seal(note, notePlace(id));
    const row = { id, staffId, borrowerId, reason, noteEnc, grantedAt, until };
    const { count } = await tx.accessGrant.createMany({ data: [row], skipDuplicates: true });
    if (count === 0) return;
    await raiseAlert(app, tx, "glass-broken", `access_grant:${id}`, { staff: staffId, reason });
    const facts = { reason, until: until.toISOString(), ...("caseId" in to ? { case: to.caseId } : {}) };
    await recordAudit(tx, app, { actor, action: "access.glass_broken", subject: `borrower:${borrowerId}`, facts });
  });
  return done(null);
}
