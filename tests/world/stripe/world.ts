// All that the stand-in remembers: one plain JSON value, so that it can be saved, shown, restored
// and reset as a whole. Nothing here knows HTTP.

import { makeId } from "./ids.ts";
import type { Fault } from "./faults.ts";
import type { SavedAnswer } from "./idempotency.ts";
import type { Minimums } from "./money.ts";
import type {
  BalanceTransaction,
  Charge,
  Customer,
  EventType,
  LineItem,
  Metadata,
  PaymentIntent,
  Refund,
  Session,
  StripeEvent,
} from "./wire.ts";
import { API_VERSION } from "./wire.ts";
import type { Delivery, Endpoint, WebhookModes } from "./webhooks.ts";

export const METHODS = ["card", "alipay", "wechat_pay"] as const;
export type Method = (typeof METHODS)[number];

/** A session with what Stripe keeps beside it but never shows as a field of it. */
export interface Checkout {
  session: Session;
  lineItems: LineItem[];
  intent: { metadata: Metadata; description: string | null };
  /** A test number that waits on the 3DS page; no number outside the test table is ever kept. */
  waitingCard: string | null;
}

export interface State {
  clockOffsetMs: number;
  customers: Record<string, Customer>;
  checkouts: Record<string, Checkout>;
  paymentIntents: Record<string, PaymentIntent>;
  charges: Record<string, Charge>;
  refunds: Record<string, Refund>;
  balanceTransactions: Record<string, BalanceTransaction>;
  events: Record<string, StripeEvent>;
  answers: Record<string, SavedAnswer>;
  faults: Fault[];
  endpoint: Endpoint | null;
  webhookModes: WebhookModes;
  deliveries: Delivery[];
}

export function emptyState(endpoint: Endpoint | null): State {
  return {
    clockOffsetMs: 0,
    customers: {},
    checkouts: {},
    paymentIntents: {},
    charges: {},
    refunds: {},
    balanceTransactions: {},
    events: {},
    answers: {},
    faults: [],
    endpoint,
    webhookModes: { hold: false, parallel: false, duplicate: 0, bad_signature: 0, stale: 0, drop: 0 },
    deliveries: [],
  };
}

/** Who asked: an event says which API request caused it (none, when a payer or the bank did). */
export interface Cause {
  requestId: string | null;
  idempotencyKey: string | null;
}

export const NOBODY: Cause = { requestId: null, idempotencyKey: null };

export interface World {
  state: State;
  publicOrigin: string;
  minimums: Minimums;
  cause: Cause;
  /** Set by the server; called once per event, in the order of the events. */
  announce: (event: StripeEvent) => void;
}

/** Seconds, as everywhere in Stripe. */
export function now(world: World): number {
  return Math.floor((Date.now() + world.state.clockOffsetMs) / 1000);
}

/** The object is copied: an event tells what was true when it was written. */
export function emit(world: World, type: EventType, about: object, previous?: object): StripeEvent {
  const event: StripeEvent = {
    id: makeId("event"),
    object: "event",
    api_version: API_VERSION,
    created: now(world),
    data: {
      object: structuredClone(about),
      ...(previous === undefined ? {} : { previous_attributes: structuredClone(previous) }),
    },
    livemode: false,
    pending_webhooks: world.state.endpoint === null ? 0 : 1,
    request: { id: world.cause.requestId, idempotency_key: world.cause.idempotencyKey },
    type,
  };
  world.state.events[event.id] = event;
  world.announce(event);
  return event;
}
