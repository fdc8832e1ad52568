// The way out for every word to a borrower: queue and contact log in one table. A message is queued in the
// transaction of what it tells of, and sent by the worker. A claimed message is a lease, so that a killed worker's
// message is taken up again, and the carrier tells a repetition by the message's id.
import { dayAt } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import {
  decideDispatch,
  maxAttempts,
  reminderPurposes,
  restfulProposalStatuses,
  retryDelayMs,
  type Channel,
  type MessagePurpose,
} from "./contact.ts";
import { requirePolicy } from "../policy/policy.ts";
import { carry, type Carried } from "./message-carriers.server.ts";
import { writeLetter, type Letter, type WrittenLetter } from "./message-texts.server.ts";

export interface NewMessage {
  readonly borrowerId?: string | undefined;
  /** Undefined where there is nobody to write to: the message is queued like any other and then withheld. */
  readonly contactPointId?: string | undefined;
  readonly channel: Channel;
  readonly purpose: MessagePurpose;
  readonly language: Language;
  readonly letter: Letter;
  /** One message for each key, however often it is asked for. */
  readonly idemKey: string;
  readonly notBefore?: Date | undefined;
}

/** Queues a message as part of the caller's transaction; answers its id. */
export async function queueMessage(tx: Tx, app: App, message: NewMessage): Promise<string> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const letter = writeLetter(message.letter, message.channel, message.language, app.settings);
  const body = app.vault.seal(JSON.stringify(letter), { table: "message", column: "body_enc", rowId: id });
  const notBefore = message.notBefore ?? now;
  const rows = await tx.$queryRaw<{ id: string; made: boolean }[]>`
    WITH made AS (
      INSERT INTO message (id, borrower_id, contact_point_id, channel, purpose, language, body_enc, idem_key, status,
                           created_at, not_before)
      VALUES (${id}::uuid, ${message.borrowerId ?? null}::uuid, ${message.contactPointId ?? null}::uuid,
              ${message.channel}, ${message.purpose}, ${message.language}, ${body}, ${message.idemKey}, 'queued',
              ${now}, ${notBefore})
      ON CONFLICT (idem_key) DO NOTHING
      RETURNING id)
    SELECT id::text, true AS made FROM made
    UNION ALL
    SELECT id::text, false FROM message WHERE idem_key = ${message.idemKey}
    LIMIT 1`;
  const kept = rows[0];
  if (!kept?.made) return kept?.id ?? id;
  await enqueueDelivery(tx, app, id, notBefore > now ? notBefore : undefined);
  return id;
}

function enqueueDelivery(tx: Tx | App["db"]["prisma"], app: App, messageId: string, startAfter?: Date): Promise<void> {
  return app.queue.enqueue(tx, "deliver-message", { messageId }, startAfter ? { startAfter } : {});
}

interface ClaimedRow {
  readonly borrower_id: string | null;
  readonly channel: Channel;
  readonly purpose: MessagePurpose;
  readonly body_enc: Buffer;
  readonly created_at: Date;
  readonly attempts: number;
  readonly contact_id: string | null;
  readonly value_enc: Buffer | null;
  /** Of anybody's contact with this value: a later file may bring a stopped number again, for somebody else. */
  readonly stopped_at: Date | null;
  readonly time_zone: string | null;
  readonly last_day: number;
  readonly last_week: number;
  /** An objection, a moratorium, a request for help, or a proposal about a plan that runs: no reminder at all. */
  readonly held: boolean;
  /** A proposal that waits, or a plan that runs and is kept: reminders of the old kind rest. */
  readonly arranging: boolean;
}

const leaseMs = 120_000;

/** Takes the message for two minutes; undefined where it is done, not due, or in other hands. */
async function claimMessage(app: App, messageId: string): Promise<ClaimedRow | undefined> {
  const now = app.clock.now();
  const lease = new Date(now.getTime() + leaseMs);
  const since = (days: number): Date => new Date(now.getTime() - days * 86_400_000);
  const today = dayAt(now, app.settings.timeZone);
  const [reminders, restful] = [[...reminderPurposes], [...restfulProposalStatuses]];
  const rows = await app.db.prisma.$queryRaw<ClaimedRow[]>`
    WITH taken AS (
      UPDATE message SET status = 'sending', attempts = attempts + 1, not_before = ${lease}
       WHERE id = ${messageId}::uuid AND status IN ('queued', 'sending') AND not_before <= ${now}
      RETURNING *)
    SELECT m.borrower_id::text, m.channel, m.purpose, m.body_enc, m.created_at, m.attempts,
           c.id::text AS contact_id, c.value_enc, b.time_zone,
           (SELECT min(o.stopped_at) FROM contact_point o
             WHERE o.value_blind = c.value_blind AND o.channel = c.channel) AS stopped_at,
           (SELECT count(*)::int FROM message r WHERE r.borrower_id = m.borrower_id AND r.purpose = ANY(${reminders}::text[])
               AND r.status = 'sent' AND r.sent_at > ${since(1)}) AS last_day,
           (SELECT count(*)::int FROM message r WHERE r.borrower_id = m.borrower_id AND r.purpose = ANY(${reminders}::text[])
               AND r.status = 'sent' AND r.sent_at > ${since(7)}) AS last_week,
           (EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = b.id AND a.disputed_at IS NOT NULL)
             OR EXISTS (SELECT FROM help_case h WHERE h.borrower_id = b.id AND h.status <> 'closed'
                           AND (h.kind IN ('hardship', 'dispute', 'not_mine')
                             OR h.kind = 'moratorium' AND h.answer_by >= ${today}::date))
             OR EXISTS (SELECT FROM proposal p
                          JOIN proposal_account pa ON pa.proposal_id = p.id
                          JOIN debt_account a ON a.id = pa.account_id AND a.plan_id IS NOT NULL
                         WHERE p.borrower_id = b.id AND p.status = ANY(${restful}::text[]))) AS held,
           (EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = b.id AND a.plan_id IS NOT NULL
                       AND NOT EXISTS (SELECT FROM plan k WHERE k.id = a.plan_id AND k.status = 'breached'))
             OR EXISTS (SELECT FROM proposal p WHERE p.borrower_id = b.id
                           AND p.status = ANY(${restful}::text[]))) AS arranging
      FROM taken m
      LEFT JOIN contact_point c ON c.id = m.contact_point_id
      LEFT JOIN borrower b ON b.id = coalesce(m.borrower_id, c.borrower_id)`;
  return rows[0];
}

