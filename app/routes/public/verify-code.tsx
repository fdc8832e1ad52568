import { data, redirect } from "react-router";
import { formatMoment, formatTime } from "#app/i18n/format.ts";
import { useT } from "#app/i18n/use-t.ts";
import { useFieldErrors } from "#app/modules/identity/field-errors.ts";
import { CodeForm, ResendForm } from "#app/modules/identity/identity.schema.ts";
import { readCodeStep, resendCode, verifyCode } from "#app/modules/identity/identity.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { PrivacyNote } from "#app/modules/identity/privacy-note.tsx";
import { ownPathOf, writeCarried } from "#app/modules/identity/session-cookie.ts";
import { roundUpToMinute } from "#app/modules/identity/sign-in-limits.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Field } from "#app/ui/field.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { arrivalOf } from "../visit-middleware.server.ts";
import type { Route } from "./+types/verify-code";

export async function loader({ request, context }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { borrower, language } = context.get(visitContext);
  if (borrower) return redirect("/my", 303);
  const step = await readCodeStep(app, arrivalOf(context, request));
  if (!step) return redirect("/start", 303);
  const { timeZone } = app.settings;
  const written = (moment?: Date) => moment && formatMoment(roundUpToMinute(moment), language, timeZone);
  return {
    asked: step.asked && { channel: step.asked.channel, at: formatTime(step.asked.at, timeZone) },
    sendFrom: written(step.sendingOpensAt),
    tryFrom: written(step.tryingOpensAt),
  };
}

export async function action({ request, context }: Route.ActionArgs) {
  const app = context.get(appContext);
  const visit = context.get(visitContext);
  if (visit.borrower) return redirect("/my", 303);
  const arrival = arrivalOf(context, request);
  const fields = await request.formData();
  const wish = parseForm(ResendForm, fields);
  if (wish.ok && wish.value.intent === "resend") {
    const resent = await resendCode(app, arrival, wish.value.channel);
    return redirect(resent ? "/verify/code" : "/start", 303);
  }
  const form = parseForm(CodeForm, fields);
  if (!form.ok) return data({ errors: form.errors, value: form.values.code?.toString() }, { status: 422 });
  const answer = await verifyCode(app, arrival, form.value.code);
  if (answer.kind === "start-again") return redirect("/start", 303);
  if (answer.kind === "signed-in") {
    // What they are about to see is counted up to yesterday, whether the nightly run has been or not.
    await accrueDebts(app, { borrowerId: answer.borrowerId });
    visit.cookies.push(writeCarried(answer.carried));
    return redirect(ownPathOf(answer.wanted ?? "") ?? "/my", 303);
  }
  const code = answer.kind === "wait" ? "identity.error.codeWait" : "identity.error.codeWrong";
  return data({ errors: { code }, value: undefined }, { status: 422 });
}

export default function VerifyCode({ actionData, loaderData }: Route.ComponentProps) {
  const t = useT();
  const { asked, sendFrom, tryFrom } = loaderData;
  const errors = useFieldErrors(actionData?.errors, tryFrom);
  return (
    <Page title={t("identity.code.title")} back={{ to: "/verify" }} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      {asked && (
        <>
          <p>{t(asked.channel === "email" ? "identity.code.sentEmail" : "identity.code.sentSms")}</p>
          <p>{t("identity.code.sentAt", { time: asked.at })}</p>
        </>
      )}
      {tryFrom !== undefined && errors.summary.length === 0 && (
        <Notice tone="note">
          <p>{t("identity.code.waitBefore", { time: tryFrom })}</p>
        </Notice>
      )}
      <form method="post" action="/verify/code">
        <Field
          name="code"
          label={t("identity.code.label")}
          hint={t("identity.code.hint")}
          error={errors.of("code")}
          value={actionData?.value}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={40}
          size={12}
        />
        <Button>{t("identity.continue")}</Button>
      </form>
      <h2>{t("identity.code.otherWays")}</h2>
      {sendFrom !== undefined && <p>{t("identity.code.noCodeNow", { time: sendFrom })}</p>}
      <form method="post" action="/verify/code">
        <input type="hidden" name="intent" value="resend" />
        <Pair>
          <Button quiet name="channel" value="sms">
            {t("identity.code.resendSms")}
          </Button>
          <Button quiet name="channel" value="email">
            {t("identity.code.resendEmail")}
          </Button>
        </Pair>
      </form>
      <Card>
        <Rows>
          <Row to="/verify" title={t("identity.code.changeLink")} />
          <Row to="/verify/help" title={t("identity.code.helpLink")} />
        </Rows>
      </Card>
      <PrivacyNote />
    </Page>
  );
}
