// Proves anew that every plan is the one that was signed: its figures against the agreement's own, its schedule against its
// revisions, the conditions of its accounts against both, and its state against its events. Names the first fault. It
// repairs nothing, and takes the agreement's words for proven (verify-agreements.server.ts).
import { toDbDate } from "#app/kernel/calendar.ts";
import { canonicalJson } from "#app/modules/audit/audit.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import type { Quote } from "#app/modules/hardship/options.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Prisma } from "#app/platform/db.server.ts";
import { readBody, type StoredBody } from "./agreement.ts";
import { decodeSchedule } from "./plan-facts.server.ts";
import { isRunning } from "./plans.ts";
import { agreementPlace } from "./prepare-plan.server.ts";
import type { ScheduledInstalment } from "./plans.ts";

export interface PlanFault {
  readonly problem: "not_signed" | "figures_altered" | "schedule_altered" | "conditions_altered" | "status_altered";
  /** "plan ID". */
  readonly subject: string;
}

type Checking = Pick<App, "db" | "vault">;

const pageSize = 200;
const shape = {
  agreement: true,
  accounts: { include: { account: true } },
  revisions: { orderBy: { revision: "asc" } },
  events: { orderBy: { at: "desc" }, take: 1 },
} as const satisfies Prisma.PlanInclude;

type PlanRow = Prisma.PlanGetPayload<{ include: typeof shape }>;

interface AskedRow {
  readonly planId: string;
  readonly seq: number;
  readonly accountId: string;
  readonly dueOn: Date;
  readonly amountMinor: bigint;
}

