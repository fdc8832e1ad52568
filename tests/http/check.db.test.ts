// The last page before a proposal is sent: what it shows, that it sends once, and what it says when something has changed.
import { afterAll, beforeAll, expect, test } from "vitest";
import { day } from "#app/kernel/calendar.ts";
import { placeDebt } from "#tests/world/debts.ts";
import { idOf, locationOf, visitDrafts } from "#tests/world/draft-visitor.ts";
import { runPlan } from "#tests/world/plans.ts";
import { openPortal, type Portal } from "#tests/world/portal.ts";

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

test("the check shows every answer, what is left and the law before its button, and sends once", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.prepare();
  const { status, page } = await visitor.get(`${draft}/check`);
  expect(status).toBe(200);
  for (const step of ["household", "income", "spending", "options"])
    expect(page).toContain(`${draft}/${step}?change=1`);
  expect(page).toMatch(/data-amount="600000"[^>]*data-name="income"/);
  expect(page).toMatch(/data-amount="340000"[^>]*data-name="surplus"/);
  expect(page.indexOf("limitation period")).toBeGreaterThan(0);
  expect(page.indexOf("limitation period")).toBeLessThan(page.indexOf("Send the proposal"));
  const version = /name="version" value="(\d+)"/.exec(page)?.[1] ?? "";
  const { prisma } = portal.app.db;
  const sent = await Promise.all(Array.from({ length: 3 }, () => visitor.post(`${draft}/check`, `version=${version}`)));
  expect(sent.map((answer) => [answer.status, locationOf(answer)])).toEqual(sent.map(() => [303, draft]));
  expect(await prisma.proposalEvent.count({ where: { proposalId: idOf(draft), event: "submit" } })).toBe(1);
  for (const step of ["household", "income", "spending", "check"]) {
    const late = await visitor.get(`${draft}/${step}`);
    expect([step, late.status, late.to]).toEqual([step, 303, draft]);
  }
  expect(locationOf(await visitor.post(`${draft}/income`, "pay=yes&pay_amount=1"))).toBe(draft);
});

test("whoever changed something in another tab is shown the newest, and nothing is sent or lost", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.prepare();
  const { version } = await visitor.read(draft);
  await visitor.post(`${draft}/income`, "pay=yes&pay_amount=5000");
  const answer = await visitor.post(`${draft}/check`, `version=${version}`);
  expect(answer.status).toBe(409);
  const page = await answer.text();
  expect(page).toContain("changed something on another page");
  expect(page).toMatch(/data-amount="500000"[^>]*data-name="income"/);
  expect(await visitor.read(draft)).toMatchObject({ status: "draft" });
});

test("an objection that came in between keeps nothing from being sent: a person answers, after the objection", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.prepare();
  const { accounts, version } = await visitor.read(draft);
  const where = { id: accounts[0]?.accountId ?? "" };
  await portal.app.db.prisma.debtAccount.update({ where, data: { disputedAt: portal.app.clock.now() } });
  const answer = await visitor.post(`${draft}/check`, `version=${version}`);
  expect([answer.status, locationOf(answer)]).toEqual([303, draft]);
  expect(await visitor.read(draft)).toMatchObject({ status: "in_review" });
  expect((await visitor.get(draft)).page).toContain("Nothing is agreed or signed before it is answered");
});

test("what rose since it was shown is shown anew before anything is sent", async () => {
  const visitor = await visitDrafts(portal);
  const debt = await placeDebt(portal.app, visitor.actor, { principal: 600_000n });
  const draft = await visitor.prepare(debt.accountId);
  const { version, quote } = await visitor.read(draft);
  await debt.accrue(1, 12_000n);
  const answer = await visitor.post(`${draft}/check`, `version=${version}`);
  expect([answer.status, (await answer.text()).includes("amounts have changed")]).toEqual([409, true]);
  const now = await visitor.read(draft);
  expect([now.status, now.quote?.totalMinor]).toEqual(["draft", (quote?.totalMinor ?? 0n) + 12_000n]);
  expect(locationOf(await visitor.post(`${draft}/check`, `version=${now.version}`))).toBe(draft);
});

test("what was sent stands on the overview with its state and date, and a plan that runs with its next day", async () => {
  const visitor = await visitDrafts(portal);
  const draft = await visitor.prepare();
  await visitor.post(`${draft}/household`, "adults=1&care=yes");
  const { version } = await visitor.read(draft);
  await visitor.post(`${draft}/check`, `version=${version}`);
  const waiting = (await visitor.get("/my")).page;
  expect(waiting).toContain('data-status="in_review"');
  expect(waiting).toMatch(/A person answers by \d+ \w+ 2026/);
  const { accountId } = await placeDebt(portal.app, visitor.actor, { principal: 120_000n });
  const { planId } = await runPlan(portal.app, {
    actor: visitor.actor,
    accountIds: [accountId],
    terms: {
      kind: "instalments",
      rhythm: { every: "month", firstOn: day("2026-12-15"), count: 12 },
      upfrontMinor: 0n,
    },
  });
  const running = (await visitor.get("/my")).page;
  expect(running).toContain(`href="/my/plans/${planId}"`);
  expect(running).toContain("Next: 15 December 2026");
});
