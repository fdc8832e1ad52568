// What the files of this room share: the letter's frame, a table of terms, and the foot by which a file is checked.
import { renderSVG } from "uqr";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { pdfFacts, renderPdf, type Content } from "#app/platform/pdf.server.ts";
import { showHash, type TextRow } from "./agreement.ts";

export interface CheckFacts {
  readonly code: string;
  readonly hash: Uint8Array;
  readonly seal: Uint8Array;
}

export function checkAddress(app: App, code: string): string {
  return `${app.env.publicOrigin}/certificates/${code}`;
}

export function rowsTable(rows: readonly TextRow[]): Content {
  return pdfFacts(rows.map(({ label, value }) => ({ term: label, value })));
}

/** How anybody can check the file: a picture to scan beside the numbers to compare. */
export function checkFoot(app: App, language: Language, { code, hash, seal }: CheckFacts): Content {
  const t = translator(language);
  const url = checkAddress(app, code);
  return {
    columns: [
      { svg: renderSVG(url, { border: 0 }), width: 84 },
      {
        width: "*",
        margin: [16, 0, 0, 0],
        stack: [
          { text: t("agreement.pdf.check", { url }), margin: [0, 0, 0, 4] },
          { text: `${t("agreement.pdf.code")} ${code}`, style: "small" },
          { text: `${t("agreement.pdf.fingerprint")} ${showHash(hash)}`, style: "small" },
          { text: `${t("agreement.pdf.seal")} ${showHash(seal)}`, style: "small" },
        ],
      },
    ],
    margin: [0, 10, 0, 0],
  };
}

export interface Letter {
  readonly title: string;
  readonly language: Language;
  readonly madeAt: Date;
  readonly code: string;
  readonly content: readonly Content[];
}

export function renderLetter(app: App, { title, language, madeAt, code, content }: Letter): Promise<Buffer> {
  const t = translator(language);
  return renderPdf({
    title,
    language,
    madeAt,
    header: app.settings.name[language],
    footer: checkAddress(app, code),
    pageLabel: (page, pages) => t("agreement.pdf.page", { page, pages }),
    missingNote: (codes) => t("agreement.pdf.missing", { codes: codes.join(", ") }),
    content: [{ text: title, style: "h1" }, ...content],
  });
}
