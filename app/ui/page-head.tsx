import { usePage } from "#app/i18n/use-t.ts";
import { LanguageLinks } from "./language-links.tsx";
import { Mark } from "./mark.tsx";
import styles from "./page-head.module.css";

export function PageHead() {
  const { t, signedIn, idleUntil, name, demo } = usePage();
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
          <LanguageLinks />
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
