// What is held about whoever is signed in, and the requests that the law gives: copy, correct, explain, delete.
import { data, redirect } from "react-router";
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { isLanguage } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { DataForm } from "#app/modules/accounts/accounts.schema.ts";
import { readHoldings } from "#app/modules/accounts/holdings.server.ts";
import { RequestReceived, useRequestErrors } from "#app/modules/accounts/request-parts.tsx";
import { askAboutData, listAnsweredCases, listOpenCases } from "#app/modules/accounts/requests.server.ts";
import { dataRequests } from "#app/modules/accounts/requests.ts";
import { readAccessLog, wholeAccessLog } from "#app/modules/review/access-log.server.ts";
import { LookedCard, LookedPage } from "#app/modules/review/access-log.tsx";
import { AnsweredList, AnsweredPage, AskedBack } from "#app/modules/review/answered-request.tsx";
import { writeLetter } from "#app/modules/review/request-letters.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { Route } from "./+types/data";

/** On the page beside everything else. */
const lookedShown = 5;

export async function loader({ context, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const { language } = context.get(visitContext);
  const asked = new URL(request.url).searchParams;
  const allLooked = asked.get("looked") === "all";
  const open = await listOpenCases(app, actor, ["data"]);
  const answered = await listAnsweredCases(app, actor, ["data"]);
  const read = answered.find(({ reference }) => reference === asked.get("case"));
  const { visits, ...held } = await readHoldings(app, actor);
  return {
    looked: await readAccessLog(app, actor, allLooked ? wholeAccessLog : lookedShown),
    allLooked,
    held,
    visits: visits.map((moment) => formatMoment(moment, language, app.settings.timeZone)),
    open,
    answered,
    letter: read && writeLetter(language, read, undefined, app.settings),
    days: requirePolicy(app.settings.policyPack).rightsAnswerDays.value,
    done: open.find(({ reference }) => reference === asked.get("case")),
  };
}

export async function action({ context, request }: Route.ActionArgs) {
  const form = parseForm(DataForm, await request.formData());
  if (!form.ok) return data({ errors: form.errors, values: form.values }, 422);
  const { language } = context.get(visitContext);
  const opened = await askAboutData(context.get(appContext), context.get(borrowerContext), form.value, language);
  return redirect(`/my/data?case=${opened.reference}`, 303);
}

function Held({ held }: { held: Route.ComponentProps["loaderData"]["held"] }) {
  const { t, language } = usePage();
  const languageName = held.language === "en" ? t("shared.inEnglish") : t("shared.inChinese");
  return (
    <Card title={t("accounts.data.held")}>
      <Facts
        items={[
          { term: t("accounts.data.name"), value: <bdi>{held.name}</bdi> },
          { term: t("accounts.data.idNumber"), value: held.idNumber },
          ...(held.hasBirthDate
            ? [{ term: t("accounts.data.birthDate"), value: t("accounts.data.birthDateHeld") }]
            : []),
          ...held.contacts.map(({ channel, masked, stopped }) => ({
            term: channel === "sms" ? t("accounts.data.phone") : t("accounts.data.email"),
            value: stopped ? t("accounts.data.stopped", { contact: masked }) : masked,
          })),
          ...(isLanguage(held.language) ? [{ term: t("accounts.data.language"), value: languageName }] : []),
          ...(held.region ? [{ term: t("accounts.data.region"), value: held.region }] : []),
          { term: t("accounts.data.accounts"), value: held.accounts },
          { term: t("accounts.data.since"), value: formatDay(held.since, language) },
        ]}
      />
      <p>{t("accounts.data.source")}</p>
    </Card>
  );
}

export default function DataPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t, language } = usePage();
  const errors = useRequestErrors(actionData?.errors);
  const { held, visits, looked, allLooked, open, answered, letter, done, days } = loaderData;
  if (letter && !actionData) {
    return <AnsweredPage letter={letter} back={{ to: "/my/data", label: t("accounts.data.title") }} />;
  }
  if (done && !actionData) {
    return (
      <RequestReceived
        title={t("accounts.data.doneTitle")}
        request={done}
        back={{ to: "/my", label: t("accounts.case.backToAll") }}
      >
        <li>{t("accounts.data.days", { days })}</li>
      </RequestReceived>
    );
  }
  if (allLooked && !actionData) return <LookedPage {...looked} />;
  return (
    <Page title={t("accounts.data.title")} back={{ to: "/my" }} error={errors.summary.length > 0}>
      <ErrorSummary errors={errors.summary} />
      {open.map(({ reference, answerBy, asked }) => (
        <Notice key={reference}>
          {asked ? (
            <AskedBack question={asked} until={answerBy} />
          ) : (
            <p>{t("accounts.data.open", { reference, day: formatDay(answerBy, language) })}</p>
          )}
        </Notice>
      ))}
      <AnsweredList answers={answered} />
      <p>{t("accounts.data.lead")}</p>
      <Held held={held} />
      <Card title={t("accounts.data.visits")}>
        <ul>
          {visits.map((visit) => (
            <li key={visit}>{visit}</li>
          ))}
        </ul>
        <p>{t("accounts.data.visitsNote")}</p>
      </Card>
      <LookedCard {...looked} />
      <Card title={t("accounts.data.keep")}>
        <p>{t("accounts.data.keepText")}</p>
        <a href="/privacy">{t("shared.privacy")}</a>
      </Card>
      <Card>
        <form method="post" action="/my/data">
          <RadioGroup
            name="request"
            legend={t("accounts.data.form")}
            hint={t("accounts.data.days", { days })}
            value={actionData?.values.request?.toString()}
            error={errors.of("request")}
            options={dataRequests.map((value) => ({ value, label: t(`accounts.data.requests.${value}`) }))}
          />
          <TextArea
            name="details"
            label={t("accounts.data.details")}
            value={actionData?.values.details?.toString()}
            error={errors.of("details")}
            maxLength={2000}
          />
          <Button>{t("accounts.data.submit")}</Button>
        </form>
      </Card>
    </Page>
  );
}
