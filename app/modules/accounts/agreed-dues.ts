// What a running plan asks of one account: how much today, and when next. Pure. It takes the place of the rule of
// accounts without a schedule (decision 0009). It refuses to ask for more than is owed.
import type { Day } from "#app/kernel/calendar.ts";
import type { Need } from "./accounts.ts";

export interface AgreedAmount {
  readonly dueOn: Day;
  readonly amountMinor: bigint;
}

export interface AgreedFacts {
  readonly planId: string;
  /** In order of days. */
  readonly dues: readonly AgreedAmount[];
  /** Net, since the plan was signed. */
  readonly paidMinor: bigint;
  /** Given up at the end; it stays in the balance until then and is never asked for. */
  readonly waivedMinor: bigint;
  /** Its instalments settle the account, whatever remains. */
  readonly settles: boolean;
  /** The plan's last day. */
  readonly lastOn: Day;
}

/** An account's running plan as pages show it. */
export interface AccountPlan {
  readonly id: string;
  /** Of the first instalment that is not paid in full; undefined where none is left, or there are none. */
  readonly nextDueOn: Day | undefined;
  readonly dueMinor: bigint;
  /** The most that can be paid on it: not what is given up. */
  readonly payableMinor: bigint;
  /** Where a plan has no instalments at all: until when nothing is asked for. */
  readonly restsUntil: Day | undefined;
}

function payableOf({ dues, paidMinor, waivedMinor, settles }: AgreedFacts, balanceMinor: bigint): bigint {
  const kept = balanceMinor > waivedMinor ? balanceMinor - waivedMinor : 0n;
  if (!settles) return kept;
  const left = dues.reduce((sum, { amountMinor }) => sum + amountMinor, -paidMinor);
  const atLeast = left > kept ? left : kept;
  return atLeast < balanceMinor ? atLeast : balanceMinor;
}

/** `leastMinor` can be paid at least: what is less is asked for together with the next part, and a smaller rest never. */
export function standUnderPlan(
  facts: AgreedFacts,
  balanceMinor: bigint,
  disputed: boolean,
  today: Day,
  leastMinor = 1n,
): AccountPlan {
  const { planId: id, dues, lastOn } = facts;
  const paidMinor = facts.paidMinor > 0n ? facts.paidMinor : 0n;
  const payable = payableOf(facts, balanceMinor);
  const asked = dues.reduce((sum, { dueOn, amountMinor }) => (dueOn <= today ? sum + amountMinor : sum), 0n);
  const open = asked > paidMinor ? asked - paidMinor : 0n;
  const dueMinor = open < payable ? open : payable;
  let covered = paidMinor;
  const next = dues.find(({ dueOn, amountMinor }) => {
    covered -= amountMinor;
    return covered < 0n && (dueOn > today || dueMinor >= leastMinor);
  });
  const restsUntil = dues.length === 0 ? lastOn : undefined;
  return {
    id,
    nextDueOn: payable >= leastMinor ? next?.dueOn : undefined,
    dueMinor: disputed || dueMinor < leastMinor ? 0n : dueMinor,
    payableMinor: payable,
    restsUntil,
  };
}

/** What an account with something owed needs while its plan runs. */
export function needUnderPlan({ nextDueOn, dueMinor, restsUntil }: AccountPlan): Need {
  if (restsUntil !== undefined) return { kind: "plan_rest", until: restsUntil };
  if (nextDueOn === undefined) return { kind: "plan_kept" };
  return { kind: dueMinor > 0n ? "unpaid_instalment" : "instalment_ahead", dueOn: nextDueOn };
}
