// The file itself: "now" for few rows of the view that the address names, or the number of one that was allowed.
import { data, redirect } from "react-router";
import { exportNow, fetchExport } from "#app/modules/review/exports.server.ts";
import { readWish, writeWish } from "#app/modules/review/queue.ts";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/export-file";

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language, staff } = context.get(visitContext);
  const taker = { name: staff?.name ?? "", language };
  const asked = readWish(new URL(request.url).searchParams);
  const wish = { ...asked, view: asked.view ?? ("all" as const), mark: undefined };
  const now = params.exportId === "now";
  const made = await (now ? exportNow(app, actor, wish, taker) : fetchExport(app, actor, params.exportId, taker));
  if (!made.ok) {
    if (made.refusal.kind === "not-found") throw data(null, 404);
    return redirect(`/desk/exports${writeWish(wish, now ? {} : { not_ready: "1" })}`, 303);
  }
  return new Response(made.value.text, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": `attachment; filename="${made.value.name}"`,
      "Cache-Control": "no-store",
    },
  });
}
