// Draws answers whose quality is looked at: of the last thirty days, answered by a person at the desk, not scored yet,
// neither given nor agreed to by the reader; in the order of a fingerprint, which comes out the same for everybody and
// which nobody chooses.
import type { StaffActor } from "#app/kernel/actor.ts";
import { Prisma, type Tx } from "#app/platform/db.server.ts";
import { drawnFromDays } from "./quality.ts";
import type { DrawnAnswer } from "./supervision-view.ts";

interface Draw {
  readonly now: Date;
  /** The reader's own, or one of them. */
  readonly creditors: readonly string[];
  readonly take: number;
}

export async function drawAnswers(
  tx: Tx,
  { staffId }: StaffActor,
  { now, creditors, take }: Draw,
): Promise<readonly DrawnAnswer[]> {
  const since = new Date(now.getTime() - drawnFromDays * 86_400_000);
  return tx.$queryRaw<DrawnAnswer[]>(Prisma.sql`
    SELECT a.id::text AS "eventId", p.reference, a.event, a.at
      FROM staff s
      JOIN proposal_event a ON a.staff_id = s.id AND a.at >= ${since} AND a.event IN ('approve', 'counter', 'decline')
      JOIN proposal p ON p.id = a.proposal_id AND p.creditor_code = ANY(${[...creditors]}::text[])
     WHERE s.id <> ${staffId}::uuid AND a.facts->>'approvedBy' IS DISTINCT FROM ${staffId}
       AND NOT EXISTS (SELECT FROM quality_review q WHERE q.event_id = a.id)
     ORDER BY md5(a.id::text), a.id LIMIT ${take}`);
}
