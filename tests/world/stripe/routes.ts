// The API's doors on one page. A route that is not here is a 404 in Stripe's words.

import type { Stripe } from "stripe";
import { findTransaction, ripenTransactions } from "./balance.ts";
import { findCharge, listChargesParams } from "./charges.ts";
import { createCustomer, createCustomerParams, findCustomer, listCustomersParams } from "./customers.ts";
import { findEvent, listEvents, listEventsParams } from "./events.ts";
import { cutPage, PAGE_FIELDS, within, type Moments } from "./paging.ts";
import { findIntent, listIntentsParams } from "./payment-intents.ts";
import { createRefund, createRefundParams, findRefund, listRefundsParams } from "./refunds.ts";
import { createSessionParams, listSessionsParams } from "./session-params.ts";
import { createSession, expireSession, findCheckout } from "./sessions.ts";
import { list, object, range, text, unserved, type ReadAll, type Spec } from "./spec.ts";
import type { World } from "./world.ts";

export interface Route {
  method: "GET" | "POST";
  path: RegExp;
  params: Spec<{ expand?: string[] }>;
  run: (world: World, id: string, params: object) => object;
}

function route<P extends { expand?: string[] }>(
  method: Route["method"],
  path: string,
  params: Spec<P>,
  run: (world: World, id: string, params: P) => object,
): Route {
  const pattern = new RegExp(`^${path.replace(":id", "([a-z]+_[A-Za-z0-9_]+)")}$`);
  return { method, path: pattern, params, run: run as Route["run"] };
}

const retrieveParams = object({ expand: list(text()) });
const lineItemsParams = object({ ...PAGE_FIELDS });
const retrieveIntentParams = object({
  client_secret: unserved(),
  expand: list(text()),
} satisfies Record<keyof Stripe.PaymentIntentRetrieveParams, unknown>);
const listTransactionsParams = object({
  ...PAGE_FIELDS,
  created: range(),
  currency: text(3),
  // Payouts come later, and with them "which transactions were in this payout?".
  payout: unserved(),
  source: text(),
  type: text(),
} satisfies Record<keyof Stripe.BalanceTransactionListParams, unknown>);

type PageParams = ReadAll<typeof PAGE_FIELDS> & { created?: Moments };

/** A filter that was not given lets everything through; the others must be equal. */
function page<T extends { id: string; created: number }>(
  records: Record<string, T>,
  params: PageParams,
  url: string,
  equal: Partial<Record<keyof T, unknown>>,
) {
  const filters = Object.entries(equal).filter(([, wanted]) => wanted !== undefined);
  const found = Object.values(records).filter(
    (row) =>
      within(row.created, params.created) && filters.every(([field, wanted]) => row[field as keyof T] === wanted),
  );
  return cutPage(found, params, url);
}

export const ROUTES: readonly Route[] = [
  route("POST", "/v1/customers", createCustomerParams, (world, _id, params) => createCustomer(world, params)),
  route("GET", "/v1/customers", listCustomersParams, (world, _id, params) =>
    page(world.state.customers, params, "/v1/customers", { email: params.email }),
  ),
  route("GET", "/v1/customers/:id", retrieveParams, (world, id) => findCustomer(world, id)),
  route("POST", "/v1/checkout/sessions", createSessionParams, (world, _id, params) => createSession(world, params)),
  route("GET", "/v1/checkout/sessions", listSessionsParams, (world, _id, params) => {
    const sessions = Object.values(world.state.checkouts).map(({ session }) => session);
    const records = Object.fromEntries(sessions.map((session) => [session.id, session]));
    return page(records, params, "/v1/checkout/sessions", {
      customer: params.customer,
      payment_intent: params.payment_intent,
      status: params.status,
    });
  }),
  route("GET", "/v1/checkout/sessions/:id", retrieveParams, (world, id) => {
    return findCheckout(world, id).session;
  }),
  route("POST", "/v1/checkout/sessions/:id/expire", retrieveParams, expireSession),
  route("GET", "/v1/checkout/sessions/:id/line_items", lineItemsParams, (world, id, params) =>
    // Line items keep the order in which they were given.
    cutPage(findCheckout(world, id).lineItems, params, `/v1/checkout/sessions/${id}/line_items`, false),
  ),
  route("GET", "/v1/payment_intents", listIntentsParams, (world, _id, params) =>
    page(world.state.paymentIntents, params, "/v1/payment_intents", { customer: params.customer }),
  ),
  route("GET", "/v1/payment_intents/:id", retrieveIntentParams, (world, id) => findIntent(world, id)),
  route("GET", "/v1/charges", listChargesParams, (world, _id, params) =>
    page(world.state.charges, params, "/v1/charges", {
      customer: params.customer,
      payment_intent: params.payment_intent,
    }),
  ),
  route("GET", "/v1/charges/:id", retrieveParams, (world, id) => findCharge(world, id)),
  route("POST", "/v1/refunds", createRefundParams, (world, _id, params) => createRefund(world, params)),
  route("GET", "/v1/refunds", listRefundsParams, (world, _id, params) =>
    page(world.state.refunds, params, "/v1/refunds", {
      charge: params.charge,
      payment_intent: params.payment_intent,
    }),
  ),
  route("GET", "/v1/refunds/:id", retrieveParams, (world, id) => findRefund(world, id)),
  route("GET", "/v1/balance_transactions", listTransactionsParams, (world, _id, params) => {
    ripenTransactions(world);
    return page(world.state.balanceTransactions, params, "/v1/balance_transactions", {
      currency: params.currency,
      source: params.source,
      type: params.type,
    });
  }),
  route("GET", "/v1/balance_transactions/:id", retrieveParams, (world, id) => {
    ripenTransactions(world);
    return findTransaction(world, id);
  }),
  route("GET", "/v1/events", listEventsParams, (world, _id, params) => listEvents(world, params)),
  route("GET", "/v1/events/:id", retrieveParams, (world, id) => findEvent(world, id)),
];
