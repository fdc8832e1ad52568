// The ledger's nouns and verbs: books, accounts, lines, and for each event the balanced lines that it writes.
// Pure: amounts come in, lines go out. It refuses (throws, for only a programmer can cause it) to build lines
// that do not balance, and it never decides how a payment is spread: that is policy.
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";

export type Book = "claims" | "money";

export const components = ["principal", "interest", "penalty_interest", "fee", "cost"] as const;
export type Component = (typeof components)[number];
export type ComponentAmounts = Readonly<Record<Component, bigint>>;

export type JournalKind =
  | "placement"
  | "interest"
  | "waiver"
  | "write_off"
  | "payment"
  | "provider_fee"
  | "refund"
  | "reversal"
  | "chargeback";

export type Provider = "stripe" | "alipay" | "wechat";

/** A row of the chart of accounts. Busy accounts are spread over shards when they are posted to. */
export interface Account {
  readonly book: Book;
  /** Without the shard: "debt:{id}:principal", "client_money:BJCF". */
  readonly name: string;
  readonly sharded: boolean;
}

/** Signed minor units: a debit is above zero, a credit below. */
export interface Line {
  readonly account: Account;
  readonly currency: Currency;
  readonly amountMinor: bigint;
}

export interface Posting {
  /** One posting for each key, ever. */
  readonly idemKey: string;
  readonly kind: JournalKind;
  readonly effectiveOn: Day;
  readonly lines: readonly Line[];
  /** What the posting is about, for whoever follows it back: a payment, a placement, a span of days. */
  readonly sourceRef?: string;
  /** The journal of which this one is the exact mirror. */
  readonly reversesId?: string;
  /**
   * What was asked for, where the lines follow from the state of the books: the same payment, asked for twice,
   * is one posting although it would be spread otherwise the second time. The lines themselves by default.
   */
  readonly request?: string;
  readonly journalId?: string;
}

/** A part of a payment, refund or waiver that falls on one component of one debt; above zero. */
export interface ClaimPart {
  readonly debtId: string;
  readonly creditorCode: string;
  readonly component: Component;
  readonly amountMinor: bigint;
}

export const noAmounts: ComponentAmounts = { principal: 0n, interest: 0n, penalty_interest: 0n, fee: 0n, cost: 0n };

export function totalOf(amounts: ComponentAmounts): bigint {
  return components.reduce((sum, component) => sum + amounts[component], 0n);
}

function claims(name: string, sharded = false): Account {
  return { book: "claims", name, sharded };
}

function moneyBook(name: string, sharded = false): Account {
  return { book: "money", name, sharded };
}

/** The chart of accounts. */
export const accounts = {
  debt: (debtId: string, component: Component) => claims(`debt:${debtId}:${component}`),
  claim: (creditorCode: string, component: Component) => claims(`claim:${creditorCode}:${component}`, true),
  clearing: (provider: Provider) => moneyBook(`clearing:${provider}`, true),
  clientMoney: (creditorCode: string) => moneyBook(`client_money:${creditorCode}`, true),
  chargebackReceivable: (creditorCode: string) => moneyBook(`chargeback_receivable:${creditorCode}`),
  unapplied: (borrowerId: string) => moneyBook(`unapplied:${borrowerId}`),
  refundPayable: (borrowerId: string) => moneyBook(`refund_payable:${borrowerId}`),
  suspense: (bankAccount: string) => moneyBook(`suspense:${bankAccount}`),
  bank: (bankAccount: string) => moneyBook(`bank:${bankAccount}`),
  payoutInTransit: () => moneyBook("payout_in_transit"),
  processingFees: () => moneyBook("processing_fees", true),
  disputeFees: () => moneyBook("dispute_fees"),
  commission: (creditorCode: string) => moneyBook(`commission:${creditorCode}`),
  rounding: () => moneyBook("rounding"),
} as const;

function line(account: Account, currency: Currency, amountMinor: bigint): Line {
  return { account, currency, amountMinor };
}

/** Drops what is zero and refuses what does not balance by book and currency. */
export function balanced(lines: readonly Line[]): readonly Line[] {
  const written = lines.filter(({ amountMinor }) => amountMinor !== 0n);
  const sums = new Map<string, bigint>();
  for (const { account, currency, amountMinor } of written) {
    const key = `${account.book} ${currency}`;
    sums.set(key, (sums.get(key) ?? 0n) + amountMinor);
  }
  for (const [key, sum] of sums) if (sum !== 0n) throw new RangeError(`lines of ${key} are off by ${sum}`);
  if (written.length === 0) throw new RangeError("a posting has lines");
  return written;
}

function refuseNegative(amounts: Iterable<bigint>): void {
  for (const amount of amounts) if (amount < 0n) throw new RangeError("a template takes amounts from zero up");
}

/** Dr debt / Cr claim: more is owed. */
function raiseClaims(currency: Currency, parts: readonly ClaimPart[]): Line[] {
  refuseNegative(parts.map(({ amountMinor }) => amountMinor));
  return parts.flatMap(({ debtId, creditorCode, component, amountMinor }) => [
    line(accounts.debt(debtId, component), currency, amountMinor),
    line(accounts.claim(creditorCode, component), currency, -amountMinor),
  ]);
}

/** Dr claim / Cr debt: less is owed. */
function lowerClaims(currency: Currency, parts: readonly ClaimPart[]): Line[] {
  return raiseClaims(currency, parts).map((raised) => ({ ...raised, amountMinor: -raised.amountMinor }));
}

