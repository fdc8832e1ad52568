// A signed plan begins to run: from this moment its instalments are what is due, and its interest is what runs. It
// refuses to begin a plan twice, and to leave an older one running on an account of its.
import type { Actor } from "#app/kernel/actor.ts";
import { dayFromDbDate, toDbDate } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { supersedeProposal } from "#app/modules/hardship/sign-proposal.server.ts";
import type { Quote, QuotedAccount } from "#app/modules/hardship/options.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { accrueWithin } from "#app/modules/ledger/accrual.server.ts";
import { effectiveRatePpm, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { cancelPlan } from "./end-plan.server.ts";
import { bookingMoment, lockPlans, takeEdge } from "./plan-edges.server.ts";
import { type PlanRow, encodeSchedule } from "./plan-facts.server.ts";
import { isRunning } from "./plans.ts";
import type { ScheduledInstalment } from "./plans.ts";

const accountFields = {
  id: true,
  planId: true,
  productType: true,
  lenderType: true,
  contractDate: true,
  firstUnpaidDueDate: true,
  annualRatePpm: true,
  policyPackId: true,
} as const;

/** The rate under the plan; null: as agreed in the contract. */
function planRateOf(app: App, quote: Quote, plan: PlanRow, account: AccountRow): number | null {
  switch (quote.interest) {
    case "frozen":
      return 0;
    case "running":
      return null;
    case "reduced": {
      const pack = requirePolicy(account.policyPackId);
      const runs = effectiveRatePpm(
        pack,
        account.lenderType,
        dayFromDbDate(account.contractDate),
        account.annualRatePpm,
      );
      const reduced = creditorByCode(app.settings, plan.creditorCode)?.arrangement.reducedRatePpm;
      return Math.min(runs, reduced ?? runs);
    }
    default:
      return unreachable(quote.interest);
  }
}

type AccountRow = Awaited<ReturnType<typeof findAccounts>>[number];

function findAccounts(tx: Tx, accountIds: readonly string[]) {
  return tx.debtAccount.findMany({
    where: { id: { in: [...accountIds] } },
    orderBy: { id: "asc" },
    select: accountFields,
  });
}

/** Plans that still run on these accounts, whatever plan they are of. */
async function findOlderPlans(tx: Tx, planId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT d.plan_id AS id FROM plan_account pa JOIN debt_account d ON d.id = pa.account_id
     WHERE pa.plan_id = ${planId}::uuid AND d.plan_id <> pa.plan_id`;
  return rows.map(({ id }) => id);
}

async function bindAccount(
  tx: Tx,
  app: App,
  plan: PlanRow,
  quote: Quote,
  account: AccountRow,
  share: QuotedAccount,
  since: string,
): Promise<void> {
  // What is given up is paid last, so that it is what stays; else the rule's own order.
  const order = [...(share.agreedOrder ?? [])];
  await tx.$executeRaw`
    UPDATE debt_account
       SET plan_id = ${plan.id}::uuid, plan_since = ${since}::timestamptz,
           plan_rate_ppm = ${planRateOf(app, quote, plan, account)}::int, plan_interest_left = ${share.costMinor}::bigint,
           agreed_order = ${order}::text[]
     WHERE id = ${account.id}::uuid`;
  const figures = { balanceMinor: share.balanceMinor, waivedMinor: share.waivedMinor };
  await tx.planAccount.update({
    where: { planId_accountId: { planId: plan.id, accountId: account.id } },
    data: figures,
  });
}

function scheduleOf({ instalments }: Quote): ScheduledInstalment[] {
  return instalments.map(({ seq, dueOn, parts }) => ({ seq, dueOn, parts }));
}

/** What a schedule asks for, as rows that the account is read with. */
export async function writeAgreedDues(tx: Tx, planId: string, schedule: readonly ScheduledInstalment[]): Promise<void> {
  await tx.agreedDue.createMany({
    data: schedule.flatMap(({ seq, dueOn, parts }) =>
      parts.map(({ accountId, amountMinor }) => ({ planId, seq, accountId, dueOn: toDbDate(dueOn), amountMinor })),
    ),
  });
}

/** Begins a plan in the transaction that signs it; one that runs already stays as it is. */
export async function startPlan(tx: Tx, app: App, actor: Actor, planId: string): Promise<void> {
  await lockPlans(tx, [planId, ...(await findOlderPlans(tx, planId))]);
  const plan = await tx.plan.findUniqueOrThrow({ where: { id: planId }, include: { accounts: true } });
  if (isRunning(plan.status)) return;
  const accountIds = plan.accounts.map(({ accountId }) => accountId);
  // The days that are over count at what ran until now; from today on the plan's interest runs.
  await accrueWithin(tx, app, accountIds);
  for (const older of await findOlderPlans(tx, planId)) {
    await cancelPlan(tx, app, actor, older, { reason: "replaced", by: planId });
    await supersedeProposal(tx, app, actor, older);
  }
  const quote = decodeQuote(plan.quote);
  const since = await bookingMoment(tx);
  for (const account of await findAccounts(tx, accountIds)) {
    const share = quote.accounts.find(({ accountId }) => accountId === account.id);
    if (!share) throw new TypeError("a plan covers an account that its quote does not");
    await bindAccount(tx, app, plan, quote, account, share, since);
  }
  const schedule = scheduleOf(quote);
  const now = app.clock.now();
  await writeAgreedDues(tx, planId, schedule);
  await tx.planRevision.create({
    data: {
      planId,
      revision: 1,
      cause: "signed",
      schedule: encodeSchedule(schedule),
      madeAt: now,
    },
  });
  await takeEdge(tx, app, plan, {
    event: "sign",
    actor,
    facts: { since, lastOn: quote.lastOn },
    data: { signedAt: now, lastOn: toDbDate(quote.lastOn), evaluatedOn: null, behindSince: null, paidMinor: 0n },
  });
  const total = { totalMinor: plan.totalMinor.toString(), currency: plan.currency };
  await recordAudit(tx, app, { actor, action: "plan.started", subject: `plan:${planId}`, facts: total });
}
