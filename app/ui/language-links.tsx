// The same page in the other language, each in its own words, whatever the page speaks.
import { languages, type Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";

const ownNames: Record<Language, "shared.inChinese" | "shared.inEnglish"> = {
  "zh-CN": "shared.inChinese",
  en: "shared.inEnglish",
};

/** The same page in another language. */
export function inLanguage(path: string, language: Language): string {
  const url = new URL(path, "http://page.invalid");
  url.searchParams.set("lang", language);
  return url.pathname + url.search;
}

export function LanguageLinks() {
  const { t, language, path } = usePage();
  return languages
    .filter((other) => other !== language)
    .map((other) => (
      <a key={other} href={inLanguage(path, other)} lang={other} hrefLang={other} rel="nofollow">
        {t(ownNames[other])}
      </a>
    ));
}
