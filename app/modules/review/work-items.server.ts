// Who has which piece of work: taken by one person or nobody, given back, given to somebody, put to sleep, handed up.
// The row of what waits is the desk's only in these respects; it comes and goes with the case itself. It refuses to let
// two people have one thing, and to give anybody what they owe themselves.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { dayAt, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { isStaffRole, may, staffRoles, type StaffRole } from "#app/kernel/permissions.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { AuditFacts } from "#app/modules/audit/audit.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { findOwnBorrowers, isOwnDebt } from "./access.server.ts";
import { findItem, itemOf, type WorkItem, type WorkItemRow } from "./queue-item.server.ts";
import { fromLanes, inPortfolio } from "./queue-lanes.server.ts";
import {
  levelsOf,
  refuseSnooze,
  refuseTaker,
  type AssignRefusal,
  type ClaimRefusal,
  type HoldRefusal,
  type SnoozeRefusal,
  type WorkKind,
} from "./work-items.ts";

async function record(tx: Tx, app: App, actor: StaffActor, item: WorkItem, action: string, facts: AuditFacts = {}) {
  const subject = `${item.kind === "proposal" ? "proposal" : "case"}:${item.id}`;
  await recordAudit(tx, app, { actor, action: `work.${action}`, subject, facts });
}

