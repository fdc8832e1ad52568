// What a borrower asks of people: to look at an amount again, to show or mend data. Each becomes a case with a
// reference and a date. Sending the same form twice opens one case; other words open another.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import type { Language } from "#app/i18n/languages.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { decodeAnswer, toAnsweredCase, type AnsweredCase, type CaseRow } from "#app/modules/identity/case-outcomes.ts";
import { openCase, type OpenedCase } from "#app/modules/identity/help-cases.server.ts";
import { openCaseStatuses, type CaseKind, type CaseQuestion } from "#app/modules/identity/help-cases.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { holdsAccount, type DataWish, type DisputeWish } from "./requests.ts";

interface Request {
  readonly kind: CaseKind;
  readonly accountId?: string | undefined;
  readonly language: Language;
  readonly details: Readonly<Record<string, string>>;
}

/** One person's requests queue up here, so that two sendings of one form see each other. */
async function lockPerson(tx: Tx, { borrowerId }: BorrowerActor): Promise<void> {
  await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${borrowerId}::uuid FOR NO KEY UPDATE`;
}

async function openOnce(tx: Tx, app: App, actor: BorrowerActor, request: Request): Promise<OpenedCase> {
  const { borrowerId } = actor;
  const asked = JSON.stringify(request.details);
  const open = await tx.helpCase.findMany({
    where: {
      borrowerId,
      kind: request.kind,
      accountId: request.accountId ?? null,
      status: { in: [...openCaseStatuses] },
    },
    select: { id: true, reference: true, answerBy: true, detailsEnc: true },
  });
  const same = open.find(
    ({ id, detailsEnc }) =>
      app.vault.open(detailsEnc, { table: "help_case", column: "details_enc", rowId: id }) === asked,
  );
  if (same) return { reference: same.reference, answerBy: dayFromDbDate(same.answerBy) };
  return openCase(tx, app, actor, { ...request, borrowerId });
}

/**
 * An objection. One about the amount, or about whose account it is, holds the account: no allocation and no reminders
 * until a person has answered. Undefined where this person has no such account.
 */
export async function openDispute(
  app: App,
  actor: BorrowerActor,
  accountId: string | undefined,
  { reason, details }: DisputeWish,
  language: Language,
): Promise<OpenedCase | undefined> {
  if (!isId(accountId)) return undefined;
  return inTransaction(app.db, async (tx) => {
    await lockPerson(tx, actor);
    const own = await tx.debtAccount.findFirst({
      where: { id: accountId, borrowerId: actor.borrowerId },
      select: { disputedAt: true },
    });
    if (!own) return undefined;
    const held = holdsAccount(reason) && own.disputedAt === null;
    if (held) {
      const where = { id: accountId, borrowerId: actor.borrowerId, disputedAt: null };
      await tx.debtAccount.updateMany({ where, data: { disputedAt: app.clock.now() } });
    }
    const kind = reason === "not_mine" ? "not_mine" : "dispute";
    const opened = await openOnce(tx, app, actor, { kind, accountId, language, details: { reason, text: details } });
    if (held)
      await recordAudit(tx, app, {
        actor,
        action: "account.disputed",
        subject: `account:${accountId}`,
        facts: { reason },
      });
    return opened;
  });
}

/** A copy, a correction, an explanation or a deletion of what is held about the person. */
export async function askAboutData(
  app: App,
  actor: BorrowerActor,
  { request, details }: DataWish,
  language: Language,
): Promise<OpenedCase> {
  return inTransaction(app.db, async (tx) => {
    await lockPerson(tx, actor);
    return openOnce(tx, app, actor, { kind: "data", language, details: { request, text: details } });
  });
}

export interface OwnCase extends OpenedCase {
  readonly id: string;
  readonly openedOn: Day;
  /** What we asked back, and wait for; the answer goes into the messages of the case. */
  readonly asked: CaseQuestion | undefined;
}

/** This person's open cases of some kinds, the newest first. */
export async function listOpenCases(
  app: App,
  { borrowerId }: BorrowerActor,
  kinds: readonly CaseKind[],
  accountId?: string,
): Promise<readonly OwnCase[]> {
  const status = { in: [...openCaseStatuses] };
  const rows = await app.db.prisma.helpCase.findMany({
    where: { borrowerId, kind: { in: [...kinds] }, status, ...(accountId === undefined ? {} : { accountId }) },
    orderBy: { createdAt: "desc" },
    select: { id: true, reference: true, answerBy: true, createdAt: true, status: true, answer: true },
  });
  return rows.map((row) => ({
    id: row.id,
    reference: row.reference,
    answerBy: dayFromDbDate(row.answerBy),
    openedOn: dayAt(row.createdAt, app.settings.timeZone),
    asked: row.status === "waiting_borrower" ? decodeAnswer(row.answer).asked : undefined,
  }));
}

export interface OwnAnswer extends AnsweredCase {
  readonly accountId: string | undefined;
}

const dayMs = 86_400_000;
const shownForMs = 180 * dayMs;
const newForMs = 30 * dayMs;

const answerFields = {
  reference: true,
  kind: true,
  accountId: true,
  createdAt: true,
  closedAt: true,
  outcome: true,
  answer: true,
} as const;

type AnswerRow = CaseRow & { readonly accountId: string | null };

function toOwnAnswers(app: App, rows: readonly AnswerRow[]): OwnAnswer[] {
  return rows.flatMap((row) => {
    const answered = toAnsweredCase(row, app.settings.timeZone);
    return answered ? [{ ...answered, accountId: row.accountId ?? undefined }] : [];
  });
}

/** This person's requests of some kinds that were answered in the last half year, the newest answer first. */
export async function listAnsweredCases(
  app: App,
  { borrowerId }: BorrowerActor,
  kinds: readonly CaseKind[],
  accountId?: string,
): Promise<readonly OwnAnswer[]> {
  const rows = await app.db.prisma.helpCase.findMany({
    where: {
      borrowerId,
      kind: { in: [...kinds] },
      status: "closed",
      closedAt: { gt: new Date(app.clock.now().getTime() - shownForMs) },
      ...(accountId === undefined ? {} : { accountId }),
    },
    orderBy: { closedAt: "desc" },
    take: 20,
    select: answerFields,
  });
  return toOwnAnswers(app, rows);
}

export interface RequestNews {
  /** The last day of a time without reminders. */
  readonly pauseUntil: Day | undefined;
  /** Answered in the last month, and read on a page of its own. */
  readonly answers: readonly OwnAnswer[];
}

/** What has become of this person's requests, for their first page. */
export async function readRequestNews(app: App, { borrowerId }: BorrowerActor): Promise<RequestNews> {
  const now = app.clock.now();
  const today = dayAt(now, app.settings.timeZone);
  const rows = await app.db.prisma.helpCase.findMany({
    where: {
      borrowerId,
      OR: [
        { kind: "moratorium", status: "open", answerBy: { gte: toDbDate(today) } },
        {
          kind: { in: ["dispute", "not_mine", "data"] },
          status: "closed",
          closedAt: { gt: new Date(now.getTime() - newForMs) },
        },
      ],
    },
    orderBy: { closedAt: "desc" },
    take: 20,
    select: { ...answerFields, answerBy: true },
  });
  const pauses = rows.flatMap(({ kind, answerBy }) => (kind === "moratorium" ? [dayFromDbDate(answerBy)] : []));
  return { pauseUntil: pauses.toSorted().at(-1), answers: toOwnAnswers(app, rows).slice(0, 3) };
}
