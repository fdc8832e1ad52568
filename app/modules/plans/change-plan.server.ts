// A borrower's own change of a running plan: first what it would come to, then the change, for the version that was shown.
// It refuses to touch what is paid or has passed unless it is open, and to change a plan that somebody else changed since.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { type Day, addMonths, dayAt, dayFromDbDate, toDbDate } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { type Outcome, done, refused } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { readOptionFacts } from "#app/modules/hardship/option-facts.server.ts";
import type { InterestOnPlan, OptionTerms, Rhythm } from "#app/modules/hardship/options.ts";
import type { ScheduleFacts } from "#app/modules/hardship/settle-schedule.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { accrueDebts, accrueWithin } from "#app/modules/ledger/accrual.server.ts";
import { type ComponentOrder, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { type Tx, inTransaction } from "#app/platform/db.server.ts";
import { type ChangeFacts, type ChangeRefusal, type PlanChange, changeCauses, changeRows } from "./changes.ts";
import { settleWithin, todayOf } from "./evaluate-plans.server.ts";
import { lockPlans, noteEvent } from "./plan-edges.server.ts";
import { type LoadedPlan, type PlanRunner, decodeSchedule, encodeSchedule, loadPlans } from "./plan-facts.server.ts";
import { endsOpen } from "./plans.ts";
import type { ScheduledInstalment } from "./plans.ts";
import { type CoveredInstalment, coverSchedule, sumMinor } from "./schedule.ts";
import { type SettledChange, settleChange } from "./settle-change.ts";
import { writeAgreedDues } from "./start-plan.server.ts";

export type PlanChangeRefusal =
  | ChangeRefusal
  | { readonly kind: "not-found" }
  | { readonly kind: "version-conflict"; readonly version: number };

export interface PlanFigures {
  readonly lastOn: Day;
  readonly totalMinor: bigint;
  readonly costMinor: bigint;
}

export interface PlanChangePreview {
  readonly version: number;
  readonly change: PlanChange;
  /** The whole schedule as it would be, what is paid included. */
  readonly instalments: readonly CoveredInstalment[];
  readonly before: PlanFigures;
  readonly after: PlanFigures;
  /** What the change costs; below zero where it spares interest. */
  readonly differenceMinor: bigint;
}

interface Previewed extends PlanChangePreview {
  readonly plan: LoadedPlan;
  readonly settled: SettledChange;
}

function rhythmOf(terms: OptionTerms): Rhythm | undefined {
  return "rhythm" in terms ? terms.rhythm : undefined;
}

function interestOf(mode: InterestOnPlan["mode"], { accounts }: LoadedPlan): InterestOnPlan {
  if (mode !== "reduced") return { mode };
  return { mode, ratePpm: Math.max(...accounts.map(({ ratePpm }) => ratePpm ?? 0)) };
}

function raisedOf({ paid, balanceMinor, waivedMinor }: LoadedPlan["accounts"][number]): bigint {
  const room = balanceMinor - waivedMinor;
  const raised = paid.raisedMinor < room ? paid.raisedMinor : room;
  return raised > 0n ? raised : 0n;
}

async function scheduleFacts(app: App, runner: PlanRunner, plan: LoadedPlan): Promise<ScheduleFacts> {
  const { row, accounts } = plan;
  const { borrowerId, policyPackId } = row;
  const accountIds = accounts.map(({ accountId }) => accountId);
  const facts = await readOptionFacts(app, runner, { borrowerId, accountIds, policyPackId });
  if (!facts) throw new TypeError("a plan covers accounts of one person and creditor");
  const debts = facts.debts.map((debt) => {
    const own = accounts.find(({ accountId }) => accountId === debt.accountId);
    const order = own?.agreedOrder ?? [];
    return {
      ...debt,
      // What an older payment that was taken back put on top was never a part of this plan.
      waivedMinor: own && own.waivedMinor + raisedOf(own),
      interestLeftMinor: own?.interestLeftMinor,
      agreedOrder: order.length > 0 ? (order as ComponentOrder) : undefined,
    };
  });
  return { ...facts, debts, interest: interestOf(decodeQuote(row.quote).interest, plan) };
}

async function changeFacts(
  app: App,
  runner: PlanRunner,
  plan: LoadedPlan,
  instalments: readonly CoveredInstalment[],
): Promise<ChangeFacts> {
  const { row, status, kind } = plan;
  const pack = requirePolicy(row.policyPackId);
  const { timeZone, minimumPayment } = app.settings;
  const revisions = await runner.planRevision.findMany({ where: { planId: row.id }, orderBy: { revision: "asc" } });
  const agreedOn = new Map<number, Day>();
  for (const { schedule } of revisions) {
    for (const { seq, dueOn } of decodeSchedule(schedule)) if (!agreedOn.has(seq)) agreedOn.set(seq, dueOn);
  }
  const { terms, lastOn: signedLastOn } = decodeQuote(row.quote);
  const byChange = addMonths(signedLastOn, pack.planChanges.value.laterEndMaxMonths);
  const most = pack.planMaxMonths.value;
  const byPack = most === undefined || !row.signedAt ? byChange : addMonths(dayAt(row.signedAt, timeZone), most);
  return {
    status,
    kind,
    rhythm: rhythmOf(terms),
    instalments,
    agreedOn,
    made: revisions.map(({ cause, madeAt }) => ({ cause, on: dayAt(madeAt, timeZone) })),
    limits: pack.planChanges.value,
    latestEnd: byPack < byChange ? byPack : byChange,
    minimumMinor: minimumPayment[row.currency] ?? 1n,
    today: todayOf(app),
  };
}

function figuresOf(
  { row, kind }: LoadedPlan,
  schedule: readonly ScheduledInstalment[],
  basisMinor: bigint,
): PlanFigures {
  const totalMinor = sumMinor(schedule, ({ parts }) => sumMinor(parts, ({ amountMinor }) => amountMinor));
  const costMinor = endsOpen(kind) ? row.costMinor : totalMinor - basisMinor;
  const lastOn =
    schedule
      .map(({ dueOn }) => dueOn)
      .toSorted()
      .at(-1) ?? dayFromDbDate(row.lastOn);
  return { lastOn, totalMinor, costMinor: costMinor > 0n ? costMinor : 0n };
}

async function previewWithin(
  app: App,
  runner: PlanRunner,
  plan: LoadedPlan,
  change: PlanChange,
): Promise<Outcome<Previewed, ChangeRefusal>> {
  const today = todayOf(app);
  const instalments = coverSchedule(plan.schedule, plan.accounts, today);
  const changing = await changeFacts(app, runner, plan, instalments);
  const rows = changeRows(changing, change);
  if (!rows.ok) return rows;
  const settled = settleChange(await scheduleFacts(app, runner, plan), instalments, rows.value);
  if (!settled) return refused({ kind: "end-too-late", latest: changing.latestEnd });
  const signed = await runner.planAccount.findMany({ where: { planId: plan.row.id } });
  const basisMinor = sumMinor(signed, ({ balanceMinor, waivedMinor }) => balanceMinor - waivedMinor);
  const before = figuresOf(plan, plan.schedule, basisMinor);
  const after = figuresOf(plan, settled.schedule, basisMinor);
  const later = plan.accounts.map((account) => ({
    ...account,
    interestLeftMinor:
      settled.accounts.find(({ accountId }) => accountId === account.accountId)?.interestLeftMinor ?? 0n,
  }));
  return done({
    version: plan.row.version,
    change,
    instalments: coverSchedule(settled.schedule, later, today),
    before,
    after,
    differenceMinor: after.totalMinor - before.totalMinor,
    plan,
    settled,
  });
}

async function ownPlan(runner: PlanRunner, { borrowerId }: BorrowerActor, planId: string): Promise<boolean> {
  return isId(planId) && (await runner.plan.count({ where: { id: planId, borrowerId } })) > 0;
}

/** What a change would come to. Nothing is changed by asking. */
export async function previewPlanChange(
  app: App,
  actor: BorrowerActor,
  planId: string,
  change: PlanChange,
): Promise<Outcome<PlanChangePreview, PlanChangeRefusal>> {
  if (!(await ownPlan(app.db.prisma, actor, planId))) return refused({ kind: "not-found" });
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  const [plan] = await loadPlans(app.db.prisma, [planId]);
  return plan ? previewWithin(app, app.db.prisma, plan, change) : refused({ kind: "not-found" });
}

async function writeChange(tx: Tx, app: App, actor: BorrowerActor, previewed: Previewed): Promise<void> {
  const { plan, settled, change, after, differenceMinor } = previewed;
  const { id } = plan.row;
  const now = app.clock.now();
  const cause = changeCauses[change.kind];
  const { _max: last } = await tx.planRevision.aggregate({ where: { planId: id }, _max: { revision: true } });
  await tx.planRevision.create({
    data: {
      planId: id,
      revision: (last.revision ?? 0) + 1,
      cause,
      schedule: encodeSchedule(settled.schedule),
      madeAt: now,
    },
  });
  await tx.agreedDue.deleteMany({ where: { planId: id } });
  await writeAgreedDues(tx, id, settled.schedule);
  for (const { accountId, interestLeftMinor } of settled.accounts)
    await tx.debtAccount.update({
      where: { id: accountId, planId: id },
      data: { planInterestLeft: interestLeftMinor },
    });
  const seq = "seq" in change ? { seq: change.seq } : {};
  const facts = { ...seq, lastOn: after.lastOn, differenceMinor: differenceMinor.toString() };
  await noteEvent(tx, app, plan.row, cause, actor, facts);
  await tx.plan.update({
    where: { id },
    data: {
      version: { increment: 1 },
      totalMinor: after.totalMinor,
      costMinor: after.costMinor,
      lastOn: toDbDate(after.lastOn),
      updatedAt: now,
    },
  });
}

/** Makes the change for the version that was shown; whoever comes second is told so, and nothing is changed. */
export async function changePlan(
  app: App,
  actor: BorrowerActor,
  planId: string,
  change: PlanChange,
  version: number,
): Promise<Outcome<PlanChangePreview, PlanChangeRefusal>> {
  return inTransaction(app.db, async (tx): Promise<Outcome<PlanChangePreview, PlanChangeRefusal>> => {
    if (!(await ownPlan(tx, actor, planId))) return refused({ kind: "not-found" });
    await lockPlans(tx, [planId]);
    const accounts = await tx.planAccount.findMany({ where: { planId }, select: { accountId: true } });
    await accrueWithin(
      tx,
      app,
      accounts.map(({ accountId }) => accountId),
    );
    const [plan] = await loadPlans(tx, [planId]);
    if (!plan) return refused({ kind: "not-found" });
    if (plan.row.version !== version) return refused({ kind: "version-conflict", version: plan.row.version });
    const previewed = await previewWithin(app, tx, plan, change);
    if (!previewed.ok) return previewed;
    await writeChange(tx, app, actor, previewed.value);
    await settleWithin(tx, app, [planId]);
    const facts = { change: change.kind, differenceMinor: previewed.value.differenceMinor.toString() };
    await recordAudit(tx, app, { actor, action: "plan.changed", subject: `plan:${planId}`, facts });
    return previewed;
  });
}
