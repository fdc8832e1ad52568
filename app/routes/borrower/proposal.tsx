// One proposal at its own address, from the draft to the plan: where it stands, what happens next and by when, and what
// its owner can do. What is posted here leads back here, so that neither refresh nor back does anything twice.
import { data, redirect } from "react-router";
import type { T } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import { messagesAt } from "#app/modules/conversation/conversation.ts";
import type { AnswerRefusal, DraftRefusal, OfferRefusal, ProposalRefusal } from "#app/modules/hardship/decisions.ts";
import { hasHealthConsent } from "#app/modules/hardship/health-consent.server.ts";
import { chooseTerms } from "#app/modules/hardship/offers.server.ts";
import { ProposalBody, titleOf } from "#app/modules/hardship/proposal-body.tsx";
import type { ProposalView } from "#app/modules/hardship/proposal-view.ts";
import { ProposalForm } from "#app/modules/hardship/proposals.schema.ts";
import { readProposal } from "#app/modules/hardship/proposals.server.ts";
import { moveProposal, type ProposalEvent, type ProposalStatus } from "#app/modules/hardship/proposals.ts";
import { acceptOffer, answerQuestion, askAgain, withdrawProposal } from "#app/modules/hardship/send-proposal.server.ts";
import { showProposal } from "#app/modules/hardship/show-proposal.server.ts";
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
  return {
    healthConsent: await hasHealthConsent(app.db.prisma, args.context.get(borrowerContext), proposal.id),
    shown: showProposal(app, proposal, language),
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

function errorsOf(t: T, error: ErrorCode | undefined) {
  if (error === undefined) return [];
  const field = error === "answer" || error === "tooLong" || error === "unreadable" ? "answer" : "";
  return [{ field, message: t(`proposals.error.${error}`) }];
}

export default function ProposalPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { changed, healthConsent, shown } = loaderData;
  const errors = errorsOf(t, actionData?.error);
  return (
    <Page
      title={t(titleOf(shown.head.status))}
      back={{ to: "/my", label: t("proposals.back") }}
      error={errors.length > 0}
    >
      <ErrorSummary errors={errors} />
      {(changed || actionData?.conflict) && (
        <Notice tone="note">
          <p>{t("proposals.changed")}</p>
        </Notice>
      )}
      <ProposalBody
        {...shown}
        answer={actionData?.answer ?? ""}
        answerError={errors.find(({ field }) => field === "answer")?.message}
      />
      {shown.head.status !== "draft" && (
        <p>
          <MoreLink to={messagesAt(shown.head)}>{t("conversation.toThread")}</MoreLink>
        </p>
      )}
      {healthConsent && (
        <p>
          <MoreLink to={`/my/hardship/${shown.head.id}/evidence`}>{t("evidence.consent.withdraw")}</MoreLink>
        </p>
      )}
    </Page>
  );
}
