// Two pairs of eyes: what one person of the staff proposes waits here until another one says yes or gives it back with a
// word. It does nothing of what was proposed itself. It refuses a second look by the first person, and the database
// refuses it as well.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { StaffAction } from "#app/kernel/permissions.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import type { Prisma, Tx } from "#app/platform/db.server.ts";

export type ApprovalKind = "answer" | "export";
export type ApprovalOutcome = "approved" | "returned" | "withdrawn" | "lapsed";

/** What the second person may do, by what it is about. */
const secondAction: Readonly<Record<ApprovalKind, StaffAction>> = { answer: "case.second", export: "export.approve" };

export interface ApprovalRow {
  readonly id: string;
  readonly kind: ApprovalKind;
  readonly subjectId: string;
  readonly creditorCode: string | undefined;
  readonly body: unknown;
  /** Why a second person is asked, as codes. */
  readonly causes: readonly string[];
  readonly version: number | undefined;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly decidedBy: string | undefined;
  readonly decidedAt: Date | undefined;
  /** Undefined while it waits. */
  readonly outcome: ApprovalOutcome | undefined;
  /** What the second person says to the first. */
  readonly note: string;
  readonly usedAt: Date | undefined;
}

export interface ApprovalWish {
  readonly kind: ApprovalKind;
  readonly subjectId: string;
  readonly creditorCode?: string | undefined;
  /** JSON: what is to be done, whole. */
  readonly body: Prisma.InputJsonValue;
  readonly causes: readonly string[];
  readonly version?: number | undefined;
}

export type DecideApprovalRefusal =
  | { readonly kind: "not-found" }
  | { readonly kind: "same-person" }
  | { readonly kind: "decided" };

type StoredApproval = Prisma.ApprovalGetPayload<object>;

const notePlace = (id: string): SealPlace => ({ table: "approval", column: "note_enc", rowId: id });

function asRow(row: StoredApproval, note: string): ApprovalRow {
  return {
    ...row,
    kind: row.kind as ApprovalKind,
    creditorCode: row.creditorCode ?? undefined,
    version: row.version ?? undefined,
    decidedBy: row.decidedBy ?? undefined,
    decidedAt: row.decidedAt ?? undefined,
    outcome: (row.outcome as ApprovalOutcome | null) ?? undefined,
    note,
    usedAt: row.usedAt ?? undefined,
  };
}

function toApproval({ vault }: Pick<App, "vault">, row: StoredApproval): ApprovalRow {
  return asRow(row, row.noteEnc ? vault.open(row.noteEnc, notePlace(row.id)) : "");
}

/** What names no creditor is not of one portfolio. */
function inPortfolio({ creditors }: StaffActor): Prisma.ApprovalWhereInput {
  return { OR: [{ creditorCode: null }, { creditorCode: { in: [...creditors] } }] };
}

export async function proposeApproval(
  tx: Tx,
  app: App,
  actor: StaffActor,
  { kind, subjectId, creditorCode, body, causes, version }: ApprovalWish,
): Promise<Outcome<{ readonly id: string }, { readonly kind: "already-open" }>> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  // One question at a time: the index decides, also between two that come at once.
  const { count } = await tx.approval.createMany({
    data: {
      id,
      kind,
      subjectId,
      creditorCode: creditorCode ?? null,
      body,
      causes: [...causes],
      version: version ?? null,
      proposedBy: actor.staffId,
      proposedAt: now,
    },
    skipDuplicates: true,
  });
  if (count === 0) return refused({ kind: "already-open" });
  const facts = { kind, approval: id, causes };
  await recordAudit(tx, app, { actor, action: "approval.proposed", subject: `${kind}:${subjectId}`, facts });
  return done({ id });
}

/** Held until the transaction ends; undefined where it is unknown or in another portfolio. */
async function lockApproval(tx: Tx, app: App, actor: StaffActor, id: string): Promise<ApprovalRow | undefined> {
  if (!isId(id)) return undefined;
  await tx.$queryRaw`SELECT id FROM approval WHERE id = ${id}::uuid FOR UPDATE`;
  const row = await tx.approval.findFirst({ where: { id, ...inPortfolio(actor) } });
  return row ? toApproval(app, row) : undefined;
}

interface Closing {
  readonly outcome: ApprovalOutcome;
  readonly note?: string | undefined;
}

