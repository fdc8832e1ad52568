// Plans that run: agreed terms become an unsigned plan as preparing an agreement leaves it, and are then started.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { day, dayAt, toDbDate } from "#app/kernel/calendar.ts";
import { newId, newReference } from "#app/kernel/ids.ts";
import { readAccount } from "#app/modules/accounts/accounts.server.ts";
import { readOptionFacts } from "#app/modules/hardship/option-facts.server.ts";
import type { InterestOnPlan, OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import { quoteOption } from "#app/modules/hardship/quote.ts";
import { encodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { noAmounts, paymentLines, totalOf } from "#app/modules/ledger/ledger.ts";
import { postJournal, readBalances } from "#app/modules/ledger/ledger.server.ts";
import { readDebt } from "#app/modules/payments/payable.server.ts";
import { spreadPayment } from "#app/modules/payments/spread-payment.ts";
import { accountMoved, evaluatePlans } from "#app/modules/plans/evaluate-plans.server.ts";
import { readPlan } from "#app/modules/plans/read-plans.server.ts";
import { startPlan } from "#app/modules/plans/start-plan.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { type Prisma, inTransaction } from "#app/platform/db.server.ts";
import type { TestApp } from "./database.ts";
import { placeDebt, placePerson } from "./debts.ts";

export interface PlanWish {
  readonly actor: BorrowerActor;
  readonly accountIds: readonly string[];
  readonly terms: OptionTerms;
  /** What the creditor lets happen, unless told. */
  readonly interest?: InterestOnPlan;
}

/** The plan as preparing its agreement leaves it. */
export async function preparePlanOf(app: App, wish: PlanWish): Promise<{ planId: string; quote: Quote }> {
  const { actor, accountIds, terms, interest } = wish;
  const { borrowerId } = actor;
  const { policyPack: policyPackId, timeZone } = app.settings;
  await accrueDebts(app, { borrowerId });
  const facts = await readOptionFacts(app, app.db.prisma, { borrowerId, accountIds, policyPackId });
  if (!facts) throw new Error("accounts of one person and creditor");
  const quoted = quoteOption(interest ? { ...facts, interest } : facts, terms);
  if (!quoted.ok) throw new Error(`${terms.kind} not quoted: ${quoted.refusal.kind}`);
  const quote = quoted.value;
  const planId = newId();
  const now = app.clock.now();
  const debt = await app.db.prisma.debtAccount.findFirstOrThrow({ where: { id: { in: [...accountIds] } } });
  await app.db.prisma.plan.create({
    data: {
      id: planId,
      reference: newReference("L"),
      borrowerId,
      creditorCode: debt.creditorCode,
      currency: quote.currency,
      kind: terms.kind,
      status: "unsigned",
      policyPackId,
      quote: encodeQuote(quote) as Prisma.InputJsonObject,
      totalMinor: quote.totalMinor,
      costMinor: quote.costMinor,
      waivedMinor: quote.waivedMinor,
      signUntil: toDbDate(dayAt(now, timeZone)),
      lastOn: toDbDate(quote.lastOn),
      createdAt: now,
      updatedAt: now,
      accounts: {
        create: quote.accounts.map(({ accountId, balanceMinor, waivedMinor }) => ({
          accountId,
          balanceMinor,
          waivedMinor,
        })),
      },
    },
  });
  return { planId, quote };
}

export async function runPlan(app: App, wish: PlanWish): Promise<{ planId: string; quote: Quote }> {
  const prepared = await preparePlanOf(app, wish);
  await inTransaction(app.db, (tx) => startPlan(tx, app, wish.actor, prepared.planId));
  return prepared;
}

export interface PaidIn {
  readonly journalId: string;
  readonly parts: Parameters<typeof paymentLines>[0]["parts"];
}

/** Money arrives on an account today, spread by its rules, and every plan that may care is told. */
export async function payIn(
  app: App,
  { borrowerId }: BorrowerActor,
  accountId: string,
  amountMinor: bigint,
  paymentId = newId(),
): Promise<PaidIn> {
  await accrueDebts(app, { borrowerId });
  const debt = await readDebt(app.db.prisma, accountId, borrowerId);
  const balances = (await readBalances(app.db.prisma, [accountId])).get(accountId)?.amounts;
  if (!debt || !balances) throw new Error("no such account");
  const on = dayAt(app.clock.now(), app.settings.timeZone);
  const spread = spreadPayment({ debt, policyPackId: debt.policyPackId, balances, amountMinor, on });
  const { creditorCode } = debt;
  const parts = spread.parts.map((part) => ({ ...part, debtId: accountId, creditorCode }));
  const lines = paymentLines({ provider: "stripe", currency: "CNY", grossMinor: amountMinor, parts, borrowerId });
  const { journalId } = await postJournal(app.db.pool, {
    idemKey: `payment:${paymentId}`,
    kind: "payment",
    effectiveOn: on,
    lines,
    sourceRef: `payment:${paymentId}`,
  });
  await accountMoved(app, accountId);
  return { journalId, parts };
}

export interface PlanLife {
  readonly actor: BorrowerActor;
  readonly accountId: string;
  readonly planId: string;
  readonly quote: Quote;
  status(): Promise<string | undefined>;
  events(): Promise<string[]>;
  due(): Promise<bigint>;
  balance(): Promise<bigint>;
  pay(amountMinor: bigint, paymentId?: string): Promise<PaidIn>;
}

export const planStart = day("2026-11-23");

export const monthly = (count: number): OptionTerms => ({
  kind: "instalments",
  upfrontMinor: 0n,
  rhythm: { every: "month", firstOn: day("2026-12-05"), count },
});

/** Somebody with ¥3,200.00 to repay, of which ¥200.00 is interest, and a plan that begins on 23 November 2026. */
export async function beginLife(
  app: TestApp,
  terms: OptionTerms = monthly(3),
  interest?: InterestOnPlan,
): Promise<PlanLife> {
  app.clock.set(`${planStart}T12:00:00+08:00`);
  const actor = await placePerson(app);
  const { accountId } = await placeDebt(app, actor, { principal: 300_000n, interest: 20_000n });
  const { planId, quote } = await runPlan(app, {
    actor,
    accountIds: [accountId],
    terms,
    ...(interest && { interest }),
  });
  const read = () => readPlan(app, actor, planId);
  const account = async () => (await readAccount(app, actor, accountId))?.account;
  return {
    actor,
    accountId,
    planId,
    quote,
    status: async () => (await read())?.status,
    events: async () => (await read())?.events.map(({ event }) => event) ?? [],
    due: async () => (await account())?.dueMinor ?? -1n,
    balance: async () => totalOf((await account())?.balances ?? noAmounts),
    pay: (amountMinor, paymentId) => payIn(app, actor, accountId, amountMinor, paymentId),
  };
}

/** The jobs of a night, and then it is noon of that day. */
export async function wakeOn(app: TestApp, text: string): Promise<void> {
  app.clock.set(`${text}T12:00:00+08:00`);
  await accrueDebts(app);
  await evaluatePlans(app);
}

export const amountOf = ({ instalments }: Quote, seq: number): bigint =>
  instalments.find((each) => each.seq === seq)?.amountMinor ?? 0n;
