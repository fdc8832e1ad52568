import { usePage } from "#app/i18n/use-t.ts";
import styles from "./page-foot.module.css";

export function PageFoot() {
  const { t, operator } = usePage();
  return (
    <footer className={styles["foot"]}>
      <p>{t("shared.promise")}</p>
      <nav aria-label={t("shared.footNav")}>
        <a href="/help">{t("shared.help")}</a>
        <a href="/help#advice">{t("shared.freeAdvice")}</a>
        <a href="/genuine">{t("shared.genuine")}</a>
        <a href="/privacy">{t("shared.privacy")}</a>
        <a href="/accessibility">{t("shared.accessibility")}</a>
      </nav>
      <p>{operator}</p>
    </footer>
  );
}
