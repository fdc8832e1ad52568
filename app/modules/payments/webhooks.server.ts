// Events of the provider: verified, stored once, answered at once; what they are about is asked again by a job.
// Nothing that stands in an event is believed but its signature, its id and which object to look at.
import { isId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { type Tx, inTransaction } from "#app/platform/db.server.ts";
import { raiseAlert } from "./alerts.server.ts";
import type { Belonging, EventSubject, PaymentGateway, ProviderEvent } from "./payment-gateway.ts";
import { reconcileWith } from "./reconcile-attempt.server.ts";

/** Far above any event that concerns a payment. */
export const largestEventBytes = 262_144;

export type Receipt = "stored" | "known" | "refused";

export async function receiveWebhookWith(
  gateway: PaymentGateway,
  app: App,
  body: Uint8Array,
  signature: string | null,
): Promise<Receipt> {
  if (body.byteLength > largestEventBytes || !signature) return "refused";
  const event = gateway.verifyWebhook(body, signature, app.clock.now());
  if (!event) return "refused";
  const stored = await inTransaction(app.db, (tx) => storeEvent(gateway, app, tx, event, "hook"));
  return stored ? "stored" : "known";
}

/** Stores an event and its job together; false where it was there already. */
export async function storeEvent(
  gateway: PaymentGateway,
  app: App,
  tx: Tx,
  event: ProviderEvent,
  source: "hook" | "sweep",
): Promise<boolean> {
  const now = app.clock.now();
  const foreign = event.live !== gateway.live;
  const outcome = foreign ? "other_environment" : event.subject === "other" ? "not_read" : null;
  const { count } = await tx.webhookEvent.createMany({
    data: [
      {
        id: event.id,
        type: event.type,
        livemode: event.live,
        apiVersion: event.apiVersion ?? null,
        objectId: event.objectId,
        objectKind: event.subject,
        createdAt: event.createdAt,
        receivedAt: now,
        processedAt: outcome ? now : null,
        outcome,
        source,
      },
    ],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  if (foreign) {
    const facts = { event: event.id, type: event.type, live: String(event.live) };
    await raiseAlert(app, tx, "payment-other-environment", event.objectId, facts);
  }
  if (!outcome) await app.queue.enqueue(tx, "handle-webhook", { eventId: event.id }, { key: event.id });
  return true;
}

/** The job behind an event. It throws where the provider cannot be reached, so that the queue tries again. */
export async function handleWebhookWith(gateway: PaymentGateway, app: App, eventId: string): Promise<void> {
  const event = await app.db.prisma.webhookEvent.findUnique({ where: { id: eventId } });
  if (!event || event.processedAt) return;
  const traced = await gateway.traceObject(event.objectKind as EventSubject, event.objectId);
  if (traced.kind === "unknown") throw new ProviderSilent(traced.problem);
  const outcome =
    traced.kind === "absent"
      ? await reportStranger(gateway, app, event.objectId, undefined)
      : await handleBelonging(gateway, app, event.objectId, traced.found);
  await app.db.prisma.webhookEvent.update({ where: { id: eventId }, data: { processedAt: app.clock.now(), outcome } });
}

async function handleBelonging(
  gateway: PaymentGateway,
  app: App,
  objectId: string,
  belonging: Belonging,
): Promise<string> {
  const { attemptId, environment } = belonging;
  if (environment !== app.env.mode || !isId(attemptId)) return reportStranger(gateway, app, objectId, belonging);
  const reconciled = await reconcileWith(gateway, app, attemptId);
  switch (reconciled.kind) {
    case "known":
      return `attempt_${reconciled.status}`;
    case "no-attempt":
      return reportStranger(gateway, app, objectId, belonging);
    case "unreachable":
      throw new ProviderSilent(reconciled.problem);
    default:
      return reconciled satisfies never;
  }
}

/** Nobody here made this attempt, or another environment did: a person has to find out whose money it is. */
async function reportStranger(
  gateway: PaymentGateway,
  app: App,
  objectId: string,
  belonging: Belonging | undefined,
): Promise<string> {
  const { attemptId, environment, intentId } = belonging ?? {};
  const foreign = environment !== undefined && environment !== app.env.mode;
  const money = intentId ? await gateway.retrieveIntent(intentId) : undefined;
  const incoming = money?.kind === "found" ? money.found : undefined;
  await raiseAlert(
    app,
    app.db.prisma,
    foreign ? "payment-other-environment" : "payment-unknown-attempt",
    intentId ?? objectId,
    {
      attempt: attemptId ?? null,
      environment: environment ?? null,
      amountMinor: incoming ? String(incoming.amountMinor) : null,
      currency: incoming?.currency ?? null,
    },
  );
  return foreign ? "other_environment" : "unknown_attempt";
}

/** The provider did not answer; the job is tried again by the queue. */
export class ProviderSilent extends Error {
  override name = "ProviderSilent";
}
