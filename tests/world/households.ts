// Made-up households with debts, a policy pack and wishes, each drawn from one number: the same number is the same
// household on every machine.
import { type Day, addDays, addMonths, day } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import type { EngineDebt, InterestOnPlan, OptionFacts, OptionTerms, Rhythm } from "#app/modules/hardship/options.ts";
import { noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { type OptionKind, type PolicyPack, type Sourced, requirePolicy } from "#app/modules/policy/policy.ts";

/** A whole number below `end`. */
export type Draw = (end: number) => number;

/** A small generator of our own, so that a seed means the same wherever it runs. */
export function drawFrom(seed: number): Draw {
  let state = seed >>> 0;
  return (end) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end;
  };
}

function pick<Item>(draw: Draw, items: readonly Item[]): Item {
  return items[draw(items.length)] as Item;
}

const own = <Value>(value: Value): Sourced<Value> => ({ value, source: "drawn", certainty: "own" });

const cn = requirePolicy("cn-2026-11");

const allKinds: readonly OptionKind[] = [
  "full_by_date",
  "instalments",
  "stepped",
  "token",
  "pause",
  "waiver",
  "settlement",
];

function drawPack(draw: Draw): PolicyPack {
  if (draw(10) === 0) return cn;
  const most = draw(5) === 0 ? undefined : 1 + draw(24);
  return {
    ...cn,
    planMaxMonths: own(most),
    planFirstPaymentDays: own(draw(3) === 0 ? draw(20) : 28 + draw(40)),
    planMinimumInstalment: own({ CNY: BigInt(100 + draw(5_000)) }),
    fullByDateMaxDays: own(draw(120)),
    steppedLowMaxMonths: own(1 + draw(12)),
    tokenMaxMonths: own(1 + draw(6)),
    tokenPayment: own({ CNY: BigInt(1 + draw(2_000)) }),
    pauseMaxMonths: own(1 + draw(6)),
    settlementMaxPayments: own(1 + draw(4)),
    waivable: own((["interest", "penalty_interest", "fee"] as const).filter(() => draw(3) > 0)),
    atOnce: own({
      kinds: allKinds.filter(() => draw(3) > 0),
      maxMonths: 1 + draw(most ?? 36),
      shareOfSurplusPercent: 20 + draw(81),
      pauseMaxMonths: draw(7),
      tokenMaxMonths: draw(7),
    }),
  };
}

function drawAmount(draw: Draw): bigint {
  // Most debts are of some thousands; a few are next to nothing.
  return BigInt(draw(8) === 0 ? draw(900) : draw(1_500_000));
}

function drawDebt(draw: Draw, today: Day, index: number): EngineDebt {
  const balances = {
    ...noAmounts,
    principal: draw(12) === 0 ? 0n : drawAmount(draw),
    interest: draw(3) === 0 ? 0n : drawAmount(draw) / 10n,
    penalty_interest: draw(3) === 0 ? drawAmount(draw) / 40n : 0n,
    fee: draw(3) === 0 ? BigInt(draw(9_000)) : 0n,
    cost: draw(6) === 0 ? BigInt(draw(30_000)) : 0n,
  };
  return {
    accountId: `account-${(index * 7) % 5}`,
    productType: pick(draw, ["credit_card", "consumer_loan"] as const),
    balances: totalOf(balances) === 0n ? { ...balances, principal: BigInt(1 + draw(400_000)) } : balances,
    ratePpm: draw(6) === 0 ? 0 : 10_000 * (1 + draw(24)) + draw(10_000),
    interestCarry: draw(365_000_000),
    firstUnpaidDueOn: addDays(today, -draw(300)),
    accruedThrough: addDays(today, -1 - (draw(5) === 0 ? draw(4) : 0)),
    disputed: false,
  };
}

function drawInterest(draw: Draw): InterestOnPlan {
  const mode = draw(3);
  if (mode === 0) return { mode: "frozen" };
  return mode === 1 ? { mode: "running" } : { mode: "reduced", ratePpm: draw(120_000) };
}

export function drawFacts(draw: Draw): OptionFacts {
  const today = addDays(day("2026-11-23"), draw(1_500));
  const surplus = BigInt(draw(400_000)) - 80_000n;
  return {
    pack: drawPack(draw),
    currency: "CNY",
    debts: Array.from({ length: 1 + (draw(2) === 0 ? draw(4) : 0) }, (_, index) => drawDebt(draw, today, index)),
    interest: drawInterest(draw),
    settlementFloorPercent: draw(2) === 0 ? undefined : 20 + draw(75),
    minimumMinor: BigInt(pick(draw, [1, 100, 400, 1_000])),
    surplusMinor: draw(8) === 0 ? undefined : surplus,
    budgetComplete: draw(4) > 0,
    care: draw(10) === 0,
    today,
  };
}

function drawRhythm(draw: Draw, today: Day): Rhythm {
  const every = pick(draw, ["week", "fortnight", "month", "own"] as const);
  const firstOn = addDays(today, draw(40));
  const count = 1 + draw(draw(4) === 0 ? 60 : 12);
  if (every !== "own")
    return {
      every,
      firstOn: every === "month" ? day(`${firstOn.slice(0, 8)}${String(1 + draw(28)).padStart(2, "0")}`) : firstOn,
      count,
    };
  const dates: Day[] = [];
  for (let date = firstOn; dates.length < Math.min(count, 12); date = addDays(date, 1 + draw(90))) dates.push(date);
  return { every, dates };
}

/** What somebody might ask for, sensible or not. */
export function drawTerms(draw: Draw, { today, debts }: OptionFacts): OptionTerms {
  const kind = pick(draw, allKinds);
  const rhythm = drawRhythm(draw, today);
  const balance = Number(debts.reduce((sum, { balances }) => sum + totalOf(balances), 0n));
  const amount = (share: number): bigint => BigInt(draw(Math.max(1, Math.floor(balance / share))));
  switch (kind) {
    case "full_by_date":
      return { kind, on: addDays(today, draw(100)) };
    case "instalments":
      return { kind, rhythm, upfrontMinor: draw(2) === 0 ? 0n : amount(2) };
    case "stepped":
      return { kind, rhythm, lowCount: 1 + draw(6), lowMinor: amount(12) };
    case "token":
      return {
        kind,
        firstOn: addMonths(day(`${today.slice(0, 8)}${String(1 + draw(28)).padStart(2, "0")}`), 1),
        months: 1 + draw(6),
        amountMinor: BigInt(draw(5_000)),
      };
    case "pause":
      return { kind, from: addDays(today, draw(40)), months: 1 + draw(6) };
    case "waiver":
      return { kind, rhythm, waive: (["interest", "penalty_interest", "fee"] as const).filter(() => draw(2) === 0) };
    case "settlement":
      return { kind, rhythm: "count" in rhythm ? { ...rhythm, count: 1 + draw(4) } : rhythm, payMinor: amount(1) };
    default:
      return unreachable(kind);
  }
}
