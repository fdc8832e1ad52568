// The night's look at live plans, against one plain SQL pass over the same rows that adds up what is due and compares it
// with what was paid. Plans rest until time alone can change something, so an ordinary night looks at few of them; what
// one costs that is looked at is measured apart.
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { day } from "#app/kernel/calendar.ts";
import { evaluatePlans } from "#app/modules/plans/evaluate-plans.server.ts";
import { type RunningApp, openApp } from "#app/platform/app.server.ts";
import { frozenClock } from "#app/platform/clock.server.ts";
import { readEnv } from "#app/platform/env.server.ts";
import { type BenchRow, median } from "./bench-row.ts";

const today = day("2027-03-15");
const sampleSize = 20_000;

const id = (kind: string, row: string): string => `md5('${kind}' || ${row})::uuid`;

/**
 * Six instalments a month apart, the first two of them due by today, spread over the days of a month. Nearly everybody
 * paid on the day; of those whose second was due yesterday one in twenty did not, and one in a hundred has been behind
 * for a while. What the books hold is made as it would be, around the triggers that would check it.
 */
const fillSql = (rows: number): readonly string[] => [
  "SET session_replication_role = replica",
  `CREATE TEMP TABLE made AS
     SELECT i, ${id("account", "i")} AS account, ${id("plan", "i")} AS plan, ${id("paid", "i")} AS journal,
            DATE '${today}' - 59 + i % 30 AS first_on,
            CASE WHEN i % 30 = 29 OR (i % 30 = 28 AND i % 600 = 28) OR (i % 30 < 28 AND i % 100 = 7) THEN 1 ELSE 2 END AS paid
       FROM generate_series(1, ${rows}) i`,
  `INSERT INTO borrower (id, id_type, id_number_enc, id_blind, full_name_enc, name_blind, language, region, time_zone, created_at)
     VALUES (${id("person", "0")}, 'cn_resident_id', '\\x00', '\\x00', '\\x00', '\\x00', 'zh-CN', '', 'Asia/Shanghai', now())`,
  `INSERT INTO contact_point (id, borrower_id, channel, value_enc, value_blind, created_at)
     VALUES (${id("mail", "0")}, ${id("person", "0")}, 'email', '\\x00', '\\x00', now())`,
  `INSERT INTO debt_account (id, borrower_id, creditor_code, account_number, reference_key, product_type, lender_type, currency,
       borrower_ref, contract_date, itemization_date, first_unpaid_due_date, annual_rate_ppm, secured, email_id, policy_pack_id,
       placement_id, accrued_through, created_at, plan_id, plan_since, plan_rate_ppm, plan_interest_left)
     SELECT account, ${id("person", "0")}, 'BJCF', i, i, 'consumer_loan', 'consumer_finance', 'CNY', i, '2025-01-01', '2026-01-01',
            '2026-01-01', 154000, false, ${id("mail", "0")}, 'cn-2026-11', account, DATE '${today}' - 1, now(), plan,
            now() - interval '90 days', 0, 0 FROM made`,
  `INSERT INTO plan (id, reference, borrower_id, creditor_code, currency, kind, status, policy_pack_id, quote, total_minor,
       cost_minor, waived_minor, sign_until, signed_at, last_on, behind_since, evaluated_on, paid_minor, created_at, updated_at)
     SELECT plan, i, ${id("person", "0")}, 'BJCF', 'CNY', 'instalments',
            CASE WHEN paid = 1 AND first_on + 30 < DATE '${today}' - 1 THEN 'at_risk' ELSE 'live' END, 'cn-2026-11', '{}', 600000, 0, 0,
            first_on, now(), first_on + 150, CASE WHEN paid = 1 AND first_on + 30 < DATE '${today}' - 1 THEN first_on + 30 END,
            first_on + 30 * paid + CASE WHEN paid = 1 AND first_on + 30 < DATE '${today}' - 1 THEN 27 ELSE 0 END,
            100000 * paid, now(), now() FROM made`,
  `INSERT INTO plan_account (plan_id, account_id, balance_minor, waived_minor) SELECT plan, account, 600000, 0 FROM made`,
  `INSERT INTO agreed_due (plan_id, seq, account_id, due_on, amount_minor)
     SELECT plan, k + 1, account, first_on + 30 * k, 100000 FROM made, generate_series(0, 5) k`,
  `INSERT INTO ledger_account (name, book, currency, debt_id, component, non_negative, balance)
     SELECT 'debt:' || account || ':principal', 'claims', 'CNY', account, 'principal', true, 600000 - 100000 * paid FROM made`,
  `INSERT INTO journal (id, idem_key, request_hash, kind, currency, effective_on, posted_at)
     SELECT journal, 'paid:' || i, '\\x00', 'payment', 'CNY', first_on + 30, now() FROM made`,
  `INSERT INTO entry (journal_id, account_id, currency, amount, debt_id, component)
     SELECT m.journal, a.id, 'CNY', -100000 * m.paid, m.account, 'principal'
       FROM made m JOIN ledger_account a ON a.debt_id = m.account`,
  "SET session_replication_role = DEFAULT",
  "GRANT SELECT ON ALL TABLES IN SCHEMA public TO anhuan_app",
  "VACUUM ANALYZE",
];

