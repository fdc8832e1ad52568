// "Something is not right": an objection, its reference, and what happens until it is answered.
import { data, redirect } from "react-router";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { DisputeForm } from "#app/modules/accounts/accounts.schema.ts";
import { readAccountName } from "#app/modules/accounts/accounts.server.ts";
import { RequestReceived, useRequestErrors } from "#app/modules/accounts/request-parts.tsx";
import { listAnsweredCases, listOpenCases, openDispute } from "#app/modules/accounts/requests.server.ts";
import { disputeReasons } from "#app/modules/accounts/requests.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { AnsweredList, AnsweredPage, AskedBack } from "#app/modules/review/answered-request.tsx";
import { writeLetter } from "#app/modules/review/request-letters.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { Route } from "./+types/dispute";

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const account = await readAccountName(app, actor, params.accountId);
  if (!account) throw data(null, 404);
  const asked = new URL(request.url).searchParams;
  const open = await listOpenCases(app, actor, ["dispute", "not_mine"], account.id);
  const answered = await listAnsweredCases(app, actor, ["dispute", "not_mine"], account.id);
  const read = answered.find(({ reference }) => reference === asked.get("case"));
  return {
    account,
    open,
    answered,
    letter: read && writeLetter(context.get(visitContext).language, read, account, app.settings),
    done: open.find(({ reference }) => reference === asked.get("case")),
    creditReportDays: requirePolicy(app.settings.policyPack).creditReportObjectionDays.value,
    reason: disputeReasons.find((reason) => reason === asked.get("reason")),
  };
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const form = parseForm(DisputeForm, await request.formData());
  if (!form.ok) return data({ errors: form.errors, values: form.values }, 422);
  const { language } = context.get(visitContext);
  const opened = await openDispute(
    context.get(appContext),
    context.get(borrowerContext),
    params.accountId,
    form.value,
    language,
  );
  if (!opened) throw data(null, 404);
  return redirect(`/my/accounts/${params.accountId}/dispute?case=${opened.reference}`, 303);
}

export default function DisputePage({ loaderData, actionData }: Route.ComponentProps) {
  const { t, language } = usePage();
  const errors = useRequestErrors(actionData?.errors);
  const { account, open, answered, letter, done, reason, creditReportDays: days } = loaderData;
  const here = `/my/accounts/${account.id}`;
  if (letter && !actionData) {
    return <AnsweredPage letter={letter} back={{ to: here, label: t("accounts.case.backToAccount") }} />;
  }
  if (done && !actionData) {
    return (
      <RequestReceived
        title={t("accounts.dispute.doneTitle")}
        request={done}
        back={{ to: here, label: t("accounts.case.backToAccount") }}
      >
        {account.disputed && <li>{t("accounts.dispute.held")}</li>}
        <li>{t("accounts.dispute.result")}</li>
        <li>{t("accounts.dispute.credit", { days })}</li>
        <li>
          <MoreLink to={`/my/messages/${done.id}`}>{t("conversation.toThread")}</MoreLink>
        </li>
      </RequestReceived>
    );
  }
  const values = actionData?.values;
  return (
    <Page title={t("accounts.dispute.title")} back={{ to: here }} error={errors.summary.length > 0} narrow>
      <ErrorSummary errors={errors.summary} />
      <p>{t("accounts.dispute.about", { account: nameAccount(t, account) })}</p>
      {open.map(({ id, reference, answerBy, asked }) => (
        <Notice key={reference}>
          {asked ? (
            <AskedBack question={asked} until={answerBy} />
          ) : (
            <p>{t("accounts.dispute.open", { reference, day: formatDay(answerBy, language) })}</p>
          )}
          <MoreLink to={`/my/messages/${id}`}>{t("conversation.toThread")}</MoreLink>
        </Notice>
      ))}
      <AnsweredList answers={answered} />
      <form method="post" action={`${here}/dispute`}>
        <RadioGroup
          name="reason"
          legend={t("accounts.dispute.reason")}
          value={values?.reason?.toString() ?? reason}
          error={errors.of("reason")}
          options={disputeReasons.map((value) => ({
            value,
            label: t(`accounts.dispute.reasons.${value}`),
            hint: t(`accounts.dispute.hints.${value}`, { days }),
          }))}
        />
        <TextArea
          name="details"
          label={t("accounts.dispute.details")}
          hint={t("accounts.dispute.detailsHint")}
          value={values?.details?.toString()}
          error={errors.of("details")}
          maxLength={2000}
        />
        <p>{t("accounts.dispute.effect")}</p>
        <Button>{t("accounts.dispute.submit")}</Button>
      </form>
    </Page>
  );
}
