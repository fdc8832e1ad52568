import { usePage } from "#app/i18n/use-t.ts";
import { Card } from "#app/ui/card.tsx";
import styles from "./staff-pages.module.css";

/** Recovery codes, to be kept outside of this page. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = usePage();
  return (
    <Card>
      <ul className={styles["codes"]} aria-label={t("staff.setUp.codesList")}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
    </Card>
  );
}
