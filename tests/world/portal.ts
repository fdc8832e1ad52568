// The real server on a free port, over a database of its own: what a browser, or somebody who is no browser, meets.
import { once } from "node:events";
import { connect } from "node:net";
import type { App } from "#app/platform/app.server.ts";
import { startServer, type PortalServer, type ServerOptions } from "#app/server.ts";
import { ensureBuild } from "#app/commands/ensure-build.ts";
import { createTestApp, type TestApp } from "./database.ts";
import { freePort } from "#app/platform/free-port.server.ts";

export interface Portal {
  readonly app: TestApp;
  readonly origin: string;
  readonly port: number;
  readonly server: PortalServer;
  /** Bytes as they are, on a connection of their own; answers everything until the server closes it. */
  send(...chunks: (string | Buffer)[]): Promise<string>;
  /** A form as our own page sends it. */
  post(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

export async function sendRaw(port: number, chunks: readonly (string | Buffer)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  const received: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => received.push(chunk));
  // A server that refuses may close while we still write.
  socket.on("error", () => undefined);
  for (const chunk of chunks) socket.write(chunk);
  await once(socket, "close");
  return Buffer.concat(received).toString();
}

/** `around` may put something in the place of a part of the application. */
export async function openPortal(
  overrides: Readonly<Record<string, string>> = {},
  around: (app: TestApp) => App = (app) => app,
  options: ServerOptions = {},
): Promise<Portal> {
  await ensureBuild();
  const port = await freePort();
  const app = await createTestApp(undefined, { PORT: String(port), ...overrides });
  const { publicOrigin: origin } = app.env;
  const server = await startServer(around(app), options);
  return {
    app,
    origin: `http://127.0.0.1:${port}`,
    port,
    server,
    send: (...chunks) => sendRaw(port, chunks),
    post: (path, body, headers = {}) =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method: "POST",
        redirect: "manual",
        headers: { Origin: origin, "Content-Type": "application/x-www-form-urlencoded", ...headers },
        body,
      }),
    close: async () => {
      await server.close(1000);
      await app.close();
    },
  };
}
