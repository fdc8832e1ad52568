// The totals between the rooms: what the payments say, what they were spread over and what the books hold of them.
// Each check answers the rows that do not agree, the first of them by id.
import type { Db } from "#app/platform/db.server.ts";

export interface TotalsFault {
  readonly code: string;
  readonly subject: string;
  readonly detail: string;
}

const checks: readonly (readonly [string, string])[] = [
  [
    "account_without_books",
    `SELECT id::text AS subject, 'no opening journal' AS detail FROM debt_account d
      WHERE NOT EXISTS (SELECT FROM ledger_account a WHERE a.debt_id = d.id) ORDER BY id LIMIT 1`,
  ],
  [
    "payment_not_spread",
    `SELECT p.id::text AS subject, p.amount_minor || ' received, ' || coalesce(s.total, 0) || ' spread, ' || p.excess_minor || ' in excess' AS detail
       FROM payment p
       LEFT JOIN (SELECT payment_id, sum(amount_minor) AS total FROM allocation GROUP BY payment_id) s ON s.payment_id = p.id
      WHERE p.status <> 'quarantined' AND p.amount_minor <> coalesce(s.total, 0) + p.excess_minor ORDER BY p.id LIMIT 1`,
  ],
  [
    "payment_not_booked",
    `SELECT p.id::text AS subject, p.amount_minor || ' received, ' || coalesce(s.total, 0) || ' booked' AS detail
       FROM payment p
       LEFT JOIN (SELECT e.journal_id, sum(e.amount) AS total FROM entry e JOIN ledger_account a ON a.id = e.account_id
                   WHERE a.family LIKE 'clearing:%' GROUP BY e.journal_id) s ON s.journal_id = p.journal_id
      WHERE p.status <> 'quarantined' AND p.amount_minor <> coalesce(s.total, 0) ORDER BY p.id LIMIT 1`,
  ],
];

export async function verifyTotals({ pool }: Pick<Db, "pool">): Promise<TotalsFault[]> {
  const client = await pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await client.query("SET LOCAL statement_timeout = 0");
    const faults: TotalsFault[] = [];
    for (const [code, text] of checks) {
      const { rows } = await client.query<Omit<TotalsFault, "code">>(text);
      faults.push(...rows.map((row) => ({ code, ...row })));
    }
    return faults;
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
