// What has become of a request, for whoever made it: the answer as a letter, a question that waits, a time without
// reminders.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { CaseLetter } from "#app/modules/identity/case-letters.ts";
import type { AnsweredCase } from "#app/modules/identity/case-outcomes.ts";
import type { CaseQuestion } from "#app/modules/identity/help-cases.ts";
import { Card } from "#app/ui/card.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { LetterBody } from "./request-letter.tsx";

interface AnsweredPageProps {
  readonly letter: CaseLetter;
  readonly back: { readonly to: string; readonly label: string };
}

export function AnsweredPage({ letter, back }: AnsweredPageProps) {
  return (
    <Page title={letter.title} back={{ to: back.to }} narrow>
      <LetterBody letter={letter} />
      <LinkButton to={back.to} quiet>
        {back.label}
      </LinkButton>
    </Page>
  );
}

type Answer = AnsweredCase & { readonly accountId: string | undefined };

function addressOf({ reference, accountId }: Answer): string {
  const page = accountId === undefined ? "/my/data" : `/my/accounts/${accountId}/dispute`;
  return `${page}?case=${reference}`;
}

export function AnsweredList({ answers }: { readonly answers: readonly Answer[] }) {
  const { t, language } = usePage();
  if (answers.length === 0) return null;
  return (
    <Card title={t("requests.own.answers")}>
      <Rows>
        {answers.map((answer) => (
          <Row
            key={answer.reference}
            to={addressOf(answer)}
            title={t(`requests.kind.${answer.kind}`)}
            note={t("requests.own.given", {
              reference: answer.reference,
              day: formatDay(answer.answeredOn, language),
            })}
          />
        ))}
      </Rows>
    </Card>
  );
}

export function AskedBack({ question, until }: { readonly question: CaseQuestion; readonly until: Day }) {
  const { t, language } = usePage();
  const values = { question: t(`requests.question.${question}`), day: formatDay(until, language) };
  return <p>{t("requests.own.asked", values)}</p>;
}

/** A time without reminders, said kindly. */
export function QuietNotice({ until }: { readonly until: Day | undefined }) {
  const { t, language } = usePage();
  if (until === undefined) return null;
  return (
    <Notice title={t("requests.own.pause", { day: formatDay(until, language) })}>
      <p data-status="moratorium">{t("requests.own.pauseNote")}</p>
    </Notice>
  );
}
