// The control plane as a typed client: for tests in the same process and for the demo alike, since
// both speak HTTP to it.

import type { PayOrder, RefundOrder } from "./control.ts";
import type { Fault, FaultOrder } from "./faults.ts";
import type { Refund, Session } from "./wire.ts";
import type { Delivery, Endpoint, ReleaseOrder, WebhookModes } from "./webhooks.ts";
import type { State } from "./world.ts";

export interface Clock {
  offset_ms: number;
  now: number;
}

export interface WebhookState {
  endpoint: Endpoint | null;
  modes: WebhookModes;
  deliveries: Delivery[];
}

export type Control = ReturnType<typeof createControlClient>;

export function createControlClient(url: string) {
  async function call<T>(method: string, path: string, order?: object): Promise<T> {
    const response = await fetch(`${url}/_standin${path}`, {
      method,
      ...(order === undefined ? {} : { body: JSON.stringify(order), headers: { "content-type": "application/json" } }),
    });
    const answer = (await response.json()) as { error?: { message: string } };
    if (!response.ok) throw new Error(`${path}: ${answer.error?.message ?? response.status}`);
    return answer as T;
  }
  const post = <T>(path: string, order: object = {}) => call<T>("POST", path, order);
  const set = (modes: Partial<WebhookModes>) => post<WebhookModes>("/webhooks", modes);

  return {
    health: () => call<{ ok: true; standin: true; api_version: string }>("GET", "/health"),
    clock: {
      get: () => call<Clock>("GET", "/clock"),
      setOffset: (offsetMs: number) => post<Clock>("/clock", { offset_ms: offsetMs }),
      advance: (seconds: number) => post<Clock>("/clock", { advance_s: seconds }),
    },
    faults: {
      next: (order: FaultOrder) => post<Fault>("/faults", order),
      list: () => call<Fault[]>("GET", "/faults"),
      clear: () => call<Fault[]>("DELETE", "/faults"),
    },
    webhooks: {
      /** Several secrets sign side by side, as during a rotation. */
      setEndpoint: (endpointUrl: string, ...secrets: string[]) =>
        post<Endpoint>("/webhooks/endpoint", { url: endpointUrl, secrets }),
      get: () => call<WebhookState>("GET", "/webhooks"),
      deliveries: async () => (await call<WebhookState>("GET", "/webhooks")).deliveries,
      hold: () => set({ hold: true }),
      release: (order: ReleaseOrder = {}) => post<object>("/webhooks/release", order),
      /** All at once instead of one after another. */
      parallel: (on = true) => set({ parallel: on }),
      duplicate: (times = 1) => set({ duplicate: times }),
      badSignature: (times = 1) => set({ bad_signature: times }),
      stale: (times = 1) => set({ stale: times }),
      drop: (times = 1) => set({ drop: times }),
      redeliver: (event: string) => post<object>("/webhooks/redeliver", { event }),
      /** Resolves when no delivery is on its way any more. */
      settled: () => post<object>("/webhooks/settled"),
    },
    pay: (order: PayOrder) => post<Session>("/pay", order),
    bank: {
      asyncSuccess: (session: string) => post<Session>("/bank/async", { session, succeeded: true }),
      asyncFailure: (session: string) => post<Session>("/bank/async", { session, succeeded: false }),
      refund: (order: RefundOrder) => post<Refund>("/bank/refund", order),
      failRefund: (refund: string, reason?: string) =>
        post<Refund>("/bank/refund-failure", reason === undefined ? { refund } : { refund, reason }),
    },
    reset: () => post<object>("/reset"),
    snapshot: () => call<State>("GET", "/snapshot"),
    restore: (state: State) => post<object>("/restore", state),
  };
}
