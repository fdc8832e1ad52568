// How an answer leaves: headers on every status, the right length, compressed where the client takes it, a line in
// the log and a figure in the metrics. Nothing of the request is repeated in any of them.
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "./app.server.ts";
import type { Visit } from "./contexts.server.ts";
import { faultOf } from "./errors.server.ts";
import { endUnread } from "./http-body.server.ts";
import { chooseEncoding, compressPage, isCompressible } from "./http-compression.server.ts";
import { allowedMethods, isForMachines } from "./http-guard.server.ts";
import { createSecurityHeaders, mayBeSetByDoor, type HeaderPairs } from "./http-headers.server.ts";
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

export function createAnswerer(app: App, css: string): Answerer {
  const securityHeaders = createSecurityHeaders(app.env.stripe.checkoutOrigin);
  let draining = false;

  const finish = (exchange: Exchange, status: number, headers: HeaderPairs, body: Buffer | string): void => {
    const { incoming, outgoing, traceId, route, began } = exchange;
    if (outgoing.headersSent || outgoing.destroyed) return;
    const unread = !incoming.complete && hasBody(incoming);
    if (draining || unread) headers.push("Connection", "close");
    if (status !== 304) headers.push("Content-Length", String(Buffer.byteLength(body)));
    outgoing.writeHead(status, headers);
    const sent = incoming.method === "HEAD" ? "" : body;
    if (unread) {
      if (sent.length > 0) outgoing.write(sent);
      endUnread(incoming, outgoing);
    } else outgoing.end(sent);
    const seconds = (performance.now() - began) / 1000;
    const method = knownMethods.has(incoming.method ?? "") ? (incoming.method ?? "") : "other";
    observeRequest(method, route, status, seconds);
    app.log.info({ event: "request", traceId, method, route, status, durationMs: Math.round(seconds * 1e4) / 10 });
  };

  const problem = (
    exchange: Exchange,
    status: number,
    language: Language | undefined,
    headers: HeaderPairs = [],
  ): void => {
    const { incoming, nonce, traceId } = exchange;
    const all = [...securityHeaders(nonce), "Cache-Control", "no-store", "Vary", pageVary, ...headers];
    if (status === 405) all.push("Allow", allowedMethods);
    if (status === 503) all.push("Retry-After", "30");
    const body = problemPage({ status, traceId, nonce, css, language });
    finish(exchange, status, all, pack(incoming.headers["accept-encoding"], { body, contentType: html }, all));
  };

  return {
    refuse: (exchange, status) => problem(exchange, status, undefined),
    move: (exchange, to) => {
      finish(exchange, 302, [...securityHeaders(exchange.nonce), "Cache-Control", "no-store", "Location", to], "");
    },
    file: (exchange, file) => {
      const { headers: asked } = exchange.incoming;
      const headers = [...securityHeaders(exchange.nonce), "Cache-Control", file.cacheControl, "ETag", file.etag];
      if (file.compressible) headers.push("Vary", "Accept-Encoding");
      if (asked["if-none-match"]?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === file.etag)) {
        finish(exchange, 304, headers, "");
        return;
      }
      const encoding = file.compressible ? chooseEncoding(asked["accept-encoding"]) : undefined;
      if (encoding) headers.push("Content-Encoding", encoding);
      finish(exchange, 200, [...headers, "Content-Type", file.contentType], file.bytes(encoding));
    },
    page: async (exchange, response, visit) => {
      const body =
        exchange.page !== undefined && response.body === null && response.headers.get("content-type") === html
          ? exchange.page
          : Buffer.from(await response.arrayBuffer());
      if (visit.fault === "busy") return problem(exchange, 503, visit.language);
      if (needsPage(response, body, exchange.route)) return problem(exchange, response.status, visit.language);
      const headers = securityHeaders(exchange.nonce);
      // A page without an action: there is nothing that it takes.
      if (response.status === 405) headers.push("Allow", "GET, HEAD");
      const contentType = doorHeaders(response, headers);
      return finish(
        exchange,
        response.status,
        headers,
        pack(exchange.incoming.headers["accept-encoding"], { body, contentType }, headers),
      );
    },
    fail: (exchange, error) => {
      const fault = faultOf(error);
      if (exchange.outgoing.headersSent) exchange.outgoing.destroy();
      app.log.error({ event: "request-failed", traceId: exchange.traceId, route: exchange.route, kind: fault }, error);
      problem(exchange, fault === "busy" ? 503 : 500, undefined);
    },
    raw: (status, nonce, traceId) => ({
      headers: [
        ...securityHeaders(nonce),
        "Cache-Control",
        "no-store",
        "Content-Type",
        html,
        ...(status === 405 ? ["Allow", allowedMethods] : []),
      ],
      body: problemPage({ status, traceId, nonce, css, language: undefined }),
    }),
    beginDraining: () => {
      draining = true;
    },
  };
}
