import { data, redirect } from "react-router";
import { useT } from "#app/i18n/use-t.ts";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { StartForm } from "#app/modules/identity/identity.schema.ts";
import { startSignIn } from "#app/modules/identity/identity.server.ts";
import { PrivacyNote } from "#app/modules/identity/privacy-note.tsx";
import { writeCarried } from "#app/modules/identity/session-cookie.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Page } from "#app/ui/page.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { arrivalOf } from "../visit-middleware.server.ts";
import type { Route } from "./+types/start";

export function loader({ context }: Route.LoaderArgs) {
  return context.get(visitContext).borrower ? redirect("/my", 303) : null;
}

export async function action({ request, context }: Route.ActionArgs) {
  const visit = context.get(visitContext);
  if (visit.borrower) return redirect("/my", 303);
  const form = parseForm(StartForm, await request.formData());
  if (!form.ok) return data(form, { status: 422 });
  const carried = await startSignIn(context.get(appContext), arrivalOf(context, request), form.value.reference);
  visit.cookies.push(writeCarried(carried));
  return redirect("/verify", 303);
}

export default function Start({ actionData }: Route.ComponentProps) {
  const t = useT();
  const errors = useFieldErrors(actionData?.errors);
  return (
    <Page title={t("identity.start.title")} back={{ to: "/" }} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      <form method="post" action="/start">
        <Field
          name="reference"
          label={t("identity.start.label")}
          hint={t("identity.start.hint")}
          error={errors.of("reference")}
          value={actionData?.values.reference?.toString()}
          autoComplete="off"
          maxLength={64}
        />
        <Button>{t("identity.continue")}</Button>
      </form>
      <PrivacyNote />
      <Card>
        <Rows>
          <Row to="/verify/help" title={t("identity.start.helpLink")} />
          <Row to="/not-me" title={t("identity.start.notMeLink")} />
        </Rows>
      </Card>
    </Page>
  );
}
