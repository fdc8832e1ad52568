// Reasons and intention are kept per account, and asked once: what is said counts for all accounts, but for one where
// something else is said. Pure.
import type { Intention, ReasonKey } from "./budget.ts";

export interface AccountSituation {
  readonly accountId: string;
  readonly intention: Intention;
  readonly reasons: readonly ReasonKey[];
}

interface Said {
  readonly reason: readonly ReasonKey[];
  readonly intention: Intention;
  /** Both by field, `reason_{accountId}` and `intention_{accountId}`. */
  readonly own: Readonly<Record<string, unknown>>;
}

export function spreadSituation(accountIds: readonly string[], { reason, intention, own }: Said): AccountSituation[] {
  return accountIds.map((accountId) => {
    const reasons = (own[`reason_${accountId}`] ?? []) as readonly ReasonKey[];
    const wish = own[`intention_${accountId}`] as Intention | undefined;
    return {
      accountId,
      reasons: [...new Set(reasons.length > 0 ? reasons : reason)],
      intention: wish ?? intention,
    };
  });
}

const sameReasons = (a: readonly ReasonKey[], b: readonly ReasonKey[]): boolean =>
  a.toSorted().join() === b.toSorted().join();

/** As it stands in the boxes: the first account's for all, and what differs for the others. */
export function typeSituation(all: readonly AccountSituation[]): Record<string, string | readonly string[]> {
  const [first, ...others] = all;
  if (!first) return {};
  const typed: Record<string, string | readonly string[]> = { reason: first.reasons, intention: first.intention };
  for (const { accountId, reasons, intention } of others) {
    if (!sameReasons(reasons, first.reasons) && reasons.length > 0) typed[`reason_${accountId}`] = reasons;
    if (intention !== first.intention) typed[`intention_${accountId}`] = intention;
  }
  return typed;
}