const plainPass = `
  SELECT count(*) FROM (
    SELECT p.id FROM plan p
      JOIN plan_account pa ON pa.plan_id = p.id
      JOIN agreed_due d ON d.plan_id = p.id AND d.account_id = pa.account_id
      JOIN ledger_account a ON a.debt_id = pa.account_id
      JOIN entry e ON e.account_id = a.id
     WHERE p.status IN ('live', 'at_risk')
     GROUP BY p.id
    HAVING sum(d.amount_minor) FILTER (WHERE d.due_on < DATE '${today}') > -min(e.amount)) behind`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

async function measure(app: RunningApp, owner: pg.Client, rows: number): Promise<BenchRow[]> {
  const passes: number[] = [];
  for (let round = 0; round < 3; round += 1) passes.push(await timed(() => owner.query(plainPass)));
  const pass = median(passes);
  let looked = 0;
  const night = await timed(async () => ({ plans: looked } = await evaluatePlans(app)));
  const { rows: events } = await owner.query<{ count: string }>("SELECT count(*) FROM plan_event");
  const again = await timed(() => evaluatePlans(app));
  await owner.query(
    `UPDATE plan SET evaluated_on = NULL
      WHERE id IN (SELECT id FROM plan WHERE status = 'live' ORDER BY id LIMIT ${Math.min(sampleSize, rows)})`,
  );
  const all = await timed(() => evaluatePlans(app));
  const share = Math.min(sampleSize, rows) / rows;
  const plans = rows.toLocaleString("en");
  return [
    {
      name: `an ordinary night of ${plans} live plans, against one plain SQL pass`,
      ratio: pass / night,
      aim: 1,
      detail: `${(night / 1000).toFixed(1)} s for ${looked} plans looked at and ${events[0]?.count} events, pass ${(pass / 1000).toFixed(1)} s`,
    },
    {
      name: "a night on which nothing happens, against the same",
      ratio: pass / again,
      detail: `${again.toFixed(0)} ms`,
    },
    {
      name: "a plan that is looked at though nothing happened, against its share",
      ratio: (pass * share) / all,
      detail: `${((all * 1000) / Math.min(sampleSize, rows)).toFixed(0)} µs a plan, its share of the pass ${((pass * 1000) / rows).toFixed(1)} µs`,
    },
  ];
}

/** `serverUrl` is of an owner who may create databases; the bench works in one of its own and drops it. */
export async function benchPlans(serverUrl: string, rows: number): Promise<BenchRow[]> {
  const name = `bench_${randomBytes(6).toString("hex")}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`CREATE DATABASE ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const dataDir = await mkdtemp(path.join(os.tmpdir(), "anhuan-bench-"));
  const env = readEnv({ DATA_DIR: dataDir, DATABASE_URL: url.href, LOG_LEVEL: "silent" });
  const app = await openApp(env, { clock: frozenClock(`${today}T00:40:00+08:00`) });
  const owner = new pg.Client({ connectionString: url.href });
  try {
    await owner.connect();
    for (const statement of fillSql(rows)) await owner.query(statement);
    return await measure(app, owner, rows);
  } finally {
    await owner.end();
    await app.close();
    await server.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await server.end();
    await rm(dataDir, { recursive: true, force: true });
  }
}
