// What somebody owes in the portfolio of whoever reads, and what they agreed or proposed for it before. It refuses to
// count anything anew: balances are the books', read as they stand.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayFromDbDate } from "#app/kernel/calendar.ts";
import { lastSigns, partsOf, type ProductType } from "#app/modules/accounts/accounts.ts";
import { noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { currencyOf, readBalances } from "#app/modules/ledger/read-books.server.ts";
import type { CaseKind, CaseStatus } from "#app/modules/identity/help-cases.ts";
import type { PlanStatus } from "#app/modules/plans/plans.ts";
import type { ProposalStatus } from "#app/modules/hardship/proposals.ts";
import type { OptionKind } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Prisma, Tx } from "#app/platform/db.server.ts";
import type { CaseAccount, CaseHistory, CaseRequest, ContactLine } from "./case-view.ts";

export async function readAccounts(
  tx: Tx,
  { settings }: Pick<App, "settings">,
  { creditors }: StaffActor,
  borrowerId: string,
): Promise<CaseAccount[]> {
  const rows = await tx.debtAccount.findMany({
    where: { borrowerId, creditorCode: { in: [...creditors] } },
    orderBy: [{ creditorCode: "asc" }, { id: "asc" }],
  });
  const balances = await readBalances(
    tx,
    rows.map(({ id }) => id),
  );
  const dayOf = (date: Date | null) => (date ? dayFromDbDate(date) : undefined);
  return rows.map((row) => {
    const amounts = balances.get(row.id)?.amounts ?? noAmounts;
    return {
      id: row.id,
      creditorCode: row.creditorCode,
      creditorName: settings.creditors.find(({ code }) => code === row.creditorCode)?.shortName,
      productType: row.productType as ProductType,
      lastSigns: lastSigns(row.accountNumber),
      currency: currencyOf(row.currency),
      balanceMinor: totalOf(amounts),
      parts: partsOf(amounts),
      contractOn: dayFromDbDate(row.contractDate),
      firstUnpaidOn: dayFromDbDate(row.firstUnpaidDueDate),
      countedThrough: dayFromDbDate(row.accruedThrough),
      lastPaidOn: dayOf(row.lastPaymentDate),
      annualRatePpm: row.annualRatePpm,
      disputedAt: row.disputedAt ?? undefined,
      interestStoppedFrom: dayOf(row.interestFrozenFrom),
      planId: row.planId ?? undefined,
    };
  });
}

const shown = 20;

/** What somebody only began to write is theirs, also after they dropped it. */
export const sentOnly = {
  OR: [{ submittedAt: { not: null } }, { status: { notIn: ["draft", "withdrawn", "superseded"] } }],
} satisfies Prisma.ProposalWhereInput;

/** What was sent, and what was agreed, the newest first. */
export async function readHistory(tx: Tx, { creditors }: StaffActor, borrowerId: string): Promise<CaseHistory> {
  const where = { borrowerId, creditorCode: { in: [...creditors] } };
  const newest = { orderBy: { createdAt: "desc" }, take: shown } as const;
  const proposals = await tx.proposal.findMany({
    where: { ...where, ...sentOnly },
    select: { id: true, reference: true, status: true, submittedAt: true },
    ...newest,
  });
  const plans = await tx.plan.findMany({
    where,
    select: {
      id: true,
      reference: true,
      status: true,
      kind: true,
      currency: true,
      totalMinor: true,
      paidMinor: true,
      lastOn: true,
    },
    ...newest,
  });
  return {
    proposals: proposals.map(({ id, reference, status, submittedAt }) => ({
      id,
      reference,
      status: status as ProposalStatus,
      sentAt: submittedAt ?? undefined,
    })),
    plans: plans.map((plan) => ({
      ...plan,
      status: plan.status as PlanStatus,
      kind: plan.kind as OptionKind,
      currency: currencyOf(plan.currency),
      lastOn: dayFromDbDate(plan.lastOn),
    })),
  };
}

/** Objections and other requests of theirs, what is open first. */
export async function readRequests(tx: Tx, { creditors }: StaffActor, borrowerId: string): Promise<CaseRequest[]> {
  const accounts = await tx.debtAccount.findMany({
    where: { borrowerId, creditorCode: { in: [...creditors] } },
    select: { id: true },
  });
  const rows = await tx.helpCase.findMany({
    where: { borrowerId, OR: [{ accountId: null }, { accountId: { in: accounts.map(({ id }) => id) } }] },
    orderBy: [{ closedAt: { sort: "desc", nulls: "first" } }, { createdAt: "desc" }],
    take: shown,
  });
  return rows.map(({ id, reference, kind, status, answerBy, accountId }) => ({
    id,
    reference,
    kind: kind as CaseKind,
    status: status as CaseStatus,
    answerBy: dayFromDbDate(answerBy),
    accountId: accountId ?? undefined,
  }));
}

/** What was sent to them last, as the contact log has it; the words are not read. */
export async function readContactLog(tx: Tx, borrowerId: string, take: number): Promise<ContactLine[]> {
  const rows = await tx.message.findMany({
    where: { borrowerId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take,
    select: { id: true, createdAt: true, sentAt: true, channel: true, purpose: true, status: true },
  });
  return rows.map(({ id, createdAt, sentAt, channel, purpose, status }) => ({
    id,
    at: sentAt ?? createdAt,
    channel: channel === "email" ? "email" : "sms",
    purpose,
    status,
  }));
}