/** To the end of the transaction they stay who they are: whoever disables somebody comes before that or after it. */
async function lockTaker(tx: Tx, staffId: string, roles: readonly StaffRole[], creditors: readonly string[]) {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT id FROM staff WHERE id = ${staffId}::uuid AND status = 'active' AND role = ANY(${[...roles]}::text[])
       AND creditors @> ${[...creditors]}::text[] FOR SHARE`;
  return rows.length > 0;
}

/** One statement: of two who try at once, one finds it free. */
async function take(tx: Tx, app: App, actor: StaffActor, item: WorkItem): Promise<Date | undefined> {
  if (!(await lockTaker(tx, actor.staffId, [actor.role], actor.creditors))) return undefined;
  const now = app.clock.now();
  const taken = await tx.$executeRaw`
    UPDATE work_item w SET assignee_id = ${actor.staffId}::uuid, assigned_at = ${now}, snoozed_until = NULL
     WHERE w.id = ${item.id}::uuid AND w.assignee_id IS NULL AND w.level = ANY(${[...levelsOf(actor.role)]}::text[])
       AND w.not_for IS DISTINCT FROM ${actor.staffId}::uuid AND ${inPortfolio(actor)}`;
  if (taken === 0) return undefined;
  await record(tx, app, actor, item, "claimed", { stage: item.stage });
  return now;
}

type Claimed = Outcome<{ readonly assignedAt: Date }, ClaimRefusal>;

function answerHeld(actor: StaffActor, { holder }: WorkItem): Claimed | undefined {
  if (!holder) return undefined;
  if (holder.id === actor.staffId) return done({ assignedAt: holder.since });
  return refused({ kind: "taken", by: holder.name, since: holder.since });
}

/** Takes it, where nobody has it; what is one's own already stays so. */
export async function claimItem(app: App, actor: StaffActor, id: string): Promise<Claimed> {
  requirePermission(actor, "case.claim");
  const item = await findItem(app, actor, id);
  if (!item) return refused({ kind: "not-found" });
  const held = answerHeld(actor, item);
  if (held) return held;
  const why = refuseTaker(item, actor) ?? (await ownDebtOf(app, actor, item));
  if (why) return refused({ kind: "not-for-you", why });
  const assignedAt = await inTransaction(app.db, (tx) => take(tx, app, actor, item));
  if (assignedAt) return done({ assignedAt });
  // Somebody was quicker, or it was answered or handed up in this moment.
  const now = await findItem(app, actor, id);
  return (now && answerHeld(actor, now)) ?? refused({ kind: "not-found" });
}

async function ownDebtOf(
  app: App,
  actor: Pick<StaffActor, "staffId">,
  item: WorkItem,
): Promise<"own-debt" | undefined> {
  return item.borrowerId !== undefined && (await isOwnDebt(app, actor, item.borrowerId)) ? "own-debt" : undefined;
}

const candidates = 20;

/** The most urgent ids that this person could take now. */
async function findFree(app: App, actor: StaffActor, kinds: readonly WorkKind[], own: readonly string[]) {
  const { staffId, role } = actor;
  const where = Prisma.sql`w.assignee_id IS NULL AND w.level = ANY(${[...levelsOf(role)]}::text[])
    AND w.not_for IS DISTINCT FROM ${staffId}::uuid AND (w.borrower_id IS NULL OR w.borrower_id <> ALL(${[...own]}::uuid[]))`;
  const order = Prisma.sql`w.due_on, w.id`;
  const lanes = fromLanes({ actor, kinds, stages: ["desk"], where, order, take: candidates });
  const rows = await readAsStaff(
    app.db,
    actor,
    (tx) => tx.$queryRaw<{ id: string }[]>`SELECT w.id FROM (${lanes}) AS w ORDER BY ${order} LIMIT ${candidates}`,
  );
  return rows.map(({ id }) => id);
}

/** The most urgent of these that nobody else is taking in this moment. */
async function takeFirst(tx: Tx, app: App, actor: StaffActor, ids: readonly string[]): Promise<WorkItem | undefined> {
  const [row] = await tx.$queryRaw<WorkItemRow[]>`
    SELECT w.*, NULL AS holder FROM work_item w
     WHERE w.id = ANY(${[...ids]}::uuid[]) AND w.assignee_id IS NULL AND w.stage = 'desk'
     ORDER BY w.due_on, w.id LIMIT 1 FOR UPDATE SKIP LOCKED`;
  const item = row && itemOf(row);
  return item && (await take(tx, app, actor, item)) ? item : undefined;
}

/** Takes the most urgent piece of work that waits for anybody like this person; undefined where none does. */
export async function nextItem(
  app: App,
  actor: StaffActor,
  kinds: readonly WorkKind[] = ["proposal"],
): Promise<{ readonly id: string; readonly kind: WorkKind } | undefined> {
  requirePermission(actor, "case.claim");
  const own = await findOwnBorrowers(app, actor);
  // As many colleagues as there are candidates may be quicker; what they left is looked up anew.
  for (let round = 0; round < 5; round += 1) {
    const ids = await findFree(app, actor, kinds, own);
    if (ids.length === 0) return undefined;
    const item = await inTransaction(app.db, (tx) => takeFirst(tx, app, actor, ids));
    if (item) return { id: item.id, kind: item.kind };
  }
  return undefined;
}

/** Whether it is this actor's, held so to the end of the transaction. */
export async function lockMine(tx: Tx, actor: StaffActor, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT w.id FROM work_item w
     WHERE w.id = ${id}::uuid AND w.assignee_id = ${actor.staffId}::uuid AND ${inPortfolio(actor)} FOR NO KEY UPDATE`;
  return rows.length > 0;
}

interface Change {
  readonly data: Prisma.WorkItemUpdateInput;
  readonly action: string;
  readonly facts?: AuditFacts;
}

/** A change to what is one's own. */
async function changeMine<Refusal = never>(
  app: App,
  actor: StaffActor,
  id: string,
  decide: (item: WorkItem, tx: Tx) => Outcome<Change, Refusal> | Promise<Outcome<Change, Refusal>>,
): Promise<Outcome<null, HoldRefusal | Refusal>> {
  requirePermission(actor, "case.claim");
  const item = await findItem(app, actor, id);
  if (!item) return refused({ kind: "not-found" });
  return inTransaction(app.db, async (tx): Promise<Outcome<null, HoldRefusal | Refusal>> => {
    if (!(await lockMine(tx, actor, id))) return refused({ kind: "not-mine" });
    const change = await decide(item, tx);
    if (!change.ok) return change;
    await tx.workItem.update({ where: { id }, data: change.value.data });
    await record(tx, app, actor, item, change.value.action, change.value.facts);
    return done(null);
  });
}

/** Gives it back to everybody. */
export async function releaseItem(app: App, actor: StaffActor, id: string): Promise<Outcome<null, HoldRefusal>> {
  const data = { assigneeId: null, assignedAt: null, snoozedUntil: null };
  return changeMine(app, actor, id, () => done({ data, action: "released" }));
}

