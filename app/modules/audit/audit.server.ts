// Writes the audit chain and proves it. Rows are only ever added; the database refuses every change.
import type { Actor } from "#app/kernel/actor.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { actorName, type AuditFacts, type AuditRow, sealedBytes } from "./audit.ts";
import { findHeadFault, type HeadFault } from "./audit-heads.server.ts";

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
  /** The first position that is not as it was written; of rows that are gone, the first of them. */
  readonly seq: bigint;
  readonly problem: "seal_wrong" | "chain_broken" | "row_missing" | HeadFault["problem"];
}

const pageSize = 2000;

type ChainRow = AuditRow & { readonly prevHmac: Uint8Array; readonly hmac: Uint8Array };

function faultOf(vault: App["vault"], row: ChainRow, before: Pick<ChainRow, "seq" | "hmac">): AuditFault | undefined {
  const isWhole = equalBytes(row.hmac, vault.auditHmac(sealedBytes(row, row.prevHmac)));
  if (equalBytes(row.prevHmac, before.hmac)) return isWhole ? undefined : { seq: row.seq, problem: "seal_wrong" };
  // A row that is itself what was written, after a gap: what it followed is gone.
  if (isWhole && row.seq > before.seq + 1n) return { seq: before.seq + 1n, problem: "row_missing" };
  return { seq: row.seq, problem: "chain_broken" };
}

async function findChainFault({ db, vault }: Pick<App, "vault" | "db">): Promise<AuditFault | undefined> {
  let before: Pick<ChainRow, "seq" | "hmac"> = { seq: 0n, hmac: noSeal };
  for (;;) {
    const rows = await db.prisma.auditEvent.findMany({
      where: { seq: { gt: before.seq } },
      orderBy: { seq: "asc" },
      take: pageSize,
    });
    for (const row of rows) {
      const fault = faultOf(vault, row, before);
      if (fault) return fault;
      before = row;
    }
    if (rows.length < pageSize) return undefined;
  }
}

/**
 * Walks the whole chain, and compares it with its heads that were written elsewhere; answers the first position that
 * was altered, moved or removed. Where no head was kept, nothing is known of a tail that was cut.
 */
export async function verifyAudit(app: Pick<App, "vault" | "db" | "env">): Promise<AuditFault | undefined> {
  const inChain = await findChainFault(app);
  const atHead = await findHeadFault(app);
  return inChain && atHead ? (atHead.seq < inChain.seq ? atHead : inChain) : (inChain ?? atHead);
}
