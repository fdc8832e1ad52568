// The SDK's types, closed again. Its string unions are open (`'open' | OtherString`), so plain tsc
// would let a stand-in answer `status: 'opne'`. `Wire` strips the open arm, all the way down, and
// the objects we build are typed with it: tsc is what holds the stand-in to the pinned SDK.

import type { Stripe } from "stripe";

/** The only version served; `satisfies` fails to compile when the SDK moves. */
export const API_VERSION = "2026-10-28.endive" satisfies Stripe.LatestApiVersion;

type Literals<S extends string> = S extends string ? (string extends S ? never : S) : never;

/** The literal members of an open union; a plain `string` stays a string. */
export type Closed<S extends string> = [Literals<S>] extends [never] ? S : Literals<S>;

type Deep<T> =
  T extends Array<infer Item>
    ? Array<Wire<Item>>
    : T extends Stripe.Decimal
      ? string
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T;

export type Wire<T> = Closed<Extract<T, string>> | Deep<Exclude<T, string>>;

export type Customer = Wire<Stripe.Customer>;
export type Session = Wire<Stripe.Checkout.Session>;
export type LineItem = Wire<Stripe.LineItem>;
export type PaymentIntent = Wire<Stripe.PaymentIntent>;
export type Charge = Wire<Stripe.Charge>;
export type Refund = Wire<Stripe.Refund>;
export type BalanceTransaction = Wire<Stripe.BalanceTransaction>;
export type EventType = Stripe.Event["type"];

/** Event's own fields; `data.object` is whatever object the event tells of. */
export interface StripeEvent {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: object };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null };
  type: EventType;
}

/** Metadata as it is on the wire: text to text. */
export type Metadata = Record<string, string>;

/** We keep references as ids; the SDK's types allow the whole object in their place. */
export function idOf(reference: string | { id: string } | null): string {
  return typeof reference === "string" ? reference : (reference?.id ?? "");
}
