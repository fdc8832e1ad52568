// Which accounts one proposal may cover: of one creditor and currency, with something owed, and in no other proposal that
// is open. Asked when a draft begins and again, under the locks, when it is sent. One that is objected to may be among
// them: a person answers then, and nothing is agreed before the objection is answered.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { noAmounts, totalOf, type ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import { readBalances } from "#app/modules/ledger/ledger.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { DraftRefusal } from "./decisions.ts";
import { openStatuses } from "./proposals.ts";

export interface DraftAccounts {
  readonly accountIds: readonly string[];
  readonly creditorCode: string;
  readonly currency: string;
  readonly balances: ReadonlyMap<string, ComponentAmounts>;
  /** The plan that runs on one of them: a new arrangement takes its place. */
  readonly planId: string | undefined;
}

const fields = { id: true, creditorCode: true, currency: true, planId: true } as const;

/**
 * A plan is renegotiated as a whole: its other accounts come along, where there is anything to agree about them. One that
 * is objected to comes only where it was chosen: it would keep the others from being agreed.
 */
async function withPlanAccounts(tx: Tx, borrowerId: string, wanted: readonly string[]): Promise<readonly string[]> {
  const planned = await tx.debtAccount.findMany({
    where: { id: { in: [...wanted] }, borrowerId, planId: { not: null } },
    select: { planId: true },
  });
  if (planned.length === 0) return wanted;
  const planIds = planned.flatMap(({ planId }) => planId ?? []);
  const along = await tx.debtAccount.findMany({
    where: { borrowerId, planId: { in: planIds }, id: { notIn: [...wanted] }, disputedAt: null },
    select: { id: true },
  });
  const ids = along.map(({ id }) => id);
  const balances = await readBalances(tx, ids);
  const owed = ids.filter((id) => totalOf(balances.get(id)?.amounts ?? noAmounts) > 0n);
  return [...wanted, ...owed].toSorted();
}

/** `exceptProposalId`: the proposal that asks. */
export async function checkAccounts(
  tx: Tx,
  { borrowerId }: Pick<BorrowerActor, "borrowerId">,
  accountIds: readonly string[],
  exceptProposalId?: string,
): Promise<Outcome<DraftAccounts, DraftRefusal>> {
  const asked = [...new Set(accountIds)].toSorted();
  if (asked.length === 0) return refused({ kind: "no-accounts" });
  if (!asked.every(isId)) return refused({ kind: "not-found" });
  const wanted = exceptProposalId === undefined ? await withPlanAccounts(tx, borrowerId, asked) : asked;
  const rows = await tx.debtAccount.findMany({
    where: { id: { in: [...wanted] }, borrowerId },
    orderBy: { id: "asc" },
    select: fields,
  });
  const [first] = rows;
  if (!first || rows.length !== wanted.length) return refused({ kind: "not-found" });
  if (rows.some(({ creditorCode }) => creditorCode !== first.creditorCode))
    return refused({ kind: "creditors-differ" });
  if (rows.some(({ currency }) => currency !== first.currency)) return refused({ kind: "currencies-differ" });
  const read = await readBalances(tx, wanted);
  const balances = new Map(wanted.map((id) => [id, read.get(id)?.amounts ?? noAmounts]));
  const settled = wanted.find((id) => totalOf(balances.get(id) ?? noAmounts) <= 0n);
  if (settled !== undefined) return refused({ kind: "nothing-owed", accountId: settled });
  const open = await tx.proposalAccount.findFirst({
    where: {
      accountId: { in: [...wanted] },
      proposal: {
        borrowerId,
        status: { in: [...openStatuses] },
        ...(exceptProposalId === undefined ? {} : { id: { not: exceptProposalId } }),
      },
    },
    select: { accountId: true, proposalId: true },
  });
  if (open) return refused({ kind: "already-open", ...open });
  const planId = rows.find(({ planId }) => planId !== null)?.planId ?? undefined;
  return done({ accountIds: wanted, creditorCode: first.creditorCode, currency: first.currency, balances, planId });
}
