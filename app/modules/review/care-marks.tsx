// What a person needs, as it stands on every page of their case: short, and without a word of why.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Tag } from "#app/ui/tag.tsx";
import type { CareMark } from "./care-marks.ts";
import styles from "./care-marks.module.css";

export function CareMarks({ marks }: { readonly marks: readonly CareMark[] }) {
  const { t, language } = usePage();
  if (marks.length === 0) return null;
  return (
    <ul className={styles["marks"]} aria-label={t("care.marks")}>
      {marks.map(({ id, need, reviewOn }) => (
        <li key={id}>
          <Tag tone="note" status={need}>
            {t(`care.need.${need}`)}
          </Tag>
          <small>{t("care.reviewOn", { day: formatDay(reviewOn, language) })}</small>
        </li>
      ))}
    </ul>
  );
}
