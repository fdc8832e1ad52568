// The two steps of the staff's way in. Neither says whether anybody is known.
import { usePage } from "#app/i18n/use-t.ts";
import type { WordedErrors } from "#app/modules/identity/field-errors.ts";
import { Button } from "#app/ui/button.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { MoreLink, Quiet } from "#app/ui/prose.tsx";
import { PasskeyForm } from "./passkey-form.tsx";

const here = "/staff/sign-in";

interface PasswordStepProps {
  readonly errors: WordedErrors;
  /** JSON of what a passkey may sign; without it there are none at this address. */
  readonly passkey: string | undefined;
  readonly over: boolean;
  readonly email: string | undefined;
}

export function PasswordStepPage({ errors, passkey, over, email }: PasswordStepProps) {
  const { t } = usePage();
  return (
    <DeskPage title={t("staff.signIn.title")} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      {over && errors.summary.length === 0 && (
        <Notice tone="note">
          <p>{t("staff.signIn.over")}</p>
        </Notice>
      )}
      <Quiet>{t("staff.signIn.lead")}</Quiet>
      <form method="post" action={here} noValidate>
        <Field
          name="email"
          label={t("staff.signIn.email")}
          error={errors.of("email")}
          value={email}
          type="email"
          autoComplete="username"
          maxLength={300}
        />
        <Field
          name="password"
          label={t("staff.signIn.password")}
          error={errors.of("password")}
          type="password"
          autoComplete="current-password"
          maxLength={1000}
        />
        <Button>{t("staff.signIn.next")}</Button>
      </form>
      <h2>{t("staff.signIn.passkeyTitle")}</h2>
      {passkey === undefined ? (
        <Quiet>{t("staff.signIn.noPasskeys")}</Quiet>
      ) : (
        <>
          <p>{t("staff.signIn.passkeyText")}</p>
          <p data-without-passkey>{t("staff.passkey.without")}</p>
          <PasskeyForm
            action={here}
            options={passkey}
            button={t("staff.signIn.passkeyButton")}
            error={errors.of("credential")}
            quiet
          />
        </>
      )}
      <Quiet>{t("staff.signIn.lost")}</Quiet>
      <MoreLink to="/">{t("staff.signIn.home")}</MoreLink>
    </DeskPage>
  );
}

interface CodeStepProps {
  readonly errors: WordedErrors;
  readonly waitUntil: string | undefined;
}

export function CodeStepPage({ errors, waitUntil }: CodeStepProps) {
  const { t } = usePage();
  const again = `${here}?again=1`;
  return (
    <DeskPage
      title={t("staff.code.title")}
      back={{ to: again, label: t("staff.code.again") }}
      error={errors.summary.length > 0}
      narrow
    >
      <ErrorSummary errors={errors.summary} />
      {waitUntil !== undefined && errors.summary.length === 0 && (
        <Notice tone="note">
          <p>{t("staff.code.wait", { time: waitUntil })}</p>
        </Notice>
      )}
      <form method="post" action={here} noValidate>
        <Field
          name="code"
          label={t("staff.code.label")}
          hint={t("staff.code.hint")}
          error={errors.of("code")}
          autoComplete="one-time-code"
          maxLength={60}
          size={14}
        />
        <Button>{t("staff.code.button")}</Button>
      </form>
      <Quiet>{t("staff.signIn.lost")}</Quiet>
    </DeskPage>
  );
}
