// Looks at running plans and takes the events that the books and the calendar call for. A plan rests until the next day on
// which time alone can change something; money that moves wakes it at once. It may run any number of times and on
// several workers: what is decided is decided under the lock of the plan and its accounts, from the books as they are.
import { systemActor } from "#app/kernel/actor.ts";
import { type Day, dayAt, toDbDate } from "#app/kernel/calendar.ts";
import { openStatuses } from "#app/modules/hardship/proposals.ts";
import { accrueWithin } from "#app/modules/ledger/accrual.server.ts";
import { raiseAlert } from "#app/modules/payments/alerts.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { type Tx, inTransaction } from "#app/platform/db.server.ts";
import { completePlan, isUndone, reloadPlan, reopenPlan } from "./complete-plan.server.ts";
import { endPlan } from "./end-plan.server.ts";
import { lockAccountsOf, lockPlans, takeEdge } from "./plan-edges.server.ts";
import { type LoadedPlan, loadPlans } from "./plan-facts.server.ts";
import { tellOfPlan } from "./plan-messages.server.ts";
import { type PlanEventName, type PlanFacts, type PlanStep, decideStep, rulesOf, isRunning } from "./plans.ts";
import { coverSchedule, payableOf, sumMinor } from "./schedule.ts";

const clock = systemActor("clock");

export function todayOf(app: App): Day {
  return dayAt(app.clock.now(), app.settings.timeZone);
}

/** The least that can be paid in one go. */
export function leastMinorOf({ settings }: App, currency: string): bigint {
  return settings.minimumPayment[currency] ?? 1n;
}

/** Which of these plans have an account for which something new was proposed and not answered for good. */
async function readAsking(tx: Tx, planIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ plan_id: string }[]>`
    SELECT DISTINCT pa.plan_id
      FROM plan_account pa
      JOIN proposal_account ps ON ps.account_id = pa.account_id AND ps.proposal_id <> pa.plan_id
      JOIN proposal p ON p.id = ps.proposal_id AND p.status = ANY(${[...openStatuses]}::text[])
     WHERE pa.plan_id = ANY(${[...planIds]}::uuid[])`;
  return new Set(rows.map(({ plan_id }) => plan_id));
}

function factsOf(app: App, plan: LoadedPlan, asking: boolean, today: Day): PlanFacts {
  const { row, status, kind, lastOn, accounts, schedule } = plan;
  const paidDays = accounts.map(({ paid }) => paid.lastPaidOn).filter((each) => each !== undefined);
  return {
    status,
    kind,
    lastOn,
    instalments: coverSchedule(schedule, accounts, today, leastMinorOf(app, row.currency))
      .map(({ countsOn, askedMinor }) => ({ dueOn: countsOn, openMinor: askedMinor }))
      .toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
    payableMinor: sumMinor(accounts, payableOf),
    lastPaidOn: paidDays.toSorted().at(-1),
    asking,
    resting: accounts.some(({ disputed }) => disputed),
    today,
    rules: rulesOf(requirePolicy(row.policyPackId)),
  };
}

/** Told kindly and early, once for each time: a notice that something stands in the portal. */
async function takeStep(
  tx: Tx,
  app: App,
  plan: LoadedPlan,
  event: PlanEventName,
  behindSince: Day | undefined,
): Promise<LoadedPlan> {
  const { row } = plan;
  if (event === "complete") {
    await completePlan(tx, app, clock, plan);
    await tellOfPlan(tx, app, row, `complete:${row.version}`);
    return reloadPlan(tx, row.id);
  }
  if (event === "cancel") {
    await endPlan(tx, app, clock, plan, "cancel", { reason: "ended_open" });
    await tellOfPlan(tx, app, row, `ended:${row.version}`);
    return reloadPlan(tx, row.id);
  }
  const status = await takeEdge(tx, app, row, { event, actor: clock, facts: { behindSince: behindSince ?? null } });
  if (event === "fall_behind" || event === "break")
    await tellOfPlan(tx, app, row, `${event}:${behindSince ?? row.version}`);
  // Nothing else was moved: neither money nor what is asked for.
  return { ...plan, status, row: { ...row, status, version: row.version + 1 } };
}