interface OnDebt {
  readonly debtId: string;
  readonly creditorCode: string;
  readonly currency: Currency;
}

function partsOf({ debtId, creditorCode }: OnDebt, amounts: Partial<ComponentAmounts>): ClaimPart[] {
  return components.map((component) => ({ debtId, creditorCode, component, amountMinor: amounts[component] ?? 0n }));
}

/** The opening balance of a placed debt. */
export function placementLines(debt: OnDebt, opening: ComponentAmounts): readonly Line[] {
  return balanced(raiseClaims(debt.currency, partsOf(debt, opening)));
}

export function interestLines(debt: OnDebt, amountMinor: bigint): readonly Line[] {
  return balanced(raiseClaims(debt.currency, partsOf(debt, { interest: amountMinor })));
}

/** A waiver or a write-off: the creditor gives up what the debt loses. */
export function waiverLines(debt: OnDebt, waived: Partial<ComponentAmounts>): readonly Line[] {
  return balanced(lowerClaims(debt.currency, partsOf(debt, waived)));
}

export interface PaymentFacts {
  readonly provider: Provider;
  readonly currency: Currency;
  /** What the payer paid, before any fee. */
  readonly grossMinor: bigint;
  readonly parts: readonly ClaimPart[];
  /** Whose credit the part is that no debt took. */
  readonly borrowerId: string;
}

/** What a payment leaves over once its parts are taken. */
export function excessOf({ grossMinor, parts }: Pick<PaymentFacts, "grossMinor" | "parts">): bigint {
  return parts.reduce((left, { amountMinor }) => left - amountMinor, grossMinor);
}

/** Dr clearing / Cr each creditor's money, the excess to the payer; and the debts go down by their parts. */
export function paymentLines(payment: PaymentFacts): readonly Line[] {
  const { provider, currency, grossMinor, parts, borrowerId } = payment;
  const excessMinor = excessOf(payment);
  refuseNegative([grossMinor, excessMinor]);
  return balanced([
    line(accounts.clearing(provider), currency, grossMinor),
    ...creditorShares(parts).map(([code, share]) => line(accounts.clientMoney(code), currency, -share)),
    line(accounts.unapplied(borrowerId), currency, -excessMinor),
    ...lowerClaims(currency, parts),
  ]);
}

function creditorShares(parts: readonly ClaimPart[]): [string, bigint][] {
  const shares = new Map<string, bigint>();
  for (const { creditorCode, amountMinor } of parts)
    shares.set(creditorCode, (shares.get(creditorCode) ?? 0n) + amountMinor);
  return [...shares];
}

/** What the provider kept: ours, or the creditor's where the contract says so. */
export function providerFeeLines(
  provider: Provider,
  currency: Currency,
  feeMinor: bigint,
  bornBy?: string,
): readonly Line[] {
  refuseNegative([feeMinor]);
  const bearer = bornBy === undefined ? accounts.processingFees() : accounts.clientMoney(bornBy);
  return balanced([line(bearer, currency, feeMinor), line(accounts.clearing(provider), currency, -feeMinor)]);
}

/** Which part of a payment a refund or chargeback undoes. */
export interface Undoing {
  readonly parts: readonly ClaimPart[];
  readonly excessMinor: bigint;
}

/**
 * The parts of `payment` that undoing `amountMinor` more takes back, after `undoneMinor` was taken back before:
 * the payer's own credit first, then the allocation from its end. It mirrors what was done and never allocates
 * anew; because the order is fixed, any split into partial refunds undoes the same in all.
 */
export function undoPayment(payment: PaymentFacts, undoneMinor: bigint, amountMinor: bigint): Undoing {
  refuseNegative([undoneMinor, amountMinor, payment.grossMinor - undoneMinor - amountMinor]);
  let skip = undoneMinor;
  let left = amountMinor;
  const take = (available: bigint): bigint => {
    const skipped = skip < available ? skip : available;
    skip -= skipped;
    const taken = left < available - skipped ? left : available - skipped;
    left -= taken;
    return taken;
  };
  const excessMinor = take(excessOf(payment));
  const parts = payment.parts
    .toReversed()
    .map((part) => ({ ...part, amountMinor: take(part.amountMinor) }))
    .filter((part) => part.amountMinor > 0n);
  return { parts, excessMinor };
}

/** Money goes back to the payer: the debts rise again by what the payment had taken from them. */
export function refundLines(payment: PaymentFacts, undone: Undoing): readonly Line[] {
  const { provider, currency, borrowerId } = payment;
  const amountMinor = undone.parts.reduce((sum, part) => sum + part.amountMinor, undone.excessMinor);
  return balanced([
    ...creditorShares(undone.parts).map(([code, share]) => line(accounts.clientMoney(code), currency, share)),
    line(accounts.unapplied(borrowerId), currency, undone.excessMinor),
    line(accounts.clearing(provider), currency, -amountMinor),
    ...raiseClaims(currency, undone.parts),
  ]);
}

/** The bank took the payment back; where the creditor has had the money already, it owes it to us. */
export function chargebackLines(payment: PaymentFacts, undone: Undoing, remitted: boolean): readonly Line[] {
  const lines = refundLines(payment, undone);
  if (!remitted) return lines;
  return lines.map((each) => {
    const [family, code] = each.account.name.split(":");
    return family === "client_money" && code ? { ...each, account: accounts.chargebackReceivable(code) } : each;
  });
}
