import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import { addDays, day, type Day } from "#app/kernel/calendar.ts";
import { readAccount } from "#app/modules/accounts/accounts.server.ts";
import type { InterestOnPlan, OptionTerms } from "#app/modules/hardship/options.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { readPayPage } from "#app/modules/payments/payments.server.ts";
import { changePlan, previewPlanChange } from "#app/modules/plans/change-plan.server.ts";
import type { PlanChange } from "#app/modules/plans/changes.ts";
import { readPlan } from "#app/modules/plans/read-plans.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { newId } from "#app/kernel/ids.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { chargebackLines, refundLines, undoPayment } from "#app/modules/ledger/ledger.ts";
import { postJournal } from "#app/modules/ledger/ledger.server.ts";
import { accountMoved } from "#app/modules/plans/evaluate-plans.server.ts";
import { payIn as payInAs, type PaidIn, runPlan, wakeOn } from "#tests/world/plans.ts";

const paidIn: { id: string; account: string; amount: bigint; parts: PaidIn["parts"] }[] = [];
async function payIn(app: TestApp, actor: Parameters<typeof payInAs>[1], account: string, amount: bigint): Promise<void> {
  const id = newId();
  const { parts } = await payInAs(app, actor, account, amount, id);
  paidIn.push({ id, account, amount, parts });
}

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

function rng(seed: number) {
  let s = seed >>> 0;
  return (n: number): number => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0;
    return Math.floor((s / 4294967296) * n);
  };
}

const stats: Record<string, number> = {};
const count = (k: string) => (stats[k] = (stats[k] ?? 0) + 1);

