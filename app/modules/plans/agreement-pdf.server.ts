// A signed agreement as a file: the words exactly as they were signed, then who signed, when and how.
import { formatMoment } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { pdfFacts, pdfTable, type Content } from "#app/platform/pdf.server.ts";
import type { AgreementText } from "./agreement.ts";
import { checkFoot, renderLetter, rowsTable, type CheckFacts } from "./document-parts.server.ts";

export interface SignedText extends CheckFacts {
  readonly text: AgreementText;
  readonly signedAt: Date;
  /** The language in which it was read when it was signed. */
  readonly signedLanguage: Language;
}

function scheduleOf({ schedule }: AgreementText): Content[] {
  const table = pdfTable({ head: schedule.head, rows: schedule.rows, widths: [90, "*", "auto"], amounts: [2] });
  return [
    { text: schedule.title, style: "h2" },
    ...(schedule.rows.length > 0 ? [table] : []),
    ...(schedule.note === undefined ? [] : [{ text: schedule.note }]),
  ];
}

function clausesOf({ clauses }: AgreementText): Content[] {
  return clauses.map(({ title, paragraphs }): Content => ({
    stack: [{ text: title, style: "h2" }, ...paragraphs.map((text): Content => ({ text, margin: [0, 0, 0, 3] }))],
    unbreakable: true,
  }));
}

function signature(app: App, language: Language, { text, signedAt, signedLanguage }: SignedText): Content[] {
  const t = translator(language);
  const signer = text.parties.rows.find(({ key }) => key === "borrower")?.value ?? "";
  return [
    { text: t("agreement.pdf.signature"), style: "h2" },
    pdfFacts([
      { term: t("agreement.pdf.signer"), value: signer },
      {
        term: t("agreement.pdf.signedAt"),
        value: `${formatMoment(signedAt, language, app.settings.timeZone)} (${signedAt.toISOString()})`,
      },
      {
        term: t("agreement.pdf.language"),
        value: t(signedLanguage === "en" ? "agreement.pdf.english" : "agreement.pdf.chinese"),
      },
      { term: t("agreement.pdf.method"), value: t("agreement.pdf.methodText") },
    ]),
  ];
}

export function renderAgreement(app: App, signed: SignedText, language: Language): Promise<Buffer> {
  const { text, signedAt, code } = signed;
  return renderLetter(app, {
    title: text.title,
    language,
    madeAt: signedAt,
    code,
    content: [
      ...text.lead.map((line): Content => ({ text: line, margin: [0, 0, 0, 4] })),
      { text: text.cost.title, style: "h2" },
      rowsTable(text.cost.rows),
      ...scheduleOf(text),
      { stack: [{ text: text.parties.title, style: "h2" }, rowsTable(text.parties.rows)], unbreakable: true },
      ...clausesOf(text),
      { stack: [...signature(app, language, signed), checkFoot(app, language, signed)], unbreakable: true },
    ],
  });
}