/** Sends one message if it may be sent now; safe to run any number of times. */
export async function deliverMessage(app: App, messageId: string): Promise<void> {
  const claimed = await claimMessage(app, messageId);
  if (!claimed) return;
  const contact = claimed.contact_id === null ? undefined : { stopped: claimed.stopped_at !== null };
  const dispatch = decideDispatch(
    {
      purpose: claimed.purpose,
      createdAt: claimed.created_at,
      attempts: claimed.attempts,
      contact,
      timeZone: claimed.time_zone ?? undefined,
      remindersLastDay: claimed.last_day,
      remindersLastWeek: claimed.last_week,
      held: { reminder: claimed.held || claimed.arranging, plan_reminder: claimed.held },
    },
    app.clock.now(),
    requirePolicy(app.settings.policyPack),
  );
  if (dispatch.kind === "withhold") return closeMessage(app, messageId, "withheld", dispatch.reason);
  // Waiting for the window is no attempt.
  if (dispatch.kind === "wait") return postponeMessage(app, messageId, dispatch.until, claimed.attempts - 1);
  await recordCarried(app, messageId, claimed, await carryClaimed(app, messageId, claimed));
}

async function carryClaimed(app: App, messageId: string, claimed: ClaimedRow): Promise<Carried> {
  const place = { table: "contact_point", column: "value_enc", rowId: claimed.contact_id ?? "" };
  const to = app.vault.open(claimed.value_enc ?? Buffer.alloc(0), place);
  const body = app.vault.open(claimed.body_enc, { table: "message", column: "body_enc", rowId: messageId });
  const letter = JSON.parse(body) as WrittenLetter;
  return carry(app, { ...letter, id: messageId, channel: claimed.channel, to }, claimed.attempts > 1);
}

async function recordCarried(app: App, messageId: string, claimed: ClaimedRow, carried: Carried): Promise<void> {
  if (carried === "sent") return closeMessage(app, messageId, "sent", null);
  if (carried === "refused" || claimed.attempts >= maxAttempts) {
    app.log.warn({ event: "message-undeliverable", kind: claimed.purpose, attempt: claimed.attempts });
    return closeMessage(app, messageId, "undeliverable", carried);
  }
  const until = new Date(app.clock.now().getTime() + retryDelayMs(claimed.attempts));
  await postponeMessage(app, messageId, until, claimed.attempts);
}

/** The words of a code are not kept once they are of no more use. */
async function closeMessage(app: App, id: string, status: string, reason: string | null): Promise<void> {
  const sentAt = status === "sent" ? app.clock.now() : null;
  await app.db.prisma.$executeRaw`
    UPDATE message
       SET status = ${status}, status_reason = ${reason}, sent_at = ${sentAt}::timestamptz,
           body_enc = CASE WHEN purpose IN ('code', 'contact_check') THEN NULL ELSE body_enc END
     WHERE id = ${id}::uuid AND status = 'sending'`;
}

async function postponeMessage(app: App, id: string, until: Date, attempts: number): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    const changed = await tx.$executeRaw`
      UPDATE message SET status = 'queued', not_before = ${until}, attempts = ${attempts}
       WHERE id = ${id}::uuid AND status = 'sending'`;
    if (changed > 0) await enqueueDelivery(tx, app, id, until);
  });
}

/** Nothing that still waits for these contact points leaves any more. */
export async function withholdMessages(tx: Tx, contactPointIds: readonly string[], reason: string): Promise<number> {
  return tx.$executeRaw`
    UPDATE message SET status = 'withheld', status_reason = ${reason}, body_enc = NULL
     WHERE contact_point_id = ANY(${[...contactPointIds]}::uuid[]) AND status IN ('queued', 'sending')`;
}

/** Takes up what a killed worker or a lost job left, and forgets what answered nobody. */
export async function sweepMessages(app: App): Promise<void> {
  const now = app.clock.now();
  const due = new Date(now.getTime() - 60_000);
  const rows = await app.db.prisma.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM message WHERE status IN ('queued', 'sending') AND not_before < ${due}
     ORDER BY not_before LIMIT 500`;
  for (const { id } of rows) await enqueueDelivery(app.db.prisma, app, id);
  const yesterday = new Date(now.getTime() - 86_400_000);
  await app.db.prisma.$executeRaw`
    DELETE FROM message WHERE status = 'withheld' AND contact_point_id IS NULL AND created_at < ${yesterday}`;
}

/** What the demo "sent"; nowhere else is there such a thing. */
export { readInbox } from "./message-carriers.server.ts";