function readPlans({ db }: Checking, after: string | undefined): Promise<PlanRow[]> {
  return db.prisma.plan.findMany({
    where: { status: { notIn: ["unsigned", "lapsed"] }, ...(after === undefined ? {} : { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: pageSize,
    include: shape,
  });
}

/** The row says what the signed text says, but for what its changes moved since. */
function areFiguresSigned(plan: PlanRow, facts: StoredBody["facts"], quote: Quote): boolean {
  if (canonicalJson(facts.quote) !== canonicalJson(plan.quote)) return false;
  const said = [facts.planId, facts.reference, facts.creditor.code, facts.rules.packId];
  const kept = [plan.id, plan.reference, plan.creditorCode, plan.policyPackId];
  if (said.join(" ") !== kept.join(" ")) return false;
  if (plan.kind !== quote.terms.kind || plan.currency !== quote.currency || plan.waivedMinor !== quote.waivedMinor)
    return false;
  if (plan.accounts.length !== quote.accounts.length) return false;
  return quote.accounts.every(({ accountId, balanceMinor, waivedMinor }) =>
    plan.accounts.some(
      (each) => each.accountId === accountId && each.balanceMinor === balanceMinor && each.waivedMinor === waivedMinor,
    ),
  );
}

/** Each part that is asked for, in one order. */
function partsOf(schedule: readonly ScheduledInstalment[]): string {
  const parts = schedule.flatMap(({ seq, dueOn, parts: own }) =>
    own.map(({ accountId, amountMinor }) => `${seq} ${dueOn} ${accountId} ${amountMinor}`),
  );
  return parts.toSorted().join("\n");
}

function isScheduleKept({ revisions, status }: PlanRow, quote: Quote, asked: readonly AskedRow[]): boolean {
  const [first, last] = [revisions[0], revisions.at(-1)];
  if (!first || !last || partsOf(decodeSchedule(first.schedule)) !== partsOf(quote.instalments)) return false;
  if (!isRunning(status)) return asked.length === 0;
  const rows = asked.map(
    ({ seq, dueOn, accountId, amountMinor }) =>
      `${seq} ${dueOn.toISOString().slice(0, 10)} ${accountId} ${amountMinor}`,
  );
  return rows.toSorted().join("\n") === partsOf(decodeSchedule(last.schedule));
}

/** What was signed is what holds until the borrower changes it. */
function areTotalsSigned({ revisions, totalMinor, costMinor, lastOn }: PlanRow, quote: Quote): boolean {
  if (revisions.length > 1) return true;
  const day = toDbDate(quote.lastOn).getTime();
  return totalMinor === quote.totalMinor && costMinor === quote.costMinor && lastOn.getTime() === day;
}

/** The rate, what may still be charged, and the order of parts, as the accounts of a running plan carry them. */
function areConditionsKept(plan: PlanRow, facts: StoredBody["facts"], quote: Quote): boolean {
  if (!isRunning(plan.status)) return plan.accounts.every(({ account }) => account.planId !== plan.id);
  return plan.accounts.every(({ account }) => {
    const share = quote.accounts.find(({ accountId }) => accountId === account.id);
    const { planId, planRatePpm, planInterestLeft, agreedOrder } = account;
    if (!share || planId !== plan.id || planInterestLeft === null) return false;
    if (agreedOrder.join() !== (share.agreedOrder ?? []).join()) return false;
    if (plan.revisions.length === 1 && planInterestLeft > share.costMinor) return false;
    if (quote.interest !== "reduced") return planRatePpm === (quote.interest === "frozen" ? 0 : null);
    const named = facts.accounts.find(({ id }) => id === account.id)?.ratePpm;
    // Where the contract's interest was stopped before, the agreement names no rate and may charge nothing.
    return planRatePpm !== null && (planRatePpm === named || share.costMinor === 0n);
  });
}

function judge(app: Checking, plan: PlanRow, asked: readonly AskedRow[]): PlanFault["problem"] | undefined {
  const { agreement, events, status } = plan;
  if (!agreement?.signedAt || plan.signedAt?.getTime() !== agreement.signedAt.getTime()) return "not_signed";
  if (agreement.borrowerId !== plan.borrowerId) return "not_signed";
  const quote = decodeQuote(plan.quote);
  const { facts } = readBody(app.vault.open(agreement.bodyEnc, agreementPlace(plan.id)));
  if (!areFiguresSigned(plan, facts, quote)) return "figures_altered";
  if (!areTotalsSigned(plan, quote)) return "figures_altered";
  if (!isScheduleKept(plan, quote, asked)) return "schedule_altered";
  if (events[0]?.toStatus !== status) return "status_altered";
  return areConditionsKept(plan, facts, quote) ? undefined : "conditions_altered";
}

/** Somebody who runs it beside the portal may meet a plan between two looks: it is looked at once more, alone. */
async function judgeOne(app: Checking, id: string): Promise<PlanFault["problem"] | undefined> {
  return app.db.prisma.$transaction(
    async (tx) => {
      const plan = await tx.plan.findUnique({ where: { id }, include: shape });
      const asked = await tx.agreedDue.findMany({ where: { planId: id } });
      return plan ? judge(app, plan, asked) : "not_signed";
    },
    { isolationLevel: "RepeatableRead" },
  );
}

function judgeQuietly(app: Checking, plan: PlanRow, asked: readonly AskedRow[]): boolean {
  try {
    return judge(app, plan, asked) === undefined;
  } catch {
    // A quote that does not read back as one was altered; the second look says so.
    return false;
  }
}

export async function verifySignedPlans(app: Checking): Promise<PlanFault | undefined> {
  for (let after: string | undefined; ;) {
    const plans = await readPlans(app, after);
    const asked = await app.db.prisma.agreedDue.findMany({ where: { planId: { in: plans.map(({ id }) => id) } } });
    for (const plan of plans) {
      const own = asked.filter(({ planId }) => planId === plan.id);
      if (judgeQuietly(app, plan, own)) continue;
      const problem = await judgeOne(app, plan.id).catch(() => "figures_altered" as const);
      if (problem) return { problem, subject: `plan ${plan.id}` };
    }
    if (plans.length < pageSize) return undefined;
    after = plans.at(-1)?.id;
  }
}
