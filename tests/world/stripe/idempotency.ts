// Idempotency as Stripe's: the same key gives the same answer, errors and 500s included; other
// parameters are an error; a second request while the first still runs is a conflict. Requests
// that never began to execute (a bad parameter, a rate limit) leave the key free.

import { createHash } from "node:crypto";
import { ApiError } from "./api-error.ts";
import { canonical, type FormTree } from "./form-body.ts";

/** Stripe forgets a key after 24 hours at the earliest; here exactly then. */
const KEPT_MS = 24 * 3600 * 1000;

export interface SavedAnswer {
  fingerprint: string;
  status: number;
  body: string;
  requestId: string;
  savedAtMs: number;
}

export interface Keys {
  saved: Record<string, SavedAnswer>;
  running: Set<string>;
  nowMs: () => number;
}

export function fingerprintOf(method: string, path: string, params: FormTree): string {
  return createHash("sha256")
    .update(`${method} ${path} ${canonical(params)}`)
    .digest("hex");
}

/** The saved answer, or null with the key now held by this request. */
export function beginKey(keys: Keys, key: string, fingerprint: string): SavedAnswer | null {
  if (key.length > 255) {
    throw new ApiError(400, {
      type: "invalid_request_error",
      message: "Idempotency keys must be at most 255 characters long.",
    });
  }
  if (keys.running.has(key)) {
    throw new ApiError(409, {
      type: "idempotency_error",
      code: "idempotency_key_in_use",
      message: `There is currently another in-progress request using this Stripe idempotency key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    });
  }
  const saved = keys.saved[key];
  if (saved && keys.nowMs() - saved.savedAtMs < KEPT_MS) {
    if (saved.fingerprint === fingerprint) return saved;
    throw new ApiError(400, {
      type: "idempotency_error",
      message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
    });
  }
  keys.running.add(key);
  return null;
}

export function endKey(keys: Keys, key: string, answer: Omit<SavedAnswer, "savedAtMs"> | null): void {
  keys.running.delete(key);
  if (answer) keys.saved[key] = { ...answer, savedAtMs: keys.nowMs() };
}
