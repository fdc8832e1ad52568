// Which days and whose accounts: in the address, so that a view can be kept.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Select } from "#app/ui/select.tsx";
import { supervisionDays, type SupervisionFilter } from "./supervision.ts";
import styles from "./supervision.module.css";

interface SupervisionFilterFormProps {
  readonly filter: SupervisionFilter;
  readonly creditors: readonly { readonly code: string; readonly name: string }[];
}

export function SupervisionFilterForm({ filter, creditors }: SupervisionFilterFormProps) {
  const { t } = usePage();
  return (
    <form className={styles["filter"]} action="/desk/supervision">
      <Select
        name="days"
        label={t("supervision.filter.days")}
        value={String(filter.days)}
        options={supervisionDays.map((count) => ({
          value: String(count),
          label: t("supervision.filter.lastDays", { count }),
        }))}
      />
      <Select
        name="creditor"
        label={t("supervision.filter.creditor")}
        value={filter.creditor ?? ""}
        options={[
          { value: "", label: t("supervision.filter.all") },
          ...creditors.map(({ code, name }) => ({ value: code, label: name })),
        ]}
      />
      <div>
        <Button>{t("supervision.filter.submit")}</Button>
      </div>
    </form>
  );
}
