// Chooses the days of a statement and gives it as a file; left out where the statement itself is printed.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import styles from "./period-form.module.css";

interface PeriodFormProps {
  readonly accountId: string;
  readonly from: string;
  readonly until: string;
  readonly error: string | undefined;
}

export function PeriodForm({ accountId, from, until, error }: PeriodFormProps) {
  const { t } = usePage();
  const here = `/my/accounts/${accountId}/statement`;
  return (
    <div className={styles["screen"]}>
      <Card title={t("accounts.statement.period")}>
        <form action={here}>
          <Field name="from" type="date" label={t("accounts.statement.chooseFrom")} value={from} error={error} />
          <Field name="until" type="date" label={t("accounts.statement.chooseUntil")} value={until} />
          <Button quiet>{t("accounts.statement.choose")}</Button>
        </form>
      </Card>
      <LinkButton to={`${here}.pdf?from=${from}&until=${until}`}>{t("accounts.statement.pdf")}</LinkButton>
      <p>
        <small>{t("accounts.statement.print")}</small>
      </p>
    </div>
  );
}
