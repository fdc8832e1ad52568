// What the portal asks of whoever takes the money, in words of no provider. It refuses to guess: an answer that
// was lost is "unknown", never "failed", and only "absent" says that nothing is there.
import type { Money } from "#app/kernel/money.ts";

export interface CheckoutOrder {
  readonly attemptId: string;
  readonly accountId: string;
  readonly amount: Money;
  /** The only words that reach the payer's statement: a neutral reference, no creditor and no debt. */
  readonly reference: string;
  readonly language: "zh-CN" | "en";
  /** Where the payer comes back to; the provider adds its session's id. */
  readonly returnUrl: string;
  readonly cancelUrl: string;
  readonly expiresAt: Date;
}

export interface Checkout {
  readonly id: string;
  /** Where the payer pays, while that is possible. */
  readonly url: string | undefined;
  readonly attemptId: string | undefined;
  readonly environment: string | undefined;
  readonly amountMinor: bigint;
  /** In capitals. */
  readonly currency: string;
  /** `failed`: the payer was done, and then the bank said no. */
  readonly state: "open" | "processing" | "paid" | "failed" | "expired";
  /** Why the last try in it did not go through, as the provider's code. */
  readonly problem: string | undefined;
  readonly incoming: IncomingPayment | undefined;
}

/** Money that arrived at the provider. */
export interface IncomingPayment {
  readonly intentId: string;
  readonly chargeId: string | undefined;
  /** A currency code as the provider knows it, in capitals; the portal may not book it. */
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly method: PaymentMethod;
  /** Last four signs of a card. */
  readonly methodDetail: string | undefined;
  readonly receivedAt: Date;
  /** Known once the provider has written its own book, which may be a moment later. */
  readonly fee: { readonly amountMinor: bigint; readonly currency: string; readonly movementId: string } | undefined;
}

export type PaymentMethod = "card" | "alipay" | "wechat" | "other";

/** What an attempt to open a checkout came to. */
export type CheckoutAnswer =
  | { readonly kind: "opened"; readonly checkout: Checkout }
  /** Lost, late or overloaded: the same key may be asked again. */
  | { readonly kind: "unknown"; readonly problem: string }
  /** The key was used for another request: somebody has to look. */
  | { readonly kind: "conflict"; readonly problem: string }
  /** Understood and declined: nothing was opened. */
  | { readonly kind: "declined"; readonly problem: string };

export type Look<Found> =
  | { readonly kind: "found"; readonly found: Found }
  | { readonly kind: "absent" }
  | { readonly kind: "unknown"; readonly problem: string };

export type EventSubject = "checkout" | "intent" | "charge" | "other";

/** An event says that something happened to an object; what is true now is asked again. */
export interface ProviderEvent {
  readonly id: string;
  readonly type: string;
  readonly live: boolean;
  readonly apiVersion: string | undefined;
  readonly subject: EventSubject;
  readonly objectId: string;
  readonly createdAt: Date;
}

/** Which attempt an object of the provider belongs to. */
export interface Belonging {
  readonly attemptId: string | undefined;
  readonly environment: string | undefined;
  readonly intentId: string | undefined;
}

export interface PaymentGateway {
  /** Names the provider in accounts of the ledger and in the event cursor. */
  readonly provider: "stripe";
  /** Whether real money moves. */
  readonly live: boolean;
  /** The very bytes that `createCheckout` would send, for the hash that is stored before the call. */
  describeOrder(order: CheckoutOrder): string;
  createCheckout(order: CheckoutOrder, key: string): Promise<CheckoutAnswer>;
  retrieveCheckout(id: string): Promise<Look<Checkout>>;
  /** Asks to close a checkout; one that cannot be closed any more is looked at instead, so paid wins. */
  expireCheckout(id: string): Promise<Look<Checkout>>;
  /** For an answer that was lost: is there a checkout of this attempt? */
  findCheckoutByAttempt(attemptId: string, madeFrom: Date, madeUntil: Date): Promise<Look<Checkout>>;
  retrieveIntent(id: string): Promise<Look<IncomingPayment>>;
  traceObject(subject: EventSubject, id: string): Promise<Look<Belonging>>;
  /** Events of the kinds that matter here, oldest first, from that moment on. */
  listEventsSince(moment: Date): Promise<Look<readonly ProviderEvent[]>>;
  /** The event, or undefined where the signature or its age does not hold. */
  verifyWebhook(body: Uint8Array, signature: string, receivedAt: Date): ProviderEvent | undefined;
}
