// What the options of one household cost: all offers, quoted to the fen, against a loop that only adds up the very
// same schedules. Both sides run in turns in one process, on the same households.
import { listOffers } from "#app/modules/hardship/offers.ts";
import type { EngineDebt, Offer, OptionFacts } from "#app/modules/hardship/options.ts";
import { quoteOption } from "#app/modules/hardship/quote.ts";
import { addDays, day } from "#app/kernel/calendar.ts";
import { noAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { type BenchRow, median } from "./bench-row.ts";

const rounds = 15;
const households = 200;
const today = day("2026-11-23");
/** A screen draws 60 frames a second. */
const frameMs = 1000 / 60;

function debt(index: number, principal: bigint, ratePpm: number): EngineDebt {
  return {
    accountId: `account-${index}`,
    productType: index === 0 ? "credit_card" : "consumer_loan",
    balances: { ...noAmounts, principal, interest: principal / 12n, fee: 2_500n },
    ratePpm,
    interestCarry: 0,
    firstUnpaidDueOn: addDays(today, -60 - index),
    accruedThrough: addDays(today, -1),
    disputed: false,
  };
}

/** Two accounts whose interest runs, and a budget in which about one to three years fit. */
function household(index: number): OptionFacts {
  const more = BigInt(index);
  return {
    pack: requirePolicy("cn-2026-11"),
    currency: "CNY",
    debts: [debt(0, 800_000n + more * 1_000n, 240_000), debt(1, 1_500_000n + more * 700n, 154_000)],
    interest: { mode: "running" },
    settlementFloorPercent: 60,
    minimumMinor: 400n,
    surplusMinor: 120_000n + more * 900n,
    budgetComplete: true,
    care: false,
    today,
  };
}

function addUp(offers: readonly Offer[]): bigint {
  let sum = 0n;
  for (const { quote } of offers)
    for (const { parts } of quote.instalments) for (const { amountMinor } of parts) sum += amountMinor;
  return sum;
}

/** Milliseconds for each household. */
function timeEach<Item>(items: readonly Item[], work: (item: Item) => unknown, repeat = 1): number {
  const start = performance.now();
  for (let turn = 0; turn < repeat; turn += 1) for (const item of items) work(item);
  return (performance.now() - start) / items.length / repeat;
}

export function benchOptions(): Promise<BenchRow[]> {
  const facts = Array.from({ length: households }, (_, index) => household(index));
  const menus = facts.map(listOffers);
  const [ours, adding, weekly]: [number[], number[], number[]] = [[], [], []];
  const fiveYears = {
    kind: "instalments",
    rhythm: { every: "week", firstOn: addDays(today, 7), count: 260 },
    upfrontMinor: 0n,
  } as const;
  for (let round = 0; round < rounds; round += 1) {
    ours.push(timeEach(facts, listOffers));
    // So short that one pass would measure the clock.
    adding.push(timeEach(menus, addUp, 20));
    weekly.push(timeEach(facts, (each) => quoteOption(each, fiveYears)));
  }
  const [offersMs, sumMs, weeklyMs] = [median(ours), median(adding), median(weekly)];
  const schedules = menus.reduce((sum, menu) => sum + menu.length, 0) / menus.length;
  const instalments = menus.flat().reduce((sum, { quote }) => sum + quote.instalments.length, 0) / menus.length;
  const each = (ms: number): string => `${(ms * 1000).toFixed(0)} µs`;
  return Promise.resolve([
    {
      name: "all offers of a household, against adding up their schedules",
      ratio: sumMs / offersMs,
      detail: `${each(offersMs)} for ${schedules.toFixed(1)} offers of ${instalments.toFixed(0)} instalments, sums ${each(sumMs)}`,
    },
    {
      name: "all offers of a household, against one frame of a screen",
      ratio: frameMs / offersMs,
      aim: 10,
      detail: `${each(offersMs)} of ${frameMs.toFixed(1)} ms`,
    },
    {
      name: "five years of weeks with interest, against one frame",
      ratio: frameMs / weeklyMs,
      aim: 10,
      detail: each(weeklyMs),
    },
  ]);
}
