// The settled certificate as a file.
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Content } from "#app/platform/pdf.server.ts";
import type { CertificateText } from "./certificate.ts";
import { checkFoot, renderLetter, rowsTable, type CheckFacts } from "./document-parts.server.ts";

export interface IssuedText extends CheckFacts {
  readonly text: CertificateText;
  readonly issuedAt: Date;
}

export function renderCertificate(app: App, issued: IssuedText, language: Language): Promise<Buffer> {
  const { text, issuedAt, code } = issued;
  return renderLetter(app, {
    title: text.title,
    language,
    madeAt: issuedAt,
    code,
    content: [
      { text: text.lead, fontSize: 12, margin: [0, 4, 0, 12] },
      rowsTable(text.rows),
      ...text.notes.map((note, index): Content => ({
        text: note,
        style: "small",
        margin: [0, index === 0 ? 12 : 2, 0, 0],
      })),
      checkFoot(app, language, issued),
    ],
  });
}
