// Puts somebody on the list. Nothing is chosen for whoever fills it in but what most people have.
import { usePage } from "#app/i18n/use-t.ts";
import { staffRoles } from "#app/kernel/permissions.ts";
import { languages } from "#app/i18n/languages.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Field } from "#app/ui/field.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import styles from "./invite-form.module.css";

export interface CreditorChoice {
  readonly value: string;
  readonly label: string;
}

interface InviteFormProps {
  readonly creditors: readonly CreditorChoice[];
  readonly values: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly errorOf: (field: string) => string | undefined;
}

const textOf = (value: string | readonly string[] | undefined): string => (typeof value === "string" ? value : "");

export function InviteForm({ creditors, values, errorOf }: InviteFormProps) {
  const { t } = usePage();
  const ownLanguage = { "zh-CN": t("shared.inChinese"), en: t("shared.inEnglish") };
  return (
    <div className={styles["form"]}>
      <Card title={t("staff.members.invite")} id="invite">
        <p>{t("staff.members.inviteLead")}</p>
        <form method="post" action="/ops/staff">
          <Field
            name="email"
            label={t("staff.members.email")}
            error={errorOf("email")}
            value={textOf(values["email"])}
            inputMode="email"
            autoComplete="off"
            maxLength={254}
          />
          <Field
            name="name"
            label={t("staff.members.name")}
            hint={t("staff.members.nameHint")}
            error={errorOf("name")}
            value={textOf(values["name"])}
            autoComplete="off"
            maxLength={100}
          />
          <Ticks
            type="radio"
            name="role"
            legend={t("staff.members.role")}
            hint={t("staff.members.roleHint")}
            error={errorOf("role")}
            values={[values["role"] ?? []].flat()}
            options={staffRoles.map((value) => ({ value, label: t(`desk.role.${value}`) }))}
          />
          <Ticks
            type="checkbox"
            name="creditors"
            legend={t("staff.members.creditors")}
            hint={t("staff.members.creditorsHint")}
            error={errorOf("creditors")}
            values={[values["creditors"] ?? []].flat()}
            options={creditors}
          />
          <Ticks
            type="radio"
            name="language"
            legend={t("staff.members.language")}
            error={errorOf("language")}
            values={[textOf(values["language"]) || "zh-CN"]}
            options={languages.map((value) => ({ value, label: <span lang={value}>{ownLanguage[value]}</span> }))}
          />
          <Button>{t("staff.members.send")}</Button>
        </form>
      </Card>
    </div>
  );
}
