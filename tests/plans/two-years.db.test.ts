// A clock that runs day by day through two years, with a leap day, ends of months, holidays and, in the second run, the
// changes to and from summer time. Each night what the portal does at night; each day whoever has something due pays it.
import { afterAll, expect, test } from "vitest";
import { verifyTotals } from "#app/commands/verify-totals.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { type Day, addDays, day, toDbDate } from "#app/kernel/calendar.ts";
import { Temporal } from "temporal-polyfill";
import type { InterestOnPlan, OptionTerms } from "#app/modules/hardship/options.ts";
import { verifyAudit } from "#app/modules/audit/audit.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { verifyLedger } from "#app/modules/ledger/ledger.server.ts";
import { evaluatePlans } from "#app/modules/plans/evaluate-plans.server.ts";
import { readPlan } from "#app/modules/plans/read-plans.server.ts";
import { createTestApp, type TestApp } from "#tests/world/database.ts";
import { placeDebt, placePerson } from "#tests/world/debts.ts";
import { payIn, runPlan } from "#tests/world/plans.ts";

const firstDay = day("2027-02-01");
const lastDay = day("2029-02-28");

const worlds: TestApp[] = [];
afterAll(async () => {
  for (const app of worlds) await app.close();
});

interface Case {
  readonly name: string;
  readonly interest: InterestOnPlan;
  readonly terms: OptionTerms;
  /** Principal of each account. */
  readonly principals: readonly bigint[];
}

const rhythm = (every: "week" | "fortnight" | "month", firstOn: string, count: number) =>
  ({ every, firstOn: day(firstOn), count }) as const;

const ownDates = ["2027-02-28", "2027-06-18", "2027-10-01", "2028-02-29", "2028-06-30", "2028-10-31", "2029-01-31"];

const cases: readonly Case[] = [
  {
    name: "monthly, interest running",
    interest: { mode: "running" },
    terms: { kind: "instalments", upfrontMinor: 0n, rhythm: rhythm("month", "2027-02-28", 24) },
    principals: [1_234_567n],
  },
  {
    name: "monthly over two accounts, interest reduced, something upfront",
    interest: { mode: "reduced", ratePpm: 60_000 },
    terms: { kind: "instalments", upfrontMinor: 50_000n, rhythm: rhythm("month", "2027-02-05", 20) },
    principals: [700_001n, 456_789n],
  },
  {
    name: "weekly, interest running",
    interest: { mode: "running" },
    terms: { kind: "instalments", upfrontMinor: 0n, rhythm: rhythm("week", "2027-02-06", 100) },
    principals: [3_000_000n],
  },
  {
    name: "fortnightly and stepped, interest frozen",
    interest: { mode: "frozen" },
    terms: {
      kind: "stepped",
      rhythm: rhythm("fortnight", "2027-02-12", 50),
      lowCount: 20,
      lowMinor: 5_000n,
    },
    principals: [999_999n],
  },
  {
    name: "own dates, interest running, two accounts",
    interest: { mode: "running" },
    terms: { kind: "instalments", upfrontMinor: 0n, rhythm: { every: "own", dates: ownDates.map(day) } },
    principals: [250_000n, 310_007n],
  },
  {
    name: "interest parts waived at the end, the rest running",
    interest: { mode: "running" },
    terms: { kind: "waiver", waive: ["interest", "penalty_interest"], rhythm: rhythm("month", "2027-02-14", 18) },
    principals: [800_000n],
  },
  {
    name: "settled by a sum in three payments",
    interest: { mode: "frozen" },
    terms: { kind: "settlement", payMinor: 900_000n, rhythm: rhythm("month", "2027-02-20", 3) },
    principals: [1_000_000n],
  },
];

interface Running {
  readonly name: string;
  readonly actor: BorrowerActor;
  readonly accountIds: readonly string[];
  readonly planId: string;
  readonly totalMinor: bigint;
  readonly waivedMinor: bigint;
  readonly dueOn: ReadonlySet<Day>;
  paidMinor: bigint;
}

