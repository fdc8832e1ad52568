// Writes down what the provider says of an attempt. It runs under the debt's lock and may run any number of times,
// in any order: money is booked once for each intent, and a state never moves back. It calls nobody.
import { systemActor } from "#app/kernel/actor.ts";
import { money } from "#app/kernel/money.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { type Tx, inTransaction } from "#app/platform/db.server.ts";
import { raiseAlert } from "./alerts.server.ts";
import { type DebtRow, currencyOfDebt, lockDebt } from "./payable.server.ts";
import type { Checkout } from "./payment-gateway.ts";
import { type AttemptEvent, type AttemptStatus, moveAttempt, readCheckoutEvent } from "./payments.ts";
import { bookFee, bookPayment, quarantinePayment } from "./book-payment.server.ts";

export type AttemptRow = NonNullable<Awaited<ReturnType<Tx["paymentAttempt"]["findUnique"]>>>;

/** Records the provider's checkout; answers the status that the attempt has now. */
export function settleAttempt(app: App, attempt: AttemptRow, checkout: Checkout): Promise<AttemptStatus> {
  return underLock(app, attempt, async (tx, debt, locked) => {
    if (checkout.attemptId !== locked.id || checkout.environment !== app.env.mode) {
      const facts = {
        checkout: checkout.id,
        claims: checkout.attemptId ?? null,
        environment: checkout.environment ?? null,
      };
      await raiseAlert(app, tx, "payment-other-environment", locked.id, facts);
      return locked.status as AttemptStatus;
    }
    const event = readCheckoutEvent(checkout, money(locked.amountMinor, currencyOfDebt(debt)));
    const status = await move(app, tx, locked, event, {
      providerSessionId: checkout.id,
      providerUrl: checkout.url ?? null,
      providerIntentId: checkout.incoming?.intentId ?? locked.providerIntentId,
      lastProblem: event === "paid" ? null : (checkout.problem ?? locked.lastProblem),
    });
    const { incoming } = checkout;
    if (!incoming) return status;
    if (status !== locked.status && status === "paid") await bookPayment(app, tx, debt, locked, incoming);
    if (status !== locked.status && status === "quarantined") await quarantinePayment(app, tx, debt, locked, incoming);
    await bookFee(app, tx, incoming);
    return status;
  });
}

/** Ends an attempt of which the provider knows nothing, and to which it will not open a checkout any more. */
export function loseAttempt(app: App, attempt: AttemptRow, problem: string): Promise<AttemptStatus> {
  return underLock(app, attempt, (tx, _debt, locked) => move(app, tx, locked, "lost", { lastProblem: problem }));
}

function underLock(
  app: App,
  attempt: AttemptRow,
  work: (tx: Tx, debt: DebtRow, locked: AttemptRow) => Promise<AttemptStatus>,
): Promise<AttemptStatus> {
  return inTransaction(app.db, async (tx) => {
    const debt = await lockDebt(tx, attempt.accountId, attempt.borrowerId);
    const locked = await tx.paymentAttempt.findUnique({ where: { id: attempt.id } });
    if (!debt || !locked) throw new TypeError("an attempt outlives its account");
    const status = await work(tx, debt, locked);
    // Last of all, because the audit chain is held from here to the commit.
    if (status !== locked.status) {
      const facts = { from: locked.status, amountMinor: String(locked.amountMinor), currency: locked.currency };
      const subject = `payment:${attempt.id}`;
      await recordAudit(tx, app, { actor: systemActor("provider"), action: `payment.${status}`, subject, facts });
    }
    return status;
  });
}

type AttemptChange = Partial<
  Pick<AttemptRow, "providerSessionId" | "providerUrl" | "providerIntentId" | "lastProblem">
>;

async function move(
  app: App,
  tx: Tx,
  attempt: AttemptRow,
  event: AttemptEvent,
  change: AttemptChange,
): Promise<AttemptStatus> {
  const from = attempt.status as AttemptStatus;
  const status = moveAttempt(from, event);
  if (!status) return from;
  await tx.paymentAttempt.update({
    where: { id: attempt.id },
    data: { ...change, status, updatedAt: app.clock.now() },
  });
  return status;
}
