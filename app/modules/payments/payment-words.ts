// Refusals, states and methods of a payment put into words, alike on pages and in PDFs.
import type { T } from "#app/i18n/i18n.ts";
import { type Money, formatMoney } from "#app/kernel/money.ts";
import type { PaymentMethod } from "./payment-gateway.ts";
import type { AccountRefusal, AmountRefusal, AttemptStatus, PaymentStatus } from "./payments.ts";

export function sayAmountRefusal(t: T, refusal: AmountRefusal): string {
  const say = (value: Money | undefined): string => (value ? formatMoney(value) : "");
  switch (refusal.kind) {
    case "nothing-due":
      return t("payments.refusal.nothingDue");
    case "amount-missing":
      return t("payments.refusal.missing");
    case "amount-malformed":
      return t("payments.refusal.malformed");
    case "more-than-balance":
      return t("payments.refusal.moreThanBalance", { most: say(refusal.most) });
    case "below-minimum":
      return t("payments.refusal.belowMinimum", { minimum: say(refusal.minimum) });
    case "above-maximum":
      return t("payments.refusal.aboveMaximum", { maximum: say(refusal.maximum) });
    case "remainder-too-small": {
      const values = { minimum: say(refusal.minimum), less: say(refusal.less), full: say(refusal.full) };
      return refusal.less ? t("payments.refusal.remainder", values) : t("payments.refusal.remainderFull", values);
    }
    case "amount-changed":
      return t("payments.refusal.changed", { amount: say(refusal.amount) });
    default:
      return refusal satisfies never;
  }
}

export interface Standstill {
  readonly title: string;
  readonly text: string;
  readonly way: string | undefined;
}

/** Why an account takes no payment at all, and what can be done instead. */
export function sayStandstill(
  t: T,
  refusal: AccountRefusal,
  creditor: { readonly name: string; readonly phone: string; readonly email: string },
): Standstill {
  switch (refusal.kind) {
    case "disputed":
      return {
        title: t("payments.refusal.disputedTitle"),
        text: t("payments.refusal.disputed"),
        way: t("payments.refusal.disputedWay"),
      };
    case "settled":
      return { title: t("payments.refusal.settledTitle"), text: t("payments.refusal.settled"), way: undefined };
    case "on-its-way":
      return {
        title: t("payments.refusal.onItsWayTitle"),
        text: t("payments.refusal.onItsWay", { amount: formatMoney(refusal.amount) }),
        way: undefined,
      };
    case "balance-below-minimum": {
      const values = { balance: formatMoney(refusal.balance), minimum: formatMoney(refusal.minimum) };
      return {
        title: t("payments.refusal.tooSmallTitle"),
        text: t("payments.refusal.tooSmall", values),
        way: t("payments.refusal.tooSmallWay", {
          creditor: creditor.name,
          phone: creditor.phone,
          email: creditor.email,
        }),
      };
    }
    default:
      return refusal satisfies never;
  }
}

export function sayMethod(t: T, method: PaymentMethod, detail: string | undefined): string {
  return method === "card" && detail
    ? t("payments.method.cardWith", { signs: detail })
    : t(`payments.method.${method}`);
}

export interface StateWords {
  readonly title: string;
  readonly texts: readonly string[];
}

/**
 * `unreachable`: what is shown is old, so nothing may be said about whether money was taken. `kept`: the account took
 * nothing of it.
 */
export function sayState(
  t: T,
  status: AttemptStatus | PaymentStatus,
  { unreachable, kept }: { readonly unreachable: boolean; readonly kept: boolean },
): StateWords {
  switch (status) {
    case "creating":
      return { title: t("payments.state.creatingTitle"), texts: [t("payments.state.creating")] };
    case "open":
      return {
        title: t("payments.state.openTitle"),
        texts: unreachable ? [] : [t("payments.state.nothingTaken"), t("payments.state.open")],
      };
    case "processing":
      return {
        title: t("payments.state.processingTitle"),
        texts: [t("payments.state.processing"), t("payments.state.processingWay")],
      };
    case "expired":
      return { title: t("payments.state.expiredTitle"), texts: [t("payments.state.expired")] };
    case "released":
      return { title: t("payments.state.releasedTitle"), texts: [t("payments.state.released")] };
    case "paid":
    case "settled":
      return {
        title: t("payments.state.settledTitle"),
        texts: [t(kept ? "payments.state.kept" : "payments.state.settled")],
      };
    case "quarantined":
      return { title: t("payments.state.quarantinedTitle"), texts: [t("payments.state.quarantined")] };
    case "partly_refunded":
    case "refunded":
      return { title: t("payments.state.refundedTitle"), texts: [t("payments.state.refunded")] };
    default:
      return status satisfies never;
  }
}
