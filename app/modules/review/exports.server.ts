// The queue as a file. Few rows at once; more of them wait for a second person, who is another one, and are then fetched
// once within a day. Every file says who took it and is on record with its number of rows. It refuses to give out more
// rows than were allowed, or any of a creditor that the reader no longer has.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { decideApproval, listApprovals, proposeApproval, type DecideApprovalRefusal } from "./approvals.server.ts";
import { writeQueueFile } from "./export-rows.server.ts";
import {
  exportCap,
  exportState,
  fetchUntil,
  type ExportFile,
  type ExportOrder,
  type ExportRefusal,
  type ExportState,
} from "./exports.ts";
import type { ShownProposal } from "./queue-page.tsx";
import { readProposalsInQueue } from "./queue-proposals.server.ts";
import { proposalShower } from "./queue-rows.server.ts";
import { countRows, walkQueue, type ViewAsked } from "./queue.server.ts";

const kinds = ["proposal"] as const;

export type ExportWish = ViewAsked["wish"];

/** Who takes a file: as its last line says. */
export interface Taker {
  readonly name: string;
  readonly language: Language;
}

async function gather(
  app: App,
  actor: StaffActor,
  wish: ExportWish,
  most: number,
  language: Language,
): Promise<ShownProposal[]> {
  const show = proposalShower(app, language);
  const rows: ShownProposal[] = [];
  const asked = { kinds, wish: { ...wish, mark: undefined } };
  for await (const page of walkQueue(app, actor, asked, most, (tx, found) => readProposalsInQueue(tx, app, found)))
    rows.push(...page.map(show));
  return rows;
}

interface Made {
  readonly id: string;
  readonly rows: readonly ShownProposal[];
  readonly view: ExportOrder["view"];
  /** Who allowed it, where somebody had to. */
  readonly allowedBy?: string | undefined;
}

/** The file, with the record of it: nothing leaves before that stands. */
async function makeFile(
  tx: Tx,
  app: App,
  actor: StaffActor,
  made: Made,
  { name, language }: Taker,
): Promise<ExportFile> {
  const now = app.clock.now();
  const { timeZone } = app.settings;
  const at = formatMoment(now, language, timeZone);
  const line = translator(language)("queue.exports.mark", { name, at, id: made.id, total: made.rows.length });
  const text = writeQueueFile(made.rows, line, language);
  const facts = { rows: made.rows.length, view: made.view, allowedBy: made.allowedBy ?? null };
  await recordAudit(tx, app, { actor, action: "export.made", subject: `export:${made.id}`, facts });
  return { name: `queue-${dayAt(now, timeZone)}.csv`, text };
}

/** So few rows that nobody else is asked. */
export async function exportNow(
  app: App,
  actor: StaffActor,
  wish: ExportWish,
  taker: Taker,
): Promise<Outcome<ExportFile, ExportRefusal>> {
  requirePermission(actor, "export.make");
  const limit = app.settings.desk.exportRows;
  const rows = await gather(app, actor, wish, limit + 1, taker.language);
  if (rows.length > limit) return refused({ kind: "too-many", limit });
  const id = newId(app.clock.now().getTime());
  return done(await inTransaction(app.db, (tx) => makeFile(tx, app, actor, { id, rows, view: wish.view }, taker)));
}

/** How many rows it would be, counted as far as a file goes and one further. */
export async function countExport(app: App, actor: StaffActor, wish: ExportWish): Promise<number> {
  return countRows(app, actor, { kinds, wish: { ...wish, mark: undefined } }, exportCap + 1);
}

/** Asks a second person. */
export async function askExport(
  app: App,
  actor: StaffActor,
  wish: ExportWish,
): Promise<Outcome<{ readonly id: string }, ExportRefusal>> {
  requirePermission(actor, "export.make");
  const rows = await countExport(app, actor, wish);
  if (rows > exportCap) return refused({ kind: "far-too-many", limit: exportCap });
  const { view, creditor, language, level, sort, latestFirst } = wish;
  const creditors = actor.creditors.filter((code) => creditor === undefined || code === creditor);
  const order: ExportOrder = { view, creditor, language, level, sort, latestFirst, creditors, rows };
  // What is undefined is left out.
  const body = JSON.parse(JSON.stringify(order)) as Prisma.InputJsonObject;
  const subjectId = newId(app.clock.now().getTime());
  const [only, ...others] = creditors;
  return inTransaction(app.db, async (tx): Promise<Outcome<{ readonly id: string }, ExportRefusal>> => {
    // The same form sent twice is one question.
    await tx.$executeRaw`SELECT FROM staff WHERE id = ${actor.staffId}::uuid FOR NO KEY UPDATE`;
    const same = { kind: "export", proposedBy: actor.staffId, decidedAt: null, body: { equals: body } };
    const before = await tx.approval.findFirst({ where: same, select: { id: true } });
    if (before) return done(before);
    const asked = await proposeApproval(tx, app, actor, {
      kind: "export",
      subjectId,
      creditorCode: others.length === 0 ? only : undefined,
      body,
      causes: ["rows"],
    });
    return asked.ok ? asked : refused({ kind: "not-found" });
  });
}

