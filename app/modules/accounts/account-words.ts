// An account, its needs and its history put into words, alike on pages and in PDFs.
import type { T } from "#app/i18n/i18n.ts";
import { formatDay } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { unreachable } from "#app/kernel/outcome.ts";
import { formatRate, type HistoryLine, type Need, type PartName, type ProductType } from "./accounts.ts";

/** "消费贷款 ····0001" */
export function nameAccount(t: T, account: { readonly productType: ProductType; readonly lastSigns: string }): string {
  return t("accounts.named", { product: t(`accounts.product.${account.productType}`), signs: account.lastSigns });
}

export interface NeedWords {
  readonly title: string;
  readonly note: string | undefined;
}

export function sayNeed(t: T, need: Need, language: Language): NeedWords {
  switch (need.kind) {
    case "settled":
      return { title: t("accounts.need.settled"), note: undefined };
    case "disputed":
      return { title: t("accounts.need.disputed"), note: t("accounts.need.disputedNote") };
    case "unpaid_instalment":
      return {
        title: t("accounts.need.unpaid_instalment", { day: formatDay(need.dueOn, language) }),
        note: t("accounts.need.unpaidNote"),
      };
    case "instalment_ahead":
      return {
        title: t("accounts.need.instalment_ahead", { day: formatDay(need.dueOn, language) }),
        note: t("accounts.need.aheadNote"),
      };
    case "plan_rest":
      return {
        title: t("accounts.need.plan_rest", { day: formatDay(need.until, language) }),
        note: t("accounts.need.planRestNote"),
      };
    case "plan_kept":
      return { title: t("accounts.need.plan_kept"), note: t("accounts.need.planKeptNote") };
    case "processing":
      return { title: t("accounts.need.processing"), note: t("accounts.need.processingNote") };
    case "checking":
      return { title: t("accounts.need.checking"), note: t("accounts.need.checkingNote") };
    default:
      return unreachable(need);
  }
}

/** What happened, in words that need no knowledge of books. */
export function sayLine(t: T, line: Pick<HistoryLine, "kind" | "reversedKind" | "month" | "postings">): string {
  if (line.month !== undefined) return t("accounts.history.monthInterest", { count: line.postings });
  // At which rate it was is said of each part as it stands: a plan may have lowered it meanwhile.
  if (line.kind !== "reversal") return t(`accounts.kind.${line.kind}`);
  return t("accounts.kind.reversal", { what: t(`accounts.kind.${line.reversedKind ?? "waiver"}`, { what: "" }) });
}

/** What becomes of interest on an account, in one sentence. */
export function sayInterest(
  t: T,
  account: {
    readonly interestStoppedFrom: Day | undefined;
    readonly planRatePpm: number | undefined;
    readonly plan: unknown;
  },
  language: Language,
): string {
  const { interestStoppedFrom, planRatePpm, plan } = account;
  if (interestStoppedFrom) return t("accounts.next.frozen", { day: formatDay(interestStoppedFrom, language) });
  if (planRatePpm === 0) return t("accounts.next.planFrozen");
  return t(plan === undefined ? "accounts.next.interest" : "accounts.next.plan");
}

interface PartFacts {
  readonly contractOn: Day;
  readonly ratePpm: number;
  readonly contractRatePpm: number;
  readonly planRatePpm: number | undefined;
  readonly accruedThrough: Day;
  readonly interestStoppedFrom: Day | undefined;
}

/** Why each part is owed, and at which rate it grows. */
export function sayBasis(
  t: T,
  { contractOn, ratePpm, contractRatePpm, planRatePpm, accruedThrough, interestStoppedFrom: stopped }: PartFacts,
  language: Language,
): Readonly<Record<PartName, string>> {
  const counted = { rate: formatRate(ratePpm), day: formatDay(accruedThrough, language) };
  const interest =
    planRatePpm !== undefined
      ? t("accounts.basis.interestPlan", counted)
      : ratePpm < contractRatePpm
        ? t("accounts.basis.interestCapped", { ...counted, contract: formatRate(contractRatePpm) })
        : t("accounts.basis.interest", counted);
  // Chinese sentences stand side by side without a blank.
  const gap = language === "en" ? " " : "";
  return {
    principal: t("accounts.basis.principal", { day: formatDay(contractOn, language) }),
    interest: stopped
      ? [interest, t("accounts.next.frozen", { day: formatDay(stopped, language) })].join(gap)
      : interest,
    penalty_interest: t("accounts.basis.penalty_interest"),
    fees: t("accounts.basis.fees"),
    costs: t("accounts.basis.costs"),
  };
}

/** The days that a line stands for. */
export function sayDays(t: T, { from, until }: Pick<HistoryLine, "from" | "until">, language: Language): string {
  if (from === until) return formatDay(from, language);
  return t("accounts.history.span", { from: formatDay(from, language), until: formatDay(until, language) });
}
