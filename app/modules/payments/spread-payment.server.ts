// stub
import type { App } from "#app/platform/app.server.ts";
import { type Component, type ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import type { DebtRow } from "./payable.server.ts";
export interface SpreadPart {
  readonly component: Component;
  readonly amountMinor: bigint;
}
export interface Spread {
  readonly parts: readonly SpreadPart[];
  readonly ruleVersion: string;
}
export function spreadPayment(_app: App, debt: DebtRow, _packId: string, balances: ComponentAmounts, amountMinor: bigint): Spread {
  if (debt.disputedAt) return { parts: [], ruleVersion: "stub" };
  let left = amountMinor;
  const parts: SpreadPart[] = [];
  for (const component of ["cost", "fee", "interest", "penalty_interest", "principal"] as const) {
    const take = left < balances[component] ? left : balances[component];
    if (take > 0n) parts.push({ component, amountMinor: take });
    left -= take;
  }
  return { parts, ruleVersion: "stub" };
}
