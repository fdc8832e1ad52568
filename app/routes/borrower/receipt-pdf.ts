// The receipt as a file to keep.
import { data } from "react-router";
import { readReceipt, renderReceipt } from "#app/modules/payments/payments.server.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/receipt-pdf";

export async function loader({ context, params }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const receipt = await readReceipt(app, context.get(borrowerContext), params.paymentId, language);
  if (!receipt) throw data(null, 404);
  const bytes = await renderReceipt(app, receipt, language);
  return new Response(new Uint8Array(bytes), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `attachment; filename="${receipt.reference}.pdf"`,
    },
  });
}
