// How an answer leaves: headers on every status, the right length, compressed where the client takes it, a line in
// the log and a figure in the metrics. Nothing of the request is repeated in any of them.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "./app.server.ts";
import type { Visit } from "./contexts.server.ts";
import { faultOf } from "./errors.server.ts";
import { endUnread, type Linger } from "./http-body.server.ts";
import { chooseEncoding, compressPage, isCompressible } from "./http-compression.server.ts";
import { allowedMethods, isForMachines } from "./http-guard.server.ts";
import {
  createSecurityHeaders,
  mayBeSetByDoor,
  type HeaderPairs,
  type SecurityHeaders,
} from "./http-headers.server.ts";
import { problemPage } from "./http-problem.server.ts";
import type { StaticFile } from "./http-static.server.ts";
import { observeRequest } from "./metrics.server.ts";

export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly traceId: string;
  readonly nonce: string;
  /** Of performance.now(). */
  readonly began: number;
  /** Pattern of the route, once it is known. */
  route: string;
  /** What was rendered, where the page came as a string. */
  page?: string;
  /** How long to go on taking what nobody reads, where that is longer than for a form. */
  linger?: Linger;
}

export interface Answerer {
  refuse(exchange: Exchange, status: number): void;
  move(exchange: Exchange, to: string): void;
  file(exchange: Exchange, file: StaticFile): void;
  page(exchange: Exchange, response: Response, visit: Visit): Promise<void>;
  fail(exchange: Exchange, error: unknown): void;
  /** An answer for a connection that never became a request, as bytes. */
  raw(status: number, nonce: string, traceId: string): { readonly headers: HeaderPairs; readonly body: string };
  beginDraining(): void;
}

const html = "text/html; charset=utf-8";
const pageVary = "Accept-Encoding, Accept-Language, Cookie";
const worthCompressing = 512;
const knownMethods = new Set(allowedMethods.split(", "));

interface Content {
  readonly body: Buffer | string;
  readonly contentType: string | undefined;
}

/** Adds what the content needs to the headers and answers its bytes. */
function pack(
  acceptEncoding: string | undefined,
  { body, contentType }: Content,
  headers: HeaderPairs,
): Buffer | string {
  if (contentType === undefined) return body;
  headers.push("Content-Type", contentType);
  if (body.length < worthCompressing || !isCompressible(contentType)) return body;
  const encoding = chooseEncoding(acceptEncoding);
  if (!encoding) return body;
  headers.push("Content-Encoding", encoding);
  return compressPage(body, encoding);
}

/** What a door set, but for what the server sets itself. */
function doorHeaders(response: Response, headers: HeaderPairs): string | undefined {
  let contentType: string | undefined;
  let caching = false;
  response.headers.forEach((value, name) => {
    if (name === "content-type") contentType = value;
    else if (name !== "set-cookie" && name !== "vary" && mayBeSetByDoor(name)) headers.push(name, value);
    if (name === "cache-control") caching = true;
  });
  for (const cookie of response.headers.getSetCookie()) headers.push("Set-Cookie", cookie);
  if (!caching) headers.push("Cache-Control", "no-store");
  headers.push("Vary", pageVary);
  return contentType;
}

/**
 * The framework's own refusals are bare lines of text or JSON, and a door may refuse without a word. A person gets a
 * page instead; a program keeps what was said to it.
 */
