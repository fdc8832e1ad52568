// Who may change what a person needs: those who have a case of theirs, and those whose role reads any. Looking into
// somebody for a reason is not enough to change anything.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import { openAccess } from "./access.server.ts";

export type CareRefusal =
  /** Unknown, in another portfolio, or the actor's own debt: the same. */
  { readonly kind: "not-found" } | { readonly kind: "not-yours" };

export async function openForCare(
  app: App,
  actor: StaffActor,
  borrowerId: string | undefined,
): Promise<Outcome<{ readonly id: string }, CareRefusal>> {
  requirePermission(actor, "care.write");
  if (!isId(borrowerId)) return refused({ kind: "not-found" });
  const access = await openAccess(app, actor, { borrowerId }, "care");
  if (!access.ok) return refused({ kind: access.refusal.kind });
  const { ground } = access.value;
  return ground === "assigned" || ground === "role" ? done({ id: borrowerId }) : refused({ kind: "not-yours" });
}
