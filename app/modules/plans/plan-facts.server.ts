// Loads plans with what the books say of their accounts: any number of plans in a handful of statements. It refuses to
// keep sums: what is paid and owed is read from the ledger each time.
import { type Day, day, dayFromDbDate } from "#app/kernel/calendar.ts";
import { type ComponentAmounts, noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import { readPaidSince } from "#app/modules/ledger/paid-since.server.ts";
import { type PaidSince, nothingPaid } from "#app/modules/ledger/paid-since.ts";
import type { OptionKind } from "#app/modules/policy/policy.ts";
import type { Db, Prisma, Tx } from "#app/platform/db.server.ts";
import { type PlanStatus, type ScheduledInstalment, isRunning } from "./plans.ts";
import { type PlanAccountState, sumMinor } from "./schedule.ts";

export type PlanRunner = Tx | Db["prisma"];
export type PlanRow = NonNullable<Awaited<ReturnType<Tx["plan"]["findUnique"]>>>;

export interface LoadedAccount extends PlanAccountState {
  readonly creditorCode: string;
  readonly balances: ComponentAmounts;
  readonly agreedOrder: readonly string[];
  readonly ratePpm: number | null;
  readonly paid: PaidSince;
  /** Since when payments count, as the database writes it; undefined before signing. */
  readonly since: string | undefined;
}

/** A plan with its accounts, as the books have them. */
export interface LoadedPlan {
  readonly row: PlanRow;
  readonly kind: OptionKind;
  readonly status: PlanStatus;
  readonly lastOn: Day;
  readonly accounts: readonly LoadedAccount[];
  /** What it asks for while it runs, in order of numbers; of one that has ended, its last schedule. */
  readonly schedule: readonly ScheduledInstalment[];
}

interface StoredInstalment {
  readonly seq: number;
  readonly dueOn: string;
  readonly parts: readonly { readonly accountId: string; readonly amountMinor: string }[];
}

export function encodeSchedule(schedule: readonly ScheduledInstalment[]): Prisma.InputJsonArray {
  return schedule.map(({ seq, dueOn, parts }) => ({
    seq,
    dueOn,
    parts: parts.map(({ accountId, amountMinor }) => ({ accountId, amountMinor: amountMinor.toString() })),
  }));
}

/** A schedule as a revision holds it, or the instalments of a stored quote. */
export function decodeSchedule(stored: unknown): ScheduledInstalment[] {
  return (stored as readonly StoredInstalment[]).map(({ seq, dueOn, parts }) => ({
    seq,
    dueOn: day(dueOn),
    parts: parts.map(({ accountId, amountMinor }) => ({ accountId, amountMinor: BigInt(amountMinor) })),
  }));
}

interface AccountRow {
  readonly plan_id: string;
  readonly account_id: string;
  readonly creditor_code: string;
  readonly waived_minor: bigint;
  readonly own: boolean;
  readonly since: string | null;
  readonly until: string | null;
  readonly plan_rate_ppm: number | null;
  readonly plan_interest_left: bigint | null;
  readonly agreed_order: string[];
  readonly disputed: boolean;
  readonly answered_on: string | null;
}

/** An ended plan has left its accounts; since when its payments counted stands with the event of signing. */
function readAccountRows(runner: PlanRunner, planIds: readonly string[]): Promise<AccountRow[]> {
  return runner.$queryRaw<AccountRow[]>`
    SELECT pa.plan_id, pa.account_id, d.creditor_code, pa.waived_minor, d.plan_id = pa.plan_id AS own,
           coalesce(CASE WHEN d.plan_id = pa.plan_id THEN d.plan_since::text END,
                    (SELECT e.facts->>'since' FROM plan_event e WHERE e.plan_id = pa.plan_id AND e.event = 'sign' LIMIT 1)) AS since,
           (SELECT max(e.facts->>'until') FROM plan_event e WHERE e.plan_id = pa.plan_id AND e.event = 'cancel') AS until,
           d.plan_rate_ppm, d.plan_interest_left, d.agreed_order, d.disputed_at IS NOT NULL AS disputed,
           answered.closed_on::text AS answered_on
      FROM plan_account pa JOIN debt_account d ON d.id = pa.account_id
      -- Whoever had an answer to an objection has the whole next day before anything counts as late.
      LEFT JOIN (SELECT account_id, max((closed_at + interval '1 day')::date) AS closed_on FROM help_case
                  WHERE kind IN ('dispute', 'not_mine') GROUP BY account_id) answered ON answered.account_id = d.id
     WHERE pa.plan_id = ANY(${[...planIds]}::uuid[]) ORDER BY pa.plan_id, pa.account_id`;
}

interface DuesRow {
  readonly plan_id: string;
  readonly seqs: readonly number[];
  readonly days: readonly string[];
  readonly accounts: readonly string[];
  readonly amounts: readonly string[];
}

/** One row for each plan: a night may ask for many thousand instalments. */
async function readAgreedDues(
  runner: PlanRunner,
  planIds: readonly string[],
): Promise<Map<string, ScheduledInstalment[]>> {
  if (planIds.length === 0) return new Map();
  const rows = await runner.$queryRaw<DuesRow[]>`
    SELECT plan_id, array_agg(seq ORDER BY seq, account_id) AS seqs, array_agg(due_on::text ORDER BY seq, account_id) AS days,
           array_agg(account_id::text ORDER BY seq, account_id) AS accounts,
           array_agg(amount_minor::text ORDER BY seq, account_id) AS amounts
      FROM agreed_due WHERE plan_id = ANY(${[...planIds]}::uuid[]) GROUP BY plan_id`;
  return new Map(
    rows.map(({ plan_id, seqs, days, accounts, amounts }) => {
      const schedule: ScheduledInstalment[] = [];
      seqs.forEach((seq, place) => {
        const part = { accountId: accounts[place] ?? "", amountMinor: BigInt(amounts[place] ?? "0") };
        const last = schedule.at(-1);
        if (last?.seq === seq) schedule[schedule.length - 1] = { ...last, parts: [...last.parts, part] };
        else schedule.push({ seq, dueOn: day(days[place] ?? ""), parts: [part] });
      });
      return [plan_id, schedule] as const;
    }),
  );
}

async function readSchedules(
  runner: PlanRunner,
  rows: readonly PlanRow[],
): Promise<Map<string, ScheduledInstalment[]>> {
  const running = rows.filter(({ status }) => isRunning(status)).map(({ id }) => id);
  const schedules = await readAgreedDues(runner, running);
  const others = rows.filter(({ status }) => !isRunning(status));
  if (others.length === 0) return schedules;
  const revisions = await runner.planRevision.findMany({
    where: { planId: { in: others.map(({ id }) => id) } },
    distinct: ["planId"],
    orderBy: [{ planId: "asc" }, { revision: "desc" }],
    select: { planId: true, schedule: true },
  });
  for (const { planId, schedule } of revisions) schedules.set(planId, decodeSchedule(schedule));
  for (const { id, quote } of others) {
    if (!schedules.has(id)) schedules.set(id, decodeSchedule((quote as { instalments?: unknown }).instalments ?? []));
  }
  return schedules;
}

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** What is given up at the end: of a settlement, what remains once the agreed sum is paid; never more than agreed. */
function waivedNow(kind: OptionKind, agreedMinor: bigint, balanceMinor: bigint, askedMinor: bigint): bigint {
  if (kind !== "settlement") return agreedMinor;
  const rest = balanceMinor - (askedMinor > 0n ? askedMinor : 0n);
  return rest > 0n ? least(rest, agreedMinor) : 0n;
}

export async function loadPlans(runner: PlanRunner, planIds: readonly string[]): Promise<LoadedPlan[]> {
  const rows = await runner.plan.findMany({ where: { id: { in: [...planIds] } }, orderBy: { id: "asc" } });
  const accountRows = await readAccountRows(runner, planIds);
  const schedules = await readSchedules(runner, rows);
  const balances = await readBalances(
    runner,
    accountRows.map(({ account_id }) => account_id),
  );
  const paidOf = await readPaidByPlan(runner, accountRows);
  const accountsOf = new Map<string, AccountRow[]>();
  for (const each of accountRows) accountsOf.set(each.plan_id, [...(accountsOf.get(each.plan_id) ?? []), each]);
  return rows.map((row) => {
    const kind = row.kind as OptionKind;
    const schedule = schedules.get(row.id) ?? [];
    const accounts = (accountsOf.get(row.id) ?? []).map((each): LoadedAccount => {
      const amounts = balances.get(each.account_id)?.amounts ?? noAmounts;
      const balanceMinor = totalOf(amounts);
      const paid = paidOf.get(`${row.id} ${each.account_id}`) ?? nothingPaid;
      const asked = sumMinor(schedule, ({ parts }) =>
        sumMinor(parts, (part) => (part.accountId === each.account_id ? part.amountMinor : 0n)),
      );
      return {
        accountId: each.account_id,
        creditorCode: each.creditor_code,
        balances: amounts,
        balanceMinor,
        waivedMinor: waivedNow(kind, each.waived_minor, balanceMinor, asked - paid.paidMinor),
        paidMinor: paid.paidMinor,
        interestLeftMinor: each.own ? (each.plan_interest_left ?? 0n) : 0n,
        disputed: each.disputed,
        answeredOn: each.answered_on === null ? undefined : day(each.answered_on),
        agreedOrder: each.agreed_order,
        ratePpm: each.plan_rate_ppm,
        paid,
        since: each.since ?? undefined,
      };
    });
    return { row, kind, status: row.status as PlanStatus, lastOn: dayFromDbDate(row.lastOn), accounts, schedule };
  });
}

/** An account may stand under plans that have ended and one that runs: each counts from its own signing. */
async function readPaidByPlan(runner: PlanRunner, rows: readonly AccountRow[]): Promise<Map<string, PaidSince>> {
  const signed = rows.filter(({ since }) => since !== null);
  const paid = await readPaidSince(
    runner,
    signed.map(({ account_id, since, until }) => ({
      debtId: account_id,
      since: since ?? "",
      until: until ?? undefined,
    })),
  );
  return new Map(
    signed.map(({ plan_id, account_id }, place) => [`${plan_id} ${account_id}`, paid[place] ?? nothingPaid]),
  );
}
