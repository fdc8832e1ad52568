// The gateway by Stripe: hosted checkout, so that no card number ever comes near the portal. The only file that
// knows the SDK. It refuses to interpret silence: what was not answered clearly is "unknown".
import { Stripe } from "stripe";
import type { Env } from "#app/platform/env.server.ts";
import type {
  Belonging,
  Checkout,
  CheckoutAnswer,
  CheckoutOrder,
  EventSubject,
  IncomingPayment,
  Look,
  PaymentGateway,
  PaymentMethod,
  ProviderEvent,
} from "./payment-gateway.ts";
import { readEvent, readSignedEvent, telling } from "./stripe-event.schema.ts";

type CreateParams = Stripe.Checkout.SessionCreateParams;

const answerTimeoutMs = 12_000;
const networkRetries = 2;
/** Zero would switch the check off in this version of the SDK. */
const webhookToleranceSeconds = 300;
const checkoutWithMoney = { expand: ["payment_intent.latest_charge.balance_transaction"] };
const intentWithMoney = { expand: ["latest_charge.balance_transaction"] };

export function createStripeGateway(env: Pick<Env, "mode" | "stripe">): PaymentGateway {
  const { secretKey, webhookSecrets, apiBase } = env.stripe;
  const stripe = new Stripe(secretKey, {
    ...reach(apiBase, secretKey),
    timeout: answerTimeoutMs,
    maxNetworkRetries: networkRetries,
    telemetry: false,
  });
  const paramsOf = (order: CheckoutOrder): CreateParams => orderParams(order, env.mode);
  const retrieveCheckout = (id: string): Promise<Look<Checkout>> =>
    look(async () => readCheckout(await stripe.checkout.sessions.retrieve(id, checkoutWithMoney)));
  return {
    provider: "stripe",
    live: /^(sk|rk)_live_/.test(secretKey),
    describeOrder: (order) => JSON.stringify(paramsOf(order)),
    createCheckout: async (order, key) => {
      try {
        const session = await stripe.checkout.sessions.create(paramsOf(order), { idempotencyKey: key });
        return { kind: "opened", checkout: readCheckout(session) };
      } catch (error) {
        return readRefusal(error);
      }
    },
    retrieveCheckout,
    expireCheckout: async (id) => {
      const closed = await look(async () => readCheckout(await stripe.checkout.sessions.expire(id, checkoutWithMoney)));
      return closed.kind === "unknown" ? retrieveCheckout(id) : closed;
    },
    findCheckoutByAttempt: (attemptId, madeFrom, madeUntil) =>
      lookFor(async () => {
        const created = { gte: seconds(madeFrom), lte: seconds(madeUntil) };
        for await (const session of stripe.checkout.sessions.list({ created, limit: 100 })) {
          if (session.metadata?.["attempt_id"] === attemptId) return retrieveCheckout(session.id);
        }
        return { kind: "absent" };
      }),
    retrieveIntent: (id) =>
      lookFor(async () => {
        const incoming = readIncoming(await stripe.paymentIntents.retrieve(id, intentWithMoney));
        return incoming ? { kind: "found", found: incoming } : { kind: "absent" };
      }),
    traceObject: (subject, id) => look(() => trace(stripe, subject, id)),
    listEventsSince: (moment) =>
      look(async () => {
        const events: ProviderEvent[] = [];
        const asked = { created: { gte: seconds(moment) }, types: [...telling], limit: 100 };
        for await (const event of stripe.events.list(asked)) events.push(readEvent(event));
        return events.toReversed();
      }),
    verifyWebhook: (body, signature, receivedAt) => {
      for (const secret of webhookSecrets) {
        try {
          const at = receivedAt.getTime();
          const bytes = Buffer.from(body);
          const tolerance = webhookToleranceSeconds;
          return readSignedEvent(stripe.webhooks.constructEvent(bytes, signature, secret, tolerance, undefined, at));
        } catch {
          // Another secret may hold: during a rotation both are in use. None at all is the caller's refusal.
        }
      }
      return undefined;
    },
  };
}

/** The way to the stand-in. With a real key it stays shut: real money must never be asked of anything but Stripe. */
function reach(apiBase: string | undefined, secretKey: string): Stripe.StripeConfig {
  if (!apiBase) return {};
  if (!/^(sk|rk)_test_/.test(secretKey)) throw new TypeError("a stand-in takes a test key only");
  const { protocol, hostname, port } = new URL(apiBase);
  const scheme = protocol === "https:" ? "https" : "http";
  return { protocol: scheme, host: hostname, port: port || (scheme === "https" ? 443 : 80) };
}

function seconds(moment: Date): number {
  return Math.floor(moment.getTime() / 1000);
}

