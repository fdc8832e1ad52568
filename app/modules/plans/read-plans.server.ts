// Reads plans for their owner: the schedule with what is paid, what comes next, and what can still be changed. It refuses
// to read without an owner, and to keep sums: everything is counted from the books on each read.
import type { Actor } from "#app/kernel/actor.ts";
import { type Day, addDays, dayAt, dayFromDbDate } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import type { Currency } from "#app/kernel/money.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { lastSigns } from "#app/modules/accounts/accounts.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import type { Quote } from "#app/modules/hardship/options.ts";
import { currencyOf } from "#app/modules/ledger/read-books.server.ts";
import { type OptionKind, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Db } from "#app/platform/db.server.ts";
import { countChangesLeft } from "./changes.ts";
import { leastMinorOf, todayOf } from "./evaluate-plans.server.ts";
import { type LoadedPlan, loadPlans } from "./plan-facts.server.ts";
import type { PlanStanding, ShownPlanAccount } from "./plan-words.ts";
import { type PlanStatus, clearedOn, endsOpen, rulesOf, isRunning } from "./plans.ts";
import { type CoveredInstalment, coverSchedule, dueMinor, nextOpen, payableOf, sumMinor } from "./schedule.ts";

export interface PlanAccountView extends ShownPlanAccount {
  readonly paidMinor: bigint;
  readonly waivedMinor: bigint;
  readonly certificateCode: string | undefined;
}

