import { data, redirect } from "react-router";
import { useT } from "#app/i18n/use-t.ts";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { ClaimForm } from "#app/modules/identity/identity.schema.ts";
import { claimPerson, isStarted } from "#app/modules/identity/identity.server.ts";
import { PrivacyNote } from "#app/modules/identity/privacy-note.tsx";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { arrivalOf } from "../visit-middleware.server.ts";
import type { Route } from "./+types/verify";

export async function loader({ request, context }: Route.LoaderArgs) {
  if (context.get(visitContext).borrower) return redirect("/my", 303);
  const started = await isStarted(context.get(appContext), arrivalOf(context, request));
  return started ? null : redirect("/start", 303);
}

export async function action({ request, context }: Route.ActionArgs) {
  if (context.get(visitContext).borrower) return redirect("/my", 303);
  const form = parseForm(ClaimForm, await request.formData());
  if (!form.ok) return data(form, { status: 422 });
  const claimed = await claimPerson(context.get(appContext), arrivalOf(context, request), form.value);
  return redirect(claimed ? "/verify/code" : "/start", 303);
}

export default function Verify({ actionData }: Route.ComponentProps) {
  const t = useT();
  const errors = useFieldErrors(actionData?.errors);
  return (
    <Page title={t("identity.verify.title")} back={{ to: "/start" }} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      <form method="post" action="/verify">
        <Field
          name="fullName"
          label={t("identity.verify.fullName")}
          hint={t("identity.verify.fullNameHint")}
          error={errors.of("fullName")}
          value={actionData?.values.fullName?.toString()}
          autoComplete="name"
          maxLength={100}
        />
        <Field
          name="idLast6"
          label={t("identity.verify.idLast6")}
          hint={t("identity.verify.idLast6Hint")}
          error={errors.of("idLast6")}
          value={actionData?.values.idLast6?.toString()}
          autoComplete="off"
          maxLength={40}
          size={10}
        />
        <Button>{t("identity.continue")}</Button>
      </form>
      <PrivacyNote />
    </Page>
  );
}
