// Opens a request to a person for whoever answers it: what was written, the account and its hold, what happened so far.
// It refuses to show anything before the reading stands on record, and what is in another portfolio at all. Somebody who
// could not sign in is known to nobody yet: their request belongs to everybody who answers requests.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { may } from "#app/kernel/permissions.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { decodeAnswer, toAnsweredCase } from "#app/modules/identity/case-outcomes.ts";
import type { CaseKind, CaseStatus } from "#app/modules/identity/help-cases.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { openAccess } from "./access.server.ts";
import { listCareMarks } from "./care-marks.server.ts";
import { readAccounts } from "./case-accounts.server.ts";
import { findItem, type WorkItem } from "./queue-item.server.ts";
import {
  detailNames,
  requestKinds,
  type EarlierRequest,
  type RequestEvent,
  type RequestForDesk,
  type RequestKind,
  type RequestRefusal,
} from "./requests.ts";

export type RequestRow = NonNullable<Awaited<ReturnType<typeof findRequest>>>;

/** The request, where it is in the actor's portfolio: by its account, else by its person's; else everybody's. */
export async function findRequest(app: App, actor: StaffActor, id: string | undefined) {
  if (!isId(id)) return undefined;
  const creditors = [...actor.creditors];
  return readAsStaff(app.db, actor, async (tx) => {
    const row = await tx.helpCase.findFirst({ where: { id, kind: { in: [...requestKinds] } } });
    if (!row) return undefined;
    const { accountId, borrowerId } = row;
    if (borrowerId === null) return { ...row, creditorCode: undefined };
    const where = { borrowerId, creditorCode: { in: creditors }, ...(accountId === null ? {} : { id: accountId }) };
    const account = await tx.debtAccount.findFirst({ where, select: { creditorCode: true } });
    return account ? { ...row, creditorCode: accountId === null ? undefined : account.creditorCode } : undefined;
  });
}

export function detailsOf(app: App, { id, detailsEnc }: Pick<RequestRow, "id" | "detailsEnc">): Record<string, string> {
  const text = app.vault.open(detailsEnc, { table: "help_case", column: "details_enc", rowId: id });
  return JSON.parse(text) as Record<string, string>;
}

type Opened = Outcome<
  { readonly row: RequestRow; readonly mine: boolean; readonly item: WorkItem | undefined },
  RequestRefusal
>;

/** On record before it is shown. */
async function openRow(app: App, actor: StaffActor, id: string | undefined): Promise<Opened> {
  const row = await findRequest(app, actor, id);
  if (!row) return refused({ kind: "not-found" });
  const item = await findItem(app, actor, row.id);
  if (row.borrowerId === null) {
    if (!may(actor.role, "request.answer") && !may(actor.role, "case.read_any")) return refused({ kind: "not-found" });
    const [subject, facts] = [`case:${row.id}`, { kind: row.kind, role: actor.role }];
    await inTransaction(app.db, (tx) => recordAudit(tx, app, { actor, action: "case.read", subject, facts }));
    return done({ row, item, mine: item?.holder?.id === actor.staffId });
  }
  const access = await openAccess(app, actor, { caseId: row.id }, "request");
  if (access.ok) return done({ row, item, mine: access.value.mine });
  if (access.refusal.kind === "not-found") return refused({ kind: "not-found" });
  const { reference, kind } = row;
  const { holder } = access.refusal;
  return refused({
    kind: "not-yours",
    id: row.id,
    reference,
    of: kind as RequestKind,
    holder,
    open: item !== undefined,
  });
}

const shown = 20;

/** Others of the same account, or of the same person where no account is named. */
async function readEarlier(tx: Tx, app: App, row: RequestRow): Promise<EarlierRequest[]> {
  const { id, borrowerId, accountId } = row;
  if (borrowerId === null) return [];
  const rows = await tx.helpCase.findMany({
    where: { borrowerId, id: { not: id }, kind: { in: [...requestKinds] }, OR: [{ accountId }, { accountId: null }] },
    orderBy: { createdAt: "desc" },
    take: shown,
  });
  const { timeZone } = app.settings;
  return rows.map((other) => ({
    id: other.id,
    reference: other.reference,
    kind: other.kind as CaseKind,
    status: other.status as CaseStatus,
    outcome: toAnsweredCase(other, timeZone)?.outcome,
    openedOn: dayAt(other.createdAt, timeZone),
  }));
}

async function readEvents(tx: Tx, row: RequestRow, item: WorkItem | undefined): Promise<RequestEvent[]> {
  const entries = await tx.threadEntry.findMany({
    where: { threadId: row.id },
    orderBy: { at: "desc" },
    take: shown,
    select: { at: true, template: true },
  });
  const events: RequestEvent[] = [
    { what: "opened", at: row.createdAt },
    ...(item?.holder ? [{ what: "claimed", at: item.holder.since } as const] : []),
    ...entries
      .filter(({ template }) => template !== "case_answered")
      .map(({ at, template }) => ({ what: template === "case_asked" ? "asked" : "written", at }) as const),
    ...(row.closedAt ? [{ what: "answered", at: row.closedAt } as const] : []),
  ];
  return events.toSorted((a, b) => a.at.getTime() - b.at.getTime());
}

export async function openRequest(
  app: App,
  actor: StaffActor,
  id: string | undefined,
): Promise<Outcome<RequestForDesk, RequestRefusal>> {
  const opened = await openRow(app, actor, id);
  if (!opened.ok) return opened;
  const { row, item, mine } = opened.value;
  const { timeZone } = app.settings;
  const details = detailsOf(app, row);
  return readAsStaff(app.db, actor, async (tx) => {
    const accounts = row.borrowerId === null ? [] : await readAccounts(tx, app, actor, row.borrowerId);
    return done({
      id: row.id,
      reference: row.reference,
      kind: row.kind as RequestKind,
      status: row.status as CaseStatus,
      language: row.language,
      openedOn: dayAt(row.createdAt, timeZone),
      answerBy: dayFromDbDate(row.answerBy),
      mine,
      holder: item?.holder?.name,
      details: detailNames.flatMap((name) => (details[name] ? [{ name, text: details[name] }] : [])),
      borrowerId: row.borrowerId ?? undefined,
      account: accounts.find((account) => account.id === row.accountId),
      asked: row.status === "waiting_borrower" ? decodeAnswer(row.answer).asked : undefined,
      answered: toAnsweredCase(row, timeZone),
      events: await readEvents(tx, row, item),
      earlier: await readEarlier(tx, app, row),
      care: row.borrowerId === null ? [] : await listCareMarks(tx, actor, row.borrowerId),
    });
  });
}
