// What doors and jobs may ask of payments. Here the provider is chosen; everything behind it knows only the gateway.
import type { Language } from "#app/i18n/languages.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import type { Outcome } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import type { PaymentGateway } from "./payment-gateway.ts";
import type { PayRefusal, PayWish } from "./payments.ts";
import { type PaymentView, visitPaymentWith } from "./payment-view.server.ts";
import { type Reconciled, reconcileWith } from "./reconcile-attempt.server.ts";
import { type StartedPayment, startPaymentWith } from "./start-payment.server.ts";
import { createStripeGateway } from "./stripe-gateway.server.ts";
import { type Swept, sweepPaymentsWith } from "./sweep-payments.server.ts";
import { ProviderSilent, type Receipt, handleWebhookWith, receiveWebhookWith } from "./webhooks.server.ts";

export { type PayPage, readPayPage } from "./pay-page.server.ts";
export { readReceipt } from "./payment-view.server.ts";
export { renderReceipt } from "./receipt-file.server.ts";
export { sendReceipt } from "./send-receipt.server.ts";

const gateways = new WeakMap<App["env"], PaymentGateway>();

function gatewayOf({ env }: App): PaymentGateway {
  const gateway = gateways.get(env) ?? createStripeGateway(env);
  gateways.set(env, gateway);
  return gateway;
}

export function startPayment(
  app: App,
  actor: BorrowerActor,
  accountId: string,
  wish: PayWish,
  language: Language,
): Promise<Outcome<StartedPayment, PayRefusal>> {
  return startPaymentWith(gatewayOf(app), app, actor, accountId, wish, language);
}

/** A payment as its owner sees it now; where that is not known yet, the provider is asked. */
export function visitPayment(
  app: App,
  actor: BorrowerActor,
  paymentId: string,
  checkoutId: string | null,
  language: Language,
): Promise<PaymentView | undefined> {
  return visitPaymentWith(gatewayOf(app), app, actor, paymentId, checkoutId, language);
}

export async function reconcileAttempt(app: App, attemptId: string): Promise<Reconciled> {
  const reconciled = await reconcileWith(gatewayOf(app), app, attemptId);
  if (reconciled.kind === "unreachable") throw new ProviderSilent(reconciled.problem);
  return reconciled;
}

export function receiveWebhook(app: App, body: Uint8Array, signature: string | null): Promise<Receipt> {
  return receiveWebhookWith(gatewayOf(app), app, body, signature);
}

export function handleWebhook(app: App, eventId: string): Promise<void> {
  return handleWebhookWith(gatewayOf(app), app, eventId);
}

export function sweepPayments(app: App): Promise<Swept> {
  return sweepPaymentsWith(gatewayOf(app), app);
}
