// Signed webhooks with Stripe's real scheme and with its habits: at least once, in no promised
// order, retried until a 2xx. The modes make each of the bad habits happen on demand.

import { createHmac } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { StripeEvent } from "./wire.ts";
import { API_VERSION } from "./wire.ts";
import type { State } from "./world.ts";

export interface Endpoint {
  url: string;
  /** The newest first; during a rotation both sign. */
  secrets: string[];
}

export interface WebhookModes {
  hold: boolean;
  /** Deliveries do not wait for each other: the receiver meets them all at once. */
  parallel: boolean;
  /** The next so many events are… delivered twice, badly signed, signed too long ago, lost. */
  duplicate: number;
  bad_signature: number;
  stale: number;
  drop: number;
}

type Flaw = "none" | "bad_signature" | "stale";

export interface Delivery {
  event: string;
  type: string;
  status: "held" | "queued" | "waiting" | "delivered" | "failed" | "dropped";
  flaw: Flaw;
  attempts: { at: number; httpStatus: number | null; error: string | null }[];
}

export interface ReleaseOrder {
  /** Last first. */
  reverse?: boolean;
  /** Only these, in this order, the oldest of each type; the others stay held. */
  types?: string[];
}

/** Beyond the receiver's tolerance of 300 seconds. */
const STALE_S = 600;
const ATTEMPT_TIMEOUT_MS = 10_000;

export interface Courier {
  announce(event: StripeEvent): void;
  release(order: ReleaseOrder): void;
  redeliver(eventId: string): void;
  /** Takes up again what was on its way when the process ended. */
  resume(): void;
  /** Resolves when nothing is on its way (held and given-up deliveries do not count). */
  settled(): Promise<void>;
  stop(): void;
}

export function signPayload(payload: string, secrets: readonly string[], atS: number): string {
  const signatures = secrets.map((secret) => {
    const digest = createHmac("sha256", secret).update(`${atS}.${payload}`).digest("hex");
    return `v1=${digest}`;
  });
  return [`t=${atS}`, ...signatures].join(",");
}

export function createCourier(getState: () => State, retryDelaysMs: readonly number[], changed: () => void): Courier {
  const stopping = new AbortController();
  const onTheWay = new Set<Delivery>();
  // One after another: order is then disturbed only when a test asks for it.
  let tail: Promise<void> = Promise.resolve();

  const take = (mode: "duplicate" | "bad_signature" | "stale" | "drop"): boolean => {
    const modes = getState().webhookModes;
    if (modes[mode] <= 0) return false;
    modes[mode] -= 1;
    return true;
  };

  const attempt = async (delivery: Delivery): Promise<void> => {
    const { endpoint, events } = getState();
    const event = events[delivery.event];
    // A reset may have come in between.
    if (!endpoint || !event) return void onTheWay.delete(delivery);
    const outcome = await post(endpoint, event, delivery.flaw, stopping.signal);
    // What broke off because the process ends is still queued when it starts again.
    if (stopping.signal.aborted) return;
    delivery.attempts.push({ at: Math.floor(Date.now() / 1000), ...outcome });
    const delivered = outcome.httpStatus !== null && outcome.httpStatus < 300;
    const delayMs = delivered ? undefined : retryDelaysMs[delivery.attempts.length - 1];
    if (delivered) event.pending_webhooks = 0;
    if (delayMs === undefined) {
      delivery.status = delivered ? "delivered" : "failed";
      onTheWay.delete(delivery);
    } else {
      delivery.status = "waiting";
      void retry(delivery, delayMs);
    }
    changed();
  };

  const queue = (delivery: Delivery): void => {
    delivery.status = "queued";
    onTheWay.add(delivery);
    const go = () => (stopping.signal.aborted ? undefined : attempt(delivery));
    if (getState().webhookModes.parallel) void go();
    else tail = tail.then(go);
  };

  const retry = async (delivery: Delivery, delayMs: number): Promise<void> => {
    await sleep(delayMs, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined);
    if (stopping.signal.aborted) return;
    if (getState().deliveries.includes(delivery)) queue(delivery);
    else onTheWay.delete(delivery);
  };

  const record = (event: StripeEvent, flaw: Flaw): void => {
    const { deliveries, webhookModes } = getState();
    const delivery: Delivery = {
      event: event.id,
      type: event.type,
      status: "held",
      flaw,
      attempts: [],
    };
    deliveries.push(delivery);
    if (!webhookModes.hold) queue(delivery);
  };

  return {
    announce(event) {
      const { endpoint, deliveries } = getState();
      if (!endpoint) return;
      if (take("drop")) {
        const lost = { event: event.id, type: event.type, flaw: "none", attempts: [] } as const;
        deliveries.push({ ...lost, attempts: [], status: "dropped" });
        return;
      }
      const flaw = take("bad_signature") ? "bad_signature" : take("stale") ? "stale" : "none";
      record(event, flaw);
      if (take("duplicate")) record(event, flaw);
    },
    release({ reverse = false, types }) {
      const { deliveries, webhookModes } = getState();
      const held = deliveries.filter((delivery) => delivery.status === "held");
      if (types === undefined) {
        webhookModes.hold = false;
        for (const delivery of reverse ? held.toReversed() : held) queue(delivery);
        return;
      }
      for (const type of types) {
        const next = held.find((delivery) => delivery.type === type && delivery.status === "held");
        if (!next) throw new Error(`no held delivery of ${type}`);
        queue(next);
      }
    },
    redeliver(eventId) {
      const event = getState().events[eventId];
      if (!event) throw new Error(`no such event: ${eventId}`);
      record(event, "none");
    },
    resume() {
      for (const delivery of getState().deliveries) {
        if (delivery.status === "queued" || delivery.status === "waiting") queue(delivery);
      }
    },
    async settled() {
      while (onTheWay.size > 0 && !stopping.signal.aborted) {
        await tail;
        if (onTheWay.size > 0) await sleep(5);
      }
    },
    stop: () => stopping.abort(),
  };
}

async function post(endpoint: Endpoint, event: StripeEvent, flaw: Flaw, stopping: AbortSignal) {
  const payload = JSON.stringify(event, null, 2);
  // The real clock, not the stand-in's: a receiver judges the signature's age by its own.
  const at = Math.floor(Date.now() / 1000) - (flaw === "stale" ? STALE_S : 0);
  const secrets = flaw === "bad_signature" ? ["whsec_somebody_else"] : endpoint.secrets;
  try {
    const response = await fetch(endpoint.url, {
      method: "POST",
      headers: {
        "content-type": "application/json; charset=utf-8",
        "stripe-signature": signPayload(payload, secrets, at),
        "stripe-version": API_VERSION,
        "user-agent": "Stripe/1.0 (stand-in; not Stripe)",
      },
      body: payload,
      redirect: "manual",
      signal: AbortSignal.any([stopping, AbortSignal.timeout(ATTEMPT_TIMEOUT_MS)]),
    });
    await response.arrayBuffer();
    return { httpStatus: response.status, error: null };
  } catch (error) {
    return { httpStatus: null, error: error instanceof Error ? error.message : String(error) };
  }
}