async function place(app: TestApp, each: Case): Promise<Running> {
  const actor = await placePerson(app);
  const accountIds: string[] = [];
  for (const principal of each.principals) {
    const { accountId } = await placeDebt(app, actor, { principal, interest: 31_313n, fee: 1_001n }, day("2027-01-15"));
    await app.db.prisma.debtAccount.update({
      where: { id: accountId },
      data: { accruedThrough: toDbDate(day("2027-01-15")), annualRatePpm: 154_000 - accountIds.length * 20_000 },
    });
    accountIds.push(accountId);
  }
  const { terms, interest, name } = each;
  const { planId, quote } = await runPlan(app, { actor, accountIds, terms, interest });
  const { totalMinor, waivedMinor } = quote;
  const dueOn = new Set(quote.instalments.map((instalment) => instalment.dueOn));
  return { name, actor, accountIds, planId, totalMinor, waivedMinor, dueOn, paidMinor: 0n };
}

function noonOf(date: Day, timeZone: string): Date {
  const noon = Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: "12:00" });
  return new Date(noon.epochMilliseconds);
}

async function payWhatIsDue(app: TestApp, running: Running): Promise<void> {
  const plan = await readPlan(app, running.actor, running.planId);
  for (const { id, dueMinor } of plan?.accounts ?? []) {
    if (dueMinor === 0n) continue;
    await payIn(app, running.actor, id, dueMinor);
    running.paidMinor += dueMinor;
  }
}

/** Answers each plan at its end. The ledger is proved from end to end on the days that are told. */
async function runTwoYears(timeZone: string, ledgerOn: (today: Day) => boolean): Promise<Ended[]> {
  const app = await createTestApp(noonOf(firstDay, timeZone).toISOString());
  worlds.push(app);
  Object.assign(app.settings, { timeZone });
  for (const creditor of app.settings.creditors) creditor.arrangement.reducedRatePpm = 60_000;
  const plans: Running[] = [];
  for (const each of cases) plans.push(await place(app, each));
  for (let today = firstDay; today <= lastDay; today = addDays(today, 1)) {
    // Twenty past midnight, when the nightly jobs run; on the days of the change of the clock this hour is there once.
    app.clock.set(new Date(noonOf(today, timeZone).getTime() - 41_000_000));
    await accrueDebts(app);
    await evaluatePlans(app);
    app.clock.set(noonOf(today, timeZone));
    for (const each of plans) if (each.dueOn.has(today)) await payWhatIsDue(app, each);
    const faults = [...(await verifyTotals(app.db)), await verifyAudit(app)].filter((each) => each !== undefined);
    if (ledgerOn(today)) faults.push(...(await verifyLedger(app.db)));
    expect([today, faults]).toEqual([today, []]);
  }
  const ended: Ended[] = [];
  for (const { name, actor, planId, totalMinor, waivedMinor, paidMinor } of plans) {
    const plan = await readPlan(app, actor, planId);
    ended.push({
      name,
      status: plan?.status,
      events: plan?.events.map(({ event }) => event),
      overQuoteMinor: paidMinor - totalMinor,
      overWaivedMinor: (plan?.waivedMinor ?? -1n) - waivedMinor,
      balances: plan?.accounts.map(({ balanceMinor }) => balanceMinor),
      certified: plan?.accounts.every(({ certificateCode }) => certificateCode !== undefined),
    });
  }
  return ended;
}

interface Ended {
  readonly name: string;
  readonly status: string | undefined;
  readonly events: readonly string[] | undefined;
  readonly overQuoteMinor: bigint;
  readonly overWaivedMinor: bigint;
  readonly balances: readonly bigint[] | undefined;
  readonly certified: boolean | undefined;
}

/** Paid exactly what was quoted, nothing more happened to it, nothing is owed, and that is certified. */
const kept = cases.map(({ name, principals }): Ended => ({
  name,
  status: "completed",
  events: ["sign", "complete"],
  overQuoteMinor: 0n,
  overWaivedMinor: 0n,
  balances: principals.map(() => 0n),
  certified: true,
}));

test("two years day by day: the books are right every day and every plan costs exactly what was quoted", async () => {
  expect(await runTwoYears("Asia/Shanghai", () => true)).toEqual(kept);
}, 180_000);

test("the same two years where clocks change twice a year", async () => {
  expect(await runTwoYears("America/New_York", (today) => today.endsWith("-01"))).toEqual(kept);
}, 180_000);
