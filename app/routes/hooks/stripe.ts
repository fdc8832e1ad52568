// Where the provider's events arrive. The raw bytes are what was signed, so nothing parses them before; the answer
// is given once the event is stored, and the work is done by a job.
import { receiveWebhook } from "#app/modules/payments/payments.server.ts";
import { appContext } from "#app/platform/contexts.server.ts";
import type { Route } from "./+types/stripe";

export async function action({ context, request }: Route.ActionArgs) {
  const body = new Uint8Array(await request.arrayBuffer());
  const receipt = await receiveWebhook(context.get(appContext), body, request.headers.get("Stripe-Signature"));
  return receipt === "refused" ? new Response("refused\n", { status: 400 }) : new Response("stored\n");
}

export function loader() {
  return new Response("events are posted here\n", { status: 405, headers: { Allow: "POST" } });
}
