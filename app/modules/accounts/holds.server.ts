// The hold that a dispute puts on an account: nothing is allocated to it, no interest runs, no reminder goes out. It
// ends when a person has answered, and never by itself.
import type { Actor } from "#app/kernel/actor.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";

/** Ends the hold unless another open case still asks for it; answers whether it ended. */
export async function releaseHold(app: App, actor: Actor, accountId: string): Promise<boolean> {
  const account = await app.db.prisma.debtAccount.findUnique({
    where: { id: accountId },
    select: { borrowerId: true, disputedAt: true },
  });
  if (!account?.disputedAt) return false;
  // Counted while the hold still stands, so that its days pass without interest and are not made up for later.
  await accrueDebts(app, { borrowerId: account.borrowerId });
  return inTransaction(app.db, async (tx) => {
    await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${account.borrowerId}::uuid FOR NO KEY UPDATE`;
    const asking = await tx.helpCase.count({
      where: { accountId, status: "open", kind: { in: ["dispute", "not_mine"] } },
    });
    if (asking > 0) return false;
    await tx.debtAccount.update({ where: { id: accountId }, data: { disputedAt: null } });
    await recordAudit(tx, app, { actor, action: "account.released", subject: `account:${accountId}`, facts: {} });
    return true;
  });
}
