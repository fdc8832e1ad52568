// Changes of one's own way in that ask for a proof, each on a page of its own.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { revealUnseen } from "#app/kernel/foreign-text.ts";
import type { WordedErrors } from "#app/modules/identity/field-errors.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { NewPasskey } from "./new-passkey.tsx";
import { RecoveryCodes } from "./recovery-code-list.tsx";

export const ownSteps = ["password", "codes", "passkey", "remove"] as const;

/** `withCode`: the person has an authenticator, so a code is the proof. */
export type OwnStepShown = { readonly withCode: boolean } & (
  | { readonly step: "password" }
  | { readonly step: "codes"; readonly codes: readonly string[] | undefined }
  | { readonly step: "passkey"; readonly options: string | undefined }
  | { readonly step: "remove"; readonly passkey: string; readonly name: string }
);

interface StepProps {
  readonly shown: OwnStepShown;
  readonly errors: WordedErrors;
}

interface FormProps {
  /** The step that is shown again where something needs mending. */
  readonly at: string;
  readonly intent: string;
  readonly button: string;
  readonly children?: ReactNode;
}

function OwnForm({ at, intent, button, children }: FormProps) {
  return (
    <form method="post" action={`/staff?step=${at}`} noValidate>
      <input type="hidden" name="intent" value={intent} />
      {children}
      <Button>{button}</Button>
    </form>
  );
}

function Proof({ shown, errors }: StepProps) {
  const { t } = usePage();
  if (!shown.withCode) return <Quiet>{t("staff.own.proofFresh")}</Quiet>;
  return (
    <Field
      name="code"
      label={t("staff.own.proof")}
      hint={t("staff.own.proofHint")}
      error={errors.of("code")}
      autoComplete="one-time-code"
      maxLength={60}
      size={14}
    />
  );
}

function PasswordStep({ shown, errors }: StepProps) {
  const { t } = usePage();
  return (
    <>
      <Quiet>{t("staff.own.passwordLead")}</Quiet>
      <OwnForm at="password" intent="password" button={t("staff.own.changePassword")}>
        <Field
          name="password"
          label={t("staff.own.oldPassword")}
          error={errors.of("password")}
          type="password"
          autoComplete="current-password"
          maxLength={1000}
        />
        <Field
          name="newPassword"
          label={t("staff.setUp.newPassword")}
          hint={t("staff.setUp.newPasswordHint")}
          error={errors.of("newPassword")}
          type="password"
          autoComplete="new-password"
          maxLength={1000}
        />
        <Proof shown={shown} errors={errors} />
      </OwnForm>
    </>
  );
}

function CodesStep({ shown, codes, errors }: StepProps & { readonly codes: readonly string[] | undefined }) {
  const { t } = usePage();
  if (!codes) {
    return (
      <>
        <p>{t("staff.setUp.codesLead")}</p>
        <Quiet>{t("staff.own.codesLead")}</Quiet>
        <OwnForm at="codes" intent="ask_codes" button={t("staff.own.makeCodes")}>
          <Proof shown={shown} errors={errors} />
        </OwnForm>
      </>
    );
  }
  return (
    <>
      <RecoveryCodes codes={codes} />
      <p>{t("staff.setUp.codesKeep")}</p>
      <Quiet>{t("staff.own.codesLead")}</Quiet>
      <OwnForm at="codes" intent="keep_codes" button={t("staff.own.keep")}>
        <Checkbox name="kept" label={t("staff.setUp.kept")} error={errors.of("kept")} />
      </OwnForm>
    </>
  );
}

function PasskeyStep({ shown, options, errors }: StepProps & { readonly options: string | undefined }) {
  const { t } = usePage();
  if (options === undefined) {
    return (
      <OwnForm at="passkey" intent="ask_passkey" button={t("staff.setUp.next")}>
        <Proof shown={shown} errors={errors} />
      </OwnForm>
    );
  }
  return (
    <>
      <p>{t("staff.passkey.makeText")}</p>
      <p data-without-passkey>{t("staff.passkey.without")}</p>
      <NewPasskey action="/staff?step=passkey" intent="keep_passkey" options={options} errors={errors} />
    </>
  );
}

export function OwnAccessStep({ shown, errors }: StepProps) {
  const { t } = usePage();
  const titles = {
    password: t("staff.own.changePassword"),
    codes: t(shown.step === "codes" && shown.codes ? "staff.setUp.codesTitle" : "staff.own.newCodes"),
    passkey: t("staff.own.addPasskey"),
    remove: t("staff.own.removeTitle"),
  };
  return (
    <DeskPage
      title={titles[shown.step]}
      back={{ to: "/staff", label: t("staff.own.back") }}
      error={errors.summary.length > 0}
      narrow
    >
      <ErrorSummary errors={errors.summary} />
      {shown.step === "password" && <PasswordStep shown={shown} errors={errors} />}
      {shown.step === "codes" && <CodesStep shown={shown} codes={shown.codes} errors={errors} />}
      {shown.step === "passkey" && <PasskeyStep shown={shown} options={shown.options} errors={errors} />}
      {shown.step === "remove" && (
        <>
          <p>
            {t("staff.own.removeText", {
              name: revealUnseen(shown.name === "" ? t("staff.passkey.nameless") : shown.name),
            })}
          </p>
          <OwnForm at={`remove&passkey=${shown.passkey}`} intent="remove" button={t("staff.own.remove")}>
            <input type="hidden" name="passkey" value={shown.passkey} />
            <Proof shown={shown} errors={errors} />
          </OwnForm>
        </>
      )}
    </DeskPage>
  );
}
