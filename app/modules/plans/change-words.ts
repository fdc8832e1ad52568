// Why a change is not the borrower's alone to make, in words that say what would be possible.
import { formatDay } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import type { ChangeRefusal } from "./changes.ts";

export function sayChangeRefusal(t: T, refusal: ChangeRefusal, currency: Currency, language: Language): string {
  const money = (amountMinor: bigint): string => formatMoney({ amountMinor, currency });
  switch (refusal.kind) {
    case "not-now":
      return t("plans.refusal.notNow");
    case "not-for-kind":
      return t("plans.refusal.notForKind");
    case "no-such-instalment":
      return t("plans.refusal.gone");
    case "used-up":
      return t("plans.refusal.usedUp", { count: refusal.perYear, day: formatDay(refusal.againOn, language) });
    case "too-early":
      return t("plans.refusal.early", { day: formatDay(refusal.earliest, language) });
    case "too-late":
      return t("plans.refusal.late", { day: formatDay(refusal.latest, language) });
    case "amount-too-low":
      return t("plans.refusal.low", { amount: money(refusal.leastMinor) });
    case "amount-too-high":
      return t("plans.refusal.high", { amount: money(refusal.mostMinor) });
    case "end-too-late":
      return t("plans.refusal.end", { day: formatDay(refusal.latest, language) });
    default:
      return unreachable(refusal);
  }
}
