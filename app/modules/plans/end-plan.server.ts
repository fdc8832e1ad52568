// A plan leaves its accounts: interest and what is due return to the contract. Interest that did not run under the plan is
// never made up for. It refuses to forget under which conditions the plan ran: a reversal may open it again.
import type { Actor } from "#app/kernel/actor.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { accrueWithin } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { type PlanEventFacts, bookingMoment, takeEdge } from "./plan-edges.server.ts";
import { type LoadedPlan, loadPlans } from "./plan-facts.server.ts";
import type { PlanStatus } from "./plans.ts";
import { sumMinor } from "./schedule.ts";

/** The conditions of an account under its plan, as an event keeps them. */
export interface KeptConditions {
  readonly accountId: string;
  readonly ratePpm: number | null;
  readonly interestLeftMinor: string;
  readonly agreedOrder: readonly string[];
  readonly paidMinor: string;
}

function keepConditions({ accounts }: LoadedPlan): KeptConditions[] {
  return accounts.map(({ accountId, ratePpm, interestLeftMinor, agreedOrder, paidMinor }) => ({
    accountId,
    ratePpm,
    interestLeftMinor: interestLeftMinor.toString(),
    agreedOrder,
    paidMinor: paidMinor.toString(),
  }));
}

/** The caller holds the locks of the plan and its accounts. */
export async function endPlan(
  tx: Tx,
  app: App,
  actor: Actor,
  plan: LoadedPlan,
  event: "complete" | "cancel",
  facts: PlanEventFacts,
): Promise<PlanStatus> {
  const { id } = plan.row;
  const accountIds = plan.accounts.map(({ accountId }) => accountId);
  await accrueWithin(tx, app, accountIds);
  const [now] = await loadPlans(tx, [id]);
  const conditions = keepConditions(now ?? plan);
  await tx.debtAccount.updateMany({
    where: { id: { in: accountIds }, planId: id },
    data: { planId: null, planSince: null, planRatePpm: null, planInterestLeft: null, agreedOrder: [] },
  });
  await tx.agreedDue.deleteMany({ where: { planId: id } });
  const until = event === "cancel" ? { until: await bookingMoment(tx) } : {};
  const status = await takeEdge(tx, app, plan.row, {
    event,
    actor,
    facts: { ...facts, ...until, conditions: conditions as unknown as object[] },
    data: {
      endedAt: app.clock.now(),
      behindSince: null,
      evaluatedOn: null,
      paidMinor: sumMinor(plan.accounts, ({ paidMinor }) => paidMinor),
    },
  });
  const action = event === "cancel" ? "plan.cancelled" : "plan.completed";
  await recordAudit(tx, app, { actor, action, subject: `plan:${id}`, facts: { from: plan.status } });
  return status;
}

/** Ends a running plan that is not kept to its end. The caller holds the locks. */
export async function cancelPlan(tx: Tx, app: App, actor: Actor, planId: string, facts: PlanEventFacts): Promise<void> {
  const [plan] = await loadPlans(tx, [planId]);
  if (plan) await endPlan(tx, app, actor, plan, "cancel", facts);
}
