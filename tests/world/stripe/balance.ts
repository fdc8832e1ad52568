// Stripe's own book: every movement of money writes one balance transaction, and `assertBooked`
// stops the process of a request that would leave a movement without one.

import assert from "node:assert/strict";
import { noSuch } from "./api-error.ts";
import { makeId } from "./ids.ts";
import { AVAILABLE_AFTER_S, feeOn } from "./money.ts";
import { idOf, type BalanceTransaction, type Charge, type Refund } from "./wire.ts";
import { now, type State, type World } from "./world.ts";

interface Movement {
  amount: number;
  currency: string;
  fee: number;
  source: string;
  type: "charge" | "payment" | "refund" | "payment_refund" | "refund_failure";
  category: "charge" | "refund" | "refund_failure";
  description: string | null;
}

function writeTransaction(world: World, movement: Movement): BalanceTransaction {
  const created = now(world);
  const transaction: BalanceTransaction = {
    id: makeId("balanceTransaction"),
    object: "balance_transaction",
    amount: movement.amount,
    available_on: created + (movement.amount > 0 ? AVAILABLE_AFTER_S : 0),
    balance_type: "payments",
    created,
    currency: movement.currency,
    description: movement.description,
    exchange_rate: null,
    fee: movement.fee,
    fee_details:
      movement.fee === 0
        ? []
        : [
            {
              amount: movement.fee,
              application: null,
              currency: movement.currency,
              description: "Stripe processing fees",
              type: "stripe_fee",
            },
          ],
    net: movement.amount - movement.fee,
    reporting_category: movement.category,
    source: movement.source,
    status: movement.amount > 0 ? "pending" : "available",
    type: movement.type,
  };
  world.state.balanceTransactions[transaction.id] = transaction;
  return transaction;
}

const isCard = (charge: Charge) => charge.payment_method_details?.type === "card";

export function bookCharge(world: World, charge: Charge): void {
  const transaction = writeTransaction(world, {
    amount: charge.amount,
    currency: charge.currency,
    fee: feeOn(charge.amount),
    source: charge.id,
    type: isCard(charge) ? "charge" : "payment",
    category: "charge",
    description: charge.description,
  });
  charge.balance_transaction = transaction.id;
}

/** Stripe keeps the fee of the charge; a refund moves the whole refunded amount. */
export function bookRefund(world: World, refund: Refund, charge: Charge): void {
  const transaction = writeTransaction(world, {
    amount: -refund.amount,
    currency: refund.currency,
    fee: 0,
    source: refund.id,
    type: isCard(charge) ? "refund" : "payment_refund",
    category: "refund",
    description: "REFUND FOR CHARGE",
  });
  refund.balance_transaction = transaction.id;
}

export function bookRefundFailure(world: World, refund: Refund): void {
  const transaction = writeTransaction(world, {
    amount: refund.amount,
    currency: refund.currency,
    fee: 0,
    source: refund.id,
    type: "refund_failure",
    category: "refund_failure",
    description: "REFUND FAILURE",
  });
  refund.failure_balance_transaction = transaction.id;
}

export function findTransaction(world: World, id: string): BalanceTransaction {
  const transaction = world.state.balanceTransactions[id];
  if (!transaction) throw noSuch("balance transaction", id, "id");
  return transaction;
}

/** Money ripens by the clock, so its status is brought up to date before anybody reads it. */
export function ripenTransactions(world: World): void {
  const moment = now(world);
  for (const transaction of Object.values(world.state.balanceTransactions)) {
    const ripe = transaction.available_on <= moment;
    transaction.status = ripe ? "available" : "pending";
  }
}

/** A charge and its refunds against their transactions: called after every movement. */
export function assertBooked(state: State, charge: Charge): void {
  const refunds = Object.values(state.refunds).filter((refund) => refund.charge === charge.id);
  const sources = new Set([charge.id, ...refunds.map((refund) => refund.id)]);
  const written = Object.values(state.balanceTransactions).filter((transaction) =>
    sources.has(idOf(transaction.source)),
  );
  for (const { id, amount, fee, net } of written) {
    assert.equal(net, amount - fee, `${id}: net is not amount − fee`);
  }
  const taken = charge.status === "succeeded" ? charge.amount : 0;
  const returned = refunds
    .filter((refund) => refund.status === "succeeded" || refund.status === "pending")
    .reduce((sum, refund) => sum + refund.amount, 0);
  const booked = written.reduce((sum, transaction) => sum + transaction.amount, 0);
  assert.equal(booked, taken - returned, `${charge.id}: a movement has no balance transaction`);
  assert.equal(charge.amount_refunded, returned, `${charge.id}: amount_refunded is wrong`);
  assert.ok(returned <= taken, `${charge.id}: more was returned than taken`);
}

export function assertBooks(state: State): void {
  for (const charge of Object.values(state.charges)) assertBooked(state, charge);
}
