// The letter that answers a request, in one language: what was decided and why, what happens next with a date, how to ask
// another person, and who else can be asked. Pure: the same words on a borrower's page, in the desk's preview and on paper.
import { formatDay } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { leavesInQuestion, needsCorrection, type AnsweredCase } from "./case-outcomes.ts";
import type { CaseKind } from "./help-cases.ts";

type Words = Readonly<Record<Language, string>>;

/** Of the operator's settings. */
export interface LetterHouse {
  readonly operator: {
    readonly legalName: Words;
    readonly phone: string;
    readonly phoneHours: Words;
    readonly email: string;
    readonly website: string;
  };
  readonly freeAdvice: readonly {
    readonly name: Words;
    readonly phone?: string | undefined;
    readonly hours?: Words | undefined;
  }[];
}

export interface LetterOf extends AnsweredCase {
  /** As accounts are named; undefined where it is about none. */
  readonly account: string | undefined;
}

export interface LetterPart {
  readonly title: string;
  readonly lines: readonly string[];
  /** Several of one kind, rather than sentences one after the other. */
  readonly list: boolean;
}

export interface CaseLetter {
  readonly language: Language;
  readonly title: string;
  readonly greeting: string;
  readonly facts: readonly { readonly term: string; readonly value: string }[];
  readonly said: string;
  readonly parts: readonly LetterPart[];
  readonly foot: readonly string[];
}

function sayAgain(t: T, kind: CaseKind): string {
  if (kind === "dispute" || kind === "not_mine") return t("requests.letter.againAccount");
  return t(kind === "data" ? "requests.letter.againData" : "requests.letter.againOpen");
}

/** Many are known by their number, which their name then says already. */
function sayAdviser(t: T, name: string, phone: string, hours: string | undefined): string {
  const called = name.includes(phone) ? name : t("requests.letter.line", { name, phone });
  return hours === undefined ? called : t("requests.letter.hours", { name: called, hours });
}

/** What happens next; and what becomes of the hold, where there was one. */
function sayNext(t: T, language: Language, { outcome, nextOn, answeredOn, freed, held }: LetterOf): string[] {
  const day = formatDay(nextOn, language);
  const next = t(`requests.next.${outcome}`, { day });
  if (freed) return [next, t("requests.held", { day: formatDay(answeredOn, language) })];
  if (!held || leavesInQuestion(outcome)) return [next];
  if (needsCorrection(outcome)) return [next, t("requests.stays.corrected")];
  // The account does not go on as before yet: the other matter has a letter of its own.
  return [t("requests.stays.other")];
}

function partsOf(t: T, language: Language, letter: LetterOf, { operator, freeAdvice }: LetterHouse): LetterPart[] {
  const { kind, reasons, grounds } = letter;
  const reach = { email: operator.email, phone: operator.phone, hours: operator.phoneHours[language] };
  const advisers = freeAdvice.flatMap(({ name, phone, hours }) =>
    phone === undefined ? [] : [sayAdviser(t, name[language], phone, hours?.[language])],
  );
  const parts: LetterPart[] = [
    { title: t("requests.letter.why"), lines: reasons.map((reason) => t(`requests.reason.${reason}`)), list: true },
    { title: t("requests.letter.grounds"), lines: grounds.map((ground) => t(`requests.ground.${ground}`)), list: true },
    { title: t("requests.letter.next"), lines: sayNext(t, language, letter), list: false },
    { title: t("requests.letter.again"), lines: [sayAgain(t, kind), t("requests.letter.write", reach)], list: false },
    { title: t("requests.letter.elsewhere"), lines: [t("requests.letter.elsewhereText"), ...advisers], list: false },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

export function writeCaseLetter(t: T, language: Language, letter: LetterOf, house: LetterHouse): CaseLetter {
  const { kind, reference, outcome, openedOn, answeredOn, account } = letter;
  const { legalName, website } = house.operator;
  return {
    language,
    title: t("requests.letter.title", { kind: t(`requests.kind.${kind}`) }),
    greeting: t("requests.letter.greeting"),
    facts: [
      { term: t("requests.letter.reference"), value: reference },
      ...(account === undefined ? [] : [{ term: t("requests.letter.account"), value: account }]),
      { term: t("requests.letter.openedOn"), value: formatDay(openedOn, language) },
      { term: t("requests.letter.answeredOn"), value: formatDay(answeredOn, language) },
    ],
    said: t(`requests.said.${outcome}`),
    parts: partsOf(t, language, letter, house),
    foot: [t("requests.letter.decided"), legalName[language], t("requests.letter.genuine", { website })],
  };
}
