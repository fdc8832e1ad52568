// One answer that was drawn, as it was given, and its score by somebody who did not give it.
import { data, redirect } from "react-router";
import { formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { may } from "#app/kernel/permissions.ts";
import { QualityForm } from "#app/modules/review/quality.schema.ts";
import { readQualityCase, scoreAnswer } from "#app/modules/review/quality.server.ts";
import { qualityCriteria, qualityNoteLimit } from "#app/modules/review/quality.ts";
import { AnswerCard, ReviewCard, ScoreForm, ThenCards, type SheetFields } from "#app/modules/review/quality-sheet.tsx";
import styles from "#app/modules/review/supervision.module.css";
import { appContext, staffContext, visitContext } from "#app/platform/contexts.server.ts";
import { parseForm } from "#app/platform/form.server.ts";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import type { Route } from "./+types/quality";

export async function loader({ context, params }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const actor = context.get(staffContext);
  const { language } = context.get(visitContext);
  const found = await readQualityCase(app, actor, params.eventId);
  if (!found) throw data(null, 404);
  const { eventId, state, review, next, sentAt, answeredAt, ...answer } = found;
  const { timeZone } = app.settings;
  return {
    eventId,
    state,
    next,
    mayScore: may(actor.role, "quality.score"),
    answer: {
      ...answer,
      sent: formatMoment(sentAt, language, timeZone),
      answered: formatMoment(answeredAt, language, timeZone),
    },
    review: review && { ...review, on: dayAt(review.at, timeZone) },
  };
}

export async function action({ context, params, request }: Route.ActionArgs) {
  const form = parseForm(QualityForm, await request.formData());
  if (!form.ok) {
    return data({ errors: form.errors, values: form.values as SheetFields, refusal: undefined }, 422);
  }
  const { note, ...scores } = form.value;
  const scored = await scoreAnswer(context.get(appContext), context.get(staffContext), params.eventId, {
    scores,
    note,
  });
  if (scored.ok) return redirect(`/desk/supervision/quality/${params.eventId}`, 303);
  if (scored.refusal.kind === "not-found") throw data(null, 404);
  return data({ errors: {}, values: {}, refusal: scored.refusal.kind }, 422);
}

function useErrors(errors: SheetFields) {
  const { t } = usePage();
  return [
    ...qualityCriteria
      .filter((criterion) => errors[criterion] !== undefined)
      .map((criterion) => ({
        field: criterion,
        message: t("supervision.sheet.missingOf", { criterion: t(`supervision.quality.criterion.${criterion}`) }),
      })),
    ...(errors.note === undefined
      ? []
      : [{ field: "note", message: t("supervision.sheet.noteTooLong", { most: qualityNoteLimit }) }]),
  ];
}

export default function QualityPage({ loaderData, actionData }: Route.ComponentProps) {
  const { t } = usePage();
  const { eventId, state, next, mayScore, answer, review } = loaderData;
  const errors = actionData?.errors ?? {};
  const summary = useErrors(errors);
  return (
    <DeskPage
      title={t("supervision.sheet.title")}
      back={{ to: "/desk/supervision", label: t("supervision.sheet.back") }}
      error={summary.length > 0}
    >
      <ErrorSummary errors={summary} />
      {actionData?.refusal === "already-scored" && (
        <Notice tone="wrong">
          <p>{t("supervision.sheet.again")}</p>
        </Notice>
      )}
      <p>
        {t("supervision.sheet.lead")} {state === "open" && t("supervision.sheet.blind")}
      </p>
      <div className={styles["two"]}>
        <div>
          <AnswerCard answer={answer} />
          <ThenCards answer={answer} />
        </div>
        <div>
          {review && <ReviewCard review={review} />}
          {state === "own" && (
            <Notice>
              <p>{t("supervision.sheet.own")}</p>
            </Notice>
          )}
          {state === "open" &&
            (mayScore ? (
              <ScoreForm eventId={eventId} values={actionData?.values ?? {}} errors={errors} />
            ) : (
              <p>{t("supervision.sheet.readOnly")}</p>
            ))}
          {next !== undefined && (
            <MoreLink to={`/desk/supervision/quality/${next}`}>{t("supervision.sheet.next")}</MoreLink>
          )}
        </div>
      </div>
    </DeskPage>
  );
}
