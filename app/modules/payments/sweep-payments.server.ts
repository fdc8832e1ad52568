// Heals what webhooks and jobs left open: events that never came, jobs that never ran, attempts that nobody came
// back from. It only asks and writes down; running it twice, or beside the webhooks, changes nothing.
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import type { PaymentGateway } from "./payment-gateway.ts";
import { unfinishedStatuses } from "./payments.ts";
import { reconcileWith } from "./reconcile-attempt.server.ts";
import { storeEvent } from "./webhooks.server.ts";

const minuteMs = 60_000;
const dayMs = 86_400_000;
/** A borrower on the provider's page is left alone for so long. */
const quietMs = 5 * minuteMs;
/** Events appear in the provider's list a moment after they happen. */
const overlapMs = 10 * minuteMs;
/** How far back the provider keeps events. */
const eventsKeptMs = 30 * dayMs;
const stuckAfterMs = 10 * minuteMs;
const attemptsAtOnce = 200;

export interface Swept {
  readonly events: number;
  readonly attempts: number;
}

export async function sweepPaymentsWith(gateway: PaymentGateway, app: App): Promise<Swept> {
  const events = await sweepEvents(gateway, app);
  await wakeStuckEvents(app);
  const attempts = (await sweepAttempts(gateway, app)) + (await sweepFees(gateway, app));
  return { events, attempts };
}

/** Reads the provider's own list from where the last sweep ended; answers how many events were new. */
async function sweepEvents(gateway: PaymentGateway, app: App): Promise<number> {
  const now = app.clock.now();
  const { provider } = gateway;
  const cursor = await app.db.prisma.eventCursor.findUnique({ where: { provider } });
  const oldest = new Date(now.getTime() - eventsKeptMs);
  const from = cursor && cursor.readThrough > oldest ? cursor.readThrough : oldest;
  const listed = await gateway.listEventsSince(from);
  if (listed.kind !== "found") return 0;
  let stored = 0;
  for (const event of listed.found) {
    if (await inTransaction(app.db, (tx) => storeEvent(gateway, app, tx, event, "sweep"))) stored += 1;
  }
  const readThrough = new Date(now.getTime() - overlapMs);
  await app.db.prisma.eventCursor.upsert({
    where: { provider },
    create: { provider, readThrough },
    update: { readThrough },
  });
  return stored;
}

/** An event whose job is gone (a crash, retries used up) gets another one. */
async function wakeStuckEvents(app: App): Promise<void> {
  const before = new Date(app.clock.now().getTime() - stuckAfterMs);
  const stuck = await app.db.prisma.webhookEvent.findMany({
    where: { processedAt: null, receivedAt: { lt: before } },
    select: { id: true },
    take: attemptsAtOnce,
  });
  for (const { id } of stuck) await app.queue.enqueue(app.db.prisma, "handle-webhook", { eventId: id }, { key: id });
}

async function sweepAttempts(gateway: PaymentGateway, app: App): Promise<number> {
  const before = new Date(app.clock.now().getTime() - quietMs);
  const attempts = await app.db.prisma.paymentAttempt.findMany({
    where: { status: { in: [...unfinishedStatuses] }, updatedAt: { lt: before } },
    orderBy: { updatedAt: "asc" },
    select: { id: true },
    take: attemptsAtOnce,
  });
  for (const { id } of attempts) {
    const reconciled = await reconcileWith(gateway, app, id);
    if (reconciled.kind === "unreachable") return 0;
    // Looked at: the next sweep begins with the others.
    await app.db.prisma.paymentAttempt.updateMany({
      where: { id, status: { in: [...unfinishedStatuses] } },
      data: { updatedAt: app.clock.now() },
    });
  }
  return attempts.length;
}

/** Payments of the last day whose fee was not known when they came. Ids are in time order, so this reads few rows. */
async function sweepFees(gateway: PaymentGateway, app: App): Promise<number> {
  const now = app.clock.now().getTime();
  const rows = await app.db.prisma.$queryRaw<{ attempt_id: string }[]>`
    SELECT p.attempt_id::text FROM payment p
     WHERE p.id > ${newId(now - dayMs)}::uuid AND p.created_at < ${new Date(now - quietMs)}
       AND p.attempt_id IS NOT NULL AND p.provider_charge_id IS NOT NULL
       AND NOT EXISTS (SELECT FROM journal j WHERE j.idem_key = 'fee:' || p.provider_charge_id)
       AND NOT EXISTS (SELECT FROM alert a WHERE a.kind = 'payment-fee-unbooked' AND a.subject = p.provider_charge_id)
     LIMIT ${attemptsAtOnce}`;
  for (const { attempt_id: id } of rows) await reconcileWith(gateway, app, id);
  return rows.length;
}
