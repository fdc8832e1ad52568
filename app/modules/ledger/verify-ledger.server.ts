// Reads the books from end to end and proves them anew: balances are the fold of their entries, every journal
// balances, reversals are mirrors, no component is below zero. It trusts neither triggers nor constraints, for
// what it looks for is a database that was altered around them. It repairs nothing.
import type pg from "pg";

export interface Fault {
  readonly code:
    | "balance_is_not_the_sum"
    | "journal_empty"
    | "journal_unbalanced"
    | "journal_currencies"
    | "entry_disagrees"
    | "component_negative"
    | "reversal_no_mirror";
  /** The ledger account or journal where it shows. */
  readonly subject: string;
  readonly detail: string;
}

interface FaultRow {
  readonly subject: string;
  readonly detail: string;
}

/**
 * Each check is one pass inside the database that answers faulty rows only, so that memory here stays flat; the
 * pass over accounts follows the primary key of the entries.
 */
const checks: readonly (readonly [Fault["code"], string])[] = [
  [
    "component_negative",
    `SELECT name AS subject, 'balance ' || balance AS detail FROM ledger_account
      WHERE debt_id IS NOT NULL AND (balance < 0 OR NOT non_negative) ORDER BY id LIMIT $1`,
  ],
  [
    "balance_is_not_the_sum",
    `SELECT a.name AS subject, 'balance ' || a.balance || ', entries ' || coalesce(s.total, 0) AS detail
       FROM ledger_account a
       LEFT JOIN (SELECT account_id, sum(amount) AS total FROM entry GROUP BY account_id) s ON s.account_id = a.id
      WHERE a.balance <> coalesce(s.total, 0) ORDER BY a.id LIMIT $1`,
  ],
  [
    "entry_disagrees",
    `SELECT e.journal_id::text AS subject, 'entry ' || e.id AS detail
       FROM entry e LEFT JOIN ledger_account a ON a.id = e.account_id LEFT JOIN journal j ON j.id = e.journal_id
      WHERE a.id IS NULL OR j.id IS NULL OR a.currency <> e.currency OR e.amount = 0
         OR e.debt_id IS DISTINCT FROM a.debt_id OR e.component IS DISTINCT FROM a.component
      ORDER BY e.id LIMIT $1`,
  ],
  [
    "journal_unbalanced",
    `SELECT e.journal_id::text AS subject, a.book || ' ' || e.currency || ' off by ' || sum(e.amount) AS detail
       FROM entry e JOIN ledger_account a ON a.id = e.account_id
      GROUP BY e.journal_id, a.book, e.currency HAVING sum(e.amount) <> 0 ORDER BY e.journal_id LIMIT $1`,
  ],
  [
    "journal_currencies",
    `SELECT journal_id::text AS subject, min(currency) || ' and ' || max(currency) AS detail
       FROM entry GROUP BY journal_id HAVING min(currency) <> max(currency) ORDER BY journal_id LIMIT $1`,
  ],
  [
    "journal_empty",
    `SELECT j.id::text AS subject, j.kind AS detail FROM journal j
      WHERE NOT EXISTS (SELECT FROM entry e WHERE e.journal_id = j.id) ORDER BY j.id LIMIT $1`,
  ],
  [
    "reversal_no_mirror",
    `SELECT DISTINCT r.id::text AS subject, 'of ' || r.reverses_id AS detail
       FROM journal r JOIN entry e ON e.journal_id IN (r.id, r.reverses_id)
      WHERE r.reverses_id IS NOT NULL
      GROUP BY r.id, r.reverses_id, e.account_id HAVING sum(e.amount) <> 0 ORDER BY 1 LIMIT $1`,
  ],
];

/** The first `limit` faults of each kind; empty where the books are right. Takes one snapshot for all checks. */
export async function verifyLedger(db: { readonly pool: pg.Pool }, limit = 20): Promise<Fault[]> {
  const client = await db.pool.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    // The whole of the books takes longer than a page may.
    await client.query("SET LOCAL statement_timeout = 0");
    const faults: Fault[] = [];
    for (const [code, text] of checks) {
      const { rows } = await client.query<FaultRow>(text, [limit]);
      faults.push(...rows.map((row) => ({ code, ...row })));
    }
    return faults;
  } finally {
    await client.query("ROLLBACK");
    client.release();
  }
}