/** Out of sight until that day. */
export async function snoozeItem(
  app: App,
  actor: StaffActor,
  id: string,
  until: Day,
): Promise<Outcome<null, HoldRefusal | SnoozeRefusal>> {
  const { calendar } = requirePolicy(app.settings.policyPack);
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  return changeMine<SnoozeRefusal>(app, actor, id, (item) => {
    const refusal = refuseSnooze(calendar.value, today, item, until);
    if (refusal) return refused(refusal);
    return done({ data: { snoozedUntil: toDbDate(until) }, action: "snoozed", facts: { until } });
  });
}

export async function unsnoozeItem(app: App, actor: StaffActor, id: string): Promise<Outcome<null, HoldRefusal>> {
  return changeMine(app, actor, id, () => done({ data: { snoozedUntil: null }, action: "woken" }));
}

/** Hands it to a senior: it goes back to the queue, where only they can take it; a note goes with the person's notes. */
export async function escalateItem(
  app: App,
  actor: StaffActor,
  id: string,
  note = "",
): Promise<Outcome<null, HoldRefusal>> {
  return changeMine(app, actor, id, async (item, tx) => {
    if (note.trim() !== "" && item.borrowerId !== undefined) {
      const at = app.clock.now();
      const noteId = newId(at.getTime());
      const bodyEnc = app.vault.seal(note.trim(), { table: "case_note", column: "body_enc", rowId: noteId });
      const { borrowerId } = item;
      await tx.caseNote.create({
        data: { id: noteId, borrowerId, subjectId: id, staffId: actor.staffId, bodyEnc, at },
      });
    }
    const data = { level: "senior", assigneeId: null, assignedAt: null, snoozedUntil: null };
    return done({ data, action: "escalated" });
  });
}

async function refuseAssignee(app: App, item: WorkItem, staffId: string): Promise<AssignRefusal | undefined> {
  const staff = isId(staffId) ? await app.db.prisma.staff.findUnique({ where: { id: staffId } }) : null;
  const because = (why: Extract<AssignRefusal, { kind: "not-possible" }>["why"]) =>
    ({ kind: "not-possible", why }) as const;
  if (!staff || staff.status !== "active" || !isStaffRole(staff.role)) return because("inactive");
  const { role, creditors } = staff;
  if (!may(role, "case.claim")) return because("role");
  const reader = { kind: "staff", staffId, sessionId: "", role, creditors } as const;
  if (!(await findItem(app, reader, item.id))) return because("portfolio");
  const why = refuseTaker(item, { staffId, role }) ?? (await ownDebtOf(app, { staffId }, item));
  return why && because(why);
}

/** Gives it to somebody, whoever has it now. */
export async function assignItem(
  app: App,
  actor: StaffActor,
  id: string,
  staffId: string,
): Promise<Outcome<null, AssignRefusal>> {
  requirePermission(actor, "case.assign");
  const item = await findItem(app, actor, id);
  if (!item) return refused({ kind: "not-found" });
  const refusal = await refuseAssignee(app, item, staffId);
  if (refusal) return refused(refusal);
  const roles = staffRoles.filter((role) => may(role, "case.claim") && levelsOf(role).includes(item.level));
  const needed = item.creditorCode === undefined ? [] : [item.creditorCode];
  return inTransaction(app.db, async (tx): Promise<Outcome<null, AssignRefusal>> => {
    if (!(await lockTaker(tx, staffId, roles, needed))) return refused({ kind: "not-possible", why: "inactive" });
    const given = await tx.$executeRaw`
      UPDATE work_item w SET assignee_id = ${staffId}::uuid, assigned_at = ${app.clock.now()}, snoozed_until = NULL
       WHERE w.id = ${id}::uuid AND w.level = ${item.level} AND ${inPortfolio(actor)}`;
    if (given === 0) return refused({ kind: "not-found" });
    await record(tx, app, actor, item, "assigned", { to: staffId, from: item.holder?.id ?? null });
    return done(null);
  });
}
