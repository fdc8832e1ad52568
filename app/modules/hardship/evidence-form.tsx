// The form that papers are added with. Files come straight from a phone's camera or its gallery.
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import type { FieldError } from "#app/ui/error-summary.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { evidenceKinds } from "./evidence.ts";

interface EvidenceFormProps {
  readonly action: string;
  readonly kind: string | undefined;
  readonly consented: boolean;
  readonly errors: readonly FieldError[];
}

export function EvidenceForm({ action, kind, consented, errors }: EvidenceFormProps) {
  const { t } = usePage();
  const errorOf = (field: string): string | undefined => errors.find((error) => error.field === field)?.message;
  return (
    <form method="post" action={action} encType="multipart/form-data" noValidate>
      <RadioGroup
        name="kind"
        legend={t("evidence.kind")}
        value={kind}
        error={errorOf("kind")}
        options={evidenceKinds.map((value) => ({
          value,
          label: t(`evidence.kinds.${value}`),
          hint: t(`evidence.kindHints.${value}`),
        }))}
      />
      <FileField
        name="files"
        label={t("evidence.files")}
        hint={t("evidence.filesHint")}
        error={errorOf("files")}
        accept="image/jpeg,image/png,application/pdf"
      />
      {!consented && (
        <>
          <h2>{t("evidence.consent.title")}</h2>
          <Checkbox
            name="consent"
            label={t("evidence.consent.text")}
            hint={t("evidence.consent.hint")}
            error={errorOf("consent")}
          />
        </>
      )}
      <Button>{t("evidence.add")}</Button>
    </form>
  );
}
