// One household, several creditors: each proposal is of one of them, and what is left each month is there once.
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { fillBudget, monthly, valueOf } from "#tests/world/proposals.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { startDraft } from "./drafts.server.ts";
import { chooseTerms } from "./offers.server.ts";
import type { OptionTerms } from "./options.ts";
import { readProposal } from "./proposals.server.ts";
import { submitProposal } from "./send-proposal.server.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** ¥12,000 owed to somebody, and a proposal for it that is ready to be sent. */
async function write(actor: BorrowerActor, creditorCode: string, terms: OptionTerms) {
  const { accountId } = await placeDebt(app, actor, { principal: 1_200_000n });
  await app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { creditorCode } });
  const { proposalId } = valueOf(await startDraft(app, actor, { accountIds: [accountId] }, "zh-CN"));
  await fillBudget(app, actor, proposalId);
  const { version } = valueOf(await chooseTerms(app, actor, proposalId, terms));
  const send = async () => valueOf(await submitProposal(app, actor, proposalId, { version }, "zh-CN")).status;
  return { proposalId, send };
}

test("catalogue 58: what is left each month is agreed away once, also where two are sent at one moment", async () => {
  const actor = await placePerson(app);
  // ¥2,400 is left; each of them takes ¥1,000 of it.
  const one = await write(actor, "BJCF", monthly(12));
  const two = await write(actor, "RIVER", monthly(12));
  const both = await Promise.all([one.send(), two.send()]);
  expect(both.toSorted()).toEqual(["approved", "in_review"]);
  const waiting = both[0] === "in_review" ? one : two;
  const view = await readProposal(app, actor, waiting.proposalId);
  expect(view?.events.at(-1)?.facts["ask"]).toEqual(["above_budget"]);
});

test("small instalments to several creditors are agreed at once while all of them fit together", async () => {
  const actor = await placePerson(app);
  const sent: string[] = [];
  for (const [code, terms] of [
    ["BJCF", monthly(36)],
    ["RIVER", monthly(36)],
  ] as const)
    sent.push(await (await write(actor, code, terms)).send());
  expect(sent).toEqual(["approved", "approved"]);
});