export interface PlanEventView {
  readonly event: string;
  readonly at: Date;
  readonly by: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface PlanView extends PlanStanding {
  readonly version: number;
  readonly policyPackId: string;
  readonly creditorCode: string;
  readonly quote: Quote;
  readonly accounts: readonly PlanAccountView[];
  readonly instalments: readonly CoveredInstalment[];
  readonly endedOn: Day | undefined;
  /** Oldest first. */
  readonly events: readonly PlanEventView[];
}

export interface PlanSummary {
  readonly id: string;
  readonly reference: string;
  readonly kind: OptionKind;
  readonly status: PlanStatus;
  readonly currency: Currency;
  readonly next: { readonly dueOn: Day; readonly openMinor: bigint } | undefined;
  readonly dueMinor: bigint;
  readonly paidMinor: bigint;
  readonly totalMinor: bigint;
  readonly lastOn: Day;
}

function ownPlans(actor: Actor): { readonly borrowerId?: string } {
  return actor.kind === "borrower" ? { borrowerId: actor.borrowerId } : {};
}

function openOf(app: App, plan: LoadedPlan, today: Day): CoveredInstalment[] {
  const covered = coverSchedule(plan.schedule, plan.accounts, today, leastMinorOf(app, plan.row.currency));
  if (plan.status !== "completed") return covered;
  // Kept to its end: what less interest spared is not open.
  return covered.map((each) => ({ ...each, openMinor: 0n, askedMinor: 0n, state: "paid" }));
}

/** What comes next, without what rests for now. */
function nextOf(instalments: readonly CoveredInstalment[]): CoveredInstalment | undefined {
  const next = nextOpen(instalments);
  const parts = next?.parts.map((part) => ({ ...part, openMinor: part.askedMinor })) ?? [];
  return next && { ...next, openMinor: next.askedMinor, parts };
}

interface Extra {
  readonly id: string;
  readonly productType: string;
  readonly accountNumber: string;
  readonly certificates: readonly { readonly code: string }[];
}

function readExtras(db: Db["prisma"], { row, accounts }: LoadedPlan): Promise<Extra[]> {
  return db.debtAccount.findMany({
    where: { id: { in: accounts.map(({ accountId }) => accountId) } },
    select: {
      id: true,
      productType: true,
      accountNumber: true,
      certificates: { where: { planId: row.id, withdrawnAt: null }, select: { code: true }, take: 1 },
    },
  });
}

function viewAccounts(
  plan: LoadedPlan,
  instalments: readonly CoveredInstalment[],
  extras: readonly Extra[],
  today: Day,
): PlanAccountView[] {
  return plan.accounts.map(({ accountId, balanceMinor, paidMinor, waivedMinor, disputed }) => {
    const extra = extras.find(({ id }) => id === accountId);
    const due = instalments.filter(({ dueOn }) => dueOn <= today).flatMap(({ parts }) => parts);
    return {
      id: accountId,
      productType: (extra?.productType ?? "consumer_loan") as ProductType,
      lastSigns: lastSigns(extra?.accountNumber ?? ""),
      balanceMinor,
      paidMinor,
      waivedMinor,
      dueMinor: isRunning(plan.status)
        ? sumMinor(due, (part) => (part.accountId === accountId ? part.askedMinor : 0n))
        : 0n,
      disputed: disputed === true,
      certificateCode: extra?.certificates[0]?.code,
    };
  });
}

/** What is left to pay where no checkout would take it any more; 0 where something can still be paid. */
function smallRestOf({ accounts, kind }: LoadedPlan, leastMinor: bigint): bigint {
  const left = accounts.map(payableOf).filter((minor) => minor > 0n);
  return endsOpen(kind) || left.some((minor) => minor >= leastMinor)
    ? 0n
    : left.reduce((sum, minor) => sum + minor, 0n);
}

/** Undefined where this person has no such plan. */
export async function readPlan(app: App, actor: Actor, planId: string | undefined): Promise<PlanView | undefined> {
  if (!isId(planId)) return undefined;
  const { prisma } = app.db;
  const own = await prisma.plan.findFirst({ where: { id: planId, ...ownPlans(actor) }, select: { id: true } });
  if (!own) return undefined;
  const [plan] = await loadPlans(prisma, [planId]);
  if (!plan) return undefined;
  const today = todayOf(app);
  const { row, status, kind, accounts } = plan;
  const [extras, events, revisions] = await Promise.all([
    readExtras(prisma, plan),
    prisma.planEvent.findMany({ where: { planId }, orderBy: { at: "asc" } }),
    prisma.planRevision.findMany({ where: { planId }, select: { cause: true, madeAt: true } }),
  ]);
  const pack = requirePolicy(row.policyPackId);
  const rules = rulesOf(pack);
  const instalments = openOf(app, plan, today);
  const running = isRunning(status);
  const behindSince = running
    ? instalments.find(({ askedMinor, countsOn }) => askedMinor > 0n && countsOn < today)?.countsOn
    : undefined;
  const paidDays = accounts.map(({ paid }) => paid.lastPaidOn).filter((each) => each !== undefined);
  const isPaid = running && sumMinor(accounts, payableOf) === 0n && !endsOpen(kind);
  return {
    id: row.id,
    reference: row.reference,
    kind,
    status,
    version: row.version,
    policyPackId: row.policyPackId,
    creditorCode: row.creditorCode,
    currency: currencyOf(row.currency),
    quote: decodeQuote(row.quote),
    accounts: viewAccounts(plan, instalments, extras, today),
    instalments,
    next: running || status === "unsigned" ? nextOf(instalments) : undefined,
    dueMinor: running ? dueMinor(instalments, today) : 0n,
    paidMinor: sumMinor(accounts, ({ paidMinor }) => paidMinor),
    leftMinor: running || status === "unsigned" ? sumMinor(instalments, ({ openMinor }) => openMinor) : 0n,
    totalMinor: row.totalMinor,
    costMinor: row.costMinor,
    waivedMinor: row.waivedMinor,
    lastOn: plan.lastOn,
    signUntil: dayFromDbDate(row.signUntil),
    signedOn: row.signedAt ? dayAt(row.signedAt, app.settings.timeZone) : undefined,
    endedOn: row.endedAt ? dayAt(row.endedAt, app.settings.timeZone) : undefined,
    behindSince,
    graceUntil: behindSince && addDays(behindSince, rules.graceDays),
    cureUntil: behindSince && addDays(behindSince, rules.graceDays + rules.cureDays),
    clearedOn: isPaid ? clearedOn({ lastPaidOn: paidDays.toSorted().at(-1), today, rules }) : undefined,
    restMinor: running ? smallRestOf(plan, leastMinorOf(app, row.currency)) : 0n,
    changesLeft: countChangesLeft(
      revisions.map(({ cause, madeAt }) => ({ cause, on: dayAt(madeAt, app.settings.timeZone) })),
      pack.planChanges.value,
      today,
    ),
    events: events.map(({ event, at, actorKind, facts }) => ({
      event,
      at,
      by: actorKind,
      facts: facts as Readonly<Record<string, unknown>>,
    })),
  };
}

/** All plans of the person, the newest first. */
export async function listPlans(app: App, actor: Actor): Promise<readonly PlanSummary[]> {
  const rows = await app.db.prisma.plan.findMany({
    where: ownPlans(actor),
    orderBy: { createdAt: "desc" },
    select: { id: true },
  });
  const plans = new Map(
    (
      await loadPlans(
        app.db.prisma,
        rows.map(({ id }) => id),
      )
    ).map((plan) => [plan.row.id, plan]),
  );
  const today = todayOf(app);
  return rows.flatMap(({ id }): PlanSummary[] => {
    const plan = plans.get(id);
    if (!plan) return [];
    const instalments = openOf(app, plan, today);
    const running = isRunning(plan.status);
    return [
      {
        id,
        reference: plan.row.reference,
        kind: plan.kind,
        status: plan.status,
        currency: currencyOf(plan.row.currency),
        next: running || plan.status === "unsigned" ? nextOf(instalments) : undefined,
        dueMinor: running ? dueMinor(instalments, today) : 0n,
        paidMinor: sumMinor(plan.accounts, ({ paidMinor }) => paidMinor),
        totalMinor: plan.row.totalMinor,
        lastOn: plan.lastOn,
      },
    ];
  });
}
