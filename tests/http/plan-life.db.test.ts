// A plan as its owner reads it while the days go by: instalments paid from its page, missed ones and back again, its end
// and what is left of it when money is taken away. In both languages, and never in words that shame.
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chargebackLines, undoPayment, type PaymentFacts } from "#app/modules/ledger/ledger.ts";
import { postJournal } from "#app/modules/ledger/ledger.server.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { accountMoved } from "#app/modules/plans/evaluate-plans.server.ts";
import { amountIn, openPlanWorld, statusIn, type PlanVisitor, type PlanWorld } from "#tests/world/plan-visitor.ts";
import { chineseLints, englishLints } from "#tests/words.ts";

let world: PlanWorld;
beforeAll(async () => {
  world = await openPlanWorld();
});
afterAll(() => world.close());
beforeEach(() => world.wakeOn("2026-11-23"));

async function signed(): Promise<PlanVisitor> {
  const liHua = await world.agree();
  await liHua.sign();
  return liHua;
}

/** Read as text, in both languages: told kindly. */
async function expectKind(visitor: PlanVisitor, ...paths: readonly string[]): Promise<void> {
  for (const path of [`/my/plans/${visitor.planId}`, "/my", `/my/accounts/${visitor.accountId}`, ...paths]) {
    const [zh, en] = [await visitor.read(path, "zh-CN"), await visitor.read(path, "en")];
    expect([path, zh.status, chineseLints["words to avoid"]?.(zh.text)]).toEqual([path, 200, []]);
    expect([path, en.status, englishLints["words to avoid"]?.(en.text)]).toEqual([path, 200, []]);
  }
}

const statesIn = (html: string): string[] =>
  [...(/id="schedule"[^]*?<\/table>/.exec(html)?.[0] ?? "").matchAll(/data-status="(\w+)"/g)].map(
    ([, state]) => state ?? "",
  );

test("an instalment is paid from the plan's own page, and stands there as paid", async () => {
  const liHua = await signed();
  const before = await liHua.plan();
  expect([statusIn(before.html), amountIn(before.html, "plan_next")]).toEqual(["live", 40_000n]);
  expect(before.html).not.toContain("choice=due");
  await world.wakeOn("2026-12-10");
  const due = await liHua.plan();
  expect(due.html).toContain(`href="/my/accounts/${liHua.accountId}/pay?choice=due"`);
  expect([amountIn(due.html, "plan_due"), statesIn(due.html)]).toEqual([40_000n, ["due", "ahead", "ahead"]]);
  const choice = await liHua.read(`/my/accounts/${liHua.accountId}/pay?choice=due`);
  expect(choice.html).toMatch(/<button[^>]*><span>Pay <span[^>]*data-amount="40000"/);
  await liHua.pay("due");
  const after = await liHua.plan("zh-CN");
  expect(statesIn(after.html)).toEqual(["paid", "ahead", "ahead"]);
  expect([amountIn(after.html, "plan_paid"), amountIn(after.html, "plan_left")]).toEqual([40_000n, 80_000n]);
  expect(after.text).toContain("2027年1月10日");
  await expectKind(liHua, `/my/plans/${liHua.planId}/change`, `/my/accounts/${liHua.accountId}/statement`);
});

test("two missed instalments are told kindly and early, break the plan, and paying cures it", async () => {
  const liHua = await signed();
  await world.wakeOn("2026-12-11");
  const early = await liHua.plan();
  expect([statusIn(early.html), statesIn(early.html)]).toEqual(["at_risk", ["missed", "ahead", "ahead"]]);
  expect(early.text).toContain("10 December 2026");
  // Until when it can be put right stands there, and so does every way to do it.
  expect(early.html).toContain(`href="/my/plans/${liHua.planId}/change"`);
  expect(early.html).toContain(`href="/my/hardship?account=${liHua.accountId}"`);
  expect(early.html).toContain("pay?choice=due");
  await expectKind(liHua, `/my/plans/${liHua.planId}/change`, `/my/hardship?account=${liHua.accountId}`);
  await world.wakeOn("2027-01-25");
  const broken = await liHua.plan("zh-CN");
  expect([statusIn(broken.html), statesIn(broken.html)]).toEqual(["breached", ["missed", "missed", "ahead"]]);
  expect(broken.text).toContain("付清没付的部分，方案就照常继续");
  expect(amountIn(broken.html, "plan_due")).toBe(80_000n);
  await expectKind(liHua, `/my/accounts/${liHua.accountId}/pay?choice=due`);
  await liHua.pay("due");
  const cured = await liHua.plan();
  expect([statusIn(cured.html), statesIn(cured.html)]).toEqual(["live", ["paid", "paid", "ahead"]]);
  expect(amountIn(cured.html, "plan_left")).toBe(40_000n);
  await expectKind(liHua);
});

/** Fields of the form that makes the change, as the page holds them. */
function hiddenIn(html: string): string {
  const fields = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
  return new URLSearchParams(fields.map(([, name = "", value = ""]) => [name, value])).toString();
}

