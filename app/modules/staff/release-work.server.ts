// Gives back what somebody has on their desk and may no longer do: it waits for everybody again, with the same day to
// answer. Nothing about the case itself changes.
import { may, type StaffRole } from "#app/kernel/permissions.ts";
import type { Tx } from "#app/platform/db.server.ts";

interface Holder {
  readonly id: string;
  readonly role: StaffRole;
  readonly creditors: readonly string[];
}

/** How many were given back. `disabled`: all of them. */
export async function releaseWork(tx: Tx, { id, role, creditors }: Holder, disabled = false): Promise<number> {
  const everything = disabled || !may(role, "case.claim");
  const seniorToo = may(role, "case.second");
  const portfolio = [...creditors];
  return tx.$executeRaw`
    UPDATE work_item w SET assignee_id = NULL, assigned_at = NULL, snoozed_until = NULL
     WHERE w.assignee_id = ${id}::uuid
       AND (${everything} OR w.level = 'senior' AND NOT ${seniorToo}
            OR CASE WHEN w.creditor_code IS NOT NULL THEN w.creditor_code <> ALL (${portfolio}::text[])
                    WHEN w.borrower_id IS NOT NULL THEN NOT EXISTS (
                      SELECT FROM debt_account a
                       WHERE a.borrower_id = w.borrower_id AND a.creditor_code = ANY (${portfolio}::text[]))
                    ELSE false END)`;
}
