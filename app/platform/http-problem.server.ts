// The page for a request that reaches no page: refused before routing, or lost on the way. Plain HTML in the site's
// own style, made without the database, the session or React, because any of them may be what is missing. It says
// what to do next and, where somebody may ask us about it, a trace id; never what went wrong inside.
import { translator } from "#app/i18n/i18n.ts";
import { languages, type Language } from "#app/i18n/languages.ts";

export interface Problem {
  readonly status: number;
  readonly traceId: string;
  readonly nonce: string;
  readonly css: string;
  /** Undefined where it is not known yet: then both are said. */
  readonly language: Language | undefined;
}

type Kind = "elsewhere" | "missing" | "tooLarge" | "busy" | "broken" | "unreadable";

function kindOf(status: number): Kind {
  if (status === 403) return "elsewhere";
  if (status === 404) return "missing";
  if (status === 413) return "tooLarge";
  if (status === 503) return "busy";
  return status >= 500 ? "broken" : "unreadable";
}

const plainText: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escape = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => plainText[sign] ?? "");

function section(kind: Kind, language: Language, { status, traceId }: Problem): string {
  const t = translator(language);
  const reference = status >= 500 ? `<p>${escape(t("problems.reference", { traceId }))}</p>` : "";
  return `<section lang="${language}"><h1>${escape(t(`problems.${kind}.title`))}</h1>
<p>${escape(t(`problems.${kind}.text`))}</p>
${reference}<p><a href="/">${escape(t("problems.home"))}</a> · <a href="/help">${escape(t("problems.help"))}</a></p></section>`;
}

export function problemPage(problem: Problem): string {
  const kind = kindOf(problem.status);
  const said = problem.language ? [problem.language] : languages;
  const title = said.map((language) => translator(language)(`problems.${kind}.title`)).join(" / ");
  return `<!DOCTYPE html>
<html lang="${said[0] ?? "zh-CN"}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title><style nonce="${problem.nonce}">${problem.css}</style></head>
<body><main id="main">${said.map((language) => section(kind, language, problem)).join("\n")}</main></body></html>
`;
}