function needsPage(response: Response, body: Buffer | string, route: string): boolean {
  if (response.status < 400 || isForMachines(route)) return false;
  return body.length === 0 || !response.headers.get("content-type")?.startsWith("text/html");
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** What all answers of one server share. */
interface Desk {
  readonly app: App;
  readonly css: string;
  readonly securityHeaders: SecurityHeaders;
  draining: boolean;
}

function finish(desk: Desk, exchange: Exchange, status: number, headers: HeaderPairs, body: Buffer | string): void {
  const { incoming, outgoing, traceId, route, began } = exchange;
  if (outgoing.headersSent || outgoing.destroyed) return;
  const unread = !incoming.complete && hasBody(incoming);
  if (desk.draining || unread) headers.push("Connection", "close");
  if (status !== 304) headers.push("Content-Length", String(Buffer.byteLength(body)));
  outgoing.writeHead(status, headers);
  const sent = incoming.method === "HEAD" ? "" : body;
  if (unread) {
    if (sent.length > 0) outgoing.write(sent);
    endUnread(incoming, outgoing, exchange.linger);
  } else outgoing.end(sent);
  const seconds = (performance.now() - began) / 1000;
  const method = knownMethods.has(incoming.method ?? "") ? (incoming.method ?? "") : "other";
  observeRequest(method, route, status, seconds);
  const durationMs = Math.round(seconds * 1e4) / 10;
  desk.app.log.info({ event: "request", traceId, method, route, status, durationMs });
}

function answerProblem(desk: Desk, exchange: Exchange, status: number, language: Language | undefined): void {
  const { incoming, nonce, traceId } = exchange;
  const headers = [...desk.securityHeaders(nonce), "Cache-Control", "no-store", "Vary", pageVary];
  if (status === 405) headers.push("Allow", allowedMethods);
  if (status === 503) headers.push("Retry-After", "30");
  const body = problemPage({ status, traceId, nonce, css: desk.css, language });
  const packed = pack(incoming.headers["accept-encoding"], { body, contentType: html }, headers);
  finish(desk, exchange, status, headers, packed);
}

function answerFile(desk: Desk, exchange: Exchange, file: StaticFile): void {
  const { headers: asked } = exchange.incoming;
  const headers = [...desk.securityHeaders(exchange.nonce), "Cache-Control", file.cacheControl, "ETag", file.etag];
  if (file.compressible) headers.push("Vary", "Accept-Encoding");
  if (asked["if-none-match"]?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === file.etag)) {
    finish(desk, exchange, 304, headers, "");
    return;
  }
  const encoding = file.compressible ? chooseEncoding(asked["accept-encoding"]) : undefined;
  if (encoding) headers.push("Content-Encoding", encoding);
  headers.push("Content-Type", file.contentType);
  finish(desk, exchange, 200, headers, file.bytes(encoding));
}

async function answerPage(desk: Desk, exchange: Exchange, response: Response, visit: Visit): Promise<void> {
  const { incoming, nonce, page } = exchange;
  const { status } = response;
  const rendered = response.body === null && response.headers.get("content-type") === html ? page : undefined;
  const body = rendered ?? Buffer.from(await response.arrayBuffer());
  if (visit.fault === "busy") return answerProblem(desk, exchange, 503, visit.language);
  if (needsPage(response, body, exchange.route)) return answerProblem(desk, exchange, status, visit.language);
  const headers = desk.securityHeaders(nonce, visit);
  // A page without an action: there is nothing that it takes.
  if (status === 405) headers.push("Allow", "GET, HEAD");
  const contentType = doorHeaders(response, headers);
  const packed = pack(incoming.headers["accept-encoding"], { body, contentType }, headers);
  return finish(desk, exchange, status, headers, packed);
}

function answerFault(desk: Desk, exchange: Exchange, error: unknown): void {
  const { outgoing, traceId, route } = exchange;
  const kind = faultOf(error);
  desk.app.log.error({ event: "request-failed", traceId, route, kind }, error);
  if (outgoing.headersSent) outgoing.destroy();
  else answerProblem(desk, exchange, kind === "busy" ? 503 : 500, undefined);
}

export function createAnswerer(app: App, css: string): Answerer {
  const securityHeaders = createSecurityHeaders(app.env.stripe.checkoutOrigin);
  const desk: Desk = { app, css, securityHeaders, draining: false };
  return {
    refuse: (exchange, status) => answerProblem(desk, exchange, status, undefined),
    move: (exchange, to) => {
      const headers = [...securityHeaders(exchange.nonce), "Cache-Control", "no-store", "Location", to];
      finish(desk, exchange, 302, headers, "");
    },
    file: (exchange, file) => answerFile(desk, exchange, file),
    page: (exchange, response, visit) => answerPage(desk, exchange, response, visit),
    fail: (exchange, error) => answerFault(desk, exchange, error),
    raw: (status, nonce, traceId) => {
      const headers = [...securityHeaders(nonce), "Cache-Control", "no-store", "Content-Type", html];
      if (status === 405) headers.push("Allow", allowedMethods);
      return { headers, body: problemPage({ status, traceId, nonce, css, language: undefined }) };
    },
    beginDraining: () => {
      desk.draining = true;
    },
  };
}
