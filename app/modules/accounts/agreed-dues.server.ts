// Reads what running plans ask of accounts, with what was paid on them since: two statements for any number of accounts.
import { day, dayFromDbDate } from "#app/kernel/calendar.ts";
import { readPaidSince } from "#app/modules/ledger/paid-since.server.ts";
import { type Runner, runSql } from "#app/modules/ledger/run-sql.server.ts";
import type { AgreedAmount, AgreedFacts } from "./agreed-dues.ts";

interface PlanRow {
  readonly account_id: string;
  readonly plan_id: string;
  readonly since: string;
  readonly kind: string;
  readonly waived_minor: bigint;
  readonly last_on: Date;
  readonly dues: readonly (readonly [string, string])[] | null;
}

const plansSql = `
  SELECT d.id AS account_id, d.plan_id, d.plan_since::text AS since, p.last_on,
         p.kind, pa.waived_minor,
         (SELECT json_agg(json_build_array(a.due_on, a.amount_minor::text) ORDER BY a.due_on, a.seq)
            FROM agreed_due a WHERE a.plan_id = d.plan_id AND a.account_id = d.id) AS dues
    FROM debt_account d
    JOIN plan p ON p.id = d.plan_id
    JOIN plan_account pa ON pa.plan_id = d.plan_id AND pa.account_id = d.id
   WHERE d.id = ANY ($1::uuid[])`;

/** Accounts without a running plan are not in the answer. */
export async function readAgreedFacts(
  runner: Runner,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, AgreedFacts>> {
  if (accountIds.length === 0) return new Map();
  const rows = await runSql<PlanRow>(runner, plansSql, [[...accountIds]]);
  const paid = await readPaidSince(
    runner,
    rows.map(({ account_id, since }) => ({ debtId: account_id, since })),
  );
  return new Map(
    rows.map((row, place) => [
      row.account_id,
      {
        planId: row.plan_id,
        dues: (row.dues ?? []).map(([on, amount]): AgreedAmount => ({ dueOn: day(on), amountMinor: BigInt(amount) })),
        paidMinor: paid[place]?.paidMinor ?? 0n,
        waivedMinor: row.waived_minor,
        settles: row.kind === "settlement",
        lastOn: dayFromDbDate(row.last_on),
      },
    ]),
  );
}
