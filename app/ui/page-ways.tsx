// Two links that every sheet has: past its head to its text, and back to where the person came from.
import { usePage } from "#app/i18n/use-t.ts";
import styles from "./page-ways.module.css";

export function SkipLink() {
  const { t } = usePage();
  return (
    <a className={styles["skip"]} href="#main">
      {t("shared.skip")}
    </a>
  );
}

export function BackLink({ to, label }: { to: string; label?: string | undefined }) {
  const { t } = usePage();
  return (
    <a className={styles["back"]} href={to}>
      {label ?? t("shared.back")}
    </a>
  );
}
