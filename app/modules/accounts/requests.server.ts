// What a borrower asks of people: to look at an amount again, to show or mend data. Each becomes a case with a
// reference and a date. Sending the same form twice opens one case; other words open another.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, dayAt, dayFromDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import type { Language } from "#app/i18n/languages.ts";
import { openCase, type CaseKind, type OpenedCase } from "#app/modules/identity/help-cases.server.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { holdsAccount, type DataWish, type DisputeWish } from "./requests.ts";

interface Request {
  readonly kind: CaseKind;
  readonly accountId?: string | undefined;
  readonly language: Language;
  readonly details: Readonly<Record<string, string>>;
  readonly answerBy?: Day | undefined;
}

/** One person's requests queue up here, so that two sendings of one form see each other. */
async function lockPerson(tx: Tx, { borrowerId }: BorrowerActor): Promise<void> {
  await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${borrowerId}::uuid FOR NO KEY UPDATE`;
}

async function openOnce(tx: Tx, app: App, actor: BorrowerActor, request: Request): Promise<OpenedCase> {
  const { borrowerId } = actor;
  const asked = JSON.stringify(request.details);
  const open = await tx.helpCase.findMany({
    where: { borrowerId, kind: request.kind, accountId: request.accountId ?? null, status: "open" },
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
  // The law gives its own time for a question about one's data.
  const { rightsAnswerDays } = requirePolicy(app.settings.policyPack);
  const answerBy = addDays(dayAt(app.clock.now(), app.settings.timeZone), rightsAnswerDays.value);
  return inTransaction(app.db, async (tx) => {
    await lockPerson(tx, actor);
    return openOnce(tx, app, actor, { kind: "data", language, details: { request, text: details }, answerBy });
  });
}

export interface OwnCase extends OpenedCase {
  readonly openedOn: Day;
}

/** This person's open cases of some kinds, the newest first. */
export async function listOpenCases(
  app: App,
  { borrowerId }: BorrowerActor,
  kinds: readonly CaseKind[],
  accountId?: string,
): Promise<readonly OwnCase[]> {
  const rows = await app.db.prisma.helpCase.findMany({
    where: { borrowerId, kind: { in: [...kinds] }, status: "open", ...(accountId === undefined ? {} : { accountId }) },
    orderBy: { createdAt: "desc" },
    select: { reference: true, answerBy: true, createdAt: true },
  });
  return rows.map(({ reference, answerBy, createdAt }) => ({
    reference,
    answerBy: dayFromDbDate(answerBy),
    openedOn: dayAt(createdAt, app.settings.timeZone),
  }));
}
