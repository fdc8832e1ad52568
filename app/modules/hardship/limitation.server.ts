// What a payment may do to the limitation period: one that leaves something owed may begin it anew, where the account's
// rules say so. When, why and until when goes on record, once for each payment. It refuses to judge what follows.
import { addMonths, dayFromDbDate, toDbDate } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";

const reason = "part_payment";

interface PaidPart {
  readonly amountMinor: bigint;
  readonly excessMinor: bigint;
  readonly balanceAfter: unknown;
}

/** Money came to the debt itself, and something of it was still owed straight after. */
function isPartPayment({ amountMinor, excessMinor, balanceAfter }: PaidPart): boolean {
  const { total } = balanceAfter as { readonly total: string };
  return excessMinor < amountMinor && BigInt(total) > 0n;
}

/** Answers how many were put on record; what is there already is left alone. */
export async function recordPartPayments(app: App, accountId: string): Promise<number> {
  const { prisma } = app.db;
  const account = await prisma.debtAccount.findUnique({ where: { id: accountId }, select: { policyPackId: true } });
  if (!account) return 0;
  const pack = requirePolicy(account.policyPackId);
  if (!pack.limitationRestart.value.includes(reason)) return 0;
  const payments = await prisma.payment.findMany({
    where: { accountId, status: { in: ["settled", "partly_refunded"] } },
    orderBy: { id: "asc" },
    select: { id: true, effectiveOn: true, amountMinor: true, excessMinor: true, balanceAfter: true },
  });
  const now = app.clock.now();
  const { count } = await prisma.limitationEvent.createMany({
    data: payments.filter(isPartPayment).map(({ id, effectiveOn }) => ({
      id: newId(now.getTime()),
      accountId,
      reason,
      source: `payment:${id}`,
      happenedOn: effectiveOn,
      runsUntil: toDbDate(addMonths(dayFromDbDate(effectiveOn), 12 * pack.limitationYears.value)),
      packId: pack.id,
      createdAt: now,
    })),
    skipDuplicates: true,
  });
  return count;
}
