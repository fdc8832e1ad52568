// The hold that a dispute puts on an account: nothing is allocated to it, no interest runs, no reminder goes out. It
// ends when a person has answered, and never by itself; and it stays where the answer was that the account may be
// somebody else's.
import type { Actor } from "#app/kernel/actor.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { keepsHold } from "#app/modules/identity/case-outcomes.ts";
import { openCaseStatuses } from "#app/modules/identity/help-cases.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";

/**
 * Whether a case asks for the hold, beside the one that is named: one that is not answered, or the newest answer to whose
 * account it is.
 */
export async function isHoldAskedFor(tx: Tx, accountId: string, beside?: string): Promise<boolean> {
  const others = { accountId, ...(beside === undefined ? {} : { id: { not: beside } }) };
  const open = { ...others, status: { in: [...openCaseStatuses] }, kind: { in: ["dispute", "not_mine"] } };
  if ((await tx.helpCase.count({ where: open })) > 0) return true;
  const newest = await tx.helpCase.findFirst({
    where: { ...others, kind: "not_mine", status: "closed", outcome: { not: null } },
    orderBy: [{ closedAt: "desc" }, { id: "desc" }],
    select: { outcome: true },
  });
  return keepsHold(newest?.outcome ?? null);
}

/**
 * Before a hold ends, outside of any transaction: its days are counted while it still stands, so that they pass without
 * interest and are not made up for later.
 */
export async function settleHold(app: App, borrowerId: string): Promise<void> {
  await accrueDebts(app, { borrowerId });
}

/** Ends the hold as part of the caller's transaction, whose first lock is the borrower's; after settleHold. */
export async function endHold(tx: Tx, app: App, actor: Actor, accountId: string): Promise<boolean> {
  if (await isHoldAskedFor(tx, accountId)) return false;
  const where = { id: accountId, disputedAt: { not: null } };
  const { count } = await tx.debtAccount.updateMany({ where, data: { disputedAt: null } });
  if (count === 0) return false;
  await recordAudit(tx, app, { actor, action: "account.released", subject: `account:${accountId}`, facts: {} });
  return true;
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
    await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${account.borrowerId}::uuid FOR NO KEY UPDATE`;
    return endHold(tx, app, actor, accountId);
  });
}
