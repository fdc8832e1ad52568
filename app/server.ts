// The HTTP server: guard, static files, pages. Runs the build of `npm run build` on plain node.
import { randomBytes, randomUUID } from "node:crypto";
import { readFile, readdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import path from "node:path";
import { createRequestHandler, type ServerBuild } from "react-router";
import type { RunningApp } from "#app/platform/app.server.ts";
import type { Visit } from "#app/platform/contexts.server.ts";

type EntryModule = typeof import("./entry.server.tsx");

const buildDir = path.resolve(import.meta.dirname, "../build");

async function loadBuild(): Promise<ServerBuild> {
  const build = (await import(path.join(buildDir, "server/index.js"))) as ServerBuild;
  const assets = path.join(buildDir, "client/assets");
  const sheets = (await readdir(assets)).filter((name) => name.endsWith(".css"));
  const css = await Promise.all(sheets.map((name) => readFile(path.join(assets, name), "utf8")));
  (build.entry.module as unknown as EntryModule).setStyleSheet(css.join("\n"));
  return build;
}

/** Starts listening and answers the server. */
export async function startServer(app: RunningApp): Promise<Server> {
  const build = await loadBuild();
  const handle = createRequestHandler(build, "production");
  const { makeContext } = build.entry.module as unknown as EntryModule;
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
    const request = new Request(new URL(incoming.url ?? "/", app.env.publicOrigin), {
      method: incoming.method ?? "GET",
      headers: Object.entries(incoming.headersDistinct).flatMap(([name, values]) =>
        (values ?? []).map((value): [string, string] => [name, value]),
      ),
      ...(hasBody ? { body: Buffer.concat(chunks) } : {}),
    });
    const visit: Visit = {
      traceId: randomUUID(),
      nonce: randomBytes(16).toString("base64"),
      ip: incoming.socket.remoteAddress ?? "",
      language: "zh-CN",
      borrower: undefined,
      idleUntil: undefined,
      cookies: [],
    };
    const response = await handle(request, makeContext(app, visit));
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, [...response.headers].flat());
    outgoing.end(body);
  };
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).catch((error: unknown) => {
      app.log.error({ event: "request-failed" }, error);
      outgoing.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(app.env.port, app.env.host, resolve));
  return server;
}
