// The second pair of eyes, as plain programs meet it: two people, two browsers, and one who would like to be both.
import { afterAll, beforeAll, expect, test } from "vitest";
import { withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { bodyOf, caseOf, getPage, giveFormOf, postPage, previewIn } from "#tests/world/answer-pages.ts";
import { claim } from "#tests/world/answers.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";
import { ProposalVisitor, type Fields } from "#tests/world/proposal-visitor.ts";
import { beyondAtOnce, sendDraft, valueOf, view, type Written } from "#tests/world/proposals.ts";
import { addStaff, type TestStaff } from "#tests/world/staff.ts";

let portal: Portal;
let agent: TestStaff;
let senior: TestStaff;
beforeAll(async () => {
  portal = await openPortal();
  agent = await addStaff(portal.app, "agent", { name: "Wen Li" });
  senior = await addStaff(portal.app, "senior_agent", { name: "Ma Lan" });
}, 120_000);
afterAll(() => portal.close());

const get = (staff: TestStaff, path: string) => getPage(portal, staff, path);
const post = (staff: TestStaff, path: string, fields: Fields) => postPage(portal, staff, path, fields);
const statusOf = async (written: Written) => (await view(portal.app, written)).status;

async function proposed(by: TestStaff = agent) {
  const written = await sendDraft(portal.app, beyondAtOnce);
  await ProposalVisitor.of(portal, written, "zh-CN");
  await claim(portal.app, by.actor, written);
  const here = caseOf(written);
  const shown = await get(by, `${here}/decide?answer=approve`);
  expect(shown.text).toContain("It takes longer than the rules agree to");
  const { action, fields } = giveFormOf(shown.page);
  const asked = await post(by, action, fields);
  expect([asked.status, asked.to]).toEqual([303, `${here}/second`]);
  const approval = /name="approval" value="([^"]+)"/.exec((await get(by, `${here}/second`)).page)?.[1] ?? "";
  return { written, here, second: `${here}/second`, approval };
}

test("the second person sees why, by whom, and what the borrower would read; then it is given", async () => {
  const { written, second, approval, here } = await proposed();
  expect(await statusOf(written)).toBe("in_review");
  expect((await get(agent, `${here}/decide`)).text).toContain("waits for a second person");
  const shown = await get(senior, second);
  expect(shown.text).toContain("Wen Li");
  expect(shown.text).toContain("It takes longer than the rules agree to");
  const preview = previewIn(shown.page);
  const agreed = await post(senior, second, { intent: "approve", approval });
  expect([agreed.status, agreed.to]).toEqual([303, `${here}?told=approve`]);
  const row = await portal.app.db.prisma.proposal.findUniqueOrThrow({ where: { id: written.proposalId } });
  expect(row).toMatchObject({
    status: "approved",
    decidedBy: agent.actor.staffId,
    approvedBy: senior.actor.staffId,
  });
  const visitor = await ProposalVisitor.of(portal, written, "zh-CN");
  expect(bodyOf((await visitor.get(visitor.home)).page).startsWith(preview)).toBe(true);
  expect((await post(senior, second, { intent: "approve", approval })).status).toBe(422);
});

test("the same person in a second browser is refused, whatever else the form says", async () => {
  const { written, second, approval } = await proposed(senior);
  expect((await get(senior, second)).page).not.toContain('value="approve"');
  const forged = {
    intent: "approve",
    approval,
    approvedBy: agent.actor.staffId,
    decidedBy: agent.actor.staffId,
    proposedBy: agent.actor.staffId,
    proposed_by: agent.actor.staffId,
  };
  const refused = await post(senior, second, forged);
  expect([refused.status, refused.text.includes("You proposed this answer yourself")]).toEqual([422, true]);
  const row = await portal.app.db.prisma.proposal.findUniqueOrThrow({ where: { id: written.proposalId } });
  expect(row).toMatchObject({ status: "in_review", decidedBy: null, approvedBy: null });
});

test("an agent who is no second pair of eyes cannot decide it, not even their own", async () => {
  const { written, second, approval } = await proposed();
  for (const intent of ["approve", "return"]) {
    expect((await post(agent, second, { intent, approval, note: "so" })).status).toBe(403);
  }
  const colleague = await addStaff(portal.app, "agent");
  expect((await get(colleague, second)).text).toContain("Wen Li");
  expect((await post(colleague, second, { intent: "withdraw", approval })).status).toBe(404);
  expect(await statusOf(written)).toBe("in_review");
});

test("given back it needs a word, which the first person reads; taken back it is theirs again", async () => {
  const { second, approval, here } = await proposed();
  const wordless = await post(senior, second, { intent: "return", approval, note: " " });
  expect([wordless.status, wordless.page.includes('href="#note"')]).toEqual([422, true]);
  const note = "ask first \u202eeh‮";
  expect((await post(senior, second, { intent: "return", approval, note })).status).toBe(303);
  const read = await get(agent, second);
  expect(read.page).toContain("<bdi>ask first ‹U+202E›eh");
  expect(read.page).toContain('data-status="returned"');
  // Where it is answered anew the word stands too, so that nobody has to know the other address.
  const anew = (await get(agent, `${here}/decide`)).page;
  expect(anew).toContain('data-suggestion="approve"');
  expect(anew).toContain("<bdi>ask first ‹U+202E›eh");
  const again = await proposed();
  const taken = await post(agent, again.second, { intent: "withdraw", approval: again.approval });
  expect([taken.status, taken.to]).toEqual([303, `${again.here}/decide`]);
});

test("what the borrower has withdrawn meanwhile has lapsed", async () => {
  const { written, second, approval } = await proposed();
  const { version } = await view(portal.app, written);
  valueOf(await withdrawProposal(portal.app, written.actor, written.proposalId, { version }));
  const shown = await get(senior, second);
  expect(shown.page).toContain('data-status="lapsed"');
  expect(shown.page).not.toContain('value="approve"');
  expect((await post(senior, second, { intent: "approve", approval })).status).toBe(422);
  expect(await statusOf(written)).toBe("withdrawn");
});
