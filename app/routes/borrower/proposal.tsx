// One proposal at its own address, from the draft to the plan: where it stands, what happens next and by when, and what
// its owner can do. What is posted here leads back here, so that neither refresh nor back does anything twice.
import type { ComponentType } from "react";
import { data, redirect } from "react-router";
import { translator, type T } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { AnswerRefusal, DraftRefusal, OfferRefusal, ProposalRefusal } from "#app/modules/hardship/decisions.ts";
import { inWords } from "#app/modules/hardship/free-advice.tsx";
import { hasHealthConsent } from "#app/modules/hardship/health-consent.server.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import { ReferenceCard } from "#app/modules/hardship/proposal-parts.tsx";
import * as states from "#app/modules/hardship/proposal-states.tsx";
import type { ProposalView } from "#app/modules/hardship/proposal-view.ts";
import { ProposalForm } from "#app/modules/hardship/proposals.schema.ts";
import { readProposal } from "#app/modules/hardship/proposals.server.ts";
import { moveProposal, type ProposalEvent, type ProposalStatus } from "#app/modules/hardship/proposals.ts";
import { acceptOffer, answerQuestion, askAgain, withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { nextStep } from "#app/modules/hardship/steps.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import type { Route } from "./+types/proposal";

type Args = Pick<Route.LoaderArgs, "context" | "params">;

async function requireProposal({ context, params }: Args): Promise<ProposalView> {
  const proposal = await readProposal(context.get(appContext), context.get(borrowerContext), params.proposalId);
  if (!proposal) throw data(null, 404);
  return proposal;
}

export async function loader(args: Route.LoaderArgs) {
  const proposal = await requireProposal(args);
  const app = args.context.get(appContext);
  const { language } = args.context.get(visitContext);
  const t = translator(language);
  const dayOf = (moment: Date | undefined) => moment && dayAt(moment, app.settings.timeZone);
  const { id, reference, status, version, answerBy, openUntil, budget } = proposal;
  return {
    healthConsent: await hasHealthConsent(app.db.prisma, args.context.get(borrowerContext), id),
    head: {
      id,
      reference,
      status,
      version,
      answerBy,
      openUntil,
      disputed: proposal.accounts.some(({ disputed }) => disputed),
      creditorName: proposal.creditor.legalName[language],
      accountNames: proposal.accounts.map((account) => nameAccount(t, account)),
      byRule: proposal.decision?.kind === "approve" && proposal.decision.by === "rule",
      today: dayAt(app.clock.now(), app.settings.timeZone),
      sentOn: dayOf(proposal.submittedAt),
      decidedOn: dayOf(proposal.decidedAt),
    },
    step: nextStep({ budget, chosen: proposal.terms !== undefined }),
    quote: proposal.quote,
    offeredQuote: proposal.offeredQuote,
    budgetQuote: proposal.budgetOffer?.quote,
    decision: proposal.decision,
    roundsLeft: proposal.roundsLeft,
    questions: proposal.questions
      .filter(({ answeredAt }) => answeredAt === undefined)
      .map(({ id, code, askedAt }) => ({ id, code, askedOn: dayAt(askedAt, app.settings.timeZone) })),
    evidenceCount: proposal.evidenceCount,
    advisers: inWords(app.settings.freeAdvice, language),
    changed: new URL(args.request.url).searchParams.has("changed"),
  };
}

type ErrorCode = keyof Catalogue["proposals"]["error"];
type Refusal = ProposalRefusal | OfferRefusal | AnswerRefusal | DraftRefusal;

/** What stands in the way, in a code of proposals.error; undefined where the proposal has merely moved on. */
function codeOf({ kind }: Refusal): ErrorCode | undefined {
  switch (kind) {
    case "not-found":
    case "version-conflict":
    case "wrong-status":
      return undefined;
    case "terms":
      return "terms";
    case "offer-over":
      return "over";
    case "no-rounds-left":
      return "rounds";
    case "answer-missing":
      return "answer";
    case "disputed":
      return "disputed";
    case "already-open":
      return "open";
    case "nothing-owed":
    case "no-accounts":
    case "creditors-differ":
    case "currencies-differ":
      return "other";
    default:
      return kind satisfies never;
  }
}

type Intent = "withdraw" | "answer" | "accept" | "again" | "take";

const events: Partial<Readonly<Record<Intent, ProposalEvent>>> = {
  withdraw: "withdraw",
  answer: "answer",
  accept: "accept",
};

/** The move was made already, by the same form or in another tab: its own page says what holds now. */
function isPast(refusal: Refusal, intent: Intent): boolean {
  const status: ProposalStatus | undefined = "status" in refusal ? refusal.status : undefined;
  const event = events[intent];
  if (status === undefined) return false;
  return event === undefined || moveProposal(status, event) === undefined;
}

/** A new draft with the old budget; with the terms that would be accepted, where that was asked. */
async function startAgain(args: Args, intent: "again" | "take") {
  const app = args.context.get(appContext);
  const actor = args.context.get(borrowerContext);
  const { decision } = await requireProposal(args);
  const started = await askAgain(app, actor, args.params.proposalId);
  if (!started.ok) return started;
  const there = `/my/hardship/${started.value.proposalId}`;
  const acceptable = decision?.kind === "decline" ? decision.acceptable : undefined;
  if (intent === "again" || !acceptable) return { ok: true as const, value: { to: there } };
  const chosen = await chooseTerms(app, actor, started.value.proposalId, acceptable.terms);
  return { ok: true as const, value: { to: chosen.ok ? `${there}/check` : `${there}/options` } };
}

async function act(args: Args, intent: Intent, version: number, text: string) {
  const app = args.context.get(appContext);
  const actor = args.context.get(borrowerContext);
  const { proposalId } = args.params;
  switch (intent) {
    case "withdraw":
      return withdrawProposal(app, actor, proposalId, { version });
    case "answer":
      return answerQuestion(app, actor, proposalId, { text, version });
    case "accept":
      return acceptOffer(app, actor, proposalId, { version });
    case "again":
    case "take":
      return startAgain(args, intent);
    default:
      return intent satisfies never;
  }
}

export async function action(args: Route.ActionArgs) {
  const form = parseForm(ProposalForm, await args.request.formData());
  const here = `/my/hardship/${args.params.proposalId}`;
  if (!form.ok) {
    const { answer } = form.values;
    await requireProposal(args);
    const error = (form.errors.answer ?? "intent") as ErrorCode;
    return data({ error, conflict: false, answer: typeof answer === "string" ? answer.slice(0, 4000) : "" }, 422);
  }
  const { intent, version, answer } = form.value;
  const acted = await act(args, intent, version, answer);
  if (acted.ok) return redirect("to" in acted.value ? acted.value.to : here, 303);
  const { refusal } = acted;
  if (refusal.kind === "not-found") throw data(null, 404);
  if (isPast(refusal, intent)) return redirect(here, 303);
  const error = codeOf(refusal);
  return data({ error, conflict: error === undefined, answer }, error === undefined ? 409 : 422);
}

const byStatus = {
  draft: { title: "draft", State: states.DraftState },
  submitted: { title: "review", State: states.ReviewState },
  in_review: { title: "review", State: states.ReviewState },
  recountered: { title: "review", State: states.ReviewState },
  info_requested: { title: "question", State: states.QuestionState },
  countered: { title: "offer", State: states.OfferState },
  approved: { title: "agreed", State: states.AgreedState },
  accepted: { title: "agreed", State: states.AgreedState },
  declined: { title: "declined", State: states.DeclinedState },
  expired: { title: "expired", State: states.EndedState },
  withdrawn: { title: "withdrawn", State: states.EndedState },
  superseded: { title: "superseded", State: states.SupersededState },
  signed: { title: "signed", State: states.SignedState },
  live: { title: "signed", State: states.SignedState },
} as const satisfies Record<ProposalStatus, { title: string; State: ComponentType<states.ProposalShown> }>;

function errorsOf(t: T, error: ErrorCode | undefined) {
  if (error === undefined) return [];
  const field = error === "answer" || error === "tooLong" || error === "unreadable" ? "answer" : "";
  return [{ field, message: t(`proposals.error.${error}`) }];
}

export default function ProposalPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { changed, healthConsent, ...shown } = loaderData;
  const { title, State } = byStatus[shown.head.status];
  const errors = errorsOf(t, actionData?.error);
  return (
    <Page
      title={t(`proposals.title.${title}`)}
      back={{ to: "/my", label: t("proposals.back") }}
      error={errors.length > 0}
    >
      <ErrorSummary errors={errors} />
      {(changed || actionData?.conflict) && (
        <Notice tone="note">
          <p>{t("proposals.changed")}</p>
        </Notice>
      )}
      <ReferenceCard head={shown.head} />
      <State
        {...shown}
        answer={actionData?.answer ?? ""}
        answerError={errors.find(({ field }) => field === "answer")?.message}
      />
      {healthConsent && (
        <p>
          <MoreLink to={`/my/hardship/${shown.head.id}/evidence`}>{t("evidence.consent.withdraw")}</MoreLink>
        </p>
      )}
    </Page>
  );
}
