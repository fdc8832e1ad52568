// The HTTP server: guard, static files, pages. Runs the build of `npm run build` on plain node.
// It decides who gets in and how an answer travels; what an answer says is the business of the doors.
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { readFile, readdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { ServerBuild } from "react-router";
import { fromAcceptLanguage } from "#app/i18n/languages.ts";
import { readCarried } from "#app/modules/identity/session-cookie.ts";
import { findSession } from "#app/modules/identity/sessions.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Visit } from "#app/platform/contexts.server.ts";
import { loadAsProduction } from "#app/platform/env.server.ts";
import { createAddressReader } from "#app/platform/http-address.server.ts";
import { createAnswerer, type Answerer, type Exchange } from "#app/platform/http-answer.server.ts";
import {
  compareLimit,
  compareRoom,
  comparesFile,
  formLimit,
  hookLimit,
  judgeFormBytes,
  readBody,
  takesFiles,
  uploadLimit,
  uploadLinger,
  uploadRoom,
  uploadTimeoutMs,
} from "#app/platform/http-body.server.ts";
import { answerBrokenHead, closeGently } from "#app/platform/http-connections.server.ts";
import { hookPath, judgeRequest, type Site } from "#app/platform/http-guard.server.ts";
import { createRouteNamer } from "#app/platform/http-routes.server.ts";
import { openStaticFiles } from "#app/platform/http-static.server.ts";
import { collectProcessMetrics } from "#app/platform/metrics.server.ts";

type EntryModule = typeof import("./entry.server.tsx");

const buildDir = path.resolve(import.meta.dirname, "../build");

/** Headers that a door may read. Host, Forwarded and the like stay outside, so that nothing is built on them. */
const headersForDoors = [
  "accept-language",
  "authorization",
  "content-type",
  "cookie",
  "referer",
  "stripe-signature",
  "user-agent",
] as const;

interface Pages {
  readonly build: ServerBuild;
  readonly css: string;
  render(request: Request, visit: Visit): Promise<Response>;
}

async function loadPages(app: App, wrapBuild: (build: ServerBuild) => ServerBuild): Promise<Pages> {
  const file = pathToFileURL(path.join(buildDir, "server/index.js")).href;
  // Both here and nowhere earlier, for the first of them to load decides which React it is.
  const [router, plain] = await loadAsProduction(() =>
    Promise.all([import("react-router"), import(file) as Promise<ServerBuild>]),
  );
  const build = wrapBuild(plain);
  const assets = path.join(buildDir, "client/assets");
  const sheets = (await readdir(assets)).filter((name) => name.endsWith(".css"));
  const css = (await Promise.all(sheets.map((name) => readFile(path.join(assets, name), "utf8")))).join("\n");
  const { fillContext, setStyleSheet } = build.entry.module as unknown as EntryModule;
  setStyleSheet(css);
  const handle = router.createRequestHandler(build, "production");
  return {
    build,
    css,
    render: (request, visit) => handle(request, fillContext(new router.RouterContextProvider(), app, visit)),
  };
}

function beginExchange(incoming: IncomingMessage, outgoing: ServerResponse): Exchange {
  return {
    incoming,
    outgoing,
    traceId: randomUUID(),
    nonce: randomBytes(16).toString("base64"),
    began: performance.now(),
    route: "refused",
  };
}

function beginVisit(exchange: Exchange, ip: string): Visit {
  const { incoming, traceId, nonce } = exchange;
  return {
    traceId,
    nonce,
    ip,
    takePage: (html) => {
      exchange.page = html;
    },
    language: fromAcceptLanguage(incoming.headers["accept-language"] ?? null),
    borrower: undefined,
    idleUntil: undefined,
    cookies: [],
  };
}

function keptHeaders({ headers }: IncomingMessage): [string, string][] {
  return headersForDoors.flatMap((name): [string, string][] => {
    const value = headers[name];
    return typeof value === "string" ? [[name, value]] : [];
  });
}

/** HEAD asks the doors as GET does: the same headers, and the server keeps the body. */
function toRequest(incoming: IncomingMessage, url: URL, body: Buffer | undefined): Request {
  const headers = keptHeaders(incoming);
  if (body === undefined) return new Request(url, { headers });
  // A form without fields has no type; read as one, it is simply empty.
  if (!incoming.headers["content-type"]) headers.push(["content-type", "application/x-www-form-urlencoded"]);
  return new Request(url, { method: "POST", headers, body: new Uint8Array(body) });
}

interface Posted {
  readonly exchange: Exchange;
  readonly url: URL;
  readonly answer: Answerer;
  readonly timeoutMs: number;
}

function isMultipart({ headers }: IncomingMessage): boolean {
  return /^multipart\/form-data/i.test(headers["content-type"] ?? "");
}

/** The body of a POST; undefined where the exchange has been answered because of it. */
async function takeBody({ exchange, url, answer, timeoutMs }: Posted): Promise<Buffer | undefined> {
  const { incoming, outgoing } = exchange;
  const isHook = url.pathname === hookPath;
  const files = comparesFile(url.pathname) && isMultipart(incoming);
  const limit = isHook ? hookLimit : files ? compareLimit : formLimit;
  const body = await readBody(incoming, outgoing, { bytes: limit, timeoutMs });
  // The provider's contract calls a hook that is too long a bad request, as one with a bad signature.
  if (body === "too-large") answer.refuse(exchange, isHook ? 400 : 413);
  if (body === "too-slow") answer.refuse(exchange, 408);
  if (typeof body === "string") return undefined;
  const status = isHook ? undefined : judgeFormBytes(body, incoming.headers["content-type"], { files });
  if (status === undefined) return body;
  answer.refuse(exchange, status);
  return undefined;
}

/** As takeBody, for the door that takes files; "too-large" is for its page to say, because a person chose the files. */
async function takeUpload({ exchange, answer, timeoutMs }: Posted): Promise<Buffer | "too-large" | undefined> {
  const { incoming, outgoing } = exchange;
  const files = isMultipart(incoming);
  const limits = files
    ? { bytes: uploadLimit, timeoutMs: Math.max(timeoutMs, uploadTimeoutMs) }
    : { bytes: formLimit, timeoutMs };
  const body = await readBody(incoming, outgoing, limits);
  if (body === "too-slow") answer.refuse(exchange, 408);
  if (typeof body === "string") return body === "too-large" ? body : undefined;
  const status = judgeFormBytes(body, incoming.headers["content-type"], { files });
  if (status === undefined) return body;
  answer.refuse(exchange, status);
  return undefined;
}

/** Who is signed in; undefined for a visitor. */
async function whoSends(app: App, { headers }: IncomingMessage): Promise<string | undefined> {
  const { session } = readCarried(headers.cookie ?? null);
  return session === undefined ? undefined : (await findSession(app, session))?.actor.borrowerId;
}

/** The first visitor should not be the one who waits for the first connection and the first rendering. */
async function warmUp({ db, env }: App, pages: Pages): Promise<void> {
  await db.prisma.$queryRaw`SELECT 1`;
  const language = "zh-CN";
  const quiet = { borrower: undefined, idleUntil: undefined, cookies: [] };
  await pages.render(new Request(env.publicOrigin), {
    traceId: "warm-up",
    nonce: "warm-up",
    ip: "",
    language,
    ...quiet,
  });
}

export interface PortalServer {
  readonly port: number;
  /** Stops accepting, lets what runs finish, and ends at the latest after `timeoutMs`. */
  close(timeoutMs?: number): Promise<void>;
}

export interface ServerOptions {
  /** For whoever wants to look at the build's own doings, such as the bench. */
  readonly wrapBuild?: (build: ServerBuild) => ServerBuild;
  readonly headersTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

/** Starts listening and answers the running server. Reads the pages and asks the database once before that. */
export async function startServer(app: App, options: ServerOptions = {}): Promise<PortalServer> {
  const { wrapBuild = (build) => build, headersTimeoutMs = 10_000, requestTimeoutMs = 30_000 } = options;
  const { env } = app;
  const pages = await loadPages(app, wrapBuild);
  const files = await openStaticFiles(path.join(buildDir, "client"));
  const answer = createAnswerer(app, pages.css);
  const nameRoute = createRouteNamer(pages.build.routes);
  const addressOf = createAddressReader(env.trustedProxies);
  const site: Site = { publicOrigin: env.publicOrigin, demo: env.mode === "demo" };

  const readAddress = ({ headersDistinct, socket }: IncomingMessage): string =>
    addressOf(socket.remoteAddress, headersDistinct["x-forwarded-for"]?.join(","));
  const show = async (exchange: Exchange, url: URL, body: Buffer | undefined): Promise<void> => {
    const { incoming } = exchange;
    const visit = beginVisit(exchange, readAddress(incoming));
    const response = await pages.render(toRequest(incoming, url, body), visit);
    return answer.page(exchange, response, visit);
  };
  const serveFiles = async (posted: Posted): Promise<void> => {
    const { exchange, url } = posted;
    exchange.linger = uploadLinger;
    // Many bytes are kept only for somebody who is signed in; everybody else is shown the way in without them.
    const sender = await whoSends(app, exchange.incoming);
    if (sender === undefined) return show(exchange, url, undefined);
    const taken = await uploadRoom(sender, uploadLimit, async () => {
      const body = await takeUpload(posted);
      if (body === "too-large") await show(exchange, new URL("?too-large=yes", url), undefined);
      else if (body !== undefined) await show(exchange, url, body);
      return true;
    });
    return taken ? undefined : answer.refuse(exchange, 503);
  };
  const serveForm = async (posted: Posted): Promise<void> => {
    const body = await takeBody(posted);
    if (body !== undefined) await show(posted.exchange, posted.url, body);
  };
  const serve = async (exchange: Exchange): Promise<void> => {
    const { incoming } = exchange;
    const verdict = judgeRequest(incoming, site);
    if (verdict.kind === "refused") return answer.refuse(exchange, verdict.status);
    if (verdict.kind === "moved") return answer.move(exchange, verdict.to);
    const { url } = verdict;
    const file = incoming.method === "POST" ? undefined : files.get(url.pathname);
    exchange.route = file ? "static" : nameRoute(url.pathname);
    if (file) return answer.file(exchange, file);
    if (incoming.method !== "POST") return show(exchange, url, undefined);
    const posted = { exchange, url, answer, timeoutMs: requestTimeoutMs };
    if (takesFiles(url.pathname)) return serveFiles(posted);
    if (!comparesFile(url.pathname)) return serveForm(posted);
    const taken = await compareRoom(readAddress(incoming), compareLimit, async () => {
      await serveForm(posted);
      return true;
    });
    return taken ? undefined : answer.refuse(exchange, 503);
  };
  const listener = (incoming: IncomingMessage, outgoing: ServerResponse): void => {
    const exchange = beginExchange(incoming, outgoing);
    serve(exchange).catch((error: unknown) => answer.fail(exchange, error));
  };

  const server = createServer(
    {
      headersTimeout: headersTimeoutMs,
      // Forms have their own, shorter time while they are read.
      requestTimeout: Math.max(requestTimeoutMs, uploadTimeoutMs) + 1000,
      keepAliveTimeout: 20_000,
      // Node looks for those who are late this often; its own 30 s would make 40 s of the 10.
      connectionsCheckingInterval: Math.min(1000, headersTimeoutMs),
    },
    listener,
  );
  server.on("checkContinue", listener);
  server.on("clientError", (error, socket) => answerBrokenHead(error, socket, answer));
  server.on("connect", (_incoming, socket) => answerBrokenHead({ code: "HPE_INVALID_METHOD" }, socket, answer));
  collectProcessMetrics();
  await warmUp(app, pages);
  server.listen(env.port, env.host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    port,
    close: (timeoutMs = 30_000) => {
      answer.beginDraining();
      return closeGently(server, timeoutMs);
    },
  };
}
