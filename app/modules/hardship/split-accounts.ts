// In which order the accounts of an arrangement are paid, what each of them bears, and what of each is given up. Pure.
// They are paid one after the other, the dearest first: most instalments then go to one account, and the whole costs
// the borrower least.
import { unreachable } from "#app/kernel/outcome.ts";
import { type ComponentAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { orderWithin, shareProportionally } from "#app/modules/ledger/allocation.ts";
import type { ComponentOrder, WaivablePart } from "#app/modules/policy/policy.ts";
import type { EngineDebt, InterestOnPlan, OptionFacts } from "./options.ts";

/** The rate that runs under the plan: never above what runs now. */
export function planRatePpm(ratePpm: number, interest: InterestOnPlan): number {
  switch (interest.mode) {
    case "running":
      return ratePpm;
    case "reduced":
      return Math.min(ratePpm, interest.ratePpm);
    case "frozen":
      return 0;
    default:
      return unreachable(interest);
  }
}

/** Heaviest rate first, then earliest due, then by id: the answer does not hang on the order of the input. */
export function inPayOrder(debts: readonly EngineDebt[]): EngineDebt[] {
  return debts.toSorted(
    (a, b) =>
      b.ratePpm - a.ratePpm ||
      (a.firstUnpaidDueOn === b.firstUnpaidDueOn ? 0 : a.firstUnpaidDueOn < b.firstUnpaidDueOn ? -1 : 1) ||
      (a.accountId < b.accountId ? -1 : 1),
  );
}

export function balanceOf(debts: readonly Pick<EngineDebt, "balances">[]): bigint {
  return debts.reduce((sum, { balances }) => sum + totalOf(balances), 0n);
}

function waivedOf(balances: ComponentAmounts, waive: readonly WaivablePart[]): bigint {
  return [...new Set(waive)].reduce((sum, part) => sum + balances[part], 0n);
}

/** What is to be given up is paid last, so that it is what stays. */
function waivedLast(order: ComponentOrder, waive: readonly WaivablePart[]): ComponentOrder {
  const given: readonly string[] = waive;
  return [...order.filter((part) => !given.includes(part)), ...order.filter((part) => given.includes(part))];
}

/** The debts with these parts of them given up, and the order of allocation that goes with it. */
export function waiveParts(
  { debts, pack, today }: Pick<OptionFacts, "debts" | "pack" | "today">,
  waive: readonly WaivablePart[],
): EngineDebt[] {
  return debts.map((debt) => {
    const named = { productType: debt.productType, firstUnpaidDueDate: debt.firstUnpaidDueOn };
    const order = debt.agreedOrder ?? orderWithin(named, pack.allocation.value, today);
    return { ...debt, waivedMinor: waivedOf(debt.balances, waive), agreedOrder: waivedLast(order, waive) };
  });
}

/**
 * The debts with `waivedMinor` given up in all, each in proportion to its balance. What would then be left of an
 * account is at least what a provider takes, or nothing is given up on it.
 */
export function waiveShare(debts: readonly EngineDebt[], waivedMinor: bigint, minimumMinor: bigint): EngineDebt[] {
  const weights = debts.map(({ balances }) => totalOf(balances));
  const rooms = weights.map((weight) => (weight > minimumMinor ? weight - minimumMinor : 0n));
  const shares = shareProportionally(waivedMinor, weights).map((share, index) => {
    const room = rooms[index] ?? 0n;
    return share < room ? share : room;
  });
  // What the small accounts could not give up comes from the others, in their order.
  let missing = waivedMinor - shares.reduce((sum, share) => sum + share, 0n);
  return debts.map((debt, index) => {
    const share = shares[index] ?? 0n;
    const more = (rooms[index] ?? 0n) - share;
    const extra = missing < more ? missing : more;
    missing -= extra;
    return { ...debt, waivedMinor: share + extra };
  });
}