async function life(seed: number): Promise<void> {
  const r = rng(seed);
  for (let i = 0; i < 5; i++) r(2);
  let today: Day = day("2026-11-23");
  app.clock.set(`${today}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const accountIds: string[] = [];
  const accounts = 1 + r(3);
  for (let i = 0; i < accounts; i++) {
    const { accountId } = await placeDebt(app, actor, {
      principal: BigInt(2_000 + r(i === 0 ? 300_000 : 60_000)),
      interest: BigInt(r(20_000)), fee: BigInt(r(2) * r(3000)), cost: BigInt(r(2) * r(3000)), penalty_interest: BigInt(r(2) * r(3000)),
    });
    await app.db.prisma.debtAccount.update({ where: { id: accountId }, data: { annualRatePpm: 154_000 - r(4) * 30_000, ...(r(3) === 0 ? { productType: "credit_card" } : {}) } });
    accountIds.push(accountId);
  }
  const every = (["week", "fortnight", "month"] as const)[r(3)] ?? "month";
  const rhythm = { every, firstOn: addDays(today, 3 + r(10)), count: 2 + r(8) };
  const kinds = process.env["KINDS"] === "all";
  const total = 100_000n;
  const terms: OptionTerms = kinds && r(3) > 0 ? ([
    { kind: "settlement", payMinor: total / 2n + BigInt(r(60_000)), rhythm: { ...rhythm, every: "month", count: 1 + r(3) } },
    { kind: "full_by_date", on: addDays(today, 3 + r(20)) },
    { kind: "token", firstOn: addDays(today, 5), months: 1 + r(3), amountMinor: BigInt(500 + r(900)) },
    { kind: "pause", from: today, months: 1 + r(2) },
  ] as const)[r(4)]! : r(4) === 0 ? { kind: "waiver", waive: ["interest", "penalty_interest"], rhythm } : { kind: "instalments", upfrontMinor: 0n, rhythm };
  const interest: InterestOnPlan = [{ mode: "running" }, { mode: "running" }, { mode: "frozen" }, { mode: "reduced", ratePpm: 60_000 }][r(4)] as InterestOnPlan;
  let started;
  try {
    started = await runPlan(app, { actor, accountIds, terms, interest });
  } catch (e) {
    count(`unquoted ${(e as Error).message}`);
    return;
  }
  const { planId, quote } = started;
  let paid = 0n;
  paidIn.length = 0;
  let allowed = quote.totalMinor;
  const log: string[] = [`${terms.kind} ${interest.mode} ${JSON.stringify(rhythm)} accounts ${accounts}`];
  const fail = (m: string): never => { throw new Error(`seed ${seed}: ${m}\n${log.join("\n")}`); };
  const dueIsPayable = r(2) === 0;
  const behave = r(3); // 0 punctual, 1 chaotic, 2 late
  for (let step = 0; step < 60; step++) {
    const plan = await readPlan(app, actor, planId);
    if (!plan) return fail("gone");
    if (plan.status === "completed" || plan.status === "cancelled") { if (r(3) > 0 || paidIn.length === 0) break; }
    const nextDue = plan.next?.dueOn;
    const jump = behave === 0 && nextDue && nextDue > today ? undefined : 1 + r(every === "month" ? 25 : 9);
    today = jump === undefined ? (nextDue as Day) : addDays(today, jump);
    await wakeOn(app, today);
    let now = (await readPlan(app, actor, planId))!;
    if (now.status === "cancelled") break;
    if (now.accounts.reduce((s, a) => s + a.dueMinor, 0n) !== now.dueMinor) fail("plan due sum");
    for (const a of now.status === "completed" ? [] : now.accounts) {
      const acc = (await readAccount(app, actor, a.id))?.account;
      const page = await readPayPage(app, actor, a.id, { choice: "due", amountText: "" });
      if (acc?.dueMinor !== a.dueMinor || page?.dueMinor !== a.dueMinor) fail(`due differs: account ${acc?.dueMinor} pay ${page?.dueMinor} plan ${a.dueMinor} on ${today} balance ${totalOf(acc!.balances)} ${JSON.stringify(acc?.needs, (_, v) => (typeof v === "bigint" ? `${v}` : v))}`);
      if (a.dueMinor > 0n && page?.preview && !page.preview.ok) {
        count(`due refused: ${page.preview.refusal.kind} ${behave === 0 ? "PUNCTUAL" : "off"}`);
        log.push(`${today} due refused ${page.preview.refusal.kind} due ${a.dueMinor} balance ${totalOf(acc!.balances)}`);
        fail("due refused");
      }
    }
    if (now.status === "completed" && r(2) === 0) today = addDays(today, 1);
    const what = now.status === "completed" ? 9 : behave === 0 ? 0 : r(behave === 2 ? 4 : 8);
    if (what === 0 || what === 1) {
      for (const a of now.accounts) {
        if (a.dueMinor === 0n) continue;
        const page = await readPayPage(app, actor, a.id, { choice: "due", amountText: "" });
        const full = await readPayPage(app, actor, a.id, { choice: "full", amountText: "" });
        const amount = page?.preview?.ok ? page.preview.value.amount.amountMinor : full?.preview?.ok ? full.preview.value.amount.amountMinor : 0n;
        if (amount === 0n) { count("nothing payable"); continue; }
        await payIn(app, actor, a.id, amount);
        paid += amount;
        log.push(`${today} pays due ${amount} on ${a.id.slice(-4)}`);
      }
    } else if (what === 2) {
      const a = now.accounts[r(now.accounts.length)]!;
      const text = `${5 + r(300)}.${String(r(100)).padStart(2, "0")}`;
      const page = await readPayPage(app, actor, a.id, { choice: "other", amountText: text });
      if (page?.preview?.ok) {
        await payIn(app, actor, a.id, page.preview.value.amount.amountMinor);
        paid += page.preview.value.amount.amountMinor;
        log.push(`${today} pays other ${page.preview.value.amount.amountMinor} on ${a.id.slice(-4)}`);
      }
    } else if (what >= 5 && what < 9) {
      const open = now.instalments.filter((i) => i.openMinor > 0n);
      const one = open[r(open.length)];
      if (one) {
        const changes: PlanChange[] = [
          { kind: "move", seq: one.seq, to: addDays(one.dueOn > today ? one.dueOn : today, r(15)) },
          { kind: "skip", seq: one.seq },
          { kind: "reduce", seq: one.seq, amountMinor: (one.amountMinor * BigInt(50 + r(45))) / 100n },
          { kind: "pay_more", amountMinor: (one.amountMinor * BigInt(105 + r(200))) / 100n },
        ];
        const change = changes[r(4)]!;
        const before = now.instalments.reduce((m, i) => (i.amountMinor > m ? i.amountMinor : m), 0n);
        const preview = await previewPlanChange(app, actor, planId, change);
        if (!preview.ok) count(`refused ${change.kind} ${preview.refusal.kind}`);
        const made = await changePlan(app, actor, planId, change, now.version);
        if (made.ok !== preview.ok) fail("preview differs in ok");
        if (made.ok && preview.ok) {
          count(`made ${change.kind}`);
          if (made.value.after.totalMinor !== preview.value.after.totalMinor) fail("preview differs");
          now = (await readPlan(app, actor, planId))!;
          if (now.totalMinor !== made.value.after.totalMinor || now.lastOn !== made.value.after.lastOn) fail("plan differs from preview");
          allowed += made.value.differenceMinor > 0n ? made.value.differenceMinor : 0n;
          const most = now.instalments.reduce((m, i) => (i.amountMinor > m ? i.amountMinor : m), 0n);
          if (change.kind !== "pay_more" && most > before + 400n + (made.value.differenceMinor > 0n ? made.value.differenceMinor : 0n)) fail(`${change.kind} grows ${before} to ${most} diff ${made.value.differenceMinor}`);
          if (change.kind !== "pay_more" && most > before) count("grew a little");
          log.push(`${today} ${JSON.stringify(change, (_, v) => (typeof v === "bigint" ? `${v}` : v))} diff ${made.value.differenceMinor}`);
        }
      }
    }
    if (paid > allowed && terms.kind !== "token" && terms.kind !== "pause") fail(`paid ${paid} of ${allowed}`);
    if (process.env["KINDS"] === "all" && r(5) === 0) {
      const a = now.accounts[r(now.accounts.length)]!;
      const row = await app.db.prisma.debtAccount.findUniqueOrThrow({ where: { id: a.id } });
      await app.db.prisma.debtAccount.update({ where: { id: a.id }, data: { disputedAt: row.disputedAt ? null : app.clock.now() } });
      log.push(`${today} dispute toggled on ${a.id.slice(-4)}`);
      if (row.disputedAt) await accrueDebts(app, { borrowerId: actor.borrowerId });
    }
    if (process.env["KINDS"] === "all" && paidIn.length > 0 && r(6) === 0) {
      const one = paidIn.splice(r(paidIn.length), 1)[0]!;
      const payment = { provider: "stripe", currency: "CNY", grossMinor: one.amount, parts: one.parts, borrowerId: actor.borrowerId } as const;
      const kind = r(2) === 0 ? "refund" : "chargeback";
      const lines = kind === "refund" ? refundLines(payment, undoPayment(payment, 0n, one.amount)) : chargebackLines(payment, undoPayment(payment, 0n, one.amount), false);
      await postJournal(app.db.pool, { idemKey: `${kind}:${one.id}`, kind, effectiveOn: today, lines, sourceRef: `payment:${one.id}` });
      await accountMoved(app, one.account);
      paid -= one.amount;
      count(kind);
      log.push(`${today} ${kind} ${one.amount} on ${one.account.slice(-4)}`);
    }
    const faults = [...(await verifyTotals(app.db)), ...(await verifyLedger(app.db))];
    if (faults.length) fail(JSON.stringify(faults));
  }
  await app.db.prisma.debtAccount.updateMany({ where: { id: { in: accountIds } }, data: { disputedAt: null } });
  // From now on everything that is due is paid on its day.
  for (let step = 0; step < 80; step++) {
    let plan = (await readPlan(app, actor, planId))!;
    if (plan.status === "completed") break;
    if (plan.dueMinor === 0n) today = plan.next && plan.next.dueOn > today ? plan.next.dueOn : addDays(today, 8);
    await wakeOn(app, today);
    plan = (await readPlan(app, actor, planId))!;
    for (const a of plan.accounts) {
      if (a.dueMinor === 0n) continue;
      const page = await readPayPage(app, actor, a.id, { choice: "due", amountText: "" });
      const full = await readPayPage(app, actor, a.id, { choice: "full", amountText: "" });
      const amount = page?.preview?.ok ? page.preview.value.amount.amountMinor : full?.preview?.ok ? full.preview.value.amount.amountMinor : 0n;
      if (amount === 0n) { log.push(`nothing payable of ${a.dueMinor}`); continue; }
      await payIn(app, actor, a.id, amount);
      paid += amount;
      log.push(`${today} pays at end ${amount} on ${a.id.slice(-4)}`);
    }
    if (plan.dueMinor === 0n && !plan.next && plan.clearedOn === undefined) { count("stuck rest"); log.push(`rest ${plan.accounts.map((a) => a.balanceMinor - a.waivedMinor)}`); break; }
  }
  const end = (await readPlan(app, actor, planId))!;
  if (paid > allowed && terms.kind !== "token" && terms.kind !== "pause") fail(`paid ${paid} of ${allowed}`);
  count(`end ${end.status}`);
  if (end.status !== "completed" && end.status !== "cancelled" && end.accounts.some((a) => a.balanceMinor - a.waivedMinor >= 400n)) fail(`not completed: ${end.status} ${end.accounts.map((a) => `${a.balanceMinor}`)} due ${end.dueMinor} next ${end.next?.dueOn}`);
  if (behave === 0 && process.env["KINDS"] !== "all" && paid !== quote.totalMinor) fail(`punctual paid ${paid} of ${quote.totalMinor}`);
  void dueIsPayable;
}

test("lives", async () => {
  const from = Number(process.env["SEED"] ?? 1);
  const failures: string[] = [];
  const until = Date.now() + Number(process.env["MS"] ?? 60_000);
  let seed = from;
  for (; Date.now() < until; seed++) {
    try { await life(seed); } catch (e) { failures.push((e as Error).message); if (failures.length > 4) break; }
  }
  console.log(seed - from, stats);
  console.log(failures.join("\n\n").slice(0, 9000));
  expect(failures).toEqual([]);
}, 400_000);
