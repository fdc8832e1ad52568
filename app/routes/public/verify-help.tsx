import { data, redirect } from "react-router";
import { newId } from "#app/kernel/ids.ts";
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { useT } from "#app/i18n/use-t.ts";
import { CaseOpened } from "#app/modules/identity/case-opened.tsx";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { findCase, requestHelp } from "#app/modules/identity/help-cases.server.ts";
import { HelpForm } from "#app/modules/identity/identity.schema.ts";
import { PrivacyNote } from "#app/modules/identity/privacy-note.tsx";
import { roundUpToMinute } from "#app/modules/identity/sign-in-limits.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { Route } from "./+types/verify-help";

export async function loader({ request, context }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const reference = new URL(request.url).searchParams.get("case");
  const opened = reference === null ? undefined : await findCase(app, reference);
  const { language } = context.get(visitContext);
  return {
    once: newId(),
    phone: app.settings.operator.phone,
    opened: opened && {
      reference: opened.reference,
      answerBy: formatDay(opened.answerBy, language),
      answeredOn: opened.answeredOn && formatDay(opened.answeredOn, language),
    },
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const app = context.get(appContext);
  const { ip, language } = context.get(visitContext);
  const form = parseForm(HelpForm, await request.formData());
  if (!form.ok) return data({ ...form, tooManyUntil: undefined }, { status: 422 });
  const { once, fullName, reach, reference = "", when = "", details = "" } = form.value;
  const values = { fullName, reach, reference, when, details };
  const outcome = await requestHelp(app, { once, ip, language, details: values });
  if (outcome.ok) return redirect(`/verify/help?case=${outcome.value.reference}`, 303);
  const tooManyUntil = formatMoment(roundUpToMinute(outcome.refusal.opensAt), language, app.settings.timeZone);
  return data({ errors: {}, values, tooManyUntil }, { status: 422 });
}

type Opened = NonNullable<Route.ComponentProps["loaderData"]["opened"]>;

function Done({ reference, answerBy, answeredOn }: Opened) {
  const t = useT();
  return (
    <Page title={t(answeredOn === undefined ? "identity.help.doneTitle" : "requests.own.done")} narrow>
      <p>
        {answeredOn === undefined
          ? t("identity.case.next", { day: answerBy })
          : t("requests.own.doneText", { day: answeredOn })}
      </p>
      <CaseOpened reference={reference} answerBy={answerBy} />
    </Page>
  );
}

export default function VerifyHelp({ actionData, loaderData }: Route.ComponentProps) {
  const t = useT();
  const errors = useFieldErrors(actionData?.errors);
  const values: Readonly<Record<string, string | readonly string[] | undefined>> = actionData?.values ?? {};
  const { once, phone, opened } = loaderData;
  if (opened && !actionData) return <Done {...opened} />;
  const kept = (field: string) => ({ name: field, error: errors.of(field), value: values[field]?.toString() });
  return (
    <Page title={t("identity.help.title")} back={{ to: "/start" }} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      {actionData?.tooManyUntil !== undefined && (
        <Notice tone="note">
          <p>{t("identity.help.tooMany", { time: actionData.tooManyUntil, phone })}</p>
        </Notice>
      )}
      <p>{t("identity.help.lead")}</p>
      <form method="post" action="/verify/help">
        <input type="hidden" name="once" value={once} />
        <Field {...kept("fullName")} label={t("identity.help.fullName")} autoComplete="name" maxLength={100} />
        <Field
          {...kept("reach")}
          label={t("identity.help.reach")}
          hint={t("identity.help.reachHint")}
          maxLength={200}
        />
        <Field {...kept("when")} label={t("identity.help.when")} maxLength={200} />
        <Field {...kept("reference")} label={t("identity.help.reference")} autoComplete="off" maxLength={64} />
        <TextArea
          {...kept("details")}
          label={t("identity.help.details")}
          hint={t("identity.help.detailsHint")}
          rows={4}
          maxLength={2000}
        />
        <Button>{t("identity.help.send")}</Button>
      </form>
      <PrivacyNote />
    </Page>
  );
}
