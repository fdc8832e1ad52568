// Posts the daily interest of all debts, in batches that commit one by one: a run that is cut off goes on where it
// was, and a worker that was away makes up for every day. Each account is locked while its days are counted, so
// two workers have one effect. It refuses to run interest on days before the itemization date, above the cap of
// the account's policy pack, after a freeze, and while the account is disputed (our own rule: whoever doubts a debt
// is not charged for the time it takes to look), and beyond what a running plan quoted. Days that passed without interest
// are never made up for later.
import { type Day, addDays, day, dayAt } from "#app/kernel/calendar.ts";
import { isCurrency } from "#app/kernel/money.ts";
import type { App } from "#app/platform/app.server.ts";
import { type Tx, inTransaction } from "#app/platform/db.server.ts";
import { effectiveRatePpm, requirePolicy } from "../policy/policy.ts";
import { type Interest, type PrincipalChange, interestOf, monthsOf, openDay } from "./interest.ts";
import { type Posting, interestLines } from "./ledger.ts";
import { postJournals } from "./ledger.server.ts";

export interface AccrualResult {
  /** Accounts that were brought up to the day. */
  readonly accounts: number;
  readonly postings: number;
}

interface DueRow {
  readonly id: string;
  readonly creditor_code: string;
  readonly currency: string;
  readonly lender_type: string;
  readonly contract_date: string;
  readonly annual_rate_ppm: number;
  readonly policy_pack_id: string;
  readonly bears_after: string;
  readonly interest_carry: number;
  readonly interest_frozen_from: string | null;
  readonly disputed_at: Date | null;
  /** Of a running plan: its rate, and what it may still charge. */
  readonly plan_rate_ppm: number | null;
  readonly plan_interest_left: bigint | null;
}

const batchSize = 500;

/** Accounts that lag behind, locked. Whoever is being worked on elsewhere is passed over, or waited for at the end. */
function dueSql(waiting: boolean, run: Run): string {
  return `SELECT id, creditor_code, currency, lender_type, contract_date::text, annual_rate_ppm, policy_pack_id,
                 greatest(accrued_through, itemization_date)::text AS bears_after, interest_carry,
                 interest_frozen_from::text, disputed_at, plan_rate_ppm, plan_interest_left
            FROM debt_account
           WHERE accrued_through < $1::date ${run.borrowerId ? "AND borrower_id = $2::uuid" : ""}
                 ${run.accountIds ? "AND id = ANY ($2::uuid[])" : ""}
           ORDER BY accrued_through, id LIMIT ${batchSize} FOR UPDATE ${waiting ? "" : "SKIP LOCKED"}`;
}

interface Principal {
  readonly standsMinor: bigint;
  readonly changes: PrincipalChange[];
}

/** The principal of each debt, with every change that counts after `since`. */
async function readPrincipals(tx: Tx, ids: readonly string[], since: string): Promise<Map<string, Principal>> {
  const rows = await tx.$queryRawUnsafe<
    { debt_id: string; balance: bigint; effective_on: string | null; amount: bigint | null }[]
  >(
    `SELECT a.debt_id, a.balance, c.effective_on::text, c.amount
       FROM ledger_account a
       LEFT JOIN LATERAL (
         SELECT j.effective_on, sum(e.amount)::bigint AS amount FROM entry e JOIN journal j ON j.id = e.journal_id
          WHERE e.account_id = a.id AND j.effective_on > $2::date GROUP BY j.effective_on) c ON true
      WHERE a.debt_id = ANY ($1::uuid[]) AND a.component = 'principal'`,
    ids,
    since,
  );
  const principals = new Map<string, Principal>();
  for (const { debt_id, balance, effective_on, amount } of rows) {
    const principal = principals.get(debt_id) ?? { standsMinor: balance, changes: [] };
    if (effective_on !== null && amount !== null)
      principal.changes.push({ effectiveOn: day(effective_on), amountMinor: amount });
    principals.set(debt_id, principal);
  }
  return principals;
}

interface Run {
  readonly through: Day;
  /** Only this person's accounts. */
  readonly borrowerId: string | undefined;
  /** Only these accounts. */
  readonly accountIds?: readonly string[];
  readonly timeZone: string;
  readonly closedMonths: ReadonlySet<string>;
}

interface Accrued {
  readonly postings: readonly Posting[];
  readonly carry: bigint;
  readonly planInterestLeft: bigint | null;
}

function firstDay(days: readonly (Day | undefined)[]): Day | undefined {
  return days.filter((each) => each !== undefined).toSorted()[0];
}

/** A plan may lower the rate that runs, never raise it. */
function rateOf(row: DueRow): number {
  const pack = requirePolicy(row.policy_pack_id);
  const ratePpm = effectiveRatePpm(pack, row.lender_type, day(row.contract_date), row.annual_rate_ppm);
  return row.plan_rate_ppm === null ? ratePpm : Math.min(ratePpm, row.plan_rate_ppm);
}

interface CappedInterest extends Interest {
  readonly left: bigint | null;
}

/**
 * At most what the plan may still charge. Once that is used up the fraction goes too: so it comes to the same whether
 * days are counted one by one or in one go.
 */
