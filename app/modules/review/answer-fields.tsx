// The boxes of an answer: which question, which reasons, what would be accepted. Each is a code whose words stand beside
// it in both languages, as the borrower may read them. They ask by GET, so that what was chosen has an address; only the
// last form gives the answer.
import { translator, type T } from "#app/i18n/i18n.ts";
import { languages, type Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { declineReasons, questionCodes, type DeclineReason } from "#app/modules/hardship/decisions.ts";
import { Headline } from "#app/modules/hardship/offer-card.tsx";
import type { Quote } from "#app/modules/hardship/options.ts";
import { Button } from "#app/ui/button.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import { caseOf } from "./answer-notes.tsx";
import styles from "./answer-ways.module.css";
import type { ChosenAnswer } from "./answer-wish.ts";

export type Fields = readonly (readonly [string, string])[];

export function HiddenFields({ fields }: { fields: Fields }) {
  return (
    <>
      {fields.map(([name, value]) => (
        <input key={name + value} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

/** In the reader's language, and below in the others. */
function Both({ say }: { say: (t: T) => string }) {
  const { language } = usePage();
  const inOrder: readonly Language[] = [language, ...languages.filter((other) => other !== language)];
  return (
    <span className={styles["both"]}>
      {inOrder.map((each, index) => {
        const text = say(translator(each));
        return index === 0 ? (
          text
        ) : (
          <small key={each} lang={each}>
            {text}
          </small>
        );
      })}
    </span>
  );
}

interface FieldsProps {
  readonly id: string;
  readonly chosen: ChosenAnswer;
  readonly errorAt: (field: string) => string | undefined;
}

export function QuestionForm({ id, chosen, errorAt }: FieldsProps) {
  const { t } = usePage();
  return (
    <form method="get" action={`${caseOf(id)}/decide`} noValidate>
      <HiddenFields
        fields={[
          ["answer", "ask"],
          ["look", "1"],
        ]}
      />
      <RadioGroup
        name="question"
        legend={t("answer.ask.legend")}
        hint={t("answer.ask.hint")}
        value={chosen.question}
        error={errorAt("question")}
        options={questionCodes.map((code) => ({
          value: code,
          label: <Both say={(each) => each(`decisions.question.${code}`)} />,
        }))}
      />
      <Button>{t("answer.preview.show")}</Button>
    </form>
  );
}

const sayReason =
  (reason: DeclineReason) =>
  (t: T): string =>
    `${t(`decisions.reason.${reason}`)} ${t(`decisions.wouldAccept.${reason}`)}`;

interface DeclineFormProps extends FieldsProps {
  /** The engine's best, and terms of one's own where they stand in the address. */
  readonly best: Quote | undefined;
  readonly own: { readonly quote: Quote; readonly fields: Fields } | undefined;
}

export function DeclineForm({ id, chosen, errorAt, best, own }: DeclineFormProps) {
  const { t } = usePage();
  const first = own ? "own" : best ? "best" : "none";
  return (
    <form method="get" action={`${caseOf(id)}/decide`} noValidate>
      <HiddenFields fields={[["answer", "decline"], ["look", "1"], ...(own?.fields ?? [])]} />
      <Ticks
        type="checkbox"
        name="reasons"
        legend={t("answer.decline.legend")}
        hint={t("answer.decline.hint")}
        error={errorAt("reasons")}
        values={chosen.reasons}
        options={declineReasons.map((reason) => ({ value: reason, label: <Both say={sayReason(reason)} /> }))}
      />
      <RadioGroup
        name="acceptable"
        legend={t("answer.decline.acceptable")}
        hint={t("answer.decline.acceptableHint")}
        value={chosen.acceptable ?? first}
        error={errorAt("acceptable")}
        options={[
          ...(own ? [{ value: "own", label: t("answer.decline.own"), hint: <Headline quote={own.quote} /> }] : []),
          ...(best ? [{ value: "best", label: t("answer.decline.best"), hint: <Headline quote={best} /> }] : []),
          { value: "none", label: t("answer.decline.none") },
        ]}
      />
      <Pair>
        <Button>{t("answer.preview.show")}</Button>
        <LinkButton to={`${caseOf(id)}/counter`} quiet>
          {t("answer.decline.other")}
        </LinkButton>
      </Pair>
    </form>
  );
}

interface GiveFormProps {
  readonly id: string;
  /** The address of this preview, so that nothing is lost where it cannot be given. */
  readonly query: string;
  readonly fields: Fields;
  readonly version: number;
  readonly sign: string;
  readonly kind: NonNullable<ChosenAnswer["answer"]>;
  /** A second person looks at it first. */
  readonly second: boolean;
}

/** The one form that gives the answer, to the borrower or to the second person. */
export function GiveForm({ id, query, fields, version, sign, kind, second }: GiveFormProps) {
  const { t } = usePage();
  return (
    <form method="post" action={`${caseOf(id)}/decide?${query}`}>
      <HiddenFields fields={[...fields, ["version", String(version)], ["sign", sign]]} />
      <Button>{t(second ? "answer.give.second" : `answer.give.${kind}`)}</Button>
    </form>
  );
}