/** What the payer's bank and Stripe get to know: an amount and a reference, nothing about a person or a debt. */
function orderParams(order: CheckoutOrder, environment: string): CreateParams {
  const metadata = { attempt_id: order.attemptId, debt_id: order.accountId, env: environment };
  return {
    mode: "payment",
    locale: order.language === "zh-CN" ? "zh" : "en",
    line_items: [
      {
        quantity: 1,
        price_data: {
          currency: order.amount.currency.toLowerCase(),
          unit_amount: Number(order.amount.amountMinor),
          product_data: { name: order.reference },
        },
      },
    ],
    allowed_payment_method_types: ["card", "alipay", "wechat_pay"],
    payment_method_options: { wechat_pay: { client: "web" } },
    // The amount is a debt in its own currency; a converted one would not match the books.
    adaptive_pricing: { enabled: false },
    client_reference_id: order.attemptId,
    metadata,
    payment_intent_data: { metadata, description: order.reference },
    success_url: `${order.returnUrl}?session={CHECKOUT_SESSION_ID}`,
    cancel_url: order.cancelUrl,
    expires_at: seconds(order.expiresAt),
  };
}

function whole<Kind extends { id: string }>(value: string | Kind | null | undefined): Kind | undefined {
  return value && typeof value === "object" ? value : undefined;
}

function readCheckout(session: Stripe.Checkout.Session): Checkout {
  const intent = whole<Stripe.PaymentIntent>(session.payment_intent);
  const error = intent?.last_payment_error;
  const incoming = intent && readIncoming(intent);
  return {
    id: session.id,
    url: session.url ?? undefined,
    attemptId: session.metadata?.["attempt_id"],
    environment: session.metadata?.["env"],
    amountMinor: BigInt(session.amount_total ?? 0),
    currency: (session.currency ?? "").toUpperCase(),
    state: incoming ? "paid" : stateOf(session, intent),
    problem: error ? (error.decline_code ?? error.code ?? error.type) : undefined,
    incoming,
  };
}

function stateOf(session: Stripe.Checkout.Session, intent: Stripe.PaymentIntent | undefined): Checkout["state"] {
  if (session.status === "open") return "open";
  if (session.status === "expired") return "expired";
  // Complete. "Paid" would need the money to be there to read, so a session said to be paid is still on its way.
  if (session.payment_status === "paid" || !intent || intent.status === "processing") return "processing";
  return "failed";
}

/** The money of an intent, once it has come. */
function readIncoming(intent: Stripe.PaymentIntent): IncomingPayment | undefined {
  if (intent.status !== "succeeded") return undefined;
  const charge = whole<Stripe.Charge>(intent.latest_charge);
  const movement = whole<Stripe.BalanceTransaction>(charge?.balance_transaction);
  return {
    intentId: intent.id,
    chargeId: charge?.id,
    amountMinor: BigInt(intent.amount_received),
    currency: intent.currency.toUpperCase(),
    method: methodOf(charge?.payment_method_details?.type),
    methodDetail: charge?.payment_method_details?.card?.last4 ?? undefined,
    receivedAt: new Date((charge?.created ?? intent.created) * 1000),
    fee: movement && {
      amountMinor: BigInt(movement.fee),
      currency: movement.currency.toUpperCase(),
      movementId: movement.id,
    },
  };
}

function methodOf(type: string | undefined): PaymentMethod {
  if (type === "card" || type === "alipay") return type;
  return type === "wechat_pay" ? "wechat" : "other";
}

async function trace(stripe: Stripe, subject: EventSubject, id: string): Promise<Belonging> {
  if (subject === "checkout") {
    const session = await stripe.checkout.sessions.retrieve(id);
    return belonging(session.metadata, idOf(session.payment_intent));
  }
  if (subject === "charge") {
    const charge = await stripe.charges.retrieve(id, { expand: ["payment_intent"] });
    const intent = whole<Stripe.PaymentIntent>(charge.payment_intent);
    return belonging(intent?.metadata ?? charge.metadata, intent?.id);
  }
  const intent = await stripe.paymentIntents.retrieve(id);
  return belonging(intent.metadata, intent.id);
}

function idOf(value: string | { id: string } | null): string | undefined {
  return typeof value === "string" ? value : value?.id;
}

function belonging(metadata: Stripe.Metadata | null, intentId: string | undefined): Belonging {
  return { attemptId: metadata?.["attempt_id"], environment: metadata?.["env"], intentId };
}

function problemOf(error: unknown): string {
  if (error instanceof Stripe.errors.StripeError) return error.code ?? error.type;
  // Not an answer of Stripe and not a broken line: a mistake of ours, which must be loud.
  throw error;
}

function readRefusal(error: unknown): CheckoutAnswer {
  const problem = problemOf(error);
  const { StripeIdempotencyError, StripeInvalidRequestError } = Stripe.errors;
  const status = (error as Stripe.errors.StripeError).statusCode ?? 0;
  // 409: the first request with this key is still running. Ask again later.
  if (error instanceof StripeIdempotencyError && status !== 409) return { kind: "conflict", problem };
  if (error instanceof StripeInvalidRequestError && status === 400) return { kind: "declined", problem };
  return { kind: "unknown", problem };
}

function look<Found>(read: () => Promise<Found>): Promise<Look<Found>> {
  return lookFor(async () => ({ kind: "found", found: await read() }));
}

async function lookFor<Found>(read: () => Promise<Look<Found>>): Promise<Look<Found>> {
  try {
    return await read();
  } catch (error) {
    const problem = problemOf(error);
    const { statusCode, code } = error as Stripe.errors.StripeError;
    return statusCode === 404 && code === "resource_missing" ? { kind: "absent" } : { kind: "unknown", problem };
  }
}
