// The boxes of the search. What is asked for stands in the address, so that a search can be kept and sent on.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import type { AuditFilterFault } from "./audit-search.ts";
import styles from "./audit-table.module.css";

export interface AskedFields {
  readonly who: string;
  readonly action: string;
  readonly about: string;
  readonly from: string;
  readonly until: string;
}

interface AuditFilterFormProps {
  readonly asked: AskedFields;
  readonly faults: readonly AuditFilterFault[];
}

export function AuditFilterForm({ asked, faults }: AuditFilterFormProps) {
  const { t } = usePage();
  const errorOf = (field: AuditFilterFault) => (faults.includes(field) ? t(`audit.error.${field}`) : undefined);
  return (
    <form action="/ops/audit" noValidate>
      <div className={styles["filter"]}>
        <Field name="who" label={t("audit.filter.who")} hint={t("audit.filter.whoHint")} value={asked.who} />
        <Field
          name="action"
          label={t("audit.filter.action")}
          hint={t("audit.filter.actionHint")}
          value={asked.action}
        />
        <Field name="about" label={t("audit.filter.about")} hint={t("audit.filter.aboutHint")} value={asked.about} />
        <Field name="from" type="date" label={t("audit.filter.from")} value={asked.from} error={errorOf("from")} />
        <Field name="until" type="date" label={t("audit.filter.until")} value={asked.until} error={errorOf("until")} />
        <div>
          <Button>{t("audit.filter.submit")}</Button>
        </div>
      </div>
      {Object.values(asked).some((value) => value !== "") && (
        <p>
          <MoreLink to="/ops/audit">{t("audit.filter.all")}</MoreLink>
        </p>
      )}
    </form>
  );
}
