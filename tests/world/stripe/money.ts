// Amounts: which currencies are served, the least that may be charged, what Stripe keeps.

import { badParam, refused } from "./api-error.ts";
import type { Method } from "./world.ts";

/** The fee taken from every charge, whatever the method: 2.9 % and 30 minor units. */
export const FEE = { perTenThousand: 290, fixedMinor: 30 } as const;

/** Money becomes available two days after a charge. */
export const AVAILABLE_AFTER_S = 2 * 24 * 3600;

/** Real minimums follow the settlement currency; here the presentment currency settles itself. */
export type Minimums = Record<string, number>;

export const DEFAULT_MINIMUMS: Minimums = {
  usd: 50,
  eur: 50,
  gbp: 30,
  cad: 50,
  aud: 50,
  nzd: 50,
  chf: 50,
  sgd: 50,
  jpy: 50,
  hkd: 400,
  cny: 400,
  myr: 200,
};

const CURRENCIES_OF: Record<Method, readonly string[] | "all"> = {
  card: "all",
  alipay: ["aud", "cad", "cny", "eur", "gbp", "hkd", "jpy", "myr", "nzd", "sgd", "usd"],
  wechat_pay: ["aud", "cad", "chf", "cny", "eur", "gbp", "hkd", "jpy", "sgd", "usd"],
};

/** After that many days the method takes no money back; cards have no such window here. */
export const REFUND_WINDOW_DAYS: Record<Method, number | null> = {
  card: null,
  alipay: 90,
  wechat_pay: 180,
};

export function canPayIn(method: Method, currency: string): boolean {
  const currencies = CURRENCIES_OF[method];
  return currencies === "all" || currencies.includes(currency);
}

export function checkCurrency(minimums: Minimums, currency: string, param: string): void {
  if (Object.hasOwn(minimums, currency)) return;
  const known = Object.keys(minimums).join(", ");
  throw badParam(`Invalid currency: ${currency}. This stand-in supports: ${known}`, param);
}

export function checkMinimum(minimums: Minimums, currency: string, amount: number): void {
  const minimum = minimums[currency] ?? 0;
  if (amount >= minimum) return;
  throw refused(
    `The Checkout Session's total amount due must add up to at least ${formatAmount(minimum, currency, "en")}`,
    "amount_too_small",
  );
}

export function feeOn(amount: number): number {
  // Whole numbers only: 2.9 % in floating point is a cent off on some amounts.
  const percentage = Math.floor((amount * FEE.perTenThousand + 5000) / 10_000);
  return Math.min(amount, percentage + FEE.fixedMinor);
}

export function formatAmount(amount: number, currency: string, language: "zh" | "en"): string {
  const format = new Intl.NumberFormat(language === "zh" ? "zh-CN" : "en", {
    style: "currency",
    currency: currency.toUpperCase(),
    currencyDisplay: "narrowSymbol",
  });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
}
