// The charge: one attempt of a bank or a wallet to move money, successful or not.

import type { Stripe } from "stripe";
import { noSuch } from "./api-error.ts";
import type { Decline, TestCard } from "./cards.ts";
import { makeId } from "./ids.ts";
import { PAGE_FIELDS } from "./paging.ts";
import { object, range, text, unserved } from "./spec.ts";
import { idOf, type Charge, type PaymentIntent } from "./wire.ts";
import { now, type Method, type World } from "./world.ts";

export const listChargesParams = object({
  ...PAGE_FIELDS,
  created: range(),
  customer: text(),
  payment_intent: text(),
  transfer_group: unserved(),
} satisfies Record<keyof Stripe.ChargeListParams, unknown>);

/** What the payer pays with. */
export type Instrument =
  | { method: "card"; card: TestCard; authenticated: boolean }
  | { method: Exclude<Method, "card"> };

type Outcome = { status: "succeeded" | "pending" } | { status: "failed"; decline: Decline };

export function writeCharge(world: World, intent: PaymentIntent, instrument: Instrument, outcome: Outcome): Charge {
  const taken = outcome.status === "succeeded";
  const decline = outcome.status === "failed" ? outcome.decline : null;
  const charge: Charge = {
    ...emptyCharge(),
    id: makeId(instrument.method === "card" ? "charge" : "payment"),
    amount: intent.amount,
    amount_captured: taken ? intent.amount : 0,
    captured: taken,
    created: now(world),
    currency: intent.currency,
    customer: intent.customer,
    description: intent.description,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    metadata: { ...intent.metadata },
    outcome: outcomeOf(decline),
    paid: taken,
    payment_intent: intent.id,
    payment_method: intent.payment_method === null ? null : idOf(intent.payment_method),
    payment_method_details: detailsOf(intent, instrument),
    status: outcome.status,
  };
  world.state.charges[charge.id] = charge;
  return charge;
}

function outcomeOf(decline: Decline | null): Charge["outcome"] {
  return {
    advice_code: decline === null ? null : "try_again_later",
    network_advice_code: null,
    network_decline_code: null,
    network_status: decline === null ? "approved_by_network" : "declined_by_network",
    reason: decline?.declineCode ?? null,
    risk_level: "normal",
    seller_message: decline === null ? "Payment complete." : "The bank did not return any further details.",
    type: decline === null ? "authorized" : "issuer_declined",
  };
}

function detailsOf(intent: PaymentIntent, paidBy: Instrument): Charge["payment_method_details"] {
  if (paidBy.method !== "card") {
    const wallet = { fingerprint: null, transaction_id: makeId("fingerprint") };
    return paidBy.method === "alipay" ? { type: "alipay", alipay: wallet } : { type: "wechat_pay", wechat_pay: wallet };
  }
  const { card, authenticated } = paidBy;
  return {
    type: "card",
    card: {
      amount_authorized: intent.amount,
      authorization_code: null,
      brand: card.brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: card.country,
      electronic_commerce_indicator: null,
      exp_month: 12,
      exp_year: 2034,
      fingerprint: `standin${card.number.slice(-9)}`,
      funding: card.funding,
      installments: null,
      last4: card.number.slice(-4),
      mandate: null,
      network: card.brand,
      network_transaction_id: null,
      regulated_status: "unregulated",
      three_d_secure: authenticated
        ? {
            authentication_flow: "challenge",
            electronic_commerce_indicator: "05",
            exemption_indicator: null,
            result: "authenticated",
            result_reason: null,
            transaction_id: makeId("fingerprint"),
            version: "2.2.0",
          }
        : null,
      transaction_link_id: null,
      wallet: null,
    },
  };
}

function emptyCharge(): Charge {
  return {
    id: "",
    object: "charge",
    amount: 0,
    amount_captured: 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    calculated_statement_descriptor: "ANHUAN",
    captured: false,
    created: 0,
    currency: "",
    customer: null,
    description: null,
    disputed: false,
    failure_balance_transaction: null,
    failure_code: null,
    failure_message: null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: null,
    paid: false,
    payment_intent: null,
    payment_method: null,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "pending",
    transfer_data: null,
    transfer_group: null,
  };
}

export function findCharge(world: World, id: string, param = "charge", status = 404): Charge {
  const charge = world.state.charges[id];
  if (!charge) throw noSuch("charge", id, param, status);
  return charge;
}
