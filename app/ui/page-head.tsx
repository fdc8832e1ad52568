import { languages, type Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Mark } from "./mark.tsx";
import styles from "./page-head.module.css";

/** Each language in its own words, whatever the page speaks. */
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

export function PageHead() {
  const { t, language, path, signedIn, idleUntil, name, demo } = usePage();
  return (
    <header>
      {demo && (
        <p className={styles["demo"]}>
          <b>
            <span lang="en">{t("shared.demoInEnglish")}</span> / <span lang="zh-CN">{t("shared.demoInChinese")}</span>
          </b>{" "}
          {t("shared.demo")} <a href="/dev/inbox">{t("shared.demoInbox")}</a>
        </p>
      )}
      <div className={styles["top"]}>
        <a className={styles["name"]} href={signedIn ? "/my" : "/"}>
          <Mark />
          {name}
        </a>
        <nav className={styles["nav"]} aria-label={t("shared.pageNav")}>
          {languages
            .filter((other) => other !== language)
            .map((other) => (
              <a key={other} href={inLanguage(path, other)} lang={other} hrefLang={other} rel="nofollow">
                {t(ownNames[other])}
              </a>
            ))}
          {signedIn && (
            <form method="post" action="/sign-out">
              <button>{t("shared.signOut")}</button>
            </form>
          )}
        </nav>
        {signedIn && idleUntil && <p className={styles["idle"]}>{t("shared.idle", { time: idleUntil })}</p>}
      </div>
    </header>
  );
}
