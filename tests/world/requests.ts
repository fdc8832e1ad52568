// Requests to a person, made and taken on as the doors do it, for tests of what becomes of them.
import type { BorrowerActor, StaffActor } from "#app/kernel/actor.ts";
import { openDispute } from "#app/modules/accounts/requests.server.ts";
import type { DisputeReason } from "#app/modules/accounts/requests.ts";
import { reasonsOf, type CaseOutcome } from "#app/modules/identity/case-outcomes.ts";
import type { RequestDecision } from "#app/modules/review/decide-request.server.ts";
import { claimItem } from "#app/modules/review/work-items.server.ts";
import type { TestApp } from "./database.ts";
import { placeDebt, placePerson } from "./debts.ts";
import { giveMobile, valueOf } from "./proposals.ts";

export interface Objecting {
  readonly actor: BorrowerActor;
  readonly accountId: string;
  readonly id: string;
}

/** The newest request that is such a one. */
export function caseOf(
  app: TestApp,
  where: Partial<Readonly<Record<"borrowerId" | "accountId" | "kind" | "status" | "reference" | "id", string>>>,
) {
  return app.db.prisma.helpCase.findFirstOrThrow({ where, orderBy: { createdAt: "desc" } });
}

/** Somebody who can be reached, and objects. */
export async function objectTo(app: TestApp, reason: DisputeReason = "amount"): Promise<Objecting> {
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 365_000n });
  await giveMobile(app, actor, accountId);
  await openDispute(app, actor, accountId, { reason, details: "我在九月付过" }, "zh-CN");
  return { actor, accountId, id: (await caseOf(app, { borrowerId: actor.borrowerId })).id };
}

export async function heldSince(app: TestApp, accountId: string): Promise<Date | null> {
  return (await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: accountId } })).disputedAt;
}

/** An outcome with the first reason that goes with it. */
export function answerWith(outcome: CaseOutcome, seen = "open"): RequestDecision {
  return { outcome, reasons: [reasonsOf[outcome][0]], grounds: ["kept_by_law"], seen };
}

/** Takes it on, and answers its id. */
export async function takeOn(app: TestApp, by: StaffActor, id: string): Promise<string> {
  valueOf(await claimItem(app, by, id));
  return id;
}
