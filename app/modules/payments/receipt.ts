// A receipt as it is shown: everything that a page or a PDF writes down, in the reader's language, and nothing else.
import type { Currency } from "#app/kernel/money.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { Component } from "#app/modules/ledger/ledger.ts";
import type { PaymentMethod } from "./payment-gateway.ts";
import type { PaymentStatus } from "./payments.ts";

export interface ShownReceipt {
  readonly id: string;
  readonly reference: string;
  readonly status: PaymentStatus;
  readonly account: { readonly id: string; readonly productType: ProductType; readonly lastSigns: string };
  readonly amountMinor: bigint;
  readonly currency: Currency;
  readonly method: PaymentMethod;
  readonly methodDetail: string | undefined;
  /** On the wall clock of the agency. */
  readonly receivedAt: string;
  readonly payee: string;
  readonly operator: string;
  readonly parts: readonly { readonly component: Component; readonly amountMinor: bigint }[];
  /** What no debt took: the payer's own credit. */
  readonly excessMinor: bigint;
  /** What was left on the account straight after; undefined where that is in another currency than what came. */
  readonly balanceAfterMinor: bigint | undefined;
}
