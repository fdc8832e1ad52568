// Proposals on their way, for tests of what follows: each step through the calls that the doors make.
import { systemActor, type BorrowerActor } from "#app/kernel/actor.ts";
import { day, type Day } from "#app/kernel/calendar.ts";
import { newId } from "#app/kernel/ids.ts";
import type { Budget } from "#app/modules/hardship/budget.ts";
import {
  saveCircumstances,
  saveHousehold,
  saveIncome,
  saveSpending,
  startDraft,
} from "#app/modules/hardship/drafts.server.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { readProposal, type ProposalView } from "#app/modules/hardship/proposals.server.ts";
import { submitProposal } from "#app/modules/hardship/send-proposal.server.ts";
import type { TestApp } from "./database.ts";
import { placeDebt, placePerson } from "./debts.ts";

/** Somebody of the operator. */
export const desk = systemActor("desk");

/** ¥6,000 comes in, ¥3,000 goes out, ¥600 is set aside: ¥2,400 is left. */
export const roomyBudget: Budget = {
  household: { adults: 1, children: 0, others: 0, region: "成都" },
  income: { pay: { kind: "amount", amountMinor: 600_000n, period: "month" } },
  spending: { housing: { kind: "amount", amountMinor: 300_000n, period: "month" } },
  savings: undefined,
};

export function monthly(count: number, firstOn: Day = day("2026-12-10"), upfrontMinor = 0n): OptionTerms {
  return { kind: "instalments", rhythm: { every: "month", firstOn, count }, upfrontMinor };
}

/** Outside of what is agreed at once: a person answers. */
export const beyondAtOnce = monthly(48);

export async function fillBudget(app: TestApp, actor: BorrowerActor, id: string, budget = roomyBudget): Promise<void> {
  await saveHousehold(app, actor, id, budget.household ?? { adults: 1, children: 0, others: 0, region: "" });
  await saveIncome(app, actor, id, budget.income ?? {});
  await saveSpending(app, actor, id, { spending: budget.spending ?? {}, savings: budget.savings });
}

export interface Written {
  readonly actor: BorrowerActor;
  readonly accountId: string;
  readonly proposalId: string;
}

/** What is said by an outcome, or the fault of the test. */
export function valueOf<Value>(outcome: { ok: true; value: Value } | { ok: false; refusal: unknown }): Value {
  if (outcome.ok) return outcome.value;
  throw new Error(`refused: ${JSON.stringify(outcome.refusal, (_, value: unknown) => String(value))}`);
}

/** Somebody who owes ¥12,000, with a way to reach them, and a draft with a budget and chosen terms. */
export async function writeDraft(app: TestApp, terms: OptionTerms = monthly(12)): Promise<Written> {
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 1_200_000n });
  await giveMobile(app, actor, accountId);
  const { proposalId } = valueOf(await startDraft(app, actor, { accountIds: [accountId] }, "zh-CN"));
  await fillBudget(app, actor, proposalId);
  valueOf(await chooseTerms(app, actor, proposalId, terms));
  return { actor, accountId, proposalId };
}

export async function giveMobile(app: TestApp, { borrowerId }: BorrowerActor, accountId: string): Promise<void> {
  const id = newId();
  const value = "+8615400000001";
  await app.db.prisma.contactPoint.create({
    data: {
      id,
      borrowerId,
      channel: "sms",
      valueEnc: app.vault.seal(value, { table: "contact_point", column: "value_enc", rowId: id }),
      valueBlind: app.vault.blind("sms", value + id),
      createdAt: app.clock.now(),
    },
  });
  await app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { mobileId: id } });
}

export async function view(app: TestApp, { actor, proposalId }: Written): Promise<ProposalView> {
  const found = await readProposal(app, actor, proposalId);
  if (!found) throw new Error("the proposal is not there");
  return found;
}

/** Sent; answered at once, or waiting for a person where the terms ask for one. */
export async function sendDraft(app: TestApp, terms?: OptionTerms): Promise<Written> {
  const written = await writeDraft(app, terms);
  const { version } = await view(app, written);
  valueOf(await submitProposal(app, written.actor, written.proposalId, { version }, "zh-CN"));
  return written;
}

/** Somebody asks for special care in the middle of a draft. */
export async function askForCare(app: TestApp, { actor, proposalId }: Written): Promise<void> {
  valueOf(await saveCircumstances(app, actor, proposalId, { care: true, note: "", accounts: [] }));
}
