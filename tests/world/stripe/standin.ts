// The payment stand-in: one node:http server with Stripe's API, its hosted page and a control
// plane. The unmodified SDK reaches it through `host`, `port` and `protocol`. It refuses live keys
// and moves no money.

import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { reportMistake } from "./api-error.ts";
import { handleApi, tick, type ApiContext } from "./api.ts";
import { createControlClient, type Control } from "./control-client.ts";
import { handleControl } from "./control.ts";
import { DEFAULT_MINIMUMS, type Minimums } from "./money.ts";
import { handlePage } from "./page.ts";
import { createKeeper, loadState } from "./persistence.ts";
import { createCourier, type Courier } from "./webhooks.ts";
import { emptyState, NOBODY, type World } from "./world.ts";

const MAX_BODY_BYTES = 1024 * 1024;
const TICK_MS = 1000;

/** After the last one a delivery is given up, and a sweeper has to find the event. */
const RETRY_DELAYS_MS = [500, 1000, 2000, 5000, 15_000, 60_000];

export const SECRET_KEY = "sk_test_standin";
export const WEBHOOK_SECRET = "whsec_standin";

export interface StandinOptions {
  port?: number;
  host?: string;
  webhookUrl?: string;
  webhookSecret?: string;
  stateFile?: string;
  /** Where payers reach the hosted page, when that is not where the server listens. */
  publicOrigin?: string;
  minimums?: Minimums;
  retryDelaysMs?: readonly number[];
}

export interface Standin {
  url: string;
  host: string;
  port: number;
  secretKey: string;
  webhookSecret: string;
  control: Control;
  close(): Promise<void>;
}

interface Parts extends ApiContext {
  courier: Courier;
}

export async function startStandin(options: StandinOptions = {}): Promise<Standin> {
  const host = options.host ?? "127.0.0.1";
  const webhookSecret = options.webhookSecret ?? WEBHOOK_SECRET;
  const parts = assemble(options, webhookSecret);
  const { world, courier, keeper } = parts;
  const server = createServer((request, response) => {
    handle(parts, request, response).catch((error: unknown) => {
      reportMistake(error);
      request.socket.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const shownHost = host === "0.0.0.0" || host === "::" ? "127.0.0.1" : host;
  const url = `http://${shownHost}:${port}`;
  world.publicOrigin = options.publicOrigin?.replace(/\/$/, "") ?? url;
  const ticking = setInterval(() => {
    tick(world);
    parts.changed();
  }, TICK_MS);
  ticking.unref();
  courier.resume();
  return {
    url,
    host: shownHost,
    port,
    secretKey: SECRET_KEY,
    webhookSecret,
    control: createControlClient(url),
    async close() {
      clearInterval(ticking);
      courier.stop();
      keeper.flush();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function assemble(options: StandinOptions, secret: string) {
  const endpoint = options.webhookUrl === undefined ? null : { url: options.webhookUrl, secrets: [secret] };
  const state = loadState(options.stateFile) ?? emptyState(null);
  // The command line knows where the portal listens today; the file only knows yesterday.
  if (endpoint) state.endpoint = endpoint;
  const world: World = {
    state,
    publicOrigin: "",
    minimums: options.minimums ?? DEFAULT_MINIMUMS,
    cause: NOBODY,
    announce: (event) => courier.announce(event),
  };
  const keeper = createKeeper(options.stateFile, () => world.state);
  const changed = () => keeper.changed();
  const retryDelaysMs = options.retryDelaysMs ?? RETRY_DELAYS_MS;
  const courier = createCourier(() => world.state, retryDelaysMs, changed);
  const keys = {
    running: new Set<string>(),
    nowMs: () => Date.now() + world.state.clockOffsetMs,
    // Through a getter, because a reset or a restore replaces the whole state.
    get saved() {
      return world.state.answers;
    },
  };
  return { world, keys, changed, courier, keeper };
}

async function handle(parts: Parts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const { pathname } = new URL(request.url ?? "/", "http://stand-in");
  if (pathname.startsWith("/_standin/")) {
    // Only browsers send this header: a web page must not be able to play the bank.
    if (request.headers["sec-fetch-site"] !== undefined) {
      response.writeHead(403).end();
      return;
    }
    const answer = await handleControl(parts, request.method ?? "GET", pathname, body);
    response.writeHead(answer.status, { "content-type": "application/json" }).end(answer.body);
    return;
  }
  if (pathname.startsWith("/c/")) return handlePage(parts, request, response, body);
  return handleApi(parts, request, response, body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("request body over the limit");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}
