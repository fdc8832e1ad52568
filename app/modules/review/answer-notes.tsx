// What is said beside an answer: who has the case, where it stands, what moved while somebody wrote, and who looks at it
// before the borrower does.
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { Headline } from "#app/modules/hardship/offer-card.tsx";
import type { ProposalStatus } from "#app/modules/hardship/proposals.ts";
import type { Quote } from "#app/modules/hardship/options.ts";
import { Card } from "#app/ui/card.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { AnswerHead } from "./answer-view.ts";
import type { ChosenAnswer } from "./answer-wish.ts";
import type { SecondCause } from "./four-eyes.ts";

export const caseOf = (id: string): string => `/desk/cases/${id}`;

/** Beside the title: the state, and by when it is answered. */
export function AnswerTags({ head: { status, answerBy } }: { head: AnswerHead }) {
  const { t, language } = usePage();
  return (
    <>
      <Tag status={status}>{t(`proposals.status.${status}`)}</Tag>{" "}
      {answerBy && <Tag tone="note">{t("answer.by", { day: formatDay(answerBy, language) })}</Tag>}
    </>
  );
}

interface HeldPageProps {
  readonly held: { readonly id: string; readonly holder: string | undefined; readonly waits: boolean };
  readonly children?: ReactNode;
}

/** Instead of the page, for whoever does not have the case. */
export function HeldPage({ held: { id, holder, waits }, children }: HeldPageProps) {
  const { t } = usePage();
  return (
    <DeskPage title={t("answer.held.title")} back={{ to: caseOf(id), label: t("answer.toCase") }} narrow>
      <Notice>
        <p>
          {holder === undefined ? (
            t(waits ? "answer.held.nobody" : "answer.held.over")
          ) : (
            <>
              {t("answer.held.by")} <Foreign text={holder} />
            </>
          )}
        </p>
      </Notice>
      {waits && <p>{t("answer.held.text")}</p>}
      {children}
    </DeskPage>
  );
}

/** Why nothing can be answered now, or why an answer came back; nothing where neither is so. */
export function StandingNote({ head }: { head: AnswerHead }) {
  const { t } = usePage();
  if (head.status !== "in_review") {
    return (
      <Notice tone="note">
        <p>{t("answer.notWaiting")}</p>
      </Notice>
    );
  }
  if (head.returned) {
    return (
      <Notice tone="note" title={t("answer.second.returned")}>
        <p>
          <Foreign text={head.returned.note} />
        </p>
        {head.returned.by !== undefined && (
          <p>
            <Foreign text={head.returned.by} />
          </p>
        )}
      </Notice>
    );
  }
  if (!head.second) return null;
  return (
    <Notice tone="note">
      <p>{t("answer.second.waits")}</p>
      <MoreLink to={`${caseOf(head.id)}/second`}>{t("answer.second.open")}</MoreLink>
    </Notice>
  );
}

interface ChangedNoteProps {
  readonly status: ProposalStatus;
  /** What has happened since the version that somebody saw, where they may see it. */
  readonly moves: AnswerHead["moves"];
}

/** Their answer was not given: it was about an older state. */
export function ChangedNote({ status, moves }: ChangedNoteProps) {
  const { t } = usePage();
  return (
    <div role="alert">
      <Notice tone="note" title={t("answer.changed.title")} id="changed">
        <p>
          {t("answer.changed.text")} <Tag status={status}>{t(`proposals.status.${status}`)}</Tag>
        </p>
        <ul>
          {moves.map(({ id, to, by, at }) => (
            <li key={id}>
              {at}: {t(`proposals.status.${to}`)} ({t(`answer.changed.by.${by}`)})
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** Nothing where one person answers. */
export function CausesNote({ causes }: { causes: readonly SecondCause[] }) {
  const { t } = usePage();
  if (causes.length === 0) return null;
  return (
    <Notice tone="note" title={t("answer.second.needed")}>
      <ul>
        {causes.map((cause) => (
          <li key={cause}>{t(`answer.cause.${cause}`)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** Whether an offer holds at once or waits for a yes; nothing for other answers. */
export function BindsNote({ binds }: { binds: boolean | undefined }) {
  const { t } = usePage();
  if (binds === undefined) return null;
  return (
    <p data-binds={binds ? "at-once" : "needs-yes"}>
      <Tag tone={binds ? "calm" : "note"}>{t(binds ? "answer.binds.yes" : "answer.binds.no")}</Tag>{" "}
      {t(binds ? "answer.binds.yesText" : "answer.binds.noText")}
    </p>
  );
}

/** What somebody had chosen where it cannot be given any more; nothing where nothing was. */
export function ChosenNote({ chosen, quote }: { chosen: ChosenAnswer; quote: Quote | undefined }) {
  const { t } = usePage();
  const { answer, question, reasons } = chosen;
  if (!answer) return null;
  return (
    <Card title={t("answer.chosen")}>
      <p>
        {t(`answer.way.${answer}`)} {quote && <Headline quote={quote} />}
      </p>
      {question && <p>{t(`decisions.question.${question}`)}</p>}
      <ul>
        {reasons.map((reason) => (
          <li key={reason}>{t(`decisions.reason.${reason}`)}</li>
        ))}
      </ul>
    </Card>
  );
}
