// Faults that a test or the demo orders for the next matching requests to the API.

export const FAULT_KINDS = [
  "delay", // wait `ms`, holding the idempotency key, then answer as usual
  "drop_before", // close the connection; nothing was executed
  "drop_after", // execute, save, close the connection; the caller learns nothing
  "truncate", // execute, save, send a 200 that breaks off in the middle of its body
  "429", // not executed, not saved
  "500", // saved under the key, as Stripe does; with `executed` only the answer was lost
  "409", // a lock time-out: not executed, not saved
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  method: string | null;
  /** A regular expression on the path, for example `^/v1/checkout/sessions$`. */
  path: string;
  kind: FaultKind;
  times: number;
  ms: number;
  executed: boolean;
}

export interface FaultOrder {
  method?: string;
  path?: string;
  kind: FaultKind;
  times?: number;
  ms?: number;
  executed?: boolean;
}

export function orderFault(faults: Fault[], order: FaultOrder): Fault {
  if (!FAULT_KINDS.includes(order.kind)) throw new Error(`unknown fault kind: ${order.kind}`);
  const fault: Fault = {
    method: order.method?.toUpperCase() ?? null,
    path: new RegExp(order.path ?? ".").source,
    kind: order.kind,
    times: order.times ?? 1,
    ms: order.ms ?? 1000,
    executed: order.executed ?? false,
  };
  faults.push(fault);
  return fault;
}

/** Takes one use of the oldest fault that matches; a fault without uses left is gone. */
export function takeFault(faults: Fault[], method: string, path: string): Fault | null {
  const index = faults.findIndex(
    (fault) => (fault.method === null || fault.method === method) && new RegExp(fault.path).test(path),
  );
  const fault = faults[index];
  if (!fault) return null;
  fault.times -= 1;
  if (fault.times <= 0) faults.splice(index, 1);
  return { ...fault };
}
