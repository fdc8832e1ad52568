// The steps of setting up one's own sign-in, as pages.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { languages } from "#app/i18n/languages.ts";
import type { WordedErrors } from "#app/modules/identity/field-errors.ts";
import { Button } from "#app/ui/button.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { Select } from "#app/ui/select.tsx";
import { NewPasskey } from "./new-passkey.tsx";
import type { QrPicture } from "./qr-picture.ts";
import { RecoveryCodes } from "./recovery-code-list.tsx";
import styles from "./staff-pages.module.css";

interface Typed {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
  readonly language?: string | undefined;
  readonly way?: string | undefined;
}

interface AboutShown {
  readonly step: "you";
  readonly here: string;
  readonly role: string;
  /** Nobody invited this person: they become the first operator. */
  readonly first: boolean;
  /** Whether there can be passkeys at this address. */
  readonly passkeys: boolean;
  readonly typed: Typed;
}

interface CodeShown {
  readonly step: "code";
  readonly here: string;
  readonly secret: string;
  readonly picture: QrPicture;
}

export type SetUpShown =
  | AboutShown
  | CodeShown
  | { readonly step: "codes"; readonly here: string; readonly codes: readonly string[] }
  | { readonly step: "passkey"; readonly here: string; readonly options: string | undefined };

interface StepProps {
  readonly title: string;
  readonly back?: string;
  readonly errors: WordedErrors;
  readonly children: ReactNode;
}

function StepFrame({ title, back, errors, children }: StepProps) {
  const { t } = usePage();
  return (
    <DeskPage
      title={title}
      back={back === undefined ? undefined : { to: back, label: t("staff.setUp.back") }}
      error={errors.summary.length > 0}
      narrow
    >
      <ErrorSummary errors={errors.summary} />
      {children}
    </DeskPage>
  );
}

function PasswordField({ error }: { error: string | undefined }) {
  const { t } = usePage();
  return (
    <Field
      name="newPassword"
      label={t("staff.setUp.newPassword")}
      hint={t("staff.setUp.newPasswordHint")}
      error={error}
      type="password"
      autoComplete="new-password"
      maxLength={1000}
    />
  );
}

function AboutStep({ shown, errors, typed }: { shown: AboutShown; errors: WordedErrors; typed: Typed }) {
  const { t } = usePage();
  const { here, first, passkeys } = shown;
  const password = <PasswordField error={errors.of("newPassword")} />;
  const passkeyWay = { value: "passkey", label: t("staff.setUp.byPasskey"), hint: t("staff.setUp.byPasskeyHint") };
  const passwordWay = {
    value: "password",
    label: t("staff.setUp.byPassword"),
    hint: t("staff.setUp.byPasswordHint"),
    wide: password,
  };
  return (
    <StepFrame title={t("staff.setUp.title")} errors={errors}>
      <p>{first ? t("staff.setUp.first") : t("staff.setUp.invited", { role: shown.role })}</p>
      <Quiet>{t("staff.setUp.once")}</Quiet>
      <form method="post" action={here} noValidate>
        <Field
          name="name"
          label={t("staff.setUp.name")}
          hint={t("staff.setUp.nameHint")}
          error={errors.of("name")}
          value={typed.name}
          autoComplete="name"
          maxLength={100}
        />
        {first ? (
          <Field
            name="email"
            label={t("staff.setUp.email")}
            hint={t("staff.setUp.emailHint")}
            error={errors.of("email")}
            value={typed.email}
            type="email"
            autoComplete="username"
            maxLength={254}
          />
        ) : (
          <>
            <p>
              {t("staff.setUp.email")} <strong>{typed.email}</strong>
            </p>
            {/* For whatever keeps passwords: whose password it is. */}
            <input type="hidden" name="username" autoComplete="username" value={typed.email} />
          </>
        )}
        <Select
          name="language"
          label={t("staff.setUp.language")}
          options={languages.map((value) => ({
            value,
            label: t(value === "en" ? "shared.inEnglish" : "shared.inChinese"),
          }))}
          value={typed.language}
        />
        {passkeys ? (
          <RadioGroup
            name="way"
            legend={t("staff.setUp.way")}
            options={[passkeyWay, passwordWay]}
            value={typed.way}
            error={errors.of("way")}
          />
        ) : (
          <>
            <h2>{t("staff.setUp.byPassword")}</h2>
            <Quiet>{t("staff.setUp.byPasswordHint")}</Quiet>
            <input type="hidden" name="way" value="password" />
            {password}
            <Quiet>{t("staff.signIn.noPasskeys")}</Quiet>
          </>
        )}
        <Field
          name="idNumber"
          label={t("staff.setUp.idNumber")}
          hint={t("staff.setUp.idNumberHint")}
          error={errors.of("idNumber")}
          autoComplete="off"
          maxLength={60}
        />
        <Button>{t("staff.setUp.next")}</Button>
      </form>
    </StepFrame>
  );
}

