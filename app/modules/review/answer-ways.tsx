// The answers there are to a proposal, the one that the budget speaks for first. Nothing is chosen by it: each leads to
// what the borrower would read.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { may } from "#app/kernel/permissions.ts";
import { Headline } from "#app/modules/hardship/offer-card.tsx";
import { Button } from "#app/ui/button.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { TextArea } from "#app/ui/text-area.tsx";
import { caseOf } from "./answer-notes.tsx";
import type { AnswerHead, SuggestionShown } from "./answer-view.ts";
import styles from "./answer-ways.module.css";

interface AnswerWaysProps {
  readonly head: AnswerHead;
  readonly suggestion: SuggestionShown | undefined;
  /** What was proposed can be had as it is. */
  readonly canApprove: boolean;
}

function Way({ title, first, children }: { title: string; first?: boolean; children: ReactNode }) {
  return (
    <li className={first ? styles["first"] : undefined}>
      <h2>{title}</h2>
      {children}
    </li>
  );
}

function Suggested({ head: { id }, suggestion }: Pick<AnswerWaysProps, "head" | "suggestion">) {
  const { t } = usePage();
  if (!suggestion) return null;
  const { kind, quote, query } = suggestion;
  return (
    <Way title={t("answer.suggest.title")} first>
      <p data-suggestion={kind}>
        {t(`answer.suggest.${kind}`)} {quote && <Headline quote={quote} />}
      </p>
      <LinkButton to={kind === "objection" ? caseOf(id) : `${caseOf(id)}/decide?${query}`}>
        {t(kind === "objection" ? "answer.toCase" : "answer.suggest.look")}
      </LinkButton>
    </Way>
  );
}

export function AnswerWays({ head, suggestion, canApprove }: AnswerWaysProps) {
  const { t } = usePage();
  const here = `${caseOf(head.id)}/decide`;
  return (
    <ul className={styles["ways"]}>
      <Suggested head={head} suggestion={suggestion} />
      {canApprove && (
        <Way title={t("answer.way.approve")}>
          <p>{t("answer.way.approveText")}</p>
          <LinkButton to={`${here}?answer=approve`} quiet>
            {t("answer.way.preview")}
          </LinkButton>
        </Way>
      )}
      <Way title={t("answer.way.counter")}>
        <p>{t("answer.way.counterText")}</p>
        <LinkButton to={`${caseOf(head.id)}/counter`} quiet>
          {t("answer.way.counterOpen")}
        </LinkButton>
      </Way>
      <Way title={t("answer.way.ask")}>
        <p>{t("answer.way.askText")}</p>
        <LinkButton to={`${here}?answer=ask`} quiet>
          {t("answer.way.askOpen")}
        </LinkButton>
      </Way>
      <Way title={t("answer.way.decline")}>
        <p>{t("answer.way.declineText")}</p>
        <LinkButton to={`${here}?answer=decline`} quiet>
          {t("answer.way.declineOpen")}
        </LinkButton>
      </Way>
    </ul>
  );
}

/** To somebody of more experience; it leaves one's own desk. */
export function EscalateBox({ head, note }: { head: AnswerHead; note: string }) {
  const { t, staff } = usePage();
  if (head.senior) return <p>{t("answer.escalate.done")}</p>;
  // There is nobody above whom it would go to.
  if (staff && may(staff.role, "case.second")) return null;
  return (
    <details id="escalate">
      <summary>{t("answer.escalate.open")}</summary>
      <form method="post" action={`${caseOf(head.id)}/decide`} noValidate>
        <input type="hidden" name="intent" value="escalate" />
        <TextArea
          name="note"
          label={t("answer.escalate.note")}
          hint={t("answer.escalate.hint")}
          value={note}
          rows={3}
          maxLength={2000}
        />
        <Button quiet>{t("answer.escalate.button")}</Button>
      </form>
    </details>
  );
}
