// Who has the case, said first so that two people do not work on one; and what its holder can do about holding it.
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Button } from "#app/ui/button.tsx";
import { Field } from "#app/ui/field.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { problemOf, type CaseAnswer } from "./case-forms.ts";
import type { CaseView } from "./case-view.ts";
import styles from "./case.module.css";

interface HolderProps {
  readonly view: CaseView;
  readonly zone: string;
}

export function Holder({ view: { work, proposal }, zone }: HolderProps) {
  const { t, language } = usePage();
  const { item, decidedBy } = work;
  const said = (holder: NonNullable<NonNullable<typeof item>["holder"]>) =>
    t(holder.self ? "cases.holder.self" : "cases.holder.other", {
      name: holder.name,
      since: formatMoment(holder.since, language, zone),
    });
  return (
    <div className={styles["holder"]} data-holder={item?.holder ? (item.holder.self ? "self" : "other") : "none"}>
      {item && <Tag status={item.stage}>{t(`cases.holder.stage.${item.stage}`)}</Tag>}
      {item?.level === "senior" && <Tag tone="note">{t("cases.holder.senior")}</Tag>}
      {item?.snoozedUntil && (
        <Tag tone="note">{t("cases.holder.snoozed", { day: formatDay(item.snoozedUntil, language) })}</Tag>
      )}
      <p>
        {!item && t("cases.holder.done")}
        {item && (item.holder ? <Foreign text={said(item.holder)} /> : t("cases.holder.none"))}{" "}
        {decidedBy !== undefined && <Foreign text={t("cases.holder.decidedBy", { name: decidedBy })} />}
      </p>
      <small>{t("cases.holder.version", { version: proposal.version })}</small>
    </div>
  );
}

const answers = [
  ["approve", "/decide?answer=approve", undefined],
  ["counter", "/counter", "c"],
  ["ask", "/decide?answer=ask", undefined],
  ["decline", "/decide?answer=decline", undefined],
] as const;

/** The ways to answer, for whoever has the case. */
export function AnswerLinks({ view: { proposal, work } }: { view: CaseView }) {
  const { t } = usePage();
  const here = `/desk/cases/${proposal.id}`;
  if (work.item?.stage === "second") {
    return (
      <div className={styles["acts"]}>
        <LinkButton to={`${here}/second`}>{t("cases.action.second")}</LinkButton>
      </div>
    );
  }
  if (proposal.status !== "in_review" || work.item?.holder?.self !== true) return null;
  return (
    <nav className={styles["acts"]} aria-label={t("cases.action.label")}>
      {answers.map(([answer, to, key], index) => (
        <LinkButton key={answer} to={here + to} quiet={index > 0} hotkey={key}>
          {t(`cases.action.${answer}`)}
          {key !== undefined && <kbd aria-hidden="true">{key}</kbd>}
        </LinkButton>
      ))}
    </nav>
  );
}

function SnoozeForm({ answer }: { answer: CaseAnswer }) {
  const { t } = usePage();
  const error = problemOf(answer, "until");
  return (
    <details className={styles["fold"]} open={error !== undefined}>
      <summary>{t("cases.action.snoozeOpen")}</summary>
      <form method="post" noValidate>
        <Field
          name="until"
          label={t("cases.action.snoozeDay")}
          hint={t("cases.action.snoozeHint")}
          value={answer.typed["until"]}
          error={error}
          size={12}
        />
        <Button name="intent" value="snooze" quiet>
          {t("cases.action.snooze")}
        </Button>
      </form>
    </details>
  );
}

function EscalateForm({ answer }: { answer: CaseAnswer }) {
  const { t } = usePage();
  const error = problemOf(answer, "escalateNote");
  return (
    <details className={styles["fold"]} open={error !== undefined}>
      <summary>{t("cases.action.escalate")}</summary>
      <form method="post" noValidate>
        <TextArea
          name="escalateNote"
          label={t("cases.action.escalateNote")}
          hint={t("cases.notes.private")}
          rows={3}
          maxLength={2000}
          value={answer.typed["escalateNote"]}
          error={error}
        />
        <Button name="intent" value="escalate" quiet>
          {t("cases.action.escalate")}
        </Button>
      </form>
    </details>
  );
}

interface HoldingProps {
  readonly view: CaseView;
  readonly answer: CaseAnswer;
  readonly mayClaim: boolean;
}

/** Taking it, giving it back, putting it aside, handing it up. */
export function Holding({ view: { work }, answer, mayClaim }: HoldingProps) {
  const { t } = usePage();
  const { item } = work;
  if (!item || !mayClaim) return null;
  if (!item.holder) {
    return (
      <form method="post" className={styles["acts"]}>
        <Button name="intent" value="claim" hotkey="a">
          {t("cases.action.claim")} <kbd aria-hidden="true">a</kbd>
        </Button>
      </form>
    );
  }
  if (!item.holder.self) return null;
  return (
    <>
      <form method="post" className={styles["acts"]}>
        {item.snoozedUntil && (
          <Button name="intent" value="wake" quiet>
            {t("cases.action.wake")}
          </Button>
        )}
        <Button name="intent" value="release" quiet>
          {t("cases.action.release")}
        </Button>
      </form>
      {!item.snoozedUntil && <SnoozeForm answer={answer} />}
      {item.level === "agent" && <EscalateForm answer={answer} />}
    </>
  );
}
