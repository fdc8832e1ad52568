// What every part of an agreement's text is written with: the language's words, and one way to write amounts, days,
// accounts and lists.
import { formatDay } from "#app/i18n/format.ts";
import { translator, type T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { formatMoney, money } from "#app/kernel/money.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { lastSigns, partNames } from "#app/modules/accounts/accounts.ts";
import type { Component } from "#app/modules/ledger/ledger.ts";
import type { AgreementAccount, AgreementFacts } from "./agreement.ts";

export interface Writing {
  readonly t: T;
  readonly language: Language;
  readonly facts: AgreementFacts;
  readonly show: (minor: bigint) => string;
  readonly day: (on: Day) => string;
  readonly list: (items: readonly string[]) => string;
}

export function beginWriting(facts: AgreementFacts, language: Language): Writing {
  const { currency } = facts.quote;
  return {
    t: translator(language),
    language,
    facts,
    show: (minor) => formatMoney(money(minor, currency)),
    day: (on) => formatDay(on, language),
    list: (items) => items.join(language === "zh-CN" ? "、" : ", "),
  };
}

/** "消费贷款 ····0001" */
export function shortName({ t }: Writing, { productType, accountNumber }: AgreementAccount): string {
  return nameAccount(t, { productType, lastSigns: lastSigns(accountNumber) });
}

export function nameParts({ t, list }: Writing, parts: readonly Component[]): string {
  return list(parts.map((part) => t(`accounts.part.${partNames[part]}`)));
}
