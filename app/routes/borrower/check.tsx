// The last page before a proposal is sent: every answer with a way to change it, what is left, what was chosen, what
// sending means in law, and one button.
import { data, redirect } from "react-router";
import { usePage } from "#app/i18n/use-t.ts";
import { AnswerList, Section } from "#app/modules/hardship/answer-list.tsx";
import { BudgetSummaryBox } from "#app/modules/hardship/budget-summary.tsx";
import type { SubmitRefusal } from "#app/modules/hardship/decisions.ts";
import { SendForm } from "#app/modules/hardship/hardship.schema.ts";
import { tryTerms } from "#app/modules/hardship/offers.server.ts";
import { sayFacts, sayHeadline } from "#app/modules/hardship/option-words.ts";
import { submitProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { StepMark } from "#app/modules/hardship/step-page.tsx";
import { disclosuresOf, requirePolicy } from "#app/modules/policy/policy.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { Said } from "#app/ui/said.tsx";
import { requireDraft } from "./draft-door.server.ts";
import type { Route } from "./+types/check";

export async function loader(args: Route.LoaderArgs) {
  const { context } = args;
  const draft = await requireDraft(args);
  const { id, version, currency, budget, summary, care, note, accounts, terms, quote, evidenceCount } = draft;
  const offer = terms && (await tryTerms(context.get(appContext), context.get(borrowerContext), id, terms));
  const atOnce = offer?.ok === true && offer.value.ask.length === 0;
  return {
    answers: {
      id,
      currency,
      budget,
      care,
      note,
      accounts: accounts.map(({ accountId, intention, reasons, productType, lastSigns, balanceMinor }) => ({
        accountId,
        intention,
        reasons,
        productType,
        lastSigns,
        balanceMinor,
      })),
    },
    version,
    summary,
    quote,
    atOnce,
    evidenceCount,
    // Where nobody has to read it first, to say so would be untrue.
    disclosures: disclosuresOf(requirePolicy(draft.policyPackId), "proposal").filter(
      (key) => !(atOnce && key === "person_decides"),
    ),
  };
}

type Fault = Exclude<SubmitRefusal["kind"], "not-found" | "wrong-status">;

export async function action(args: Route.ActionArgs) {
  const { context, params, request } = args;
  const form = parseForm(SendForm, await request.formData());
  if (!form.ok) {
    await requireDraft(args);
    const fault: Fault = "version-conflict";
    return data({ fault }, 422);
  }
  const { language } = context.get(visitContext);
  const tracker = `/my/hardship/${params.proposalId}`;
  const actor = context.get(borrowerContext);
  const sent = await submitProposal(context.get(appContext), actor, params.proposalId, form.value, language);
  if (sent.ok) return redirect(tracker, 303);
  const { refusal } = sent;
  if (refusal.kind === "not-found") throw data(null, 404);
  // It was sent already: the same form twice, or another tab.
  if (refusal.kind === "wrong-status" || ("status" in refusal && refusal.status !== "draft")) {
    return redirect(tracker, 303);
  }
  const stale = refusal.kind === "version-conflict" || refusal.kind === "quote-changed";
  return data({ fault: refusal.kind }, stale ? 409 : 422);
}

type Shown = Route.ComponentProps["loaderData"];

function Chosen({ answers: { id }, quote }: Shown) {
  const { t, language } = usePage();
  return (
    <Section id={id} title={t("hardship.check.plan")} step="options">
      {quote ? (
        <>
          <p>
            <b>
              <Said text={sayHeadline(t, quote, language)} />
            </b>
          </p>
          <Facts
            items={sayFacts(t, quote, language).map(({ term, text }) => ({ term, value: <Said text={text} /> }))}
          />
        </>
      ) : (
        <p>{t("hardship.check.planNone")}</p>
      )}
    </Section>
  );
}

function Send({ answers: { id }, version, atOnce, disclosures }: Shown) {
  const { t } = usePage();
  return (
    <>
      <Notice tone="note" title={t("hardship.check.law")}>
        {disclosures.map((key) => (
          <p key={key}>{t(`policy.disclosure.${key}`)}</p>
        ))}
        <MoreLink to="/help#advice">{t("shared.freeAdvice")}</MoreLink>
      </Notice>
      {atOnce && <p>{t("hardship.check.atOnce")}</p>}
      <p>{t("hardship.check.quiet")}</p>
      <form method="post" action={`/my/hardship/${id}/check`}>
        <input type="hidden" name="version" value={version} />
        <Button>{t("hardship.check.send")}</Button>
      </form>
      <p>
        <MoreLink to="/my">{t("hardship.step.pause")}</MoreLink>
      </p>
    </>
  );
}

export default function CheckPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { answers, summary, quote, evidenceCount } = loaderData;
  const fault = actionData?.fault;
  const errors = fault ? [{ field: "", message: t(`hardship.check.error.${fault}`) }] : [];
  return (
    <Page
      title={t("hardship.check.title")}
      back={{ to: `/my/hardship/${answers.id}/options` }}
      error={errors.length > 0}
      narrow
    >
      <ErrorSummary errors={errors} />
      <StepMark step="check" />
      <p>{t("hardship.check.lead")}</p>
      <Chosen {...loaderData} />
      <Card title={t("hardship.check.left")}>
        <BudgetSummaryBox summary={summary} currency={answers.currency} />
      </Card>
      <AnswerList answers={answers} />
      <Card title={t("hardship.check.evidence")}>
        <p>
          {evidenceCount > 0
            ? t("hardship.check.evidenceCount", { count: evidenceCount })
            : t("hardship.check.evidenceNone")}
        </p>
        <MoreLink to={`/my/hardship/${answers.id}/evidence`}>{t("hardship.check.evidenceAdd")}</MoreLink>
      </Card>
      {quote ? (
        <Send {...loaderData} />
      ) : (
        <LinkButton to={`/my/hardship/${answers.id}/options`}>{t("hardship.check.choose")}</LinkButton>
      )}
    </Page>
  );
}
