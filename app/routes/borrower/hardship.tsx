// The way to an arrangement. Until the plan calculator opens this page says so, and asks a person.
import { data, redirect } from "react-router";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { AccountBoxes } from "#app/modules/accounts/account-boxes.tsx";
import { HardshipForm } from "#app/modules/accounts/accounts.schema.ts";
import { listAccountNames } from "#app/modules/accounts/accounts.server.ts";
import { RequestReceived, useRequestErrors } from "#app/modules/accounts/request-parts.tsx";
import { askForArrangement, listOpenCases } from "#app/modules/accounts/requests.server.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Checkbox } from "#app/ui/checkbox.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import type { Route } from "./+types/hardship";

const arrangements = ["instalments", "lower", "pause", "waiver", "settle"] as const;

export async function loader({ context, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(borrowerContext);
  const { language } = context.get(visitContext);
  const asked = new URL(request.url).searchParams;
  const open = await listOpenCases(app, actor, ["hardship"]);
  return {
    accounts: await listAccountNames(app, actor),
    chosen: asked.getAll("account"),
    open,
    done: open.find(({ reference }) => reference === asked.get("case")),
    advice: app.settings.freeAdvice.map(({ name, phone, url, hours }) => ({
      name: name[language],
      phone,
      url,
      hours: hours?.[language],
    })),
  };
}

export async function action({ context, request }: Route.ActionArgs) {
  const form = parseForm(HardshipForm, await request.formData());
  if (!form.ok) return data({ errors: form.errors, values: form.values }, 422);
  const opened = await askForArrangement(
    context.get(appContext),
    context.get(borrowerContext),
    form.value,
    context.get(visitContext).language,
  );
  if (!opened) throw data(null, 404);
  return redirect(`/my/hardship?case=${opened.reference}`, 303);
}

type Shown = Route.ComponentProps["loaderData"];

function HelpNow({ advice }: Pick<Shown, "advice">) {
  const { t } = usePage();
  return (
    <Card title={t("accounts.hardship.now")}>
      <Rows>
        {advice.map(({ name, phone, url, hours }) => (
          <Row key={name} title={name} to={phone ? `tel:${phone}` : url} note={hours} />
        ))}
      </Rows>
      <p>{t("accounts.hardship.pay")}</p>
    </Card>
  );
}

function AskForm({ accounts, chosen, values, errors }: Pick<Shown, "accounts" | "chosen"> & FormState) {
  const { t } = usePage();
  return (
    <form method="post" action="/my/hardship">
      <AccountBoxes
        accounts={accounts}
        ticked={values?.account ? [values.account].flat() : chosen}
        error={errors.of("account")}
      />
      <Checkbox
        name="care"
        checked={values?.care !== undefined}
        label={t("accounts.hardship.care")}
        hint={t("accounts.hardship.careHint")}
      />
      <TextArea
        name="details"
        label={t("accounts.hardship.details")}
        hint={t("accounts.hardship.detailsHint")}
        value={values?.details?.toString()}
        error={errors.of("details")}
        maxLength={2000}
      />
      <p>{t("accounts.hardship.quiet")}</p>
      <Button>{t("accounts.hardship.submit")}</Button>
    </form>
  );
}

interface FormState {
  readonly values: NonNullable<Route.ComponentProps["actionData"]>["values"] | undefined;
  readonly errors: ReturnType<typeof useRequestErrors>;
}

export default function HardshipPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t, language } = usePage();
  const errors = useRequestErrors(actionData?.errors);
  const { open, done, advice, accounts, chosen } = loaderData;
  if (done && !actionData) {
    return (
      <RequestReceived
        title={t("accounts.hardship.doneTitle")}
        request={done}
        back={{ to: "/my", label: t("accounts.case.backToAll") }}
      >
        <li>{t("accounts.hardship.quiet")}</li>
      </RequestReceived>
    );
  }
  return (
    <Page title={t("accounts.hardship.title")} back={{ to: "/my" }} error={errors.summary.length > 0}>
      <ErrorSummary errors={errors.summary} />
      {open.map(({ reference, answerBy }) => (
        <Notice key={reference}>
          <p>{t("accounts.hardship.open", { reference, day: formatDay(answerBy, language) })}</p>
        </Notice>
      ))}
      <p>{t("accounts.hardship.lead")}</p>
      <Card title={t("accounts.hardship.options")}>
        <ul>
          {arrangements.map((key) => (
            <li key={key}>{t(`accounts.hardship.optionList.${key}`)}</li>
          ))}
        </ul>
        <p>{t("accounts.hardship.honest")}</p>
      </Card>
      <HelpNow advice={advice} />
      <Card title={t("accounts.hardship.form")}>
        <Notice tone="note" title={t("accounts.hardship.law")}>
          <p>{t("accounts.hardship.lawText")}</p>
          <p>{t("accounts.hardship.lawLate")}</p>
        </Notice>
        <AskForm {...{ accounts, chosen, errors }} values={actionData?.values} />
      </Card>
    </Page>
  );
}