/** Bodies are written by askExport alone, and nobody may change one. */
function orderOf({ body }: { readonly body: unknown }): ExportOrder {
  return body as ExportOrder;
}

/** Whoever allows it has every creditor whose rows are in it. */
function covers({ creditors }: StaffActor, { creditors: asked }: ExportOrder): boolean {
  return asked.every((code) => creditors.includes(code));
}

/** The second person's answer. */
export async function decideExport(
  app: App,
  actor: StaffActor,
  approvalId: string,
  outcome: "approved" | "returned",
  note?: string,
): Promise<Outcome<null, DecideApprovalRefusal>> {
  requirePermission(actor, "export.approve");
  const approval = await readExport(app, actor, { id: approvalId });
  if (!approval || !covers(actor, orderOf(approval))) return refused({ kind: "not-found" });
  return inTransaction(app.db, async (tx): Promise<Outcome<null, DecideApprovalRefusal>> => {
    const decided = await decideApproval(tx, app, actor, approvalId, outcome, note);
    return decided.ok ? done(null) : decided;
  });
}

/** The file that a second person has allowed: once, by whoever asked for it, within a day. */
export async function fetchExport(
  app: App,
  actor: StaffActor,
  approvalId: string,
  taker: Taker,
): Promise<Outcome<ExportFile, ExportRefusal>> {
  requirePermission(actor, "export.make");
  const approval = await readExport(app, actor, { id: approvalId, proposedBy: actor.staffId });
  if (!approval) return refused({ kind: "not-found" });
  const now = app.clock.now();
  const state = exportState(approval, now);
  if (state !== "ready") return refused({ kind: "not-ready", state });
  const order = orderOf(approval);
  const wish: ExportWish = {
    ...order,
    creditor: order.creditor,
    language: order.language,
    level: order.level,
    mark: undefined,
  };
  const eyes = { ...actor, creditors: actor.creditors.filter((code) => order.creditors.includes(code)) };
  const rows = await gather(app, eyes, wish, order.rows, taker.language);
  return inTransaction(app.db, async (tx): Promise<Outcome<ExportFile, ExportRefusal>> => {
    const { count } = await tx.approval.updateMany({ where: { id: approvalId, usedAt: null }, data: { usedAt: now } });
    if (count === 0) return refused({ kind: "not-ready", state: "fetched" });
    const made = { id: approvalId, rows, view: order.view, allowedBy: approval.decidedBy ?? undefined };
    return done(await makeFile(tx, app, actor, made, taker));
  });
}

async function readExport(app: App, actor: StaffActor, where: { readonly id: string; readonly proposedBy?: string }) {
  if (!isId(where.id)) return null;
  return readAsStaff(app.db, actor, (tx) => tx.approval.findFirst({ where: { ...where, kind: "export" } }));
}

/** An export that was asked for. */
export interface AskedExport {
  readonly id: string;
  readonly state: ExportState;
  readonly order: ExportOrder;
  readonly askedAt: Date;
  readonly until: Date | undefined;
  readonly note: string;
  readonly proposer: string;
  /** Waits for the reader's own answer. */
  readonly toDecide: boolean;
}

interface Decidable {
  readonly id: string;
  readonly body: unknown;
  readonly proposedBy: string;
  readonly proposedAt: Date;
  readonly outcome: string | null | undefined;
  readonly decidedAt: Date | null | undefined;
  readonly usedAt: Date | null | undefined;
}

const shownDays = 7;
const notePlace = (rowId: string) => ({ table: "approval", column: "note_enc", rowId });

/** What the reader asked for in the last days, and what waits for a second person whom the reader could be. */
export async function listExports(app: App, actor: StaffActor): Promise<readonly AskedExport[]> {
  requirePermission(actor, "export.make");
  const now = app.clock.now();
  const since = new Date(now.getTime() - shownDays * 86_400_000);
  const shown = (row: Decidable, proposer: string, note: string): AskedExport => {
    const state = exportState(row, now);
    const until = state === "ready" && row.decidedAt ? fetchUntil(row.decidedAt) : undefined;
    const toDecide = row.proposedBy !== actor.staffId;
    return { id: row.id, state, order: orderOf(row), askedAt: row.proposedAt, until, note, proposer, toDecide };
  };
  return readAsStaff(app.db, actor, async (tx) => {
    const waiting = await listApprovals(tx, actor, "export");
    const own = await tx.approval.findMany({
      where: { kind: "export", proposedBy: actor.staffId, proposedAt: { gte: since } },
      orderBy: [{ proposedAt: "desc" }, { id: "desc" }],
      take: 50,
    });
    return [
      ...waiting.filter((row) => !row.own && covers(actor, orderOf(row))).map((row) => shown(row, row.proposer, "")),
      ...own.map((row) => shown(row, "", row.noteEnc ? app.vault.open(row.noteEnc, notePlace(row.id)) : "")),
    ];
  });
}
