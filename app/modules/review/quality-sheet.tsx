// The answer as it was given, and the sheet on which it is scored, or the score.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { BudgetSummaryBox } from "#app/modules/hardship/budget-summary.tsx";
import { Headline, QuoteFacts } from "#app/modules/hardship/offer-card.tsx";
import type { Quote } from "#app/modules/hardship/options.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Quiet } from "#app/ui/prose.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import {
  qualityCriteria,
  qualityNoteLimit,
  qualityScores,
  scoreNames,
  sumScores,
  type QualityCriterion,
  type QualityScores,
} from "./quality.ts";
import type { QualityCase } from "./quality-view.ts";
import styles from "./supervision.module.css";

/** What the page shows of it; moments are words already. */
export interface AnswerShown extends Omit<
  QualityCase,
  "review" | "sentAt" | "answeredAt" | "state" | "next" | "eventId"
> {
  readonly sent: string;
  readonly answered: string;
}

export function AnswerCard({ answer }: { answer: AnswerShown }) {
  const { t, language } = usePage();
  const { kind, reasons, totalMinor, currency, promisedOn, hours } = answer;
  return (
    <Card title={t("supervision.sheet.answer")}>
      <Facts
        items={[
          { term: t("supervision.sheet.reference"), value: answer.reference },
          {
            term: t("supervision.sheet.kind"),
            value: <Tag status={kind}>{t(`supervision.mix.${kind}`)}</Tag>,
          },
          { term: t("supervision.sheet.sent"), value: answer.sent },
          { term: t("supervision.sheet.promised"), value: formatDay(promisedOn, language) },
          { term: t("supervision.sheet.answered"), value: answer.answered },
          {
            term: t("supervision.sheet.hours"),
            value: t("supervision.times.medianValue", { hours: hours.toFixed(1) }),
          },
          { term: t("supervision.sheet.pack"), value: <code>{answer.pack}</code> },
          {
            term: t("supervision.sheet.second"),
            value: t(answer.seconded ? "supervision.sheet.secondYes" : "supervision.sheet.secondNo"),
          },
          ...(totalMinor === undefined
            ? []
            : [
                {
                  term: t("supervision.sheet.total"),
                  value: <Amount minor={totalMinor} currency={currency} name="total" />,
                },
              ]),
        ]}
      />
      {reasons.length > 0 && (
        <>
          <h3>{t("supervision.sheet.reasons")}</h3>
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>{t(`decisions.reason.${reason}`)}</li>
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function PlanThen({ title, quote }: { title: string; quote: Quote | undefined }) {
  if (!quote) return null;
  return (
    <Card title={title}>
      <h3>
        <Headline quote={quote} />
      </h3>
      <QuoteFacts quote={quote} />
    </Card>
  );
}

export function ThenCards({ answer }: { answer: AnswerShown }) {
  const { t } = usePage();
  const { budget, plans, currency } = answer;
  return (
    <>
      <Card title={t("supervision.sheet.budget")}>
        {budget ? <BudgetSummaryBox summary={budget} currency={currency} /> : <p>{t("supervision.sheet.noBudget")}</p>}
      </Card>
      {plans ? (
        <>
          <PlanThen title={t("supervision.sheet.proposed")} quote={plans.proposed} />
          <PlanThen title={t("supervision.sheet.offered")} quote={plans.offered} />
        </>
      ) : (
        <Quiet>{t("supervision.sheet.changed")}</Quiet>
      )}
    </>
  );
}

export type SheetFields = Partial<Readonly<Record<QualityCriterion | "note", string>>>;

interface ScoreFieldProps {
  readonly criterion: QualityCriterion;
  readonly value: string | undefined;
  readonly wrong: boolean;
}

function ScoreField({ criterion, value, wrong }: ScoreFieldProps) {
  const { t } = usePage();
  return (
    <fieldset className={styles["score"]} aria-describedby={wrong ? `${criterion}-error` : undefined}>
      <legend>{t(`supervision.quality.criterion.${criterion}`)}</legend>
      {wrong && (
        <p className={styles["wrong"]} id={`${criterion}-error`}>
          {t("supervision.sheet.missing")}
        </p>
      )}
      {qualityScores.map((score) => (
        <label key={score}>
          <input
            type="radio"
            id={score === 0 ? criterion : `${criterion}-${score}`}
            name={criterion}
            value={score}
            defaultChecked={value === String(score)}
          />
          {t(`supervision.sheet.score.${scoreNames[score]}`)}
        </label>
      ))}
    </fieldset>
  );
}

interface ScoreFormProps {
  readonly eventId: string;
  readonly values: SheetFields;
  readonly errors: SheetFields;
}

export function ScoreForm({ eventId, values, errors }: ScoreFormProps) {
  const { t } = usePage();
  return (
    <Card title={t("supervision.sheet.form")}>
      <form method="post" action={`/desk/supervision/quality/${eventId}`} noValidate>
        {qualityCriteria.map((criterion) => (
          <ScoreField
            key={criterion}
            criterion={criterion}
            value={values[criterion]}
            wrong={errors[criterion] !== undefined}
          />
        ))}
        <TextArea
          name="note"
          label={t("supervision.sheet.note")}
          value={values.note}
          error={errors.note && t("supervision.sheet.noteTooLong", { most: qualityNoteLimit })}
          maxLength={qualityNoteLimit}
        />
        <Button>{t("supervision.sheet.submit")}</Button>
      </form>
    </Card>
  );
}

export interface ReviewShown {
  readonly scores: QualityScores;
  readonly note: string;
  readonly on: Day;
  readonly reviewer: string;
  readonly decider: string;
}

export function ReviewCard({ review }: { review: ReviewShown }) {
  const { t, language } = usePage();
  const { scores, note, on, reviewer, decider } = review;
  const most = qualityCriteria.length * 2;
  return (
    <Card title={t("supervision.sheet.done")}>
      <Facts
        items={[
          ...qualityCriteria.map((criterion) => ({
            term: t(`supervision.quality.criterion.${criterion}`),
            value: t(`supervision.sheet.score.${scoreNames[scores[criterion]]}`),
          })),
          {
            term: t("supervision.sheet.sum"),
            value: t("supervision.sheet.sumValue", { sum: sumScores(scores), most }),
          },
          { term: t("supervision.sheet.by"), value: <Foreign text={decider} /> },
        ]}
      />
      {note !== "" && (
        <p>
          <Foreign text={note} />
        </p>
      )}
      <Quiet>
        <Foreign text={t("supervision.sheet.doneBy", { day: formatDay(on, language), name: reviewer })} />
      </Quiet>
    </Card>
  );
}
