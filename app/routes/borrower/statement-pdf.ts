// The statement of an account as a file.
import { data } from "react-router";
import { dayAt } from "#app/kernel/calendar.ts";
import { renderStatement } from "#app/modules/accounts/statement-pdf.server.ts";
import { readStatement } from "#app/modules/accounts/statement.server.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/statement-pdf";

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const asked = new URL(request.url).searchParams;
  const range = { from: asked.get("from"), until: asked.get("until") };
  const found = await readStatement(app, context.get(borrowerContext), params.accountId, range);
  if (!found) throw data(null, 404);
  // A file goes to others: one of another period than the one asked for would say something untrue. The page explains.
  if (found.malformed) throw data(null, 422);
  const bytes = await renderStatement(app, found.statement, context.get(visitContext).language);
  const made = dayAt(found.statement.madeAt, app.settings.timeZone);
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/pdf",
      // The name says nothing about the person or the account: it shows in download lists of shared devices.
      "Content-Disposition": `attachment; filename="statement-${made}.pdf"`,
      "Cache-Control": "no-store",
    },
  });
}
