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
  [
    "plan_sums_differ",
    `SELECT p.id::text AS subject, 'total ' || p.total_minor || ', asked for ' || coalesce(s.total, 0) AS detail
       FROM plan p
       LEFT JOIN (SELECT plan_id, sum(amount_minor) AS total FROM agreed_due GROUP BY plan_id) s ON s.plan_id = p.id
      WHERE p.total_minor <> coalesce(s.total, 0)
        AND p.status IN ('live', 'at_risk', 'breached', 'renegotiating') ORDER BY p.id LIMIT 1`,
  ],
  [
    "plan_not_its_revision",
    `SELECT p.id::text AS subject, 'the last revision asks for ' || r.total AS detail
       FROM plan p
       CROSS JOIN LATERAL (
         SELECT coalesce(sum((part->>'amountMinor')::numeric), 0) AS total
           FROM (SELECT schedule FROM plan_revision WHERE plan_id = p.id ORDER BY revision DESC LIMIT 1) last,
                jsonb_array_elements(last.schedule) row, jsonb_array_elements(row->'parts') part) r
      WHERE p.status NOT IN ('unsigned', 'lapsed') AND p.signed_at IS NOT NULL AND r.total <> p.total_minor
      ORDER BY p.id LIMIT 1`,
  ],
  [
    "plan_columns_disagree",
    `SELECT coalesce(d.id, pa.account_id)::text AS subject, 'plan ' || coalesce(d.plan_id, pa.plan_id) AS detail
       FROM debt_account d
       FULL JOIN (SELECT a.account_id, a.plan_id FROM plan_account a JOIN plan p ON p.id = a.plan_id
                   WHERE p.status IN ('live', 'at_risk', 'breached', 'renegotiating')) pa
         ON pa.account_id = d.id AND pa.plan_id = d.plan_id
      WHERE (d.plan_id IS NOT NULL OR pa.plan_id IS NOT NULL)
        AND (d.plan_id IS NULL OR pa.plan_id IS NULL OR d.plan_since IS NULL OR d.plan_interest_left IS NULL)
      ORDER BY 1 LIMIT 1`,
  ],
  [
    "plan_conditions_left_behind",
    `SELECT id::text AS subject, 'no plan runs' AS detail FROM debt_account
      WHERE plan_id IS NULL AND (plan_since IS NOT NULL OR plan_rate_ppm IS NOT NULL OR plan_interest_left IS NOT NULL
            OR cardinality(agreed_order) > 0) ORDER BY id LIMIT 1`,
  ],
  [
    "two_plans_on_an_account",
    `SELECT a.account_id::text AS subject, count(*) || ' plans run' AS detail
       FROM plan_account a JOIN plan p ON p.id = a.plan_id AND p.status IN ('live', 'at_risk', 'breached', 'renegotiating')
      GROUP BY a.account_id HAVING count(*) > 1 ORDER BY 1 LIMIT 1`,
  ],
  [
    "agreed_due_without_plan",
    `SELECT a.plan_id::text AS subject, 'seq ' || a.seq AS detail FROM agreed_due a
      WHERE NOT EXISTS (SELECT FROM plan p WHERE p.id = a.plan_id
                           AND p.status IN ('live', 'at_risk', 'breached', 'renegotiating'))
      ORDER BY a.plan_id, a.seq LIMIT 1`,
  ],
  [
    "waived_before_the_end",
    `SELECT j.id::text AS subject, 'plan is ' || coalesce(p.status, 'unknown') AS detail
       FROM journal j LEFT JOIN plan p ON j.source_ref = 'plan:' || p.id
      WHERE j.kind = 'waiver' AND j.source_ref LIKE 'plan:%' AND p.status IS DISTINCT FROM 'completed'
        AND NOT EXISTS (SELECT FROM journal r WHERE r.reverses_id = j.id) ORDER BY j.id LIMIT 1`,
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
