// The payment intent of a checkout session: born at the first attempt to pay, alive over declines.

import type { Stripe } from "stripe";
import { noSuch } from "./api-error.ts";
import { makeId } from "./ids.ts";
import { PAGE_FIELDS } from "./paging.ts";
import { object, range, text, unserved } from "./spec.ts";
import { idOf, type PaymentIntent } from "./wire.ts";
import { emit, now, type Checkout, type World } from "./world.ts";

export const listIntentsParams = object({
  ...PAGE_FIELDS,
  created: range(),
  customer: text(),
  customer_account: unserved(),
} satisfies Record<keyof Stripe.PaymentIntentListParams, unknown>);

/** The same intent for every attempt in one session, so that a retry cannot be a second payment. */
export function intentOf(world: World, checkout: Checkout): PaymentIntent {
  const known = world.state.paymentIntents[idOf(checkout.session.payment_intent)];
  if (known) return known;
  const id = makeId("paymentIntent");
  const { session } = checkout;
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: session.amount_total ?? 0,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic_async",
    client_secret: `${id}_secret_${makeId("secret")}`,
    confirmation_method: "automatic",
    created: now(world),
    currency: session.currency ?? "",
    customer: session.customer,
    customer_account: null,
    description: checkout.intent.description,
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: { ...checkout.intent.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [...session.payment_method_types],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: null,
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_group: null,
  };
  world.state.paymentIntents[id] = intent;
  session.payment_intent = id;
  emit(world, "payment_intent.created", intent);
  return intent;
}

export function findIntent(world: World, id: string, param = "intent", status = 404) {
  const intent = world.state.paymentIntents[id];
  if (!intent) throw noSuch("payment_intent", id, param, status);
  return intent;
}
