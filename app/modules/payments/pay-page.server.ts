// What the pay page shows: the account, what can be paid, and for a chosen amount where every fen would go.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import type { Money } from "#app/kernel/money.ts";
import type { Outcome } from "#app/kernel/outcome.ts";
import { refused } from "#app/kernel/outcome.ts";
import { type ComponentAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import type { App } from "#app/platform/app.server.ts";
import { type NamedAccount, nameAccount } from "./named-account.server.ts";
import { findPayable } from "./payable.server.ts";
import { type AccountRefusal, type AmountRefusal, type PayWish, decideAmount, decidePayable } from "./payments.ts";
import { type SpreadPart, spreadPayment } from "./spread-payment.ts";

export interface PayPreview {
  readonly amount: Money;
  readonly parts: readonly SpreadPart[];
  readonly balanceAfterMinor: bigint;
}

export interface PayPage {
  readonly account: NamedAccount;
  readonly balances: ComponentAmounts;
  readonly balanceMinor: bigint;
  readonly dueMinor: bigint;
  readonly minimumMinor: bigint;
  /** The most that can be paid now, or why nothing can. */
  readonly payable: Outcome<bigint, AccountRefusal>;
  /** For the wish that was named, if one was. */
  readonly preview: Outcome<PayPreview, AccountRefusal | AmountRefusal> | undefined;
}

/** Undefined where this person has no such account. */
export async function readPayPage(
  app: App,
  actor: BorrowerActor,
  accountId: string,
  wish: PayWish | undefined,
): Promise<PayPage | undefined> {
  const found = await findPayable(app, actor, accountId);
  if (!found) return undefined;
  const { debt, balances, facts } = found;
  const previewOf = (asked: PayWish): Outcome<PayPreview, AccountRefusal | AmountRefusal> => {
    const amount = decideAmount(facts, asked);
    if (!amount.ok) return refused(amount.refusal);
    const { amountMinor: paidMinor } = amount.value;
    const on = dayAt(app.clock.now(), app.settings.timeZone);
    const { policyPackId } = debt;
    const { parts } = spreadPayment({ debt, policyPackId, balances, amountMinor: paidMinor, on });
    const balanceAfterMinor = parts.reduce((left, { amountMinor }) => left - amountMinor, totalOf(balances));
    return { ok: true, value: { amount: amount.value, parts, balanceAfterMinor } };
  };
  return {
    account: nameAccount(app, debt),
    balances,
    balanceMinor: totalOf(balances),
    dueMinor: facts.dueMinor,
    minimumMinor: facts.minimumMinor,
    payable: decidePayable(facts),
    preview: wish && previewOf(wish),
  };
}
