// The letters of an answered request, one for each language, as the borrower reads them and as they go to the printer.
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import { writeCaseLetter, type CaseLetter, type LetterHouse } from "#app/modules/identity/case-letters.ts";
import type { AnsweredCase } from "#app/modules/identity/case-outcomes.ts";

export interface LetterAccount {
  readonly productType: ProductType;
  readonly lastSigns: string;
}

export function writeLetter(
  language: Language,
  answered: AnsweredCase,
  account: LetterAccount | undefined,
  house: LetterHouse,
): CaseLetter {
  const t = translator(language);
  return writeCaseLetter(t, language, { ...answered, account: account && nameAccount(t, account) }, house);
}

/** The borrower's own language first. */
export function writeLetters(
  own: Language,
  answered: AnsweredCase,
  account: LetterAccount | undefined,
  house: LetterHouse,
): readonly CaseLetter[] {
  const other: Language = own === "en" ? "zh-CN" : "en";
  return [own, other].map((language) => writeLetter(language, answered, account, house));
}

export interface CodeWords {
  readonly title: string;
  readonly how: string;
}

/** What a letter says around the code that it carries. */
export function sayPostedCode({ operator: { website } }: LetterHouse): Readonly<Record<Language, CodeWords>> {
  const say = (language: Language): CodeWords => {
    const t = translator(language);
    return { title: t("requests.letter.code"), how: t("requests.letter.codeHow", { website }) };
  };
  return { "zh-CN": say("zh-CN"), en: say("en") };
}
