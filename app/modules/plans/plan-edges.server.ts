// Takes a plan from one state to the next, under its lock: the row and its event move together or not at all. It refuses
// a move that is not in the graph, which is a mistake of ours and loud.
import type { Actor } from "#app/kernel/actor.ts";
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Prisma, Tx } from "#app/platform/db.server.ts";
import { type PlanEventName, type PlanStatus, movePlan } from "./plans.ts";

/** Codes, days and amounts as text; never names or free text. */
export type PlanEventFacts = Readonly<Record<string, Prisma.InputJsonValue | null>>;

export interface PlanEdge {
  readonly event: PlanEventName;
  readonly actor: Actor;
  readonly facts?: PlanEventFacts;
  /** What else changes with it. */
  readonly data?: Prisma.PlanUncheckedUpdateInput;
}

export interface Moving {
  readonly id: string;
  readonly status: string;
}

async function writeEvent(
  tx: Tx,
  app: App,
  plan: Moving,
  event: string,
  to: PlanStatus,
  actor: Actor,
  facts: PlanEventFacts,
): Promise<void> {
  const now = app.clock.now();
  // Several events of one moment keep their order: each stands at least a millisecond after the one before.
  await tx.$executeRaw`
    INSERT INTO plan_event (id, plan_id, event, from_status, to_status, actor_kind, facts, at)
    VALUES (${newId(now.getTime())}::uuid, ${plan.id}::uuid, ${event}, ${plan.status}, ${to}, ${actor.kind},
            ${JSON.stringify(facts)}::jsonb,
            greatest(${now}::timestamptz, (SELECT max(at) + interval '1 millisecond' FROM plan_event WHERE plan_id = ${plan.id}::uuid)))`;
}

/** Answers the state that it leads to. The caller holds the plan's lock. */
export async function takeEdge(tx: Tx, app: App, plan: Moving, edge: PlanEdge): Promise<PlanStatus> {
  const to = movePlan(plan.status as PlanStatus, edge.event);
  if (!to) throw new RangeError(`a plan cannot ${edge.event} from ${plan.status}`);
  await writeEvent(tx, app, plan, edge.event, to, edge.actor, edge.facts ?? {});
  await tx.plan.update({
    where: { id: plan.id },
    data: { ...edge.data, status: to, version: { increment: 1 }, updatedAt: app.clock.now() },
  });
  return to;
}

/** Something that happened to a plan and leaves its state as it is: a change that the borrower made. */
export function noteEvent(
  tx: Tx,
  app: App,
  plan: Moving,
  event: string,
  actor: Actor,
  facts: PlanEventFacts,
): Promise<void> {
  return writeEvent(tx, app, plan, event, plan.status as PlanStatus, actor, facts);
}

/** Locks plans, then their accounts, each in the order of ids: always before anything of them is read for a decision. */
export async function lockPlans(tx: Tx, planIds: readonly string[]): Promise<void> {
  const ids = [...planIds];
  await tx.$queryRaw`SELECT id FROM plan WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR NO KEY UPDATE`;
  await lockAccountsOf(tx, ids);
}

export async function lockAccountsOf(tx: Tx, planIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT id FROM debt_account WHERE id IN (SELECT account_id FROM plan_account WHERE plan_id = ANY(${[...planIds]}::uuid[]))
     ORDER BY id FOR NO KEY UPDATE`;
}

/** The database's own moment, with its microseconds: what is booked later has a later one. */
export async function bookingMoment(tx: Tx): Promise<string> {
  const [row] = await tx.$queryRaw<{ at: string }[]>`SELECT clock_timestamp()::text AS at`;
  if (!row) throw new Error("the database has no time");
  return row.at;
}
