// An answer to a proposal: chosen, looked at as its borrower will read it, and only then given. What was chosen stands in
// the address, so that nothing of it is lost where it cannot be given.
import { data, redirect } from "react-router";
import type { T } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { EscalateForm, GiveAnswerForm } from "#app/modules/hardship/decisions.schema.ts";
import { typeTerms } from "#app/modules/hardship/own-terms.ts";
import type { AnswerDesk } from "#app/modules/review/answer-desk.server.ts";
import { DeclineForm, GiveForm, QuestionForm } from "#app/modules/review/answer-fields.tsx";
import {
  AnswerTags,
  BindsNote,
  caseOf,
  CausesNote,
  ChangedNote,
  ChosenNote,
  HeldPage,
  StandingNote,
} from "#app/modules/review/answer-notes.tsx";
import { headOf, plansOf, previewOf } from "#app/modules/review/answer-page.server.ts";
import { AnswerPreview } from "#app/modules/review/answer-preview.tsx";
import { answerProposal, type DeskAnswerRefusal } from "#app/modules/review/answer-proposal.server.ts";
import styles from "#app/modules/review/answer-ways.module.css";
import type { SuggestionShown } from "#app/modules/review/answer-view.ts";
import { AnswerWays, EscalateBox } from "#app/modules/review/answer-ways.tsx";
import { fieldsOf, queryOf, type WishFault } from "#app/modules/review/answer-wish.ts";
import { bestOffer, suggestAnswer } from "#app/modules/review/answer.ts";
import { ThreePlans } from "#app/modules/review/three-plans.tsx";
import { escalateItem } from "#app/modules/review/work-items.server.ts";
import { visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import {
  doorOf,
  openDesk,
  paramsOf,
  readAsked,
  requireDesk,
  type AskedAnswer,
  type DeskArgs,
} from "./answer-door.server.ts";
import type { Route } from "./+types/decide";

const nothingChosen = { reasons: [], look: "1" } as const;

/** What the budget speaks for, with the address of its preview. */
function suggestionOf(desk: AnswerDesk): SuggestionShown | undefined {
  const { known, theirs, view } = desk;
  const disputed = view.accounts.some((account) => account.disputed);
  const suggestion = suggestAnswer({ theirs, offers: known.offers, disputed });
  if (!suggestion) return undefined;
  const { kind } = suggestion;
  if (kind === "objection") return { kind, quote: undefined, query: "" };
  if (kind === "counter") {
    const own = typeTerms(suggestion.terms, known.facts.currency);
    const quote = bestOffer(known.offers)?.quote;
    return { kind, quote, query: queryOf({ ...nothingChosen, answer: kind }, own) };
  }
  const question = kind === "ask" ? suggestion.question : undefined;
  return { kind, quote: undefined, query: queryOf({ ...nothingChosen, answer: kind, question }, undefined) };
}

async function showAnswer(args: DeskArgs, desk: AnswerDesk, { chosen, own, wish }: AskedAnswer) {
  const { app } = doorOf(args);
  const visit = args.context.get(visitContext);
  const head = headOf(app, desk, visit.language);
  const open = head.status === "in_review" && !head.second;
  const preview = open && wish.kind === "answer" ? await previewOf(app, desk, wish.answer) : undefined;
  const faults: readonly WishFault[] = wish.kind === "open" ? wish.faults : [];
  const refused = preview && !preview.ok ? preview.refusal.kind : undefined;
  const exact = own?.found?.exact;
  const { quote } = own?.found?.offer ?? {};
  return {
    kind: "answer" as const,
    head,
    open,
    chosen,
    query: queryOf(chosen, exact),
    fields: fieldsOf(chosen, exact),
    own: quote && { quote, fields: fieldsOf({ reasons: [] }, exact) },
    best: bestOffer(desk.known.offers)?.quote,
    suggestion: suggestionOf(desk),
    canApprove: desk.theirs !== undefined && !head.disputed,
    preview: preview?.ok ? preview.value : undefined,
    // What is agreed as it was proposed is no third plan.
    plans: plansOf(desk, preview?.ok && chosen.answer !== "approve" ? preview.value.offer : undefined),
    faults,
    refused: refused === "disputed" ? ("disputed" as const) : refused && ("terms" as const),
  };
}

export async function loader(args: Route.LoaderArgs) {
  const opened = await openDesk(args);
  if ("held" in opened) return opened.held;
  const { desk } = opened;
  const asked = readAsked(desk, new URL(args.request.url).searchParams);
  // An offer that does not work out is mended where it was put together.
  if (asked.chosen.answer === "counter" && asked.wish.kind === "open") {
    const { search } = new URL(args.request.url);
    throw redirect(`${caseOf(args.params.proposalId)}/counter${search}`, 303);
  }
  const shown = await showAnswer(args, desk, asked);
  return shown.faults.length > 0 || shown.refused ? data(shown, 422) : shown;
}

async function escalate(args: DeskArgs, params: URLSearchParams) {
  const { app, actor, proposalId } = doorOf(args);
  const form = new FormData();
  form.append("note", params.get("note") ?? "");
  const read = parseForm(EscalateForm, form);
  if (!read.ok) return data({ problem: "tooLong" as const, late: undefined, note: params.get("note") ?? "" }, 422);
  const handed = await escalateItem(app, actor, proposalId, read.value.note);
  if (handed.ok) return redirect("/desk", 303);
  throw data(null, handed.refusal.kind === "not-found" ? 404 : 403);
}

type Problem = "changed" | "quote" | "terms" | "disputed" | "reasons" | "choice" | "tooLong";

function problemOf({
  kind,
}: Exclude<DeskAnswerRefusal, { kind: "not-found" | "not-yours" | "already-open" }>): Problem {
  switch (kind) {
    case "version-conflict":
    case "wrong-status":
      return "changed";
    case "quote-changed":
      return "quote";
    case "terms":
    case "disputed":
      return kind;
    case "no-reason":
      return "reasons";
    default:
      return kind satisfies never;
  }
}

export async function action(args: Route.ActionArgs) {
  const params = paramsOf(await args.request.formData());
  if (params.get("intent") === "escalate") return escalate(args, params);
  const { app, actor, proposalId } = doorOf(args);
  const opened = await openDesk(args);
  // Whoever does not have the case learns that it has changed; not what is owed, and not what would do.
  const held = "held" in opened;
  const desk = held ? await requireDesk(args) : opened.desk;
  const seen = new FormData();
  for (const name of ["version", "sign"]) for (const value of params.getAll(name)) seen.append(name, value);
  const given = parseForm(GiveAnswerForm, seen);
  const { wish, chosen, own } = readAsked(desk, params);
  if (!given.ok || wish.kind === "open") {
    if (held) throw data(null, 403);
    const problem: Problem = wish.kind === "open" && wish.faults[0]?.code === "terms" ? "terms" : "choice";
    return data({ problem, late: undefined, note: "" }, 422);
  }
  const { version, sign } = given.value;
  const answered = await answerProposal(app, actor, proposalId, wish.answer, { version, sign });
  if (answered.ok)
    return redirect(
      answered.value.kind === "second" ? `${caseOf(proposalId)}/second` : `${caseOf(proposalId)}?told=answered`,
      303,
    );
  const { refusal } = answered;
  if (refusal.kind === "not-found") throw data(null, 404);
  if (refusal.kind === "not-yours") throw data(null, 403);
  if (refusal.kind === "already-open") return redirect(`${caseOf(proposalId)}/second`, 303);
  const { status } = desk.view;
  const problem = problemOf(refusal);
  if (held && problem !== "changed") throw data(null, 403);
  const late = { seen: version, status, chosen, quote: held ? undefined : own?.found?.offer.quote };
  return data({ problem, late, note: "" }, 422);
}

type Shown = Extract<Route.ComponentProps["loaderData"], { kind: "answer" }>;

function errorsOf(t: T, shown: Shown, problem: Problem | undefined) {
  const faults = shown.faults.map(({ field, code }) => ({
    field: field as string,
    message: t(`answer.error.${code}`),
  }));
  const codes = new Set([shown.refused, problem].filter((code) => code !== undefined));
  const others = [...codes].filter((code) => code !== "changed" && code !== "quote");
  return [
    ...faults,
    ...others.map((code) => ({ field: code === "tooLong" ? "note" : "", message: t(`answer.error.${code}`) })),
  ];
}

/** What has happened since that version. */
function movesSince({ version, moves }: Shown["head"], seen: number): Shown["head"]["moves"] {
  return version > seen ? moves.slice(seen - version) : [];
}

function Chooser({ shown, errorAt }: { shown: Shown; errorAt: (field: string) => string | undefined }) {
  const { t } = usePage();
  const { head, chosen, best, own, preview } = shown;
  const { answer } = chosen;
  if (answer !== "ask" && answer !== "decline") return null;
  const fields = { id: head.id, chosen, errorAt };
  const form = answer === "ask" ? <QuestionForm {...fields} /> : <DeclineForm {...fields} best={best} own={own} />;
  if (!preview) return form;
  return (
    <details>
      <summary>{t("answer.preview.change")}</summary>
      {form}
    </details>
  );
}

function PreviewPart({ shown }: { shown: Shown }) {
  const { preview, head, query, fields, plans } = shown;
  if (!preview) return null;
  const second = preview.causes.length > 0;
  return (
    <div className={styles["sides"]}>
      <AnswerPreview shown={preview.shown} language={preview.language} />
      <div className={styles["side"]}>
        <BindsNote binds={preview.binds} />
        <CausesNote causes={preview.causes} />
        <GiveForm
          {...{ query, fields, second }}
          id={head.id}
          version={head.version}
          sign={preview.sign}
          kind={preview.kind}
        />
        <ThreePlans {...plans} currency={head.currency} />
      </div>
    </div>
  );
}

export default function DecidePage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const late = actionData?.problem === "changed" ? actionData.late : undefined;
  if (loaderData.kind === "held") {
    return (
      <HeldPage held={loaderData}>
        {late && <ChangedNote status={late.status} moves={[]} />}
        {late && <ChosenNote chosen={late.chosen} quote={late.quote} />}
      </HeldPage>
    );
  }
  const { head, chosen, open, suggestion, canApprove, plans } = loaderData;
  const problem = actionData?.problem;
  const errors = errorsOf(t, loaderData, problem);
  const errorAt = (field: string) => errors.find((error) => error.field === field)?.message;
  const here = `${caseOf(head.id)}/decide`;
  return (
    <DeskPage
      title={t("answer.title.decide", { reference: head.reference })}
      back={
        chosen.answer ? { to: here, label: t("answer.toWays") } : { to: caseOf(head.id), label: t("answer.toCase") }
      }
      error={errors.length > 0}
      beside={<AnswerTags head={head} />}
    >
      <ErrorSummary errors={errors} />
      {late && <ChangedNote status={head.status} moves={movesSince(head, late.seen)} />}
      {problem === "quote" && (
        <Notice tone="note">
          <p role="alert">{t("answer.changed.quote")}</p>
        </Notice>
      )}
      <StandingNote head={head} />
      {open && <Chooser shown={loaderData} errorAt={errorAt} />}
      {open && <PreviewPart shown={loaderData} />}
      {open && chosen.answer === undefined && (
        <>
          <AnswerWays {...{ head, suggestion, canApprove }} />
          <ThreePlans {...plans} currency={head.currency} />
          <EscalateBox head={head} note={actionData?.note ?? ""} />
        </>
      )}
      {!open && <ChosenNote chosen={chosen} quote={loaderData.own?.quote} />}
    </DeskPage>
  );
}