/** More than every event that can follow another on one day. */
const mostSteps = 6;

/** What a plan is left with until it is looked at again. */
interface Rest {
  readonly plan: LoadedPlan;
  readonly step: PlanStep;
}

/** Takes all events of one plan that are due; the caller holds the locks. */
async function settlePlan(tx: Tx, app: App, loaded: LoadedPlan, asking: boolean): Promise<Rest | undefined> {
  const today = todayOf(app);
  let plan = loaded;
  if (isUndone(plan)) {
    await reopenPlan(tx, app, clock, plan);
    plan = await reloadPlan(tx, plan.row.id);
  }
  await alertRaised(tx, app, plan);
  if (isRunning(plan.status)) await alertRest(tx, app, plan);
  for (let round = 0; isRunning(plan.status); round += 1) {
    if (round >= mostSteps) throw new RangeError("a plan does not come to rest");
    const step = decideStep(factsOf(app, plan, asking, today));
    if (step.event === undefined) return { plan, step };
    plan = await takeStep(tx, app, plan, step.event, step.behindSince);
  }
  return undefined;
}

/** An older payment was taken back: the balance is higher than the plan knows, and a person has to look. */
async function alertRaised(tx: Tx, app: App, { row, accounts }: LoadedPlan): Promise<void> {
  const raisedMinor = sumMinor(accounts, ({ paid }) => paid.raisedMinor);
  if (raisedMinor <= 0n) return;
  await raiseAlert(app, tx, "plan-balance-raised", row.id, { raisedMinor: raisedMinor.toString() });
}

/** All is paid but for rests that nobody can pay: nothing is asked for, and a person gives them up or finds another way. */
async function alertRest(tx: Tx, app: App, { row, accounts }: LoadedPlan): Promise<void> {
  const rests = accounts.map(payableOf).filter((minor) => minor > 0n);
  if (rests.length === 0 || rests.some((minor) => minor >= leastMinorOf(app, row.currency))) return;
  await raiseAlert(app, tx, "plan-rest-unpayable", row.id, { restMinor: sumMinor(rests, (each) => each).toString() });
}

/** One statement for any number of plans: on most nights nothing else is written of most that are looked at. */
async function restPlans(tx: Tx, rests: readonly Rest[]): Promise<void> {
  if (rests.length === 0) return;
  await tx.$executeRaw`
    UPDATE plan p SET behind_since = r.behind, evaluated_on = r.through, paid_minor = r.paid
      FROM unnest(${rests.map(({ plan }) => plan.row.id)}::uuid[], ${rests.map(({ step }) => step.behindSince ?? null)}::date[],
                  ${rests.map(({ step }) => step.restsThrough)}::date[],
                  ${rests.map(({ plan }) => sumMinor(plan.accounts, ({ paidMinor }) => paidMinor).toString())}::bigint[])
           r(id, behind, through, paid)
     WHERE p.id = r.id`;
}

async function accountsOf(tx: Tx, planIds: readonly string[]): Promise<string[]> {
  const rows = await tx.planAccount.findMany({ where: { planId: { in: [...planIds] } }, select: { accountId: true } });
  return rows.map(({ accountId }) => accountId);
}

/** Takes what is due of plans that the caller has locked. */
export async function settleWithin(tx: Tx, app: App, planIds: readonly string[]): Promise<void> {
  // Interest through yesterday is in the balances before anything is decided, whichever job of the night came first.
  await accrueWithin(tx, app, await accountsOf(tx, planIds));
  const asking = await readAsking(tx, planIds);
  const rests: Rest[] = [];
  for (const plan of await loadPlans(tx, planIds)) {
    const rest = await settlePlan(tx, app, plan, asking.has(plan.row.id));
    if (rest) rests.push(rest);
  }
  await restPlans(tx, rests);
}

/** Looks at one plan now. */
export async function evaluatePlan(app: App, planId: string): Promise<void> {
  await inTransaction(app.db, async (tx) => {
    await lockPlans(tx, [planId]);
    await settleWithin(tx, app, [planId]);
  });
}

