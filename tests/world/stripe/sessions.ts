// Checkout sessions in payment mode: create, find, list, expire. What a payer does with one is in
// `paying.ts`; the payment intent is born there too, because this API version creates it only when
// somebody tries to pay.

import { badParam, missingParam, noSuch, notServed, refused } from "./api-error.ts";
import { findCustomer } from "./customers.ts";
import { makeId } from "./ids.ts";
import { canPayIn, checkCurrency, checkMinimum } from "./money.ts";
import { emptySession } from "./session-shape.ts";
import type { CreateSession, LineItemRead } from "./session-params.ts";
import { idOf, type LineItem, type Session } from "./wire.ts";
import { emit, METHODS, now, type Checkout, type Method, type World } from "./world.ts";

const MINUTE_S = 60;
const SHORTEST_S = 30 * MINUTE_S;
const LONGEST_S = 24 * 60 * MINUTE_S;

export function createSession(world: World, params: CreateSession): Session {
  if (params.mode !== "payment") throw notServed(`mode=${params.mode}`, "mode");
  if (!params.line_items?.length) throw missingParam("line_items");
  if (params.success_url === undefined) throw missingParam("success_url");
  if (params.customer !== undefined) findCustomer(world, params.customer, "customer");
  if (params.customer !== undefined && params.customer_email !== undefined) {
    const message = "You may only specify one of these parameters: customer, customer_email.";
    throw badParam(message, "customer", "parameters_exclusive");
  }
  const currency = currencyOf(world, params, params.line_items);
  const lineItems = params.line_items.map((item) => buildLineItem(world, item));
  const total = lineItems.reduce((sum, item) => sum + item.amount_total, 0);
  checkMinimum(world.minimums, currency, total);
  const id = makeId("session");
  const session = buildSession(world, params, {
    id,
    currency,
    total,
    expiresAt: expiryOf(world, params.expires_at),
    methods: methodsFor(params, currency),
  });
  world.state.checkouts[id] = {
    session,
    lineItems,
    intent: {
      metadata: params.payment_intent_data?.metadata ?? {},
      description: params.payment_intent_data?.description ?? null,
    },
    waitingCard: null,
  };
  return session;
}

function currencyOf(world: World, params: CreateSession, items: LineItemRead[]): string {
  const currencies = items.map((item) => item.price_data.currency.toLowerCase());
  const [first] = currencies;
  if (first === undefined) throw missingParam("line_items");
  checkCurrency(world.minimums, first, "line_items[0][price_data][currency]");
  if (currencies.some((currency) => currency !== first)) {
    throw badParam("All line items must have the same currency.", "line_items");
  }
  if (params.currency !== undefined && params.currency.toLowerCase() !== first) {
    throw badParam("The currency differs from the currency of the line items.", "currency");
  }
  return first;
}

function expiryOf(world: World, asked: number | undefined): number {
  const moment = now(world);
  if (asked === undefined) return moment + LONGEST_S;
  // A few seconds pass between the caller's clock and ours; Stripe forgives them too.
  if (asked < moment + SHORTEST_S - 30) {
    const message = "The `expires_at` timestamp must be at least 30 minutes after Checkout Session creation.";
    throw badParam(message, "expires_at");
  }
  if (asked > moment + LONGEST_S + 30) {
    const message = "The `expires_at` timestamp must be less than 24 hours after Checkout Session creation.";
    throw badParam(message, "expires_at");
  }
  return asked;
}

function methodsFor(params: CreateSession, currency: string): Method[] {
  const allowed: readonly string[] = params.allowed_payment_method_types ?? METHODS;
  const excluded: readonly string[] = params.excluded_payment_method_types ?? [];
  const methods = METHODS.filter(
    (method) => allowed.includes(method) && !excluded.includes(method) && canPayIn(method, currency),
  );
  if (methods.length === 0) {
    throw refused("No valid payment method types for this Checkout Session.");
  }
  return methods;
}

function buildLineItem(world: World, item: LineItemRead): LineItem {
  const amount = item.price_data.unit_amount * item.quantity;
  const currency = item.price_data.currency.toLowerCase();
  return {
    id: makeId("lineItem"),
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: amount,
    amount_tax: 0,
    amount_total: amount,
    currency,
    description: item.price_data.product_data.name,
    metadata: item.metadata ?? {},
    price: {
      id: makeId("price"),
      object: "price",
      active: false,
      billing_scheme: "per_unit",
      created: now(world),
      currency,
      custom_unit_amount: null,
      livemode: false,
      lookup_key: null,
      metadata: {},
      nickname: null,
      product: makeId("product"),
      recurring: null,
      tax_behavior: "unspecified",
      tiers_mode: null,
      transform_quantity: null,
      type: "one_time",
      unit_amount: item.price_data.unit_amount,
      unit_amount_decimal: String(item.price_data.unit_amount),
    },
    quantity: item.quantity,
  };
}

interface Computed {
  id: string;
  currency: string;
  total: number;
  expiresAt: number;
  methods: Method[];
}

function buildSession(world: World, params: CreateSession, computed: Computed): Session {
  return {
    ...emptySession(),
    id: computed.id,
    adaptive_pricing: { enabled: params.adaptive_pricing?.enabled ?? false },
    allowed_payment_method_types: params.allowed_payment_method_types ?? null,
    amount_subtotal: computed.total,
    amount_total: computed.total,
    cancel_url: params.cancel_url ?? null,
    client_reference_id: params.client_reference_id ?? null,
    created: now(world),
    currency: computed.currency,
    customer: params.customer ?? null,
    customer_creation: params.customer === undefined ? "if_required" : null,
    customer_email: params.customer_email ?? null,
    ...(params.excluded_payment_method_types === undefined
      ? {}
      : { excluded_payment_method_types: params.excluded_payment_method_types }),
    expires_at: computed.expiresAt,
    integration_identifier: params.integration_identifier ?? null,
    locale: params.locale ?? null,
    metadata: params.metadata ?? {},
    payment_method_types: computed.methods,
    submit_type: params.submit_type ?? null,
    success_url: params.success_url ?? null,
    url: `${world.publicOrigin}/c/pay/${computed.id}`,
  };
}

export function findCheckout(world: World, id: string): Checkout {
  const checkout = world.state.checkouts[id];
  if (!checkout) throw noSuch("checkout.session", id, "session");
  return checkout;
}

/** Asked for by the API: only an open session can be expired, whoever paid first has won. */
export function expireSession(world: World, id: string): Session {
  const { session } = findCheckout(world, id);
  if (session.status !== "open") {
    throw refused(
      `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status ?? "unknown"}.`,
    );
  }
  closeExpired(world, session);
  return session;
}

/** The clock's part: run before every request and when the clock is moved. */
export function expireDueSessions(world: World): void {
  const moment = now(world);
  for (const { session } of Object.values(world.state.checkouts)) {
    if (session.status === "open" && session.expires_at <= moment) closeExpired(world, session);
  }
}

function closeExpired(world: World, session: Session): void {
  session.status = "expired";
  session.url = null;
  const intent = world.state.paymentIntents[idOf(session.payment_intent)];
  if (intent && intent.status !== "succeeded") {
    intent.status = "canceled";
    intent.canceled_at = now(world);
    intent.cancellation_reason = "expired";
    intent.next_action = null;
    emit(world, "payment_intent.canceled", intent);
  }
  emit(world, "checkout.session.expired", session);
}
