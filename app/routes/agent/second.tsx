// The second pair of eyes: an answer that waits, why it does, and what the borrower would read. Whoever proposed it may
// take it back; somebody else of that right agrees, and it is given, or gives it back with a word.
import { data, redirect } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { StaffActor } from "#app/kernel/actor.ts";
import { may } from "#app/kernel/permissions.ts";
import { SecondForm } from "#app/modules/hardship/decisions.schema.ts";
import type { AnswerDesk } from "#app/modules/review/answer-desk.server.ts";
import { AnswerTags, caseOf, CausesNote, HeldPage } from "#app/modules/review/answer-notes.tsx";
import { headOf, plansOf, previewOf } from "#app/modules/review/answer-page.server.ts";
import { AnswerPreview } from "#app/modules/review/answer-preview.tsx";
import { approveAnswer, returnAnswer, withdrawAnswer } from "#app/modules/review/answer-second.server.ts";
import styles from "#app/modules/review/answer-ways.module.css";
import { decodeProposed } from "#app/modules/review/answer.ts";
import { secondCauses } from "#app/modules/review/four-eyes.ts";
import { ThreePlans } from "#app/modules/review/three-plans.tsx";
import { visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { Button } from "#app/ui/button.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { doorOf, openCase, type DeskArgs } from "./answer-door.server.ts";
import type { Route } from "./+types/second";

/** What one may do with it: decide, take back, or look. */
function partOf(actor: StaffActor, proposedBy: string): "decides" | "own" | "looks" {
  if (proposedBy === actor.staffId) return may(actor.role, "case.answer") ? "own" : "looks";
  return may(actor.role, "case.second") ? "decides" : "looks";
}

async function showSecond(args: DeskArgs, desk: AnswerDesk) {
  const { app, actor } = doorOf(args);
  const { language } = args.context.get(visitContext);
  const head = headOf(app, desk, language);
  const { approval } = desk;
  if (!approval) return { kind: "second" as const, head, proposed: undefined };
  const { answer } = decodeProposed(approval.body);
  const preview = head.second && head.status === "in_review" ? await previewOf(app, desk, answer) : undefined;
  return {
    kind: "second" as const,
    head,
    proposed: {
      id: approval.id,
      kind: answer.kind,
      proposer: approval.proposer,
      decider: approval.decider,
      at: formatMoment(approval.proposedAt, language, app.settings.timeZone),
      note: approval.note,
      causes: secondCauses.filter((cause) => approval.causes.includes(cause)),
      // What is about an older state has lapsed, whether or not somebody has looked.
      outcome: approval.outcome ?? (preview?.ok ? undefined : ("lapsed" as const)),
      part: partOf(actor, approval.proposedBy),
      preview: preview?.ok ? preview.value : undefined,
      plans: plansOf(desk, preview?.ok ? preview.value.offer : undefined),
    },
  };
}

export async function loader(args: Route.LoaderArgs) {
  const opened = await openCase(args);
  return "held" in opened ? opened.held : showSecond(args, opened.desk);
}

async function act(args: DeskArgs, intent: "approve" | "return" | "withdraw", approvalId: string, note: string) {
  const { app, actor, proposalId } = doorOf(args);
  switch (intent) {
    case "approve":
      return approveAnswer(app, actor, proposalId, approvalId);
    case "return":
      return returnAnswer(app, actor, proposalId, approvalId, note);
    case "withdraw":
      return withdrawAnswer(app, actor, proposalId, approvalId);
    default:
      return intent satisfies never;
  }
}

export async function action(args: Route.ActionArgs) {
  const { actor, proposalId } = doorOf(args);
  const sent = await args.request.formData();
  const note = sent.get("note");
  const typed = typeof note === "string" ? note.slice(0, 4000) : "";
  const form = parseForm(SecondForm, sent);
  if (!form.ok)
    return data({ problem: form.errors.note ? ("tooLong" as const) : ("choice" as const), note: typed }, 422);
  const { intent, approval } = form.value;
  // The guard let in whoever answers; to decide here takes more.
  if (intent !== "withdraw" && !may(actor.role, "case.second")) throw data(null, 403);
  const done = await act(args, intent, approval, form.value.note);
  if (done.ok)
    return redirect(
      intent === "withdraw" ? `${caseOf(proposalId)}/decide` : `${caseOf(proposalId)}?told=${intent}`,
      303,
    );
  switch (done.refusal.kind) {
    case "not-found":
      throw data(null, 404);
    case "no-note":
      return data({ problem: "note" as const, note: typed }, 422);
    case "same-person":
      return data({ problem: "same" as const, note: typed }, 422);
    case "decided":
    case "lapsed":
      return data({ problem: "gone" as const, note: typed }, 422);
    default:
      return done.refusal satisfies never;
  }
}

type Shown = Extract<Route.ComponentProps["loaderData"], { kind: "second" }>;
type Proposed = NonNullable<Shown["proposed"]>;
type Problem = NonNullable<Route.ComponentProps["actionData"]>["problem"];

interface DecideBoxProps {
  readonly id: string;
  readonly proposed: Proposed;
  readonly note: string;
  readonly noteError: string | undefined;
}

function DecideBox({ id, proposed, note, noteError }: DecideBoxProps) {
  const { t } = usePage();
  const { part } = proposed;
  const action = `${caseOf(id)}/second`;
  const approval = <input type="hidden" name="approval" value={proposed.id} />;
  if (part === "looks") return <p>{t("answer.second.notYours")}</p>;
  if (part === "own") {
    return (
      <form method="post" action={action}>
        {approval}
        <p>{t("answer.second.own")}</p>
        <Button name="intent" value="withdraw" quiet>
          {t("answer.second.withdraw")}
        </Button>
      </form>
    );
  }
  return (
    <section aria-labelledby="decide" className={styles["stack"]}>
      <h2 id="decide">{t("answer.second.decide")}</h2>
      <form method="post" action={action}>
        {approval}
        <Button name="intent" value="approve">
          {t("answer.second.approve")}
        </Button>
      </form>
      <form method="post" action={action} noValidate>
        {approval}
        <TextArea
          name="note"
          label={t("answer.second.note")}
          hint={t("answer.second.noteHint")}
          value={note}
          error={noteError}
          rows={3}
          maxLength={2000}
        />
        <Button name="intent" value="return" quiet>
          {t("answer.second.return")}
        </Button>
      </form>
    </section>
  );
}

/** What became of it. */
function Outcome({ id, proposed }: { id: string; proposed: Proposed }) {
  const { t } = usePage();
  const { outcome, decider, note, part } = proposed;
  if (!outcome) return null;
  return (
    <Notice tone="note">
      <p>
        <Tag status={outcome}>{t(`answer.second.outcome.${outcome}`)}</Tag>{" "}
        {decider !== undefined && <Foreign text={decider} />}
      </p>
      {outcome === "lapsed" && <p>{t("answer.second.lapsed")}</p>}
      {note !== "" && (
        <p>
          <Foreign text={note} />
        </p>
      )}
      {part === "own" && outcome !== "approved" && (
        <LinkButton to={`${caseOf(id)}/decide`} quiet>
          {t("answer.second.toDecide")}
        </LinkButton>
      )}
    </Notice>
  );
}

function errorsOf(t: T, problem: Problem | undefined) {
  if (problem === undefined) return [];
  const field = problem === "note" || problem === "tooLong" ? "note" : "";
  return [{ field, message: t(`answer.error.${problem}`) }];
}

function ProposedAnswer({ head, proposed, ...box }: Omit<DecideBoxProps, "id"> & Pick<Shown, "head">) {
  const { t } = usePage();
  const { preview, plans, causes, outcome, proposer, at, kind } = proposed;
  return (
    <>
      <Outcome id={head.id} proposed={proposed} />
      {!outcome && (
        <Notice tone="note">
          <p>{t("answer.second.waits")}</p>
        </Notice>
      )}
      <div className={styles["sides"]}>
        {preview && <AnswerPreview shown={preview.shown} language={preview.language} />}
        <div className={styles["side"]}>
          <Facts
            items={[
              { term: t("answer.second.kind"), value: t(`answer.way.${kind}`) },
              { term: t("answer.second.proposed"), value: <Foreign text={proposer} /> },
              { term: t("answer.second.at"), value: at },
            ]}
          />
          <CausesNote causes={causes} />
          <ThreePlans {...plans} currency={head.currency} third={proposed.part === "own" ? "mine" : "proposed"} />
          {!outcome && <DecideBox id={head.id} proposed={proposed} {...box} />}
        </div>
      </div>
    </>
  );
}

export default function SecondPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  if (loaderData.kind === "held") return <HeldPage held={loaderData} />;
  const { head, proposed } = loaderData;
  const errors = errorsOf(t, actionData?.problem);
  return (
    <DeskPage
      title={t("answer.title.second", { reference: head.reference })}
      back={{ to: caseOf(head.id), label: t("answer.toCase") }}
      error={errors.length > 0}
      beside={<AnswerTags head={head} />}
    >
      <ErrorSummary errors={errors} />
      {proposed ? (
        <ProposedAnswer
          {...{ head, proposed }}
          note={actionData?.note ?? ""}
          noteError={errors.find(({ field }) => field === "note")?.message}
        />
      ) : (
        <p>{t("answer.second.none")}</p>
      )}
    </DeskPage>
  );
}