/** Money on an account was booked, given back or taken back: every plan that may care is looked at. */
export async function accountMoved(app: App, accountId: string): Promise<void> {
  const plans = await app.db.prisma.planAccount.findMany({
    where: { accountId, plan: { status: { notIn: ["unsigned", "lapsed", "cancelled"] } } },
    select: { planId: true },
    orderBy: { planId: "desc" },
  });
  for (const { planId } of plans) await evaluatePlan(app, planId);
}

export interface Evaluated {
  readonly plans: number;
}

const batchSize = 500;

/** Plans that have rested long enough, held. Whoever is being looked at elsewhere is passed over. */
async function takeBatch(tx: Tx, app: App, except: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM plan
     WHERE status IN ('live', 'at_risk', 'breached', 'renegotiating')
       AND (evaluated_on IS NULL OR evaluated_on < ${toDbDate(todayOf(app))}::date)
       AND id <> ALL(${[...except]}::uuid[])
     ORDER BY id LIMIT ${batchSize} FOR NO KEY UPDATE SKIP LOCKED`;
  return rows.map(({ id }) => id);
}

/** One plan that cannot be looked at keeps no other from it: finance hears of it, and the next night tries again. */
async function evaluateAlone(app: App, planId: string): Promise<boolean> {
  try {
    await evaluatePlan(app, planId);
    return true;
  } catch (error) {
    app.log.error({ event: "plan-not-evaluated", subject: planId }, error);
    await raiseAlert(app, app.db.prisma, "plan-not-evaluated", planId, {});
    return false;
  }
}

/** Answers the plans that were looked at; those that could not be are added to `failed`. */
async function evaluateBatch(app: App, failed: string[]): Promise<string[]> {
  let ids: string[] = [];
  try {
    await inTransaction(app.db, async (tx) => {
      ids = await takeBatch(tx, app, failed);
      if (ids.length === 0) return;
      await lockAccountsOf(tx, ids);
      await settleWithin(tx, app, ids);
    });
  } catch (error) {
    if (ids.length === 0) throw error;
    for (const id of ids) if (!(await evaluateAlone(app, id))) failed.push(id);
  }
  return ids;
}

/** Plans that are behind and rest, although something new was proposed for one of their accounts. */
async function wakeAsking(app: App): Promise<void> {
  await app.db.prisma.$executeRaw`
    UPDATE plan SET evaluated_on = NULL
     WHERE status IN ('at_risk', 'breached') AND evaluated_on IS NOT NULL
       AND id IN (SELECT pa.plan_id FROM proposal p
                    JOIN proposal_account ps ON ps.proposal_id = p.id
                    JOIN plan_account pa ON pa.account_id = ps.account_id AND pa.plan_id <> p.id
                   WHERE p.status = ANY(${[...openStatuses]}::text[]))`;
}

/** Every night, in batches that commit one by one: a run that is cut off goes on where it was. */
export async function evaluatePlans(app: App): Promise<Evaluated> {
  await wakeAsking(app);
  const failed: string[] = [];
  let plans = 0;
  for (;;) {
    const ids = await evaluateBatch(app, failed);
    plans += ids.length;
    if (ids.length === 0) break;
  }
  plans -= failed.length;
  await lapseUnsigned(app);
  if (plans > 0) app.log.info({ event: "plans-evaluated", count: plans });
  return { plans };
}

/** What was not signed in time is not agreed any more, nor what was withdrawn or replaced before. */
async function lapseUnsigned(app: App): Promise<void> {
  const late = await app.db.prisma.$queryRaw<{ id: string }[]>`
    SELECT u.id::text FROM plan u JOIN proposal p ON p.id = u.id
     WHERE u.status = 'unsigned'
       AND (u.sign_until < ${toDbDate(todayOf(app))}::date OR p.status NOT IN ('approved', 'accepted'))
     ORDER BY u.id`;
  for (const { id } of late) {
    await inTransaction(app.db, async (tx) => {
      await lockPlans(tx, [id]);
      const plan = await tx.plan.findUniqueOrThrow({ where: { id } });
      if (plan.status === "unsigned") await takeEdge(tx, app, plan, { event: "lapse", actor: clock });
    });
  }
}
