// Money that arrived becomes entries of the books: once for each intent, spread by the policy pack under which the
// attempt was made. What no debt may take is never lost and never forced in: it waits as the payer's own credit,
// or in suspense, with an alert for finance.
import { dayAt } from "#app/kernel/calendar.ts";
import { isCurrency } from "#app/kernel/money.ts";
import {
  type ComponentAmounts,
  type Posting,
  accounts,
  balanced,
  components,
  excessOf,
  noAmounts,
  paymentLines,
  providerFeeLines,
  totalOf,
} from "#app/modules/ledger/ledger.ts";
import { postJournal, readBalances } from "#app/modules/ledger/ledger.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { raiseAlert } from "./alerts.server.ts";
import { type DebtRow, currencyOfDebt } from "./payable.server.ts";
import type { IncomingPayment } from "./payment-gateway.ts";
import { paymentReference } from "./payments.ts";
import { spreadPayment } from "./spread-payment.ts";

const provider = "stripe";

interface PaidAttempt {
  readonly id: string;
  readonly policyPackId: string;
}

/** One posting for each intent, whoever asks for it and however often. */
function postingOf(app: App, attempt: PaidAttempt, incoming: IncomingPayment, lines: Posting["lines"]): Posting {
  const { intentId, amountMinor, currency, receivedAt } = incoming;
  return {
    idemKey: `payment:${intentId}`,
    kind: "payment",
    effectiveOn: dayAt(receivedAt, app.settings.timeZone),
    lines,
    sourceRef: `payment:${attempt.id}`,
    request: `${attempt.id} ${amountMinor} ${currency}`,
  };
}

/** The amount that was asked for has come. The caller holds the debt's lock. */
export async function bookPayment(
  app: App,
  tx: Tx,
  debt: DebtRow,
  attempt: PaidAttempt,
  incoming: IncomingPayment,
): Promise<void> {
  const currency = currencyOfDebt(debt);
  const balances = (await readBalances(tx, [debt.id])).get(debt.id)?.amounts ?? noAmounts;
  const { policyPackId } = attempt;
  const { amountMinor, receivedAt } = incoming;
  const on = dayAt(receivedAt, app.settings.timeZone);
  const spread = spreadPayment({ debt, policyPackId, balances, amountMinor, on });
  const parts = spread.parts.map((part) => ({ ...part, debtId: debt.id, creditorCode: debt.creditorCode }));
  const facts = { provider, currency, grossMinor: amountMinor, parts, borrowerId: debt.borrowerId } as const;
  const excessMinor = excessOf(facts);
  const { journalId } = await postJournal(tx, postingOf(app, attempt, incoming, paymentLines(facts)));
  const left: Record<keyof ComponentAmounts, bigint> = { ...balances };
  for (const part of parts) left[part.component] -= part.amountMinor;
  await insertPayment(app, tx, debt, attempt, incoming, {
    status: "settled",
    journalId,
    excessMinor,
    ruleVersion: spread.ruleVersion,
    balanceAfter: left,
  });
  await tx.allocation.createMany({
    data: parts.map((part) => ({
      paymentId: attempt.id,
      debtId: debt.id,
      component: part.component,
      amountMinor: part.amountMinor,
      ruleVersion: spread.ruleVersion,
    })),
  });
  await alertExcess(app, tx, debt, attempt, excessMinor);
  await app.queue.enqueue(tx, "account-moved", { accountId: debt.id }, { key: attempt.id });
}

async function alertExcess(app: App, tx: Tx, debt: DebtRow, attempt: PaidAttempt, excessMinor: bigint): Promise<void> {
  if (excessMinor === 0n) return;
  const kind = debt.disputedAt === null ? "payment-excess" : "payment-on-disputed-account";
  await raiseAlert(app, tx, kind, attempt.id, {
    account: debt.id,
    amountMinor: String(excessMinor),
    currency: debt.currency,
  });
}

/** Something else came than was asked for: kept apart until a person has looked at it. */
export async function quarantinePayment(
  app: App,
  tx: Tx,
  debt: DebtRow,
  attempt: PaidAttempt,
  incoming: IncomingPayment,
): Promise<void> {
  const { amountMinor, currency } = incoming;
  // A currency that the books do not know stays with the provider and in the alert.
  const posted = isCurrency(currency)
    ? await postJournal(
        tx,
        postingOf(
          app,
          attempt,
          incoming,
          balanced([
            { account: accounts.clearing(provider), currency, amountMinor },
            { account: accounts.suspense(provider), currency, amountMinor: -amountMinor },
          ]),
        ),
      )
    : undefined;
  const balances = (await readBalances(tx, [debt.id])).get(debt.id)?.amounts ?? noAmounts;
  await insertPayment(app, tx, debt, attempt, incoming, {
    status: "quarantined",
    journalId: posted?.journalId ?? null,
    excessMinor: 0n,
    ruleVersion: "none",
    balanceAfter: balances,
  });
  await raiseAlert(app, tx, "payment-mismatched", attempt.id, {
    account: debt.id,
    intent: incoming.intentId,
    amountMinor: String(amountMinor),
    currency,
  });
}

interface Booked {
  readonly status: "settled" | "quarantined";
  readonly journalId: string | null;
  readonly excessMinor: bigint;
  readonly ruleVersion: string;
  readonly balanceAfter: ComponentAmounts;
}

async function insertPayment(
  app: App,
  tx: Tx,
  debt: DebtRow,
  attempt: PaidAttempt,
  incoming: IncomingPayment,
  booked: Booked,
): Promise<void> {
  const { status, journalId, excessMinor, ruleVersion, balanceAfter } = booked;
  const left = Object.fromEntries(components.map((component) => [component, balanceAfter[component].toString()]));
  await tx.payment.create({
    data: {
      // The same as the attempt's, so that the address of a payment never changes.
      id: attempt.id,
      reference: paymentReference(attempt.id),
      attemptId: attempt.id,
      accountId: debt.id,
      borrowerId: debt.borrowerId,
      amountMinor: incoming.amountMinor,
      currency: incoming.currency,
      status,
      method: incoming.method,
      methodDetail: incoming.methodDetail ?? null,
      providerIntentId: incoming.intentId,
      providerChargeId: incoming.chargeId ?? null,
      receivedAt: incoming.receivedAt,
      effectiveOn: new Date(`${dayAt(incoming.receivedAt, app.settings.timeZone)}T00:00:00Z`),
      journalId,
      excessMinor,
      policyPackId: attempt.policyPackId,
      ruleVersion,
      balanceAfter: { ...left, total: totalOf(balanceAfter).toString() },
      createdAt: app.clock.now(),
    },
  });
  await app.queue.enqueue(tx, "write-receipt", { paymentId: attempt.id }, { key: attempt.id });
}

/** What the provider kept. Its own book is written a moment after the payment, so this may come later. */
export async function bookFee(app: App, tx: Tx, incoming: IncomingPayment): Promise<void> {
  const { fee, chargeId, receivedAt } = incoming;
  if (!fee || !chargeId) return;
  if (fee.amountMinor <= 0n || !isCurrency(fee.currency)) {
    const facts = { amountMinor: String(fee.amountMinor), currency: fee.currency };
    await raiseAlert(app, tx, "payment-fee-unbooked", chargeId, facts);
    return;
  }
  await postJournal(tx, {
    idemKey: `fee:${chargeId}`,
    kind: "provider_fee",
    effectiveOn: dayAt(receivedAt, app.settings.timeZone),
    lines: providerFeeLines(provider, fee.currency, fee.amountMinor),
    sourceRef: `movement:${fee.movementId}`,
  });
}
