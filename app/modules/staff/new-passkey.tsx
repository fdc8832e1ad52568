// Making a passkey: a name for the device, and the device's answer.
import { usePage } from "#app/i18n/use-t.ts";
import type { WordedErrors } from "#app/modules/identity/field-errors.ts";
import { Field } from "#app/ui/field.tsx";
import { PasskeyForm } from "./passkey-form.tsx";

interface NewPasskeyProps {
  readonly action: string;
  readonly intent: string;
  readonly options: string;
  readonly errors: WordedErrors;
}

export function NewPasskey({ action, intent, options, errors }: NewPasskeyProps) {
  const { t } = usePage();
  return (
    <PasskeyForm action={action} options={options} button={t("staff.passkey.make")} error={errors.of("credential")}>
      <input type="hidden" name="intent" value={intent} />
      <Field
        name="device"
        label={t("staff.passkey.device")}
        hint={t("staff.passkey.deviceHint")}
        error={errors.of("device")}
        autoComplete="off"
        maxLength={60}
      />
    </PasskeyForm>
  );
}
