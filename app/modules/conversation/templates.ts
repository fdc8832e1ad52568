// Texts that are ready in both languages, so that nobody has to translate: which there are, what each of them names, and
// what becomes of the promised day. Pure. The words are in the catalogues, and are put together when they are read.
import { addDays, isDay, type Day } from "#app/kernel/calendar.ts";
import { formatMoney, isCurrency, type Currency } from "#app/kernel/money.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { formatDay } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import { isLanguage, type Language } from "#app/i18n/languages.ts";
import { caseQuestions, type CaseQuestion } from "#app/modules/identity/help-cases.ts";

export const paperCodes = ["income", "spending", "payment", "letter", "contract"] as const;
export type PaperCode = (typeof paperCodes)[number];

/** Codes, days and amounts only: they are kept as they are, beside the name of the text. */
export interface TemplateParams {
  readonly day?: Day;
  readonly amountMinor?: string;
  readonly currency?: Currency;
  readonly papers?: readonly PaperCode[];
  readonly language?: Language;
  /** What the desk asks back about a case. */
  readonly question?: CaseQuestion;
}

export type ParamName = "day" | "amount" | "papers" | "language" | "question";

interface TemplateSpec {
  /** Who sends it: somebody at the desk who chooses it, a decision that it goes with, or the borrower by a button. */
  readonly from: "desk" | "decision" | "borrower";
  readonly names: readonly ParamName[];
  /** What becomes of the day by which an answer is promised. */
  readonly answer: "given" | "kept" | "moved";
}

/** In the order in which the desk is offered them. */
const specs = {
  thanks_received: { from: "desk", names: [], answer: "kept" },
  we_need_more_time: { from: "desk", names: ["day"], answer: "moved" },
  sorry_for_wait: { from: "desk", names: ["day"], answer: "moved" },
  please_add_papers: { from: "desk", names: ["papers"], answer: "given" },
  no_call_needed: { from: "desk", names: [], answer: "given" },
  how_to_pay_part: { from: "desk", names: ["amount"], answer: "given" },
  plan_explained: { from: "desk", names: [], answer: "given" },
  free_advice: { from: "desk", names: [], answer: "given" },
  closing: { from: "desk", names: [], answer: "given" },
  proposal_answered: { from: "decision", names: [], answer: "given" },
  case_asked: { from: "decision", names: ["question", "day"], answer: "given" },
  case_answered: { from: "decision", names: [], answer: "given" },
  ask_other_language: { from: "borrower", names: ["language"], answer: "kept" },
} as const satisfies Record<string, TemplateSpec>;

export type TemplateCode = keyof typeof specs;

export const templateSpecs: Readonly<Record<TemplateCode, TemplateSpec>> = specs;

const codes = Object.keys(specs) as TemplateCode[];

export type DeskTemplate = {
  [Code in TemplateCode]: (typeof specs)[Code]["from"] extends "desk" ? Code : never;
}[TemplateCode];

const isForDesk = (code: TemplateCode): code is DeskTemplate => specs[code].from === "desk";

export const deskTemplates: readonly DeskTemplate[] = codes.filter(isForDesk);

/** A promise further away than this is none. */
const furthestDays = 60;

const checks: Readonly<Record<ParamName, (params: TemplateParams, today: Day) => TemplateParams | undefined>> = {
  day: ({ day }, today) =>
    day !== undefined && isDay(day) && day > today && day <= addDays(today, furthestDays) ? { day } : undefined,
  amount: ({ amountMinor, currency }) =>
    amountMinor !== undefined && /^[1-9]\d{0,17}$/.test(amountMinor) && currency !== undefined && isCurrency(currency)
      ? { amountMinor, currency }
      : undefined,
  papers: ({ papers = [] }) => {
    const known = paperCodes.filter((code) => papers.includes(code));
    return known.length > 0 ? { papers: known } : undefined;
  },
  language: ({ language }) => (isLanguage(language) ? { language } : undefined),
  question: ({ question }) => {
    const known = caseQuestions.find((code) => code === question);
    return known && { question: known };
  },
};

/** What the text names and nothing else; or what of it is missing. */
export function checkParams(
  code: TemplateCode,
  params: TemplateParams,
  today: Day,
): Outcome<TemplateParams, ParamName> {
  const kept: TemplateParams = {};
  for (const name of templateSpecs[code].names) {
    const named = checks[name](params, today);
    if (!named) return refused(name);
    Object.assign(kept, named);
  }
  return done(kept);
}

/** The day by which an answer is promised, once the desk has sent this text; own words are an answer. */
export function promisedAfter(
  promised: Day | undefined,
  sent: { readonly code: TemplateCode; readonly params: TemplateParams } | undefined,
): Day | undefined {
  if (!sent) return undefined;
  const { answer } = templateSpecs[sent.code];
  if (answer === "moved") return sent.params.day;
  return answer === "kept" ? promised : undefined;
}

/** The text in one language; each line of it is a paragraph. */
export function writeTemplateText(
  t: T,
  language: Language,
  { code, params }: { readonly code: TemplateCode; readonly params: TemplateParams },
): string {
  const { day, amountMinor, currency, papers = [] } = params;
  const names = papers.map((paper) => t(`conversation.paper.${paper}`));
  return t(`conversation.template.${code}`, {
    day: day === undefined ? "…" : formatDay(day, language),
    amount:
      amountMinor === undefined || currency === undefined
        ? "…"
        : formatMoney({ amountMinor: BigInt(amountMinor), currency }),
    papers: names.length > 0 ? new Intl.ListFormat(language, { type: "conjunction" }).format(names) : "…",
    question: params.question === undefined ? "…" : t(`requests.question.${params.question}`),
    language: t(params.language === "en" ? "conversation.language.en" : "conversation.language.zh"),
  });
}
