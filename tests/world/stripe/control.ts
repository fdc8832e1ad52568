// The control plane, `/_standin/*`: the clock, faults, webhooks, "the bank", and the memory. Only
// tests and the demo speak to it; nothing of it exists at Stripe.

import { ApiError, noSuch, refused } from "./api-error.ts";
import { tick } from "./api.ts";
import { assertBooks } from "./balance.ts";
import { orderFault, type FaultOrder } from "./faults.ts";
import { answerLate, answerWallet, authenticate, openWallet, payByCard, type WalletAnswer } from "./paying.ts";
import { createRefund, failRefund } from "./refunds.ts";
import { findCheckout } from "./sessions.ts";
import { API_VERSION, type Session } from "./wire.ts";
import type { Courier, ReleaseOrder, WebhookModes } from "./webhooks.ts";
import { emptyState, METHODS, now, type Method, type State, type World } from "./world.ts";

export interface PayOrder {
  session: string;
  method: Method;
  /** A test number; 4242… when it is left out. */
  card?: string;
  /** What the 3DS page says; the payer passes when it is left out. */
  authenticate?: "complete" | "fail";
  /** What the wallet says; it authorises when it is left out. */
  wallet?: WalletAnswer;
}

export interface RefundOrder {
  charge: string;
  amount?: number;
}

export interface ControlContext {
  world: World;
  courier: Courier;
  changed: () => void;
}

type Handler = (context: ControlContext, order: never) => unknown;

/** Disputes, payouts and setup mode will be further handlers here. */
const HANDLERS: Record<string, Handler> = {
  "GET /health": ({ world }) => {
    assertBooks(world.state);
    return { ok: true, standin: true, api_version: API_VERSION };
  },
  "GET /clock": ({ world }) => readClock(world),
  "POST /clock": ({ world }, order: { offset_ms?: number; advance_s?: number }) => {
    const { state } = world;
    state.clockOffsetMs = order.offset_ms ?? state.clockOffsetMs + (order.advance_s ?? 0) * 1000;
    tick(world);
    return readClock(world);
  },
  "GET /faults": ({ world }) => world.state.faults,
  "POST /faults": ({ world }, order: FaultOrder) => orderFault(world.state.faults, order),
  "DELETE /faults": ({ world }) => (world.state.faults = []),
  "GET /webhooks": ({ world }) => ({
    endpoint: world.state.endpoint,
    modes: world.state.webhookModes,
    deliveries: world.state.deliveries,
  }),
  "POST /webhooks": ({ world }, order: Partial<WebhookModes>) => {
    return Object.assign(world.state.webhookModes, order);
  },
  "POST /webhooks/endpoint": ({ world }, order: { url: string; secrets: string[] }) => {
    world.state.endpoint = { url: new URL(order.url).href, secrets: order.secrets };
    return world.state.endpoint;
  },
  "POST /webhooks/release": ({ courier }, order: ReleaseOrder) => (courier.release(order), {}),
  "POST /webhooks/redeliver": ({ courier }, order: { event: string }) => {
    return (courier.redeliver(order.event), {});
  },
  "POST /webhooks/settled": async ({ courier }) => (await courier.settled(), {}),
  "POST /pay": ({ world }, order: PayOrder) => paySession(world, order),
  "POST /bank/async": ({ world }, order: { session: string; succeeded: boolean }) => {
    const checkout = findCheckout(world, order.session);
    answerLate(world, checkout, order.succeeded);
    return checkout.session;
  },
  "POST /bank/refund": ({ world }, order: RefundOrder) => createRefund(world, order),
  "POST /bank/refund-failure": ({ world }, order: { refund: string; reason?: string }) => {
    return failRefund(world, order.refund, order.reason);
  },
  "GET /snapshot": ({ world }) => {
    assertBooks(world.state);
    return world.state;
  },
  "POST /restore": ({ world }, order: State) => {
    world.state = order;
    return {};
  },
  // The endpoint stays: it is configuration, not memory.
  "POST /reset": ({ world }) => {
    world.state = emptyState(world.state.endpoint);
    return {};
  },
};

function readClock(world: World): { offset_ms: number; now: number } {
  return { offset_ms: world.state.clockOffsetMs, now: now(world) };
}

function paySession(world: World, order: PayOrder): Session {
  const checkout = findCheckout(world, order.session);
  if (!METHODS.includes(order.method)) throw refused(`unknown method: ${order.method}`);
  if (order.method === "card") {
    const result = payByCard(world, checkout, order.card ?? "4242424242424242");
    if (result === "authenticate") {
      authenticate(world, checkout, order.authenticate !== "fail");
    }
    return checkout.session;
  }
  openWallet(world, checkout, order.method);
  answerWallet(world, checkout, order.method, order.wallet ?? "authorise");
  return checkout.session;
}

export interface ControlAnswer {
  status: number;
  body: string;
}

export async function handleControl(
  context: ControlContext,
  method: string,
  path: string,
  body: string,
): Promise<ControlAnswer> {
  const name = `${method} ${path.slice("/_standin".length)}`;
  try {
    const handler = HANDLERS[name];
    if (!handler) throw noSuch("control", name, "path");
    tick(context.world);
    const order = (body === "" ? {} : JSON.parse(body)) as never;
    const answer = await handler(context, order);
    context.changed();
    return { status: 200, body: JSON.stringify(answer ?? {}) };
  } catch (error) {
    if (error instanceof ApiError) {
      return { status: error.status, body: JSON.stringify(error.body) };
    }
    const message = error instanceof Error ? error.message : String(error);
    return { status: 400, body: JSON.stringify({ error: { type: "api_error", message } }) };
  }
}
