// Reads what was paid on debts since their running plans were signed: one statement for any number of debts. Nothing is
// kept: the books are asked each time.
import { day } from "#app/kernel/calendar.ts";
import { type PaidSince, type PaymentMove, foldPayments } from "./paid-since.ts";
import { type Runner, runSql } from "./run-sql.server.ts";

interface MoveRow {
  readonly place: number;
  readonly id: string;
  readonly kind: PaymentMove["kind"];
  readonly source_ref: string | null;
  readonly reverses_id: string | null;
  readonly effective_on: string;
  readonly since: boolean;
  readonly paid: string;
}

/** Moments of booking are the database's own, so the moment of signing is too: see startPlan. */
const movesSql = `
  SELECT s.place::int AS place, j.id, j.kind, j.source_ref, j.reverses_id, j.effective_on::text,
         j.posted_at > s.since AS since, (-sum(e.amount))::text AS paid
    FROM unnest($1::uuid[], $2::timestamptz[], $3::timestamptz[]) WITH ORDINALITY s(debt_id, since, until, place)
    JOIN ledger_account a ON a.debt_id = s.debt_id
    JOIN entry e ON e.account_id = a.id
    JOIN journal j ON j.id = e.journal_id AND j.kind IN ('payment', 'refund', 'chargeback', 'reversal')
                  AND j.posted_at <= coalesce(s.until, 'infinity')
   GROUP BY s.place, j.id, s.since`;

export interface DebtSince {
  readonly debtId: string;
  /** As the database writes them, with their microseconds. */
  readonly since: string;
  readonly until?: string | undefined;
}

/** Answers in the order of what was asked. */
export async function readPaidSince(runner: Runner, debts: readonly DebtSince[]): Promise<PaidSince[]> {
  if (debts.length === 0) return [];
  const rows = await runSql<MoveRow>(runner, movesSql, [
    debts.map(({ debtId }) => debtId),
    debts.map(({ since }) => since),
    debts.map(({ until }) => until ?? null),
  ]);
  const moves = debts.map((): PaymentMove[] => []);
  for (const row of rows) {
    moves[row.place - 1]?.push({
      journalId: row.id,
      kind: row.kind,
      sourceRef: row.source_ref,
      reversesId: row.reverses_id,
      effectiveOn: day(row.effective_on),
      since: row.since,
      paidMinor: BigInt(row.paid),
    });
  }
  return moves.map(foldPayments);
}
