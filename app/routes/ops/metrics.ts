// Figures for the operator's monitoring, behind a token; in a demo they are open, which listens on this machine only.
import type { Route } from "./+types/metrics";
import { appContext } from "#app/platform/contexts.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { writeMetrics } from "#app/platform/metrics.server.ts";

export async function loader({ context, request }: Route.LoaderArgs): Promise<Response> {
  const app = context.get(appContext);
  const { metricsToken, mode } = app.env;
  const given = app.vault.tokenHash(request.headers.get("Authorization") ?? "");
  const open = mode === "demo" && metricsToken === undefined;
  if (!open && !(metricsToken && equalBytes(given, app.vault.tokenHash(`Bearer ${metricsToken}`)))) {
    return new Response("unauthorized\n", { status: 401, headers: { "WWW-Authenticate": "Bearer" } });
  }
  const { contentType, text } = await writeMetrics(app);
  return new Response(text, { headers: { "Content-Type": contentType } });
}
