// Proposals that lie on somebody's desk, for tests of what is answered there.
import type { StaffActor } from "#app/kernel/actor.ts";
import type { Answer } from "#app/modules/hardship/decisions.ts";
import type { OptionTerms } from "#app/modules/hardship/options.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import { startDraft } from "#app/modules/hardship/drafts.server.ts";
import { submitProposal } from "#app/modules/hardship/send-proposal.server.ts";
import type { ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import { answerProposal } from "#app/modules/review/answer-proposal.server.ts";
import { claimItem } from "#app/modules/review/work-items.server.ts";
import type { TestApp } from "./database.ts";
import { placeDebt, placePerson } from "./debts.ts";
import { askForCare, fillBudget, giveMobile, monthly, valueOf, view, writeDraft, type Written } from "./proposals.ts";

async function submit(app: TestApp, written: Written): Promise<Written> {
  const { version } = await view(app, written);
  valueOf(await submitProposal(app, written.actor, written.proposalId, { version }, "zh-CN"));
  return written;
}

/** Within the pack, and read by a person only because the borrower asked for one: one pair of eyes is enough. */
export async function sendWithCare(app: TestApp, terms: OptionTerms = monthly(12)): Promise<Written> {
  const written = await writeDraft(app, terms);
  await askForCare(app, written);
  return submit(app, written);
}

/** By somebody who is on file, about another account of theirs. */
export async function sendAnother(
  app: TestApp,
  actor: Written["actor"],
  owed: Partial<ComponentAmounts>,
  terms: OptionTerms,
): Promise<Written> {
  const { accountId } = await placeDebt(app, actor, owed);
  await giveMobile(app, actor, accountId);
  const { proposalId } = valueOf(await startDraft(app, actor, { accountIds: [accountId] }, "zh-CN"));
  const written = { actor, accountId, proposalId };
  await fillBudget(app, actor, proposalId);
  valueOf(await chooseTerms(app, actor, proposalId, terms));
  return submit(app, written);
}

/** By somebody new. */
export async function sendOwing(app: TestApp, owed: Partial<ComponentAmounts>, terms: OptionTerms): Promise<Written> {
  return sendAnother(app, await placePerson(app), owed, terms);
}

/** Takes it from the queue. */
export async function claim(app: TestApp, actor: StaffActor, { proposalId }: Written): Promise<void> {
  valueOf(await claimItem(app, actor, proposalId));
}

/** Answers as the page does that shows the newest version, unless another one was seen. */
export async function answerAs(app: TestApp, actor: StaffActor, written: Written, what: Answer, seen?: number) {
  const version = seen ?? (await view(app, written)).version;
  return answerProposal(app, actor, written.proposalId, what, { version });
}
