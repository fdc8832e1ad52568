// The settled certificate: what it says, in both languages, made from facts of the books. Pure. It refuses to promise
// anything about a credit report.
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { toFormalChinese } from "#app/kernel/chinese-numerals.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { formatMoney, money, type Currency } from "#app/kernel/money.ts";
import { itemize, type HistoryEntry, type ProductType } from "#app/modules/accounts/accounts.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { canonicalText, type BothLanguages, type TextRow } from "./agreement.ts";

/** Raised whenever a word of `agreement.certificate.text` changes in either language. */
export const certificateVersion = "certificate/2026-11/1";

export interface CertificateFacts {
  readonly textVersion: string;
  readonly code: string;
  readonly lender: BothLanguages;
  readonly operator: BothLanguages;
  readonly borrower: { readonly name: string; readonly maskedIdNumber: string };
  readonly accountNumber: string;
  readonly productType: ProductType;
  readonly contractOn: Day;
  readonly currency: Currency;
  readonly principalMinor: bigint;
  readonly paidMinor: bigint;
  readonly waivedMinor: bigint;
  readonly settledOn: Day;
  readonly issuedOn: Day;
}

export interface CertificateText {
  readonly title: string;
  readonly lead: string;
  readonly rows: readonly TextRow[];
  readonly notes: readonly string[];
}

export interface StoredCertificate {
  readonly facts: { readonly lender: BothLanguages };
  readonly texts: Readonly<Record<Language, CertificateText>>;
}

export interface Settlement {
  readonly principalMinor: bigint;
  readonly paidMinor: bigint;
  readonly waivedMinor: bigint;
  readonly settledOn: Day;
}

/** What settled a debt, from everything that happened on it; undefined where something is owed, or nothing ever was. */
export function settlementOf(
  entries: readonly (HistoryEntry & { readonly effectiveOn: Day })[],
): Settlement | undefined {
  const sums = itemize(entries);
  const lowering = entries.filter(({ amounts }) => totalOf(amounts) < 0n).map(({ effectiveOn }) => effectiveOn);
  const settledOn = lowering.toSorted().at(-1);
  if (sums.now !== 0n || settledOn === undefined) return undefined;
  const placed = entries.filter(({ kind, reversedKind }) => (reversedKind ?? kind) === "placement");
  return {
    principalMinor: placed.reduce((sum, { amounts }) => sum + amounts.principal, 0n),
    // Payments lower what is owed, so they stand below zero in the books; what was given back is taken off.
    paidMinor: -(sums.payments + sums.returned),
    waivedMinor: -sums.credits,
    settledOn,
  };
}

function writeCertificate(facts: CertificateFacts, language: Language): CertificateText {
  const t = translator(language);
  const show = (minor: bigint) => formatMoney(money(minor, facts.currency));
  const formal = toFormalChinese(money(facts.paidMinor, facts.currency));
  const row = (key: RowKey, value: string): TextRow => ({
    key,
    label: t(`agreement.certificate.text.${key}`),
    value,
  });
  return {
    title: t("agreement.certificate.text.title"),
    lead: t("agreement.certificate.text.lead", { day: formatDay(facts.settledOn, language) }),
    rows: [
      row("lender", facts.lender[language]),
      row("operator", facts.operator[language]),
      row("borrower", facts.borrower.name),
      row("idNumber", facts.borrower.maskedIdNumber),
      row("contract", facts.accountNumber),
      row("product", t(`accounts.product.${facts.productType}`)),
      row("contractOn", formatDay(facts.contractOn, language)),
      row("principal", show(facts.principalMinor)),
      row("settledOn", formatDay(facts.settledOn, language)),
      row("paid", show(facts.paidMinor)),
      ...(formal === undefined ? [] : [row("paidFormal", formal)]),
      ...(facts.waivedMinor > 0n ? [row("waived", show(facts.waivedMinor))] : []),
      row("reference", formatDay(facts.issuedOn, language)),
    ],
    notes: [
      t("agreement.certificate.text.about"),
      t("agreement.certificate.text.credit"),
      t("agreement.certificate.text.both"),
    ],
  };
}

type RowKey =
  | "lender"
  | "operator"
  | "borrower"
  | "idNumber"
  | "contract"
  | "product"
  | "contractOn"
  | "principal"
  | "settledOn"
  | "paid"
  | "paidFormal"
  | "waived"
  | "reference";

export function certificateBody(facts: CertificateFacts): string {
  return canonicalText({
    facts,
    texts: { "zh-CN": writeCertificate(facts, "zh-CN"), en: writeCertificate(facts, "en") },
  });
}

export function readCertificateBody(canonical: string): StoredCertificate {
  return JSON.parse(canonical) as StoredCertificate;
}
