// One piece of work as it waits: what it is about, by when, and who has it. It refuses to show what is not in the
// reader's portfolio.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayFromDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { inPortfolio } from "./queue-lanes.server.ts";
import type { WorkKind, WorkLevel, WorkStage } from "./work-items.ts";

export interface WorkItem {
  readonly id: string;
  readonly kind: WorkKind;
  readonly reference: string;
  readonly creditorCode: string | undefined;
  readonly borrowerId: string | undefined;
  readonly stage: WorkStage;
  readonly dueOn: Day;
  readonly level: WorkLevel;
  readonly notFor: string | undefined;
  readonly snoozedUntil: Day | undefined;
  /** Who has it, and since when. */
  readonly holder: { readonly id: string; readonly name: string; readonly since: Date } | undefined;
}

export interface WorkItemRow {
  readonly id: string;
  readonly kind: WorkKind;
  readonly reference: string;
  readonly creditor_code: string | null;
  readonly borrower_id: string | null;
  readonly stage: WorkStage;
  readonly due_on: Date;
  readonly level: WorkLevel;
  readonly not_for: string | null;
  readonly snoozed_until: Date | null;
  readonly assignee_id: string | null;
  readonly assigned_at: Date | null;
  readonly holder: string | null;
}

export function itemOf(row: WorkItemRow): WorkItem {
  const { assignee_id: holderId, assigned_at: since } = row;
  return {
    id: row.id,
    kind: row.kind,
    reference: row.reference,
    creditorCode: row.creditor_code ?? undefined,
    borrowerId: row.borrower_id ?? undefined,
    stage: row.stage,
    dueOn: dayFromDbDate(row.due_on),
    level: row.level,
    notFor: row.not_for ?? undefined,
    snoozedUntil: row.snoozed_until ? dayFromDbDate(row.snoozed_until) : undefined,
    holder: holderId && since ? { id: holderId, name: row.holder ?? "", since } : undefined,
  };
}

/** What waits under this id, where it is in the actor's portfolio. */
export async function findItem(app: App, actor: StaffActor, id: string): Promise<WorkItem | undefined> {
  if (!isId(id)) return undefined;
  const rows = await readAsStaff(
    app.db,
    actor,
    (tx) => tx.$queryRaw<WorkItemRow[]>`
      SELECT w.*, p.name AS holder FROM work_item w LEFT JOIN staff p ON p.id = w.assignee_id
       WHERE w.id = ${id}::uuid AND ${inPortfolio(actor)}`,
  );
  return rows[0] && itemOf(rows[0]);
}