async function close(
  tx: Tx,
  app: App,
  actor: StaffActor,
  { id, kind, subjectId }: ApprovalRow,
  { outcome, note = "" }: Closing,
): Promise<ApprovalRow> {
  const row = await tx.approval.update({
    where: { id },
    data: {
      outcome,
      decidedAt: app.clock.now(),
      // What lapses, nobody decided.
      decidedBy: outcome === "lapsed" ? null : actor.staffId,
      noteEnc: note === "" ? null : app.vault.seal(note, notePlace(id)),
    },
  });
  const facts = { kind, approval: id };
  await recordAudit(tx, app, { actor, action: `approval.${outcome}`, subject: `${kind}:${subjectId}`, facts });
  return toApproval(app, row);
}

/** The second person's yes, or back to the first one with a word. What follows from a yes is the caller's, in the same transaction. */
export async function decideApproval(
  tx: Tx,
  app: App,
  actor: StaffActor,
  id: string,
  outcome: "approved" | "returned",
  note?: string,
): Promise<Outcome<ApprovalRow, DecideApprovalRefusal>> {
  const row = await lockApproval(tx, app, actor, id);
  if (!row) return refused({ kind: "not-found" });
  requirePermission(actor, secondAction[row.kind]);
  if (row.outcome) return refused({ kind: "decided" });
  if (row.proposedBy === actor.staffId) return refused({ kind: "same-person" });
  return done(await close(tx, app, actor, row, { outcome, note }));
}

/** Taken back by whoever proposed it, before anybody decided. */
export async function withdrawApproval(
  tx: Tx,
  app: App,
  actor: StaffActor,
  id: string,
): Promise<Outcome<ApprovalRow, { readonly kind: "not-found" } | { readonly kind: "decided" }>> {
  const row = await lockApproval(tx, app, actor, id);
  if (row?.proposedBy !== actor.staffId) return refused({ kind: "not-found" });
  if (row.outcome) return refused({ kind: "decided" });
  return done(await close(tx, app, actor, row, { outcome: "withdrawn" }));
}

/** It is no longer what it was about: over, and nobody's decision. Once; false where it was decided before. */
export async function lapseApproval(tx: Tx, app: App, actor: StaffActor, id: string): Promise<boolean> {
  const row = await lockApproval(tx, app, actor, id);
  if (!row || row.outcome) return false;
  await close(tx, app, actor, row, { outcome: "lapsed" });
  return true;
}

/** The newest about that subject, whatever became of it. */
export async function findApproval(
  tx: Tx,
  app: Pick<App, "vault">,
  actor: StaffActor,
  subjectId: string,
): Promise<ApprovalRow | undefined> {
  if (!isId(subjectId)) return undefined;
  const where = { subjectId, ...inPortfolio(actor) };
  const row = await tx.approval.findFirst({ where, orderBy: [{ proposedAt: "desc" }, { id: "desc" }] });
  return row ? toApproval(app, row) : undefined;
}

export interface WaitingApproval extends ApprovalRow {
  readonly proposer: string;
  /** Proposed by whoever reads: somebody else decides. */
  readonly own: boolean;
}

/** What waits for a second person, the oldest first; of answers only those whose proposal still is what it was. */
export async function listApprovals(
  tx: Tx,
  actor: StaffActor,
  kind: ApprovalKind,
): Promise<readonly WaitingApproval[]> {
  const rows = await tx.approval.findMany({
    where: { kind, decidedAt: null, ...inPortfolio(actor) },
    orderBy: [{ proposedAt: "asc" }, { id: "asc" }],
    take: 200,
  });
  const proposers = await tx.staff.findMany({
    where: { id: { in: rows.map(({ proposedBy }) => proposedBy) } },
    select: { id: true, name: true },
  });
  const names = new Map(proposers.map(({ id, name }) => [id, name]));
  const alive = kind === "answer" ? await readAlive(tx, rows) : undefined;
  return rows
    .filter(({ id }) => alive?.has(id) ?? true)
    .map((row) => ({
      // A word is only said with the decision.
      ...asRow(row, ""),
      proposer: names.get(row.proposedBy) ?? "",
      own: row.proposedBy === actor.staffId,
    }));
}

async function readAlive(tx: Tx, rows: readonly StoredApproval[]): Promise<ReadonlySet<string>> {
  const proposals = await tx.proposal.findMany({
    where: { id: { in: rows.map(({ subjectId }) => subjectId) }, status: "in_review" },
    select: { id: true, version: true },
  });
  const versions = new Map(proposals.map(({ id, version }) => [id, version]));
  return new Set(rows.filter((row) => versions.get(row.subjectId) === row.version).map(({ id }) => id));
}
