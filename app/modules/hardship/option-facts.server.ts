// What the engine needs to know of some accounts of one person, read from the books as they stand. Whoever quotes for
// today calls accrueDebts before, so that interest through yesterday is in them. It refuses to mix owners: an account
// of somebody else is as unknown as one that does not exist.
import { dayAt, dayFromDbDate, type Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { noAmounts } from "#app/modules/ledger/ledger.ts";
import { currencyOf, readBalances } from "#app/modules/ledger/read-books.server.ts";
import { allowanceFor, effectiveRatePpm, requirePolicy, type PolicyPack } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { summarizeBudget } from "./budget-sums.ts";
import type { Budget } from "./budget.ts";
import { isTimeBarred } from "./decisions.ts";
import { decodeQuote } from "./terms-codec.ts";
import type { EngineDebt, InterestOnPlan, OptionFacts } from "./options.ts";

type Runner = Tx | Db["prisma"];

export interface FactsWish {
  readonly borrowerId: string;
  readonly accountIds: readonly string[];
  readonly policyPackId: string;
  /** Without one nothing is said about what fits. */
  readonly budget?: Budget | undefined;
  readonly care?: boolean | undefined;
}

const debtFields = {
  id: true,
  creditorCode: true,
  currency: true,
  productType: true,
  lenderType: true,
  contractDate: true,
  annualRatePpm: true,
  policyPackId: true,
  interestCarry: true,
  interestFrozenFrom: true,
  firstUnpaidDueDate: true,
  accruedThrough: true,
  lastPaymentDate: true,
  disputedAt: true,
} as const;

function findDebts(runner: Runner, { borrowerId, accountIds }: FactsWish) {
  return runner.debtAccount.findMany({
    where: { id: { in: [...accountIds] }, borrowerId },
    orderBy: { id: "asc" },
    select: debtFields,
  });
}

type DebtRow = Awaited<ReturnType<typeof findDebts>>[number];

function rateOf(row: DebtRow, today: Day): number {
  if (row.interestFrozenFrom && dayFromDbDate(row.interestFrozenFrom) <= today) return 0;
  const pack = requirePolicy(row.policyPackId);
  return effectiveRatePpm(pack, row.lenderType, dayFromDbDate(row.contractDate), row.annualRatePpm);
}

/** What the creditor lets happen, where the pack knows it; else the mildest that the pack knows. */
function interestOf(app: App, pack: PolicyPack, creditorCode: string): InterestOnPlan {
  const { interest = "running", reducedRatePpm } = creditorByCode(app.settings, creditorCode)?.arrangement ?? {};
  const allowed = pack.interestOnPlan.value;
  if (allowed.includes(interest)) {
    if (interest === "reduced") return { mode: "reduced", ratePpm: reducedRatePpm ?? 0 };
    return { mode: interest };
  }
  return { mode: allowed.includes("frozen") ? "frozen" : "running" };
}

export function budgetSummary(app: App, policyPackId: string, currency: Currency, budget: Budget) {
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  return summarizeBudget(budget, allowanceFor(requirePolicy(policyPackId), currency, today));
}

/** By limitation events and dates: whether the period has passed on one of them. */
async function readTimeBarred(
  runner: Runner,
  rows: readonly DebtRow[],
  pack: PolicyPack,
  today: Day,
): Promise<boolean> {
  const recorded = await runner.limitationEvent.groupBy({
    by: ["accountId"],
    where: { accountId: { in: rows.map(({ id }) => id) } },
    _max: { runsUntil: true },
  });
  const until = new Map(recorded.map(({ accountId, _max }) => [accountId, _max.runsUntil]));
  return rows.some(({ id, firstUnpaidDueDate, lastPaymentDate }) => {
    const runsUntil = until.get(id);
    const standing = {
      firstUnpaidDueOn: dayFromDbDate(firstUnpaidDueDate),
      lastPaymentOn: lastPaymentDate ? dayFromDbDate(lastPaymentDate) : undefined,
      limitationUntil: runsUntil ? dayFromDbDate(runsUntil) : undefined,
    };
    return isTimeBarred(standing, pack.limitationYears.value, today);
  });
}

async function readPlanBroken(runner: Runner, { borrowerId, accountIds }: FactsWish): Promise<boolean> {
  const broken = await runner.planEvent.count({
    where: { event: "break", plan: { borrowerId, accounts: { some: { accountId: { in: [...accountIds] } } } } },
  });
  return broken > 0;
}

/** Somebody marked that this person needs care: what they propose is answered by a person. */
async function readCareMarked(runner: Runner, { borrowerId }: FactsWish): Promise<boolean> {
  return (await runner.careMark.count({ where: { borrowerId, endedAt: null } })) > 0;
}

const runningPlans = ["live", "at_risk", "breached", "renegotiating"];

/** By the month, what runs or only waits to be signed on other accounts in the same currency. */
async function readElsewhere(
  runner: Runner,
  { borrowerId, accountIds }: FactsWish,
  currency: Currency,
): Promise<bigint> {
  const none = { none: { accountId: { in: [...accountIds] } } };
  const plans = await runner.plan.findMany({
    where: { borrowerId, currency, status: { in: runningPlans }, accounts: none },
    select: { quote: true },
  });
  const agreed = await runner.proposal.findMany({
    where: { borrowerId, currency, status: { in: ["approved", "accepted"] }, accounts: none },
    select: { offeredQuote: true },
  });
  const quotes = [...plans.map(({ quote }) => quote), ...agreed.flatMap(({ offeredQuote }) => offeredQuote ?? [])];
  return quotes.reduce((sum: bigint, quote) => sum + decodeQuote(quote).monthlyMinor, 0n);
}

/** Undefined where one of the accounts is not this person's, or they are not of one creditor and currency. */
export async function readOptionFacts(app: App, runner: Runner, wish: FactsWish): Promise<OptionFacts | undefined> {
  const rows = await findDebts(runner, wish);
  const [first] = rows;
  const together = rows.every((row) => row.creditorCode === first?.creditorCode && row.currency === first.currency);
  if (!first || !together || rows.length !== new Set(wish.accountIds).size) return undefined;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const pack = requirePolicy(wish.policyPackId);
  const currency = currencyOf(first.currency);
  const balances = await readBalances(
    runner,
    rows.map(({ id }) => id),
  );
  const summary = wish.budget && budgetSummary(app, wish.policyPackId, currency, wish.budget);
  const debts = rows.map((row): EngineDebt => ({
    accountId: row.id,
    productType: row.productType as ProductType,
    balances: balances.get(row.id)?.amounts ?? noAmounts,
    ratePpm: rateOf(row, today),
    interestCarry: row.interestCarry,
    firstUnpaidDueOn: dayFromDbDate(row.firstUnpaidDueDate),
    accruedThrough: dayFromDbDate(row.accruedThrough),
    disputed: row.disputedAt !== null,
  }));
  return {
    pack,
    currency,
    debts,
    interest: interestOf(app, pack, first.creditorCode),
    settlementFloorPercent: creditorByCode(app.settings, first.creditorCode)?.arrangement.settlementFloorPercent,
    minimumMinor: app.settings.minimumPayment[currency] ?? 1n,
    surplusMinor: summary?.surplusMinor,
    // Only held against a budget.
    elsewhereMinor: summary ? await readElsewhere(runner, wish, currency) : 0n,
    budgetComplete: summary?.complete ?? false,
    care: wish.care === true || (await readCareMarked(runner, wish)),
    earlierPlanBroken: await readPlanBroken(runner, wish),
    timeBarred: await readTimeBarred(runner, rows, pack, today),
    today,
  };
}