test("moving and skipping: what the preview says is what the plan then says", async () => {
  const liHua = await signed();
  const change = `/my/plans/${liHua.planId}/change`;
  for (const [asked, first, last] of [
    ["kind=move&seq=1&to=2026-12-20", "20 December 2026", "10 February 2027"],
    ["kind=skip&seq=1", "10 January 2027", "10 March 2027"],
  ] as const) {
    const offered = await liHua.read(change);
    expect([offered.status, offered.html.includes('value="skip"')]).toEqual([200, true]);
    const preview = await liHua.read(`${change}?${asked}`);
    expect(preview.status).toBe(200);
    for (const day of [first, last]) expect(preview.text).toContain(day);
    await expectKind(liHua, `${change}?${asked}`);
    const then = { total: amountIn(preview.html, "total_then"), cost: amountIn(preview.html, "cost_then") };
    expect(then).toEqual({ total: 120_000n, cost: 0n });
    const made = await liHua.post(change, hiddenIn(preview.html));
    expect([made.status, made.headers.get("Location")]).toEqual([303, `/my/plans/${liHua.planId}?changed`]);
    const plan = await liHua.plan();
    expect(amountIn(plan.html, "plan_agreed")).toBe(then.total);
    for (const day of [first, last]) expect(plan.text).toContain(day);
    // Sending the same form once more changes nothing.
    expect((await liHua.post(change, hiddenIn(preview.html))).status).toBeGreaterThanOrEqual(400);
  }
});

/** The bank takes a payment back. */
async function takeBack(visitor: PlanVisitor, paymentId: string): Promise<void> {
  const { app } = world.portal;
  const paid = await app.db.prisma.payment.findUniqueOrThrow({
    where: { id: paymentId },
    include: { allocations: true },
  });
  const parts = paid.allocations.map(({ debtId, component, amountMinor }) => ({
    debtId,
    creditorCode: "RIVER",
    component: component as PaymentFacts["parts"][number]["component"],
    amountMinor,
  }));
  const { amountMinor: grossMinor, borrowerId } = paid;
  const payment: PaymentFacts = {
    provider: "stripe",
    currency: "CNY",
    grossMinor,
    parts,
    borrowerId: borrowerId ?? "",
  };
  await postJournal(app.db.pool, {
    idemKey: `chargeback:${paymentId}`,
    kind: "chargeback",
    effectiveOn: dayAt(app.clock.now(), app.settings.timeZone),
    lines: chargebackLines(payment, undoPayment(payment, 0n, grossMinor), false),
    sourceRef: `payment:${paymentId}`,
  });
  await accountMoved(app, visitor.accountId);
}

test("paid off early: cleared, certified, checked by anybody; and withdrawn when the bank takes the money back", async () => {
  const liHua = await signed();
  const paymentId = await liHua.pay("full");
  const clearing = await liHua.plan();
  expect([statusIn(clearing.html), statesIn(clearing.html)]).toEqual(["live", ["paid", "paid", "paid"]]);
  expect(clearing.text).toContain("30 November 2026");
  expect(clearing.text).not.toContain("Settled certificate");
  await expectKind(liHua);
  await world.wakeOn("2026-11-30");
  const done = await liHua.plan();
  expect(statusIn(done.html)).toBe("completed");
  await expectKind(liHua);
  expect(done.text).toContain("Settled certificate (PDF)");
  const files = [...done.html.matchAll(/href="(\/my\/documents\/[^"]+)"/g)].map(([, href]) => href ?? "");
  expect(files).toHaveLength(2);
  for (const file of files) {
    const answer = await liHua.fetch(file);
    expect([answer.status, answer.headers.get("Content-Type")]).toEqual([200, "application/pdf"]);
    expect(Buffer.from(await answer.arrayBuffer()).toString("latin1", 0, 5)).toBe("%PDF-");
  }
  const check = /href="(\/certificates\/[^"]+)"/.exec(done.html)?.[1] ?? "";
  const anybody = (language: string) => fetch(`${world.portal.origin}${check}?lang=${language}`);
  const valid = await (await anybody("en")).text();
  expect([statusIn(valid), valid.includes("Settled")]).toEqual(["valid", true]);

  await takeBack(liHua, paymentId);
  for (const language of ["en", "zh-CN"] as const) {
    expect(statusIn(await (await anybody(language)).text())).toBe("withdrawn");
    const plan = await liHua.plan(language);
    expect(plan.text).toContain(language === "en" ? "Withdrawn" : "已撤回");
    expect(amountIn(plan.html, "plan_left")).toBe(120_000n);
  }
  expect(statusIn((await liHua.plan()).html)).toBe("live");
  await expectKind(liHua);
});

test("what is not signed in time is not agreed any more, and its owner can begin again", async () => {
  const liHua = await world.agree();
  const agreement = `/my/plans/${liHua.planId}/agreement`;
  const open = await liHua.read(agreement);
  expect([open.status, statusIn(open.html)]).toEqual([200, "unsigned"]);
  await world.wakeOn("2026-12-08");
  const plan = await liHua.plan();
  expect([statusIn(plan.html), plan.html.includes('href="/my/hardship"')]).toEqual(["lapsed", true]);
  expect(statusIn((await liHua.read(agreement)).html)).toBe("closed");
  expect(statusIn((await liHua.read(`/my/hardship/${liHua.planId}`)).html)).toBe("expired");
  await expectKind(liHua, agreement, `/my/hardship/${liHua.planId}`);
});
