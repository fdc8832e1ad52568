// The API over HTTP: who asks, which version, which fault, which key, which route, what answer.

import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { ApiError, internalError, reportMistake } from "./api-error.ts";
import { expandAnswer } from "./expand.ts";
import { takeFault, type Fault } from "./faults.ts";
import { parseForm, type FormTree } from "./form-body.ts";
import { beginKey, endKey, fingerprintOf, type Keys } from "./idempotency.ts";
import { makeId } from "./ids.ts";
import { settleDueRefunds } from "./refunds.ts";
import { ROUTES } from "./routes.ts";
import { expireDueSessions } from "./sessions.ts";
import { API_VERSION } from "./wire.ts";
import { NOBODY, type World } from "./world.ts";

export interface ApiContext {
  world: World;
  keys: Keys;
  /** Told after every request that may have changed something. */
  changed: () => void;
}

interface Asked {
  method: string;
  path: string;
  params: FormTree;
  key: string | null;
  requestId: string;
}

interface Answer {
  status: number;
  body: string;
  /** Whether the answer belongs to the key from now on. */
  keep: boolean;
  replayOf?: string;
}

/** What the clock alone does; called before anything is read. */
export function tick(world: World): void {
  expireDueSessions(world);
  settleDueRefunds(world);
}

export async function handleApi(
  context: ApiContext,
  request: IncomingMessage,
  response: ServerResponse,
  body: string,
): Promise<void> {
  const requestId = makeId("request");
  const key = headerOf(request, "idempotency-key");
  const url = new URL(request.url ?? "/", "http://stand-in");
  const method = request.method ?? "GET";
  let fault: Fault | null = null;
  let answer: Answer;
  try {
    checkCaller(request);
    const params = parseForm(method === "POST" ? body : url.search.slice(1));
    fault = takeFault(context.world.state.faults, method, url.pathname);
    if (fault?.kind === "drop_before") return void request.socket.destroy();
    answer = await answerOnce(context, { method, path: url.pathname, params, key, requestId }, fault);
  } catch (error) {
    answer = answerError(error);
  }
  context.changed();
  send(request, response, answer, { fault, key, requestId });
}

function checkCaller(request: IncomingMessage): void {
  const secret = /^Bearer (\S+)$/.exec(headerOf(request, "authorization") ?? "")?.[1];
  const refuse = (message: string) => new ApiError(401, { type: "invalid_request_error", message }, false);
  if (secret === undefined) {
    throw refuse("You did not provide an API key in the Authorization header (Bearer).");
  }
  // Somebody pointed production at a stand-in: the worst mistake that can be made with one.
  if (/^(sk|rk)_live/.test(secret)) {
    throw refuse("This is a stand-in, not Stripe: it refuses live keys.");
  }
  if (!/^(sk|rk)_test_./.test(secret)) throw refuse("Invalid API Key provided.");
  const version = headerOf(request, "stripe-version");
  if (version !== null && version !== API_VERSION) {
    throw new ApiError(
      400,
      {
        type: "invalid_request_error",
        message: `This stand-in serves only the API version ${API_VERSION}, not ${version}.`,
      },
      false,
    );
  }
}

/** At most one execution per key, whatever the caller retries. */
async function answerOnce(context: ApiContext, asked: Asked, fault: Fault | null): Promise<Answer> {
  if (fault?.kind === "429") throw rateLimited();
  if (fault?.kind === "409") throw lockTimeout();
  const { keys } = context;
  const { key } = asked;
  if (key === null || asked.method !== "POST") {
    if (fault?.kind === "delay") await sleep(fault.ms);
    return execute(context.world, asked, fault);
  }
  const fingerprint = fingerprintOf(asked.method, asked.path, asked.params);
  const saved = beginKey(keys, key, fingerprint);
  if (saved) {
    return { status: saved.status, body: saved.body, keep: false, replayOf: saved.requestId };
  }
  let answer: Answer | null = null;
  try {
    if (fault?.kind === "delay") await sleep(fault.ms);
    answer = execute(context.world, asked, fault);
    return answer;
  } finally {
    const { requestId } = asked;
    const kept = answer?.keep ? { fingerprint, status: answer.status, body: answer.body, requestId } : null;
    endKey(keys, key, kept);
  }
}

function execute(world: World, asked: Asked, fault: Fault | null): Answer {
  if (fault?.kind === "500" && !fault.executed) return answerError(internalError());
  world.cause = { requestId: asked.requestId, idempotencyKey: asked.key };
  try {
    tick(world);
    const { status, body } = runRoute(world, asked);
    if (fault?.kind === "500") return answerError(internalError());
    return { status, body, keep: true };
  } catch (error) {
    return answerError(error);
  } finally {
    world.cause = NOBODY;
  }
}

function runRoute(world: World, asked: Asked): { status: number; body: string } {
  for (const { method, path, params, run } of ROUTES) {
    const match = path.exec(asked.path);
    if (method !== asked.method || !match) continue;
    const read = params.read(asked.params, "");
    const answer = run(world, match[1] ?? "", read);
    const expanded = expandAnswer(world, answer, read.expand ?? []);
    return { status: 200, body: JSON.stringify(expanded, null, 2) };
  }
  throw new ApiError(
    404,
    {
      type: "invalid_request_error",
      message: `Unrecognized request URL (${asked.method}: ${asked.path}). This stand-in serves a part of the API; see routes.ts.`,
    },
    false,
  );
}

function rateLimited(): ApiError {
  const message = "Too many requests hit the API too quickly.";
  return new ApiError(429, { type: "invalid_request_error", code: "rate_limit", message }, false);
}

function lockTimeout(): ApiError {
  const message = "This object cannot be accessed right now because another request holds it.";
  return new ApiError(409, { type: "invalid_request_error", code: "lock_timeout", message }, false);
}

function answerError(error: unknown): Answer {
  if (error instanceof ApiError) {
    const body = JSON.stringify(error.body, null, 2);
    return { status: error.status, body, keep: error.executed && error.status !== 409 };
  }
  // A mistake in the stand-in itself, for example a movement without a balance transaction.
  reportMistake(error);
  return { ...answerError(internalError()), keep: true };
}

interface Sending {
  fault: Fault | null;
  key: string | null;
  requestId: string;
}

function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  { fault, key, requestId }: Sending,
): void {
  if (fault?.kind === "drop_after") return void request.socket.destroy();
  const bytes = Buffer.from(answer.body);
  response.writeHead(answer.status, {
    "content-type": "application/json",
    "content-length": bytes.length,
    "request-id": requestId,
    "stripe-version": API_VERSION,
    ...(key === null ? {} : { "idempotency-key": key }),
    ...(answer.replayOf === undefined ? {} : { "idempotent-replayed": "true", "original-request": answer.replayOf }),
  });
  if (fault?.kind !== "truncate") return void response.end(bytes);
  // The headers promise more than comes: the caller sees a body that was cut, not a short answer.
  response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.socket.destroy());
}

function headerOf(request: IncomingMessage, name: string): string | null {
  const value = request.headers[name];
  return typeof value === "string" ? value : null;
}
