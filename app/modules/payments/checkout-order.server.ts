// An attempt as the order that goes to the provider. Everything in it comes from the stored row, so that asking
// again, from another process or a day later, asks for the very same thing.
import { hash } from "node:crypto";
import { isCurrency, money } from "#app/kernel/money.ts";
import type { App } from "#app/platform/app.server.ts";
import type { CheckoutOrder, PaymentGateway } from "./payment-gateway.ts";
import { paymentReference } from "./payments.ts";

export interface OrderedAttempt {
  readonly id: string;
  readonly accountId: string;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly language: string;
  readonly expiresAt: Date;
}

export function orderOf(app: App, attempt: OrderedAttempt): CheckoutOrder {
  if (!isCurrency(attempt.currency)) throw new TypeError("an attempt is in a currency that the portal does not book");
  const page = `${app.env.publicOrigin}/my/payments/${attempt.id}`;
  return {
    attemptId: attempt.id,
    accountId: attempt.accountId,
    amount: money(attempt.amountMinor, attempt.currency),
    reference: paymentReference(attempt.id),
    language: attempt.language === "en" ? "en" : "zh-CN",
    returnUrl: page,
    cancelUrl: page,
    expiresAt: attempt.expiresAt,
  };
}

export function hashOrder(gateway: PaymentGateway, order: CheckoutOrder): Buffer<ArrayBuffer> {
  return Buffer.from(hash("sha256", gateway.describeOrder(order), "buffer"));
}
