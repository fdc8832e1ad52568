// The demo's stand-in for a desk: proposals that wait for a person, and a form to answer one. Nowhere else does this
// page exist.
import { data, redirect } from "react-router";
import { formatDay } from "#app/i18n/format.ts";
import { translator } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { systemActor } from "#app/kernel/actor.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { decideProposal } from "#app/modules/hardship/decide-proposal.server.ts";
import { AnswerForm, toAnswer } from "#app/modules/hardship/decisions.schema.ts";
import { declineReasons, questionCodes, type DecideRefusal } from "#app/modules/hardship/decisions.ts";
import { sayFacts, sayHeadline } from "#app/modules/hardship/option-words.ts";
import { listForAnswer, readProposalForAnswer } from "#app/modules/hardship/proposals.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { appContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Field } from "#app/ui/field.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Select } from "#app/ui/select.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import type { Route } from "./+types/dev-proposals";

const actor = systemActor("demo");
const here = "/dev/proposals";

function requireDemo(app: App): void {
  if (app.env.mode !== "demo") throw data(null, 404);
}

export async function loader({ context, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  requireDemo(app);
  const { language } = context.get(visitContext);
  const t = translator(language);
  const asked = new URL(request.url).searchParams;
  const waiting = (await listForAnswer(app, actor)).map(({ reference, status, creditor, answerBy }) => ({
    reference,
    status,
    creditor: creditor.shortName[language],
    answerBy: answerBy && formatDay(answerBy, language),
  }));
  const wanted = asked.get("proposal");
  const found = wanted === null ? undefined : await readProposalForAnswer(app, actor, wanted);
  if (wanted !== null && !found) throw data(null, 404);
  return {
    waiting,
    done: asked.has("done"),
    proposal: found && {
      reference: found.reference,
      version: found.version,
      status: found.status,
      currency: found.currency,
      accounts: found.accounts.map((account) => ({
        name: nameAccount(t, account),
        balanceMinor: account.balanceMinor,
      })),
      surplusMinor: found.summary.surplusMinor,
      headline: found.quote && sayHeadline(t, found.quote, language),
      facts: found.quote ? sayFacts(t, found.quote, language) : [],
      note: found.note,
      answers: found.questions.flatMap(({ code, answer }) => (answer === undefined ? [] : [{ code, answer }])),
    },
  };
}

const problems: Readonly<Record<DecideRefusal["kind"], readonly [string, string]>> = {
  "not-found": ["answer", "changed"],
  "version-conflict": ["answer", "changed"],
  "wrong-status": ["answer", "changed"],
  "no-reason": ["reasons", "reasons"],
  terms: ["firstOn", "terms"],
  disputed: ["answer", "disputed"],
};

type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

function refusedForm(errors: Readonly<Record<string, string | undefined>>, values?: Typed) {
  return { errors, values };
}

export async function action({ context, request }: Route.ActionArgs) {
  const app = context.get(appContext);
  requireDemo(app);
  const form = parseForm(AnswerForm, await request.formData());
  if (!form.ok) return data(refusedForm(form.errors, form.values), 422);
  const { reference, version } = form.value;
  const decided = await decideProposal(app, actor, reference, toAnswer(form.value), version);
  if (decided.ok) return redirect(`${here}?done`, 303);
  const [field, problem] = problems[decided.refusal.kind];
  return data(refusedForm({ [field]: problem }), 422);
}

type Loaded = Route.ComponentProps["loaderData"];
type AnswerData = { actionData: Route.ComponentProps["actionData"] };

function Waiting({ waiting }: Pick<Loaded, "waiting">) {
  const { t } = usePage();
  if (waiting.length === 0) return <p>{t("decisions.dev.none")}</p>;
  return (
    <Card>
      <Rows>
        {waiting.map(({ reference, status, creditor, answerBy }) => (
          <Row
            key={reference}
            title={`${reference} · ${creditor}`}
            to={`${here}?proposal=${reference}`}
            tag={
              <Tag status={status}>
                {status === "in_review"
                  ? t("decisions.dev.by", { day: answerBy })
                  : t(status === "countered" ? "decisions.dev.offered" : "decisions.dev.asked")}
              </Tag>
            }
          />
        ))}
      </Rows>
    </Card>
  );
}

function Proposed({ proposal }: { proposal: NonNullable<Loaded["proposal"]> }) {
  const { t } = usePage();
  const { accounts, currency, surplusMinor, headline, facts, note, answers } = proposal;
  return (
    <Card title={t("decisions.dev.proposed")}>
      <p>{headline}</p>
      <Facts
        items={[
          ...accounts.map(({ name, balanceMinor }) => ({
            term: name,
            value: <Amount minor={balanceMinor} currency={currency} />,
          })),
          ...facts.map(({ term, text }) => ({ term, value: text })),
          {
            term: t("decisions.dev.surplus"),
            value:
              surplusMinor === undefined ? (
                t("decisions.dev.unknown")
              ) : (
                <Amount minor={surplusMinor} currency={currency} />
              ),
          },
          ...(note === "" ? [] : [{ term: t("decisions.dev.note"), value: <Foreign text={note} /> }]),
          ...answers.map(({ code, answer }) => ({
            term: t(`decisions.question.${code}`),
            value: <Foreign text={answer} />,
          })),
        ]}
      />
    </Card>
  );
}

interface AnswerFieldsProps {
  values: Typed | undefined;
  of: (field: string) => string | undefined;
}

const choices = ["approve", "counter", "ask", "decline"] as const;

function AnswerFields({ values, of }: AnswerFieldsProps) {
  const { t } = usePage();
  return (
    <>
      <RadioGroup
        name="answer"
        legend={t("decisions.dev.choice")}
        value={values?.["answer"]?.toString()}
        error={of("answer")}
        options={choices.map((value) => ({ value, label: t(`decisions.dev.${value}`) }))}
      />
      <Field
        name="months"
        label={t("decisions.dev.months")}
        hint={t("decisions.dev.monthsHint")}
        value={values?.["months"]?.toString()}
        error={of("months")}
        inputMode="numeric"
        size={4}
      />
      <Field
        name="firstOn"
        label={t("decisions.dev.firstOn")}
        hint={t("decisions.dev.firstOnHint")}
        value={values?.["firstOn"]?.toString()}
        error={of("firstOn")}
        size={12}
      />
      <Select
        name="question"
        label={t("decisions.dev.question")}
        value={values?.["question"]?.toString()}
        options={questionCodes.map((value) => ({ value, label: t(`decisions.question.${value}`) }))}
      />
      <Ticks
        name="reasons"
        legend={t("decisions.dev.reasons")}
        type="checkbox"
        error={of("reasons")}
        values={[values?.["reasons"] ?? []].flat()}
        options={declineReasons.map((value) => ({ value, label: t(`decisions.reason.${value}`) }))}
      />
    </>
  );
}

function AnswerPage({ proposal, actionData }: { proposal: NonNullable<Loaded["proposal"]> } & AnswerData) {
  const { t } = usePage();
  const errors = Object.entries(actionData?.errors ?? {}).flatMap(([field, problem]) =>
    problem === undefined ? [] : [{ field, message: t(`decisions.dev.problem.${problem as "choice"}`) }],
  );
  return (
    <Page
      title={proposal.reference}
      back={{ to: here, label: t("decisions.dev.back") }}
      error={errors.length > 0}
      narrow
    >
      <ErrorSummary errors={errors} />
      <Proposed proposal={proposal} />
      {proposal.status === "in_review" && (
        <form method="post" action={`${here}?proposal=${proposal.reference}`}>
          <input type="hidden" name="reference" value={proposal.reference} />
          <input type="hidden" name="version" value={proposal.version} />
          <AnswerFields
            values={actionData?.values}
            of={(field) => errors.find((error) => error.field === field)?.message}
          />
          <Button>{t("decisions.dev.send")}</Button>
        </form>
      )}
    </Page>
  );
}

export default function DevProposals({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { waiting, done, proposal } = loaderData;
  if (proposal) return <AnswerPage proposal={proposal} actionData={actionData} />;
  return (
    <Page title={t("decisions.dev.title")} back={{ to: "/" }} narrow>
      {done && <Notice>{t("decisions.dev.done")}</Notice>}
      <p>{t("decisions.dev.lead")}</p>
      <Waiting waiting={waiting} />
    </Page>
  );
}