function CodeStep({ shown: { here, secret, picture }, errors }: { shown: CodeShown; errors: WordedErrors }) {
  const { t } = usePage();
  const { size, path } = picture;
  return (
    <StepFrame title={t("staff.setUp.codeTitle")} back={`${here}?step=you`} errors={errors}>
      <p>{t("staff.setUp.scan")}</p>
      <svg
        className={styles["picture"]}
        viewBox={`0 0 ${size} ${size}`}
        width="240"
        height="240"
        shapeRendering="crispEdges"
      >
        <title>{t("staff.setUp.picture")}</title>
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <p>
        {t("staff.setUp.byHand")}
        <code className={styles["secret"]}>{secret.replace(/(.{4})(?=.)/g, "$1 ")}</code>
      </p>
      <form method="post" action={`${here}?step=code`} noValidate>
        <input type="hidden" name="intent" value="code" />
        <Field
          name="code"
          label={t("staff.setUp.codeLabel")}
          error={errors.of("code")}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={60}
          size={12}
        />
        <Button>{t("staff.setUp.confirm")}</Button>
      </form>
    </StepFrame>
  );
}

export function SetUpPage({
  shown,
  errors,
  typed,
}: {
  shown: SetUpShown;
  errors: WordedErrors;
  typed?: Typed | undefined;
}) {
  const { t } = usePage();
  const { here } = shown;
  if (shown.step === "code") return <CodeStep shown={shown} errors={errors} />;
  if (shown.step === "codes") {
    return (
      <StepFrame title={t("staff.setUp.codesTitle")} errors={errors}>
        <p>{t("staff.setUp.codesLead")}</p>
        <RecoveryCodes codes={shown.codes} />
        <p>{t("staff.setUp.codesKeep")}</p>
        <form method="post" action={`${here}?step=codes`} noValidate>
          <input type="hidden" name="intent" value="kept" />
          <Checkbox name="kept" label={t("staff.setUp.kept")} error={errors.of("kept")} />
          <Button>{t("staff.setUp.finish")}</Button>
        </form>
      </StepFrame>
    );
  }
  if (shown.step === "passkey") {
    return (
      <StepFrame title={t("staff.setUp.passkeyTitle")} back={`${here}?step=you`} errors={errors}>
        <p>{t("staff.passkey.makeText")}</p>
        <p data-without-passkey>{t("staff.passkey.without")}</p>
        {shown.options !== undefined && (
          <NewPasskey action={`${here}?step=passkey`} intent="passkey" options={shown.options} errors={errors} />
        )}
      </StepFrame>
    );
  }
  // The address of somebody who was invited is not theirs to change.
  const kept = shown.first ? typed : { ...typed, email: shown.typed.email };
  return (
    <AboutStep shown={shown} errors={errors} typed={typed === undefined ? shown.typed : { ...shown.typed, ...kept }} />
  );
}

/** A link that opens nothing: what to do instead. */
export function SetUpClosed() {
  const { t } = usePage();
  return (
    <DeskPage title={t("staff.setUp.closedTitle")} narrow>
      <p>{t("staff.setUp.closed")}</p>
      <p>{t("staff.setUp.closedNext")}</p>
      <Quiet>{t("staff.setUp.closedFirst")}</Quiet>
      <LinkButton to="/staff/sign-in">{t("staff.setUp.toSignIn")}</LinkButton>
    </DeskPage>
  );
}
