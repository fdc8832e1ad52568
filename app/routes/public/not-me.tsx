import { data, redirect } from "react-router";
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { useT } from "#app/i18n/use-t.ts";
import { CaseOpened } from "#app/modules/identity/case-opened.tsx";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { findCase } from "#app/modules/identity/help-cases.server.ts";
import { CodeForm, contactForm } from "#app/modules/identity/identity.schema.ts";
import { confirmNotMe, readNotMeStep, startNotMe } from "#app/modules/identity/not-me.server.ts";
import { PrivacyNote } from "#app/modules/identity/privacy-note.tsx";
import { writeCarried } from "#app/modules/identity/session-cookie.ts";
import { roundUpToMinute } from "#app/modules/identity/sign-in-limits.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { arrivalOf } from "../visit-middleware.server.ts";
import type { Route } from "./+types/not-me";

const codePage = "/not-me?step=code";

export async function loader({ request, context }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const asked = new URL(request.url).searchParams;
  const opened = asked.has("case") ? await findCase(app, asked.get("case") ?? "") : undefined;
  if (opened) {
    const answeredOn = opened.answeredOn && formatDay(opened.answeredOn, language);
    const answerBy = formatDay(opened.answerBy, language);
    return { page: "done" as const, reference: opened.reference, answerBy, answeredOn };
  }
  if (asked.get("step") !== "code") return { page: "contact" as const };
  const step = await readNotMeStep(app, arrivalOf(context, request));
  if (!step) return redirect("/not-me", 303);
  const written = (moment?: Date) => moment && formatMoment(roundUpToMinute(moment), language, app.settings.timeZone);
  return { page: "code" as const, sendFrom: written(step.sendingOpensAt), tryFrom: written(step.tryingOpensAt) };
}

export async function action({ request, context }: Route.ActionArgs) {
  const app = context.get(appContext);
  const visit = context.get(visitContext);
  const arrival = arrivalOf(context, request);
  const fields = await request.formData();
  if (new URL(request.url).searchParams.get("step") !== "code") {
    const form = parseForm(contactForm(app.settings), fields);
    if (!form.ok) return data({ errors: form.errors, value: form.values.contact?.toString() }, { status: 422 });
    visit.cookies.push(writeCarried(await startNotMe(app, arrival, form.value.contact)));
    return redirect(codePage, 303);
  }
  const form = parseForm(CodeForm, fields);
  if (!form.ok) return data({ errors: form.errors, value: form.values.code?.toString() }, { status: 422 });
  const answer = await confirmNotMe(app, arrival, form.value.code);
  if (answer.kind === "start-again") return redirect("/not-me", 303);
  if (answer.kind === "stopped") {
    visit.cookies.push(writeCarried(answer.carried));
    return redirect(`/not-me?case=${answer.opened.reference}`, 303);
  }
  const code = answer.kind === "wait" ? "identity.error.codeWait" : "identity.error.codeWrong";
  return data({ errors: { code }, value: undefined }, { status: 422 });
}

interface StepProps {
  errors: ReturnType<typeof useFieldErrors>;
  value: string | undefined;
}

function ContactStep({ errors, value }: StepProps) {
  const t = useT();
  return (
    <Page title={t("identity.notMe.title")} back={{ to: "/" }} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      <p>{t("identity.notMe.lead")}</p>
      <form method="post" action="/not-me">
        <Field
          name="contact"
          label={t("identity.notMe.label")}
          hint={t("identity.notMe.hint")}
          error={errors.of("contact")}
          value={value}
          maxLength={254}
        />
        <Button>{t("identity.notMe.send")}</Button>
      </form>
      <PrivacyNote />
    </Page>
  );
}

function CodeStep({
  errors,
  value,
  sendFrom,
  tryFrom,
}: StepProps & { sendFrom: string | undefined; tryFrom: string | undefined }) {
  const t = useT();
  return (
    <Page title={t("identity.notMe.codeTitle")} back={{ to: "/not-me" }} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      <p>{t("identity.notMe.sent")}</p>
      {tryFrom !== undefined && errors.summary.length === 0 && (
        <Notice tone="note">
          <p>{t("identity.code.waitBefore", { time: tryFrom })}</p>
        </Notice>
      )}
      <form method="post" action={codePage}>
        <Field
          name="code"
          label={t("identity.notMe.codeLabel")}
          hint={t("identity.notMe.codeHint")}
          error={errors.of("code")}
          value={value}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={40}
          size={12}
        />
        <Button>{t("identity.notMe.confirm")}</Button>
      </form>
      {sendFrom !== undefined && <p>{t("identity.code.noCodeNow", { time: sendFrom })}</p>}
      <PrivacyNote />
      <Card>
        <Rows>
          <Row to="/not-me" title={t("identity.notMe.again")} />
          <Row to="/verify/help" title={t("identity.notMe.helpLink")} />
        </Rows>
      </Card>
    </Page>
  );
}

interface DoneProps {
  reference: string;
  answerBy: string;
  answeredOn: string | undefined;
}

function Done({ reference, answerBy, answeredOn }: DoneProps) {
  const t = useT();
  return (
    <Page title={t(answeredOn === undefined ? "identity.notMe.doneTitle" : "requests.own.done")} narrow>
      <p>{t("identity.notMe.done")}</p>
      {answeredOn === undefined ? (
        <p>{t("identity.notMe.next")}</p>
      ) : (
        <p>{t("requests.own.doneText", { day: answeredOn })}</p>
      )}
      <CaseOpened reference={reference} answerBy={answerBy} />
    </Page>
  );
}

export default function NotMe({ actionData, loaderData }: Route.ComponentProps) {
  const errors = useFieldErrors(actionData?.errors, loaderData.page === "code" ? loaderData.tryFrom : undefined);
  const step = { errors, value: actionData?.value };
  if (loaderData.page === "done") return <Done {...loaderData} />;
  return loaderData.page === "code" ? <CodeStep {...step} {...loaderData} /> : <ContactStep {...step} />;
}
