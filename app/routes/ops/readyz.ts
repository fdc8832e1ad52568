// Whether this process should be given visitors now; where not, what is missing.
import type { Route } from "./+types/readyz";
import { appContext } from "#app/platform/contexts.server.ts";
import { checkReadiness } from "#app/platform/readiness.server.ts";

export async function loader({ context }: Route.LoaderArgs): Promise<Response> {
  const readiness = await checkReadiness(context.get(appContext));
  return Response.json(readiness, { status: readiness.ready ? 200 : 503 });
}
