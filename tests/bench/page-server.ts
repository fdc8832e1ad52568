// One candidate of the pages bench as a process of its own, so that its CPU time can be told apart. It answers
// "cpu" with the microseconds used so far and "bare" with what rendering alone costs.
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { EntryContext, RouterContextProvider, ServerBuild } from "react-router";
import { openApp, type RunningApp } from "#app/platform/app.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { startServer } from "#app/server.ts";
import { replayDatabase } from "./replay-database.ts";

type Render = (
  request: Request,
  status: number,
  headers: Headers,
  entry: EntryContext,
  context: RouterContextProvider,
) => Response;

type EntryModule = typeof import("#app/entry.server.tsx");

const buildFile = path.resolve(import.meta.dirname, "../../build/server/index.js");
const [candidate = "portal"] = process.argv.slice(2);

/** What the page was last rendered from, so that the rendering can be repeated alone. */
let captured: Parameters<Render> | undefined;

function capturing(build: ServerBuild): ServerBuild {
  const render = (build.entry.module as unknown as { default: Render }).default;
  const capture: Render = (...inputs) => {
    captured = inputs;
    return render(...inputs);
  };
  return { ...build, entry: { ...build.entry, module: { ...build.entry.module, default: capture } } };
}

async function measureBare(count: number): Promise<number> {
  const build = (await import(pathToFileURL(buildFile).href)) as ServerBuild;
  const render = (build.entry.module as unknown as { default: Render }).default;
  if (!captured) throw new Error("nothing was rendered yet");
  const before = process.cpuUsage();
  for (let index = 0; index < count; index += 1) render(...captured);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / count;
}

/** The framework's own server with its defaults, given our build and the context that it does not know of. */
async function startStockServer(app: RunningApp, port: number): Promise<void> {
  const build = (await import(pathToFileURL(buildFile).href)) as ServerBuild;
  const { fillContext } = build.entry.module as unknown as EntryModule;
  const root = build.routes["root"];
  if (!root) throw new Error("the build has no root");
  const setContext = ({ context }: { context: RouterContextProvider }) => {
    fillContext(context, app, {
      traceId: "bench", nonce: "bench", ip: "127.0.0.1", language: "zh-CN", borrower: undefined, idleUntil: undefined, cookies: [],
    }); // prettier-ignore
  };
  const middleware = [setContext, ...((root.module as { middleware?: unknown[] }).middleware ?? [])];
  const module = { ...root.module, middleware } as typeof root.module;
  const patched = { ...build, routes: { ...build.routes, root: { ...root, module } } } as ServerBuild;
  const require = createRequire(import.meta.url);
  const stock = createRequire(require.resolve("@react-router/serve/package.json"));
  const express = stock("express") as () => StockApp;
  const compression = stock("compression") as () => unknown;
  const morgan = stock("morgan") as (format: string, options: object) => unknown;
  const { createRequestHandler } = stock("@react-router/express") as {
    createRequestHandler: (options: object) => unknown;
  };
  // The same parts in the same order as the command puts them together.
  const server = express();
  server.disable("x-powered-by");
  server.use(compression());
  server.use(morgan("tiny", { stream: { write: () => undefined } }));
  server.all("*splat", createRequestHandler({ build: patched, mode: "production" }));
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
}

interface StockApp {
  disable(name: string): void;
  use(handler: unknown): void;
  all(path: string, handler: unknown): void;
  listen(port: number, host: string, ready: () => void): void;
}

const env = readEnv();
const app = await openApp(env, { migrate: false });
const used = candidate === "portal" ? app : { ...app, db: replayDatabase(app.db) };
if (candidate === "stock") await startStockServer(used, env.port);
else await startServer(used, { wrapBuild: capturing });

process.on("message", (question: string) => {
  if (question === "cpu") {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  } else if (question === "bare") {
    void measureBare(300).then((microseconds) => process.send?.(microseconds));
  } else process.exit(0);
});
process.on("disconnect", () => process.exit(0));
process.send?.("ready");
