// What happens by itself when a proposal is sent or answered anew: what was sent is frozen, limitation is recorded, and it
// is agreed at once where nothing asks for a person; else a person takes it up, with a day for the answer.
import { addDays, addMonths, dayAt, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import { components, type ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy, type PolicyPack } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { answerDay } from "./decisions.ts";
import { offeredData } from "./offers.server.ts";
import type { Offer } from "./options.ts";
import { accountIdsOf, type ProposalRow, statusOf, takeEdge } from "./proposal-edges.server.ts";

/** What was sent stays as it was: the budget, and what was owed on each account. */
export async function freezeSent(
  tx: Tx,
  app: App,
  row: ProposalRow,
  balances: ReadonlyMap<string, ComponentAmounts>,
): Promise<void> {
  await tx.budget.updateMany({ where: { proposalId: row.id, sentAt: null }, data: { sentAt: app.clock.now() } });
  for (const [accountId, amounts] of balances) {
    const balanceSent = Object.fromEntries(components.map((component) => [component, amounts[component].toString()]));
    await tx.proposalAccount.update({
      where: { proposalId_accountId: { proposalId: row.id, accountId } },
      data: { balanceSent },
    });
  }
}

/** A request to pay later may begin the limitation period anew: when, why and until when is on record. */
export async function recordLimitation(
  tx: Tx,
  app: App,
  row: ProposalRow,
  pack: PolicyPack,
  today: Day,
): Promise<void> {
  if (!pack.limitationRestart.value.includes("request_to_defer")) return;
  const now = app.clock.now();
  await tx.limitationEvent.createMany({
    data: accountIdsOf(row).map((accountId) => ({
      id: newId(now.getTime()),
      accountId,
      reason: "request_to_defer",
      source: `proposal:${row.id}`,
      happenedOn: toDbDate(today),
      runsUntil: toDbDate(addMonths(today, 12 * pack.limitationYears.value)),
      packId: pack.id,
      createdAt: now,
    })),
    skipDuplicates: true,
  });
}

/** Agreed at once where nothing asks for a person; else taken up by one, who answers by a day. */
export async function answerAtOnceOrTakeUp(tx: Tx, app: App, row: ProposalRow, offer: Offer): Promise<ProposalRow> {
  const { quote, ask } = offer;
  const pack = requirePolicy(row.policyPackId);
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const takeUp = async (): Promise<ProposalRow> => {
    const answerBy = answerDay(pack, today);
    const data = { answerBy: toDbDate(answerBy), openUntil: null };
    return (await takeEdge(tx, app, row, { event: "take_up", by: "rule", facts: { ask, answerBy }, data })).row;
  };
  if (ask.length > 0) return takeUp();
  const openUntil = addDays(today, pack.signWithinDays.value);
  const ready = statusOf(row) === "submitted" ? row : await takeUp();
  const approved = await takeEdge(tx, app, ready, {
    event: "approve",
    by: "rule",
    facts: { openUntil },
    data: {
      ...offeredData(quote),
      decision: { kind: "approve", by: "rule" },
      decidedAt: app.clock.now(),
      answerBy: null,
      openUntil: toDbDate(openUntil),
    },
  });
  return approved.row;
}

export async function supersedeFollowed(tx: Tx, app: App, row: ProposalRow): Promise<void> {
  if (!row.followsId) return;
  // A proposal that became a plan goes on until the new agreement is signed.
  const before = await tx.proposal.findFirst({
    where: { id: row.followsId, borrowerId: row.borrowerId, status: { in: ["declined", "expired"] } },
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
  if (before) await takeEdge(tx, app, before, { event: "supersede", by: "borrower", facts: { by: row.reference } });
}
