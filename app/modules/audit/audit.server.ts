// Writes the audit chain and proves it. Rows are only ever added; the database refuses every change.
import type { Actor } from "#app/kernel/actor.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { actorName, type AuditFacts, type AuditRow, sealedBytes } from "./audit.ts";

export interface AuditEntry {
  readonly actor: Actor;
  /** What was done, as `noun.verb`: "payment.started". */
  readonly action: string;
  /** What it was done to, as `kind:id`. */
  readonly subject: string;
  readonly facts: AuditFacts;
}

/** Two rows cannot follow the same one: whoever writes holds this lock to the end of the transaction. */
const chainLockKey = 7_240_611_953n;

const noSeal = Buffer.alloc(32);

/** Adds one row as part of the caller's transaction. Write it last: the chain waits for the commit. */
export async function recordAudit(tx: Tx, app: Pick<App, "vault" | "clock">, entry: AuditEntry): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${chainLockKey}::bigint)`;
  const [place] = await tx.$queryRaw<{ seq: bigint; seal: Uint8Array | null }[]>`
    SELECT nextval(pg_get_serial_sequence('audit_event', 'seq')) AS seq,
           (SELECT hmac FROM audit_event ORDER BY seq DESC LIMIT 1) AS seal`;
  if (!place) throw new Error("the audit chain has no next place");
  const row: AuditRow = {
    seq: place.seq,
    at: app.clock.now(),
    actor: actorName(entry.actor),
    action: entry.action,
    subject: entry.subject,
    facts: entry.facts,
  };
  const prevHmac = Buffer.from(place.seal ?? noSeal);
  const hmac = app.vault.auditHmac(sealedBytes(row, prevHmac));
  await tx.auditEvent.create({ data: { ...row, facts: entry.facts, prevHmac, hmac } });
}

export interface AuditFault {
  readonly seq: bigint;
  readonly problem: "seal_wrong" | "chain_broken";
}

const pageSize = 2000;

/** Walks the whole chain; answers the first row that was altered, moved or whose neighbour is gone. */
export async function verifyAudit(app: Pick<App, "vault" | "db">): Promise<AuditFault | undefined> {
  let after = 0n;
  let previous: Uint8Array = noSeal;
  for (;;) {
    const rows = await app.db.prisma.auditEvent.findMany({
      where: { seq: { gt: after } },
      orderBy: { seq: "asc" },
      take: pageSize,
    });
    for (const row of rows) {
      if (!equalBytes(row.prevHmac, previous)) return { seq: row.seq, problem: "chain_broken" };
      if (!equalBytes(row.hmac, app.vault.auditHmac(sealedBytes(row, previous)))) {
        return { seq: row.seq, problem: "seal_wrong" };
      }
      previous = row.hmac;
      after = row.seq;
    }
    if (rows.length < pageSize) return undefined;
  }
}