function capInterest({ amountMinor, carry }: Interest, left: bigint | null): CappedInterest {
  if (left === null) return { amountMinor, carry, left };
  return amountMinor < left
    ? { amountMinor, carry, left: left - amountMinor }
    : { amountMinor: left, carry: 0n, left: 0n };
}

/** The postings that bring one account up to the day, one for each month that is touched. */
function accrueOne(row: DueRow, principal: Principal | undefined, run: Run): Accrued {
  const { id: debtId, creditor_code: creditorCode, currency } = row;
  if (!isCurrency(currency)) throw new TypeError("an account has an unknown currency");
  let carry = BigInt(row.interest_carry);
  let left = row.plan_interest_left;
  if (!principal) return { postings: [], carry, planInterestLeft: left };
  const ratePpm = rateOf(row);
  const stoppedFrom = firstDay([
    row.interest_frozen_from === null ? undefined : day(row.interest_frozen_from),
    row.disputed_at === null ? undefined : dayAt(row.disputed_at, run.timeZone),
  ]);
  const postings: Posting[] = [];
  for (const span of monthsOf({ from: addDays(day(row.bears_after), 1), through: run.through })) {
    const facts = {
      ...span,
      ratePpm,
      carry,
      principalMinor: principal.standsMinor,
      changes: principal.changes,
      stoppedFrom,
    };
    const interest = capInterest(interestOf(facts), left);
    ({ carry, left } = interest);
    if (interest.amountMinor === 0n) continue;
    postings.push({
      idemKey: `interest:${debtId}:${span.through}`,
      kind: "interest",
      effectiveOn: openDay(span.through, run.closedMonths),
      sourceRef: `${span.from}/${span.through}`,
      lines: interestLines({ debtId, creditorCode, currency }, interest.amountMinor),
    });
  }
  return { postings, carry, planInterestLeft: left };
}

async function accrueBatch(tx: Tx, run: Run, waiting: boolean): Promise<AccrualResult> {
  const rows = await tx.$queryRawUnsafe<DueRow[]>(
    dueSql(waiting, run),
    ...[run.through, run.borrowerId ?? run.accountIds].filter(Boolean),
  );
  const [oldest] = rows.map(({ bears_after }) => bears_after).toSorted();
  if (oldest === undefined) return { accounts: 0, postings: 0 };
  // Read after the locks are held: a payment that was under way is in the books now.
  const principals = await readPrincipals(
    tx,
    rows.map(({ id }) => id),
    oldest,
  );
  const accrued = rows.map((row) => accrueOne(row, principals.get(row.id), run));
  const postings = accrued.flatMap((each) => each.postings);
  await postJournals(tx, postings);
  await tx.$executeRawUnsafe(
    `UPDATE debt_account d SET accrued_through = $1::date, interest_carry = c.carry, plan_interest_left = c.plan_left
       FROM unnest($2::uuid[], $3::int[], $4::bigint[]) c(id, carry, plan_left) WHERE d.id = c.id`,
    run.through,
    rows.map(({ id }) => id),
    accrued.map(({ carry }) => Number(carry)),
    accrued.map(({ planInterestLeft }) => planInterestLeft),
  );
  return { accounts: rows.length, postings: postings.length };
}

export interface AccrualScope {
  /** The last day to count; the day before today unless told, for today is not over. */
  readonly through?: Day | undefined;
  /** Only this person's accounts; all unless told. */
  readonly borrowerId?: string | undefined;
}

async function prepareRun(
  runner: Tx | App["db"]["prisma"],
  { clock, settings }: Pick<App, "clock" | "settings">,
  through: Day | undefined,
): Promise<Run> {
  const { timeZone } = settings;
  const closed = await runner.period.findMany({ where: { book: "claims" }, select: { month: true } });
  const closedMonths = new Set(closed.map(({ month }) => month.toISOString().slice(0, 7)));
  const yesterday = addDays(dayAt(clock.now(), timeZone), -1);
  return { through: through ?? yesterday, borrowerId: undefined, timeZone, closedMonths };
}

/**
 * Brings some accounts up to yesterday as part of the caller's transaction: before what their interest runs at changes,
 * so that the days that are over count as they were. The caller has locked them in the order of their ids.
 */
export async function accrueWithin(
  tx: Tx,
  app: Pick<App, "clock" | "settings">,
  accountIds: readonly string[],
): Promise<void> {
  const run: Run = { ...(await prepareRun(tx, app, undefined)), accountIds };
  while ((await accrueBatch(tx, run, true)).accounts > 0);
}

/**
 * Brings accounts up to a day. The clock does it for all of them at night, and a person's own are brought up when they
 * sign in and before they pay, so that nobody sees, or pays off, an amount that grows the next night.
 */
export async function accrueDebts(
  app: Pick<App, "db" | "clock" | "settings">,
  scope: AccrualScope = {},
): Promise<AccrualResult> {
  const run: Run = { ...(await prepareRun(app.db.prisma, app, scope.through)), borrowerId: scope.borrowerId };
  let [accounts, postings] = [0, 0];
  for (const waiting of [false, true]) {
    for (;;) {
      const done = await inTransaction(app.db, (tx) => accrueBatch(tx, run, waiting));
      accounts += done.accounts;
      postings += done.postings;
      if (done.accounts === 0) break;
    }
  }
  return { accounts, postings };
}
