// The hold that a dispute puts on an account: nothing is allocated to it, no interest runs, no reminder goes out. It
// ends when a person has answered, and never by itself; and it stays where the answer was that the account may be
// somebody else's, or that the books are wrong, until they are right.
import type { Actor } from "#app/kernel/actor.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { AuditFacts } from "#app/modules/audit/audit.ts";
import { askForHold, keepsHold, outcomesOf } from "#app/modules/identity/case-outcomes.ts";
import { openCaseStatuses } from "#app/modules/identity/help-cases.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";

interface OfAccount {
  readonly accountId: string;
  readonly id?: { readonly not: string };
}

const askingKinds = ["dispute", "not_mine"];
const holdingOutcomes: string[] = [...outcomesOf.dispute, ...outcomesOf.not_mine].filter(keepsHold);

async function isOneOpen(tx: Tx, which: OfAccount): Promise<boolean> {
  const where = { ...which, kind: { in: askingKinds }, status: { in: [...openCaseStatuses] } };
  return (await tx.helpCase.count({ where })) > 0;
}

/** Whether a case asks for the hold, beside the one that is named: one that is not answered, or one by its answer. */
export async function isHoldAskedFor(tx: Tx, accountId: string, beside?: string): Promise<boolean> {
  const others: OfAccount = { accountId, ...(beside === undefined ? {} : { id: { not: beside } }) };
  if (await isOneOpen(tx, others)) return true;
  const answered = await tx.helpCase.findMany({
    where: { ...others, kind: { in: askingKinds }, status: "closed", outcome: { not: null } },
    orderBy: [{ closedAt: "desc" }, { id: "desc" }],
    select: { kind: true, outcome: true, answer: true },
  });
  return askForHold(answered);
}

/**
 * Before a hold ends, outside of any transaction: its days are counted while it still stands, so that they pass without
 * interest and are not made up for later.
 */
export async function settleHold(app: App, borrowerId: string): Promise<void> {
  await accrueDebts(app, { borrowerId });
}

/** Ends the hold as part of the caller's transaction, whose first lock is the borrower's; after settleHold. */
export async function endHold(
  tx: Tx,
  app: App,
  actor: Actor,
  accountId: string,
  facts: AuditFacts = {},
): Promise<boolean> {
  if (await isHoldAskedFor(tx, accountId)) return false;
  const where = { id: accountId, disputedAt: { not: null } };
  const { count } = await tx.debtAccount.updateMany({ where, data: { disputedAt: null } });
  if (count === 0) return false;
  await recordAudit(tx, app, { actor, action: "account.released", subject: `account:${accountId}`, facts });
  return true;
}

async function lockBorrower(tx: Tx, borrowerId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${borrowerId}::uuid FOR NO KEY UPDATE`;
}

/** Ends the hold unless another case still asks for it; answers whether it ended. */
export async function releaseHold(app: App, actor: Actor, accountId: string): Promise<boolean> {
  const account = await app.db.prisma.debtAccount.findUnique({
    where: { id: accountId },
    select: { borrowerId: true, disputedAt: true },
  });
  if (!account?.disputedAt) return false;
  await settleHold(app, account.borrowerId);
  return inTransaction(app.db, async (tx) => {
    await lockBorrower(tx, account.borrowerId);
    return endHold(tx, app, actor, accountId);
  });
}

export type ReleaseRefusal = "no-account" | "not-held" | "still-asked";

/**
 * Ends a hold that an answer kept, once what was wrong is put right. That answer asks for no hold any more, so that a
 * later one ends with its own. Refused while a case that asks for the hold is not answered.
 */
export async function releaseCorrected(
  app: App,
  actor: Actor,
  creditorCode: string,
  accountNumber: string,
): Promise<Outcome<null, ReleaseRefusal>> {
  const account = await app.db.prisma.debtAccount.findUnique({
    where: { creditorCode_accountNumber: { creditorCode, accountNumber } },
    select: { id: true, borrowerId: true, disputedAt: true },
  });
  if (!account) return refused("no-account");
  if (!account.disputedAt) return refused("not-held");
  const { id: accountId, borrowerId } = account;
  await settleHold(app, borrowerId);
  return inTransaction(app.db, async (tx): Promise<Outcome<null, ReleaseRefusal>> => {
    await lockBorrower(tx, borrowerId);
    if (await isOneOpen(tx, { accountId })) return refused("still-asked");
    const corrected = await markCorrected(tx, accountId);
    return (await endHold(tx, app, actor, accountId, { corrected })) ? done(null) : refused("not-held");
  });
}

/** Answers how many answers kept the hold until now. */
function markCorrected(tx: Tx, accountId: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE help_case SET answer = coalesce(answer, '{}') || '{"corrected": true}'
     WHERE account_id = ${accountId}::uuid AND status = 'closed' AND outcome = ANY (${holdingOutcomes})
       AND (answer -> 'corrected') IS DISTINCT FROM 'true'`;
}
