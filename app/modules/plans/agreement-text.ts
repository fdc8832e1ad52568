// The words of an agreement, made from its facts and the catalogue. Both languages come out of one function, so that
// neither has a clause that the other lacks. Pure: it reads no clock and no database.
import type { Language } from "#app/i18n/languages.ts";
import { toFormalChinese } from "#app/kernel/chinese-numerals.ts";
import { money } from "#app/kernel/money.ts";
import { partsOf, totalsByCurrency } from "#app/modules/accounts/accounts.ts";
import { noAmounts, totalOf } from "#app/modules/ledger/ledger.ts";
import { writeClauses } from "./agreement-clauses.ts";
import { beginWriting, type Writing } from "./agreement-writing.ts";
import { type AgreementBody, type AgreementFacts, type AgreementText, type TextRow } from "./agreement.ts";

function costRows({ t, facts, show }: Writing): TextRow[] {
  const { quote, accounts } = facts;
  const { currency } = quote;
  const sums = totalsByCurrency(accounts.map(({ balances }) => ({ currency, balances }))).get(currency) ?? noAmounts;
  const row = (key: CostKey, minor: bigint): TextRow => ({
    key,
    label: t(`agreement.text.cost.${key}`),
    value: show(minor),
  });
  const formal = quote.totalMinor > 0n ? toFormalChinese(money(quote.totalMinor, currency)) : undefined;
  return [
    ...partsOf(sums)
      .filter(({ minor }) => minor > 0n)
      .map(({ key, minor }) => row(key, minor)),
    row("balance", totalOf(sums)),
    row("plan_interest", quote.costMinor),
    ...(quote.waivedMinor > 0n ? [row("waived", quote.waivedMinor)] : []),
    ...(quote.leftMinor > 0n ? [row("left", quote.leftMinor)] : []),
    row("total", quote.totalMinor),
    ...(formal === undefined ? [] : [{ key: "formal", label: t("agreement.text.cost.formal"), value: formal }]),
  ];
}

type CostKey = "principal" | "interest" | "penalty_interest" | "fees" | "costs" | "balance" | "plan_interest" | "waived" | "left" | "total"; // prettier-ignore

function scheduleOf({ t, facts, show, day }: Writing): AgreementText["schedule"] {
  const { instalments, terms, lastOn } = facts.quote;
  const pause = terms.kind === "pause" ? { from: day(terms.from), until: day(lastOn) } : undefined;
  const together = t("agreement.text.schedule.until", { day: day(lastOn) });
  return {
    title: t("agreement.text.schedule.title"),
    head: [t("agreement.text.schedule.number"), t("agreement.text.schedule.day"), t("agreement.text.schedule.amount")],
    rows: instalments.map(({ seq, dueOn, amountMinor }) => [
      t("agreement.text.schedule.nth", { seq }),
      day(dueOn),
      show(amountMinor),
    ]),
    note: pause ? t("agreement.text.schedule.pause", pause) : terms.kind === "token" ? together : undefined,
  };
}

function partyRows({ t, language, facts, show, day }: Writing): TextRow[] {
  const { creditor, operator, borrower, reference, accounts, quote } = facts;
  const row = (key: "creditor" | "operator" | "borrower" | "idNumber" | "reference" | "currency", value: string) => ({
    key,
    label: t(`agreement.text.parties.${key}`),
    value,
  });
  return [
    row("creditor", creditor.legalName[language]),
    row("operator", operator.legalName[language]),
    row("borrower", borrower.name),
    row("idNumber", borrower.maskedIdNumber),
    row("reference", reference),
    row("currency", t(`agreement.text.currency.${quote.currency}`)),
    ...accounts.map(({ accountNumber, productType, contractOn, balances }): TextRow => ({
      key: "account",
      label: t("agreement.text.parties.account", { number: accountNumber }),
      value: t("agreement.text.parties.accountNow", {
        product: t(`accounts.product.${productType}`),
        day: day(contractOn),
        balance: show(totalOf(balances)),
      }),
    })),
  ];
}

export function writeAgreement(facts: AgreementFacts, language: Language): AgreementText {
  const writing = beginWriting(facts, language);
  const { t, day } = writing;
  return {
    title: t(`agreement.text.title.${facts.quote.terms.kind}`),
    lead: [
      t("agreement.text.lead", { day: day(facts.preparedOn), until: day(facts.signUntil) }),
      ...(facts.datesMoved ? [t("agreement.text.leadMoved")] : []),
    ],
    cost: { title: t("agreement.text.cost.title"), rows: costRows(writing) },
    schedule: scheduleOf(writing),
    parties: { title: t("agreement.text.parties.title"), rows: partyRows(writing) },
    clauses: writeClauses(writing),
  };
}

/** Both texts of one set of facts: what is hashed, shown and signed. */
export function makeBody(facts: AgreementFacts): AgreementBody {
  return {
    facts,
    texts: { "zh-CN": writeAgreement(facts, "zh-CN"), en: writeAgreement(facts, "en") },
  };
}
