// The end of a plan that was kept: what was to be given up is given up, the accounts go back to the contract, and what is
// settled is certified. And the way back: money that was taken away again opens the plan as it was. It refuses to give
// up a fen before everything is paid and cleared.
import type { Actor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { type ComponentAmounts, waiverLines } from "#app/modules/ledger/ledger.ts";
import { postJournal, reverseJournal } from "#app/modules/ledger/ledger.server.ts";
import { currencyOf } from "#app/modules/ledger/read-books.server.ts";
import { orderWithin } from "#app/modules/ledger/allocation.ts";
import { raiseAlert } from "#app/modules/payments/alerts.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { issueCertificate, withdrawCertificate } from "./certificates.server.ts";
import { type KeptConditions, endPlan } from "./end-plan.server.ts";
import { takeEdge } from "./plan-edges.server.ts";
import { type LoadedAccount, type LoadedPlan, loadPlans } from "./plan-facts.server.ts";
import { endsOpen } from "./plans.ts";
import { writeAgreedDues } from "./start-plan.server.ts";

/** Taken from the end of the order in which money goes: from what would have been paid last. */
export function spreadWaiver(
  balances: ComponentAmounts,
  order: readonly (keyof ComponentAmounts)[],
  waivedMinor: bigint,
): Partial<ComponentAmounts> {
  const waived: Partial<Record<keyof ComponentAmounts, bigint>> = {};
  let left = waivedMinor;
  for (const component of order.toReversed()) {
    const part = left < balances[component] ? left : balances[component];
    if (part > 0n) waived[component] = part;
    left -= part;
  }
  return waived;
}

async function orderOf(tx: Tx, app: App, { accountId, agreedOrder }: LoadedAccount) {
  const debt = await tx.debtAccount.findUniqueOrThrow({ where: { id: accountId } });
  const named = { ...debt, agreedOrder, firstUnpaidDueDate: dayAt(debt.firstUnpaidDueDate, "UTC") };
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  return orderWithin(named, requirePolicy(debt.policyPackId).allocation.value, today);
}

const waiverKey = (planId: string, accountId: string, round: number): string =>
  `plan:${planId}:waive:${accountId}${round === 0 ? "" : `:${round}`}`;

/** How often this plan was opened again: each round gives up anew what the one before took back. */
function countReopened(tx: Tx, planId: string): Promise<number> {
  return tx.planEvent.count({ where: { planId, event: "reopen" } });
}

/** Answers what was given up on the account. */
async function waiveRest(tx: Tx, app: App, plan: LoadedPlan, account: LoadedAccount, round: number): Promise<bigint> {
  const { accountId, creditorCode, balances, balanceMinor, waivedMinor } = account;
  const amountMinor = balanceMinor < waivedMinor ? balanceMinor : waivedMinor;
  if (amountMinor <= 0n) return 0n;
  const waived = spreadWaiver(balances, await orderOf(tx, app, account), amountMinor);
  await postJournal(tx, {
    idemKey: waiverKey(plan.row.id, accountId, round),
    kind: "waiver",
    effectiveOn: dayAt(app.clock.now(), app.settings.timeZone),
    lines: waiverLines({ debtId: accountId, creditorCode, currency: currencyOf(plan.row.currency) }, waived),
    sourceRef: `plan:${plan.row.id}`,
    request: `${plan.row.id} ${accountId}`,
  });
  return amountMinor;
}

/** Everything is paid and cleared, or its last day has come. The caller holds the locks of plan and accounts. */
export async function completePlan(tx: Tx, app: App, actor: Actor, plan: LoadedPlan): Promise<void> {
  const { id } = plan.row;
  const open = endsOpen(plan.kind) && plan.accounts.some(({ balanceMinor }) => balanceMinor > 0n);
  const waived: Record<string, string> = {};
  if (!open) {
    const round = await countReopened(tx, id);
    for (const account of plan.accounts)
      waived[account.accountId] = (await waiveRest(tx, app, plan, account, round)).toString();
  }
  await endPlan(tx, app, actor, plan, "complete", { settled: !open, waived });
  if (open) return;
  for (const { accountId } of plan.accounts) await issueCertificate(tx, app, id, accountId);
}

async function takeBackWaivers(tx: Tx, app: App, plan: LoadedPlan): Promise<void> {
  const round = await countReopened(tx, plan.row.id);
  for (const { accountId } of plan.accounts) {
    const idemKey = waiverKey(plan.row.id, accountId, round);
    const given = await tx.journal.findUnique({ where: { idemKey }, select: { id: true } });
    if (!given) continue;
    await reverseJournal(tx, given.id, {
      idemKey: `${idemKey}:back`,
      effectiveOn: dayAt(app.clock.now(), app.settings.timeZone),
      sourceRef: `plan:${plan.row.id}`,
    });
  }
}

/**
 * Between the end of the plan and now the contract's interest may have run on money that had been taken back. The plan
 * goes on where it was, so these days cost nothing; what somebody paid of them meanwhile stays paid.
 */
async function takeBackInterest(tx: Tx, app: App, { row, accounts }: LoadedPlan): Promise<void> {
  if (!row.endedAt) return;
  const { timeZone } = app.settings;
  const rows = await tx.$queryRaw<{ id: string; debt_id: string; amount: bigint; stands: bigint }[]>`
    SELECT j.id::text, a.debt_id::text, e.amount, a.balance AS stands
      FROM ledger_account a JOIN entry e ON e.account_id = a.id JOIN journal j ON j.id = e.journal_id
     WHERE a.debt_id = ANY(${accounts.map(({ accountId }) => accountId)}::uuid[]) AND a.component = 'interest'
       AND j.kind = 'interest' AND j.effective_on >= ${dayAt(row.endedAt, timeZone)}::date
       AND NOT EXISTS (SELECT FROM journal back WHERE back.reverses_id = j.id)
     ORDER BY j.effective_on DESC, j.id`;
  const left = new Map(rows.map(({ debt_id, stands }) => [debt_id, stands]));
  for (const { id, debt_id, amount } of rows) {
    const stands = left.get(debt_id) ?? 0n;
    if (amount > stands) continue;
    left.set(debt_id, stands - amount);
    const effectiveOn = dayAt(app.clock.now(), timeZone);
    await reverseJournal(tx, id, {
      idemKey: `plan:${row.id}:interest:${id}`,
      effectiveOn,
      sourceRef: `plan:${row.id}`,
    });
  }
}

/** As they were when the plan was completed last. */
async function readConditions(tx: Tx, planId: string): Promise<readonly KeptConditions[]> {
  const last = await tx.planEvent.findFirst({ where: { planId, event: "complete" }, orderBy: { at: "desc" } });
  return (last?.facts as { conditions?: KeptConditions[] } | undefined)?.conditions ?? [];
}

/** A settled plan whose accounts owe something again. */
export function isUndone({ status, kind, accounts }: LoadedPlan): boolean {
  return status === "completed" && !endsOpen(kind) && accounts.some(({ balanceMinor }) => balanceMinor > 0n);
}

/** Why a plan that is undone is not simply opened again: a person has to look. */
async function whyNotReopen(
  tx: Tx,
  plan: LoadedPlan,
  conditions: readonly KeptConditions[],
): Promise<string | undefined> {
  const { accounts } = plan;
  const short = conditions.some(({ accountId, paidMinor }) => {
    const now = accounts.find((account) => account.accountId === accountId);
    return now !== undefined && now.paidMinor < BigInt(paidMinor);
  });
  // What was paid under the plan is there still: an older payment was taken back, or something else was booked.
  if (!short) return "not_of_this_plan";
  const ids = accounts.map(({ accountId }) => accountId);
  const taken = await tx.debtAccount.count({ where: { id: { in: ids }, planId: { not: null } } });
  return taken > 0 ? "another_plan" : undefined;
}

/**
 * Opens a settled plan again: its certificates no longer hold, what was given up is owed again, and its last schedule
 * asks for what is missing.
 */
export async function reopenPlan(tx: Tx, app: App, actor: Actor, plan: LoadedPlan): Promise<void> {
  const { id } = plan.row;
  const conditions = await readConditions(tx, id);
  const reason = await whyNotReopen(tx, plan, conditions);
  if (reason === undefined) {
    await takeBackWaivers(tx, app, plan);
    await takeBackInterest(tx, app, plan);
  }
  for (const { accountId, balanceMinor } of (await reloadPlan(tx, id)).accounts)
    if (balanceMinor > 0n) await withdrawCertificate(tx, app, accountId, "payment_reversed");
  if (reason !== undefined) {
    await raiseAlert(app, tx, "plan-balance-raised", id, { reason });
    return;
  }
  for (const kept of conditions) {
    const since = plan.accounts.find(({ accountId }) => accountId === kept.accountId)?.since;
    await tx.$executeRaw`
      UPDATE debt_account
         SET plan_id = ${id}::uuid, plan_since = ${since}::timestamptz, plan_rate_ppm = ${kept.ratePpm}::int,
             plan_interest_left = ${kept.interestLeftMinor}::bigint, agreed_order = ${[...kept.agreedOrder]}::text[]
       WHERE id = ${kept.accountId}::uuid`;
  }
  await writeAgreedDues(tx, id, plan.schedule);
  await takeEdge(tx, app, plan.row, { event: "reopen", actor, data: { endedAt: null, evaluatedOn: null } });
  await recordAudit(tx, app, { actor, action: "plan.reopened", subject: `plan:${id}`, facts: {} });
}

/** The plan as it stands after something was done to it. */
export async function reloadPlan(tx: Tx, planId: string): Promise<LoadedPlan> {
  const [plan] = await loadPlans(tx, [planId]);
  if (!plan) throw new TypeError("a plan is never deleted");
  return plan;
}
