// What an account can take: read under its lock where a decision follows, so that two payments of one debt never
// decide on the same balance.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { type Currency, isCurrency } from "#app/kernel/money.ts";
import { readAgreedFacts } from "#app/modules/accounts/agreed-dues.server.ts";
import { standUnderPlan } from "#app/modules/accounts/agreed-dues.ts";
import { decideDue } from "#app/modules/accounts/accounts.ts";
import { orderWithin } from "#app/modules/ledger/allocation.ts";
import { type ComponentAmounts, noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";
import type { Payable } from "./payments.ts";

const debtFields = {
  id: true,
  borrowerId: true,
  creditorCode: true,
  accountNumber: true,
  productType: true,
  lenderType: true,
  currency: true,
  contractDate: true,
  firstUnpaidDueDate: true,
  annualRatePpm: true,
  secured: true,
  policyPackId: true,
  disputedAt: true,
  agreedOrder: true,
  planId: true,
} as const;

export type DebtRow = NonNullable<Awaited<ReturnType<typeof readDebt>>>;

export function readDebt(runner: Tx | Db["prisma"], accountId: string, borrowerId: string) {
  return runner.debtAccount.findFirst({ where: { id: accountId, borrowerId }, select: debtFields });
}

/** The debt of that borrower, held until the transaction ends. */
export async function lockDebt(tx: Tx, accountId: string, borrowerId: string): Promise<DebtRow | undefined> {
  await tx.$queryRaw`
    SELECT id FROM debt_account WHERE id = ${accountId}::uuid AND borrower_id = ${borrowerId}::uuid FOR NO KEY UPDATE`;
  return (await readDebt(tx, accountId, borrowerId)) ?? undefined;
}

export interface PayableAccount {
  readonly debt: DebtRow;
  readonly balances: ComponentAmounts;
  readonly facts: Payable;
}

export function currencyOfDebt(debt: DebtRow): Currency {
  if (!isCurrency(debt.currency)) throw new TypeError("a debt is in a currency that the portal does not book");
  return debt.currency;
}

export async function readPayable(app: App, runner: Tx | Db["prisma"], debt: DebtRow): Promise<PayableAccount> {
  const currency = currencyOfDebt(debt);
  const balances = (await readBalances(runner, [debt.id])).get(debt.id)?.amounts ?? noAmounts;
  const { _sum: onItsWay } = await runner.paymentAttempt.aggregate({
    where: { accountId: debt.id, status: "processing" },
    _sum: { amountMinor: true },
  });
  const disputed = debt.disputedAt !== null;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const firstUnpaidDueOn = dayFromDbDate(debt.firstUnpaidDueDate);
  const { productType, agreedOrder } = debt;
  const named = { productType, agreedOrder, firstUnpaidDueDate: firstUnpaidDueOn };
  const order = orderWithin(named, requirePolicy(debt.policyPackId).allocation.value, today);
  const minimumMinor = app.settings.minimumPayment[currency] ?? 1n;
  const agreed = debt.planId === null ? undefined : (await readAgreedFacts(runner, [debt.id])).get(debt.id);
  const plan = agreed && standUnderPlan(agreed, totalOf(balances), disputed, today, minimumMinor);
  return {
    debt,
    balances,
    facts: {
      currency,
      balanceMinor: plan?.payableMinor ?? totalOf(balances),
      dueMinor: plan?.dueMinor ?? decideDue({ balances, firstUnpaidDueOn, disputed, order }, today),
      onItsWayMinor: onItsWay.amountMinor ?? 0n,
      minimumMinor,
      disputed,
    },
  };
}

/** For a page: the account of whoever asks, or nothing. */
export async function findPayable(
  app: App,
  actor: BorrowerActor,
  accountId: string,
): Promise<PayableAccount | undefined> {
  if (!isId(accountId)) return undefined;
  const debt = await readDebt(app.db.prisma, accountId, actor.borrowerId);
  return debt ? readPayable(app, app.db.prisma, debt) : undefined;
}
