// What can be done with a request: take it, give it back, ask, choose an outcome, choose its reasons, read the letter,
// confirm. One question a step, each with an address; only the last one changes anything.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { CaseLetter } from "#app/modules/identity/case-letters.ts";
import {
  dataGrounds,
  leavesInQuestion,
  needsCorrection,
  needsGrounds,
  outcomesOf,
  questionsOf,
  reasonsOf,
  type AnsweredCase,
  type CaseOutcome,
} from "#app/modules/identity/case-outcomes.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Choices } from "#app/ui/choices.tsx";
import { Field } from "#app/ui/field.tsx";
import { RadioGroup } from "#app/ui/radio-group.tsx";
import { Select } from "#app/ui/select.tsx";
import { Ticks } from "#app/ui/ticks.tsx";
import { LetterBody } from "./request-letter.tsx";
import type { RequestKind } from "./requests.ts";
import styles from "./requests.module.css";

export interface Where {
  readonly id: string;
  readonly kind: RequestKind;
  readonly status: string;
}

/** Says what is wrong with a field. */
export type FaultOf = (field: string) => string | undefined;

export function HandForm({ id, intent }: { readonly id: string; readonly intent: "claim" | "release" }) {
  const { t } = usePage();
  return (
    <form method="post" action={`/desk/disputes/${id}`}>
      <Button quiet={intent === "release"} name="intent" value={intent}>
        {t(`requests.page.${intent}`)}
      </Button>
    </form>
  );
}

export function AskForm({ id, kind, status, until, of }: Where & { readonly until: Day; readonly of: FaultOf }) {
  const { t, language } = usePage();
  return (
    <Card title={t("requests.page.askTitle")}>
      <form method="post" action={`/desk/disputes/${id}`}>
        <input type="hidden" name="seen" value={status} />
        <Ticks
          name="question"
          type="radio"
          legend={t("requests.page.ask")}
          hint={t("requests.page.askHint", { day: formatDay(until, language) })}
          error={of("question")}
          values={[]}
          options={questionsOf[kind].map((value) => ({ value, label: t(`requests.question.${value}`) }))}
        />
        <Button quiet name="intent" value="ask">
          {t("requests.page.askButton")}
        </Button>
      </form>
    </Card>
  );
}

/** Which outcome: nothing is chosen for whoever decides. */
export function OutcomeForm({ id, kind, of }: Where & { readonly of: FaultOf }) {
  const { t } = usePage();
  return (
    <Card title={t("requests.page.answerTitle")}>
      <form action={`/desk/disputes/${id}`}>
        <RadioGroup
          name="outcome"
          legend={t("requests.page.outcome")}
          error={of("outcome")}
          options={outcomesOf[kind].map((value) => ({
            value,
            label: t(`requests.outcome.${value}`),
            hint: t(`requests.said.${value}`),
          }))}
        />
        <Button>{t("requests.page.next")}</Button>
      </form>
    </Card>
  );
}

export interface Chosen {
  readonly outcome: CaseOutcome;
  readonly reasons: readonly string[];
  readonly grounds: readonly string[];
}

export function ReasonsForm({ id, chosen, of }: Where & { readonly chosen: Chosen; readonly of: FaultOf }) {
  const { t } = usePage();
  const { outcome, reasons, grounds } = chosen;
  return (
    <Card title={t(`requests.outcome.${outcome}`)}>
      <form action={`/desk/disputes/${id}`}>
        <input type="hidden" name="outcome" value={outcome} />
        <input type="hidden" name="preview" value="yes" />
        <Ticks
          name="reasons"
          type="checkbox"
          legend={t("requests.page.reasons")}
          error={of("reasons")}
          values={reasons}
          options={reasonsOf[outcome].map((value) => ({ value, label: t(`requests.reason.${value}`) }))}
        />
        {needsGrounds(outcome) && (
          <Ticks
            name="grounds"
            type="checkbox"
            legend={t("requests.page.grounds")}
            error={of("grounds")}
            values={grounds}
            options={dataGrounds.map((value) => ({ value, label: t(`requests.ground.${value}`) }))}
          />
        )}
        <Button>{t("requests.page.preview")}</Button>
      </form>
      <a className={styles["way"]} href={`/desk/disputes/${id}`}>
        {t("requests.page.change")}
      </a>
    </Card>
  );
}

function effectsOf({ outcome, freed, held }: AnsweredCase) {
  const effects: ("correct" | "ends" | "until" | "stays" | "other" | "stopped")[] = [];
  if (needsCorrection(outcome)) effects.push("correct");
  if (freed) effects.push("ends");
  if (leavesInQuestion(outcome)) effects.push("stays");
  else if (held) effects.push(needsCorrection(outcome) ? "until" : "other");
  if (outcome === "contact_removed") effects.push("stopped");
  return effects;
}

interface ConfirmProps extends Where {
  readonly answered: AnsweredCase;
  readonly letters: readonly CaseLetter[];
  readonly known: boolean;
  readonly creditors: readonly { readonly value: string; readonly label: string }[];
  readonly typed: { readonly creditorCode?: string | undefined; readonly accountNumber?: string | undefined };
  readonly of: FaultOf;
}

function PostFields({ creditors, typed, of }: Pick<ConfirmProps, "creditors" | "typed" | "of">) {
  const { t } = usePage();
  return (
    <Choices name="posted" legend={t("requests.outcome.posted_code_sent")} hint={t("requests.page.accountHint")}>
      <Select name="creditorCode" label={t("requests.page.creditor")} options={creditors} value={typed.creditorCode} />
      <Field
        name="accountNumber"
        label={t("requests.page.accountNumber")}
        autoComplete="off"
        value={typed.accountNumber}
        error={of("accountNumber")}
        maxLength={64}
      />
    </Choices>
  );
}

export function Letters({ letters }: { readonly letters: readonly CaseLetter[] }) {
  return (
    <div className={styles["letters"]}>
      {letters.map((letter) => (
        <article key={letter.language} lang={letter.language} data-letter={letter.language}>
          <Card title={letter.title}>
            <LetterBody letter={letter} level={3} />
          </Card>
        </article>
      ))}
    </div>
  );
}

export function ConfirmForm({ id, status, answered, letters, known, creditors, typed, of }: ConfirmProps) {
  const { t } = usePage();
  const { outcome, reasons, grounds } = answered;
  const codes = [
    ["seen", status],
    ["outcome", outcome],
    ...reasons.map((reason) => ["reasons", reason]),
    ...grounds.map((ground) => ["grounds", ground]),
  ];
  const again = new URLSearchParams(codes.slice(1).map(([name = "", value = ""]) => [name, value]));
  return (
    <>
      <h2>{t("requests.page.check")}</h2>
      <p>{t(known ? "requests.page.checkText" : "requests.page.noReach")}</p>
      <ul>
        {effectsOf(answered).map((effect) => (
          <li key={effect}>{t(`requests.effect.${effect}`)}</li>
        ))}
      </ul>
      <Letters letters={letters} />
      <form method="post" action={`/desk/disputes/${id}?${again.toString()}&preview=yes`}>
        {codes.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        {outcome === "posted_code_sent" && <PostFields creditors={creditors} typed={typed} of={of} />}
        <Button name="intent" value="decide">
          {t("requests.page.confirm")}
        </Button>
      </form>
      <a className={styles["way"]} href={`/desk/disputes/${id}?${again.toString()}`}>
        {t("requests.page.change")}
      </a>
    </>
  );
}
