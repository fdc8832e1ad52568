// Parts of the page of one proposal: its reference, its plan, what can be done with it. Every form names the version
// that was seen, so that nothing is done twice or to something else.
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Button } from "#app/ui/button.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { Headline, QuoteFacts, QuotePicture } from "./offer-card.tsx";
import type { Quote } from "./options.ts";
import type { ProposalStatus } from "./proposals.ts";

export interface ProposalHead {
  readonly id: string;
  readonly reference: string;
  readonly status: ProposalStatus;
  readonly version: number;
  readonly creditorName: string;
  readonly accountNames: readonly string[];
  readonly today: Day;
  readonly sentOn: Day | undefined;
  readonly decidedOn: Day | undefined;
  readonly answerBy: Day | undefined;
  readonly openUntil: Day | undefined;
  /** An account is objected to: nothing is agreed or signed before the answer. */
  readonly disputed: boolean;
  /** Agreed by the rules at once: nobody had to read it. */
  readonly byRule: boolean;
}

export function ReferenceCard({ head }: { head: ProposalHead }) {
  const { t, language } = usePage();
  const { reference, status, creditorName, accountNames, sentOn } = head;
  return (
    <Card>
      <Facts
        items={[
          { term: t("proposals.fact.status"), value: <Tag status={status}>{t(`proposals.status.${status}`)}</Tag> },
          { term: t("proposals.fact.reference"), value: <b>{reference}</b> },
          ...(sentOn ? [{ term: t("proposals.fact.sent"), value: formatDay(sentOn, language) }] : []),
          { term: t("proposals.fact.creditor"), value: creditorName },
          { term: t("proposals.fact.accounts"), value: accountNames.join(" · ") },
        ]}
      />
      {sentOn && (
        <p>
          <small>{t("proposals.keep")}</small>
        </p>
      )}
    </Card>
  );
}

/** Nothing where nobody objects. */
export function ObjectionNote({ head }: { head: ProposalHead }) {
  const { t } = usePage();
  if (!head.disputed) return null;
  return (
    <Notice>
      <p>{t("proposals.objection")}</p>
    </Notice>
  );
}

export function PlanCard({ title, quote, today }: { title: string; quote: Quote; today: Day }) {
  return (
    <Card title={title}>
      <h3>
        <Headline quote={quote} />
      </h3>
      <QuoteFacts quote={quote} />
      <QuotePicture quote={quote} today={today} />
    </Card>
  );
}

export function NextCard({ lines }: { lines: readonly string[] }) {
  const { t } = usePage();
  return (
    <Card title={t("proposals.next.title")}>
      <ul>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Card>
  );
}

interface IntentFormProps {
  readonly head: ProposalHead;
  readonly intent: "withdraw" | "answer" | "accept" | "again" | "take";
  readonly label: string;
  readonly quiet?: boolean | undefined;
  readonly children?: ReactNode;
}

export function IntentForm({ head: { id, version }, intent, label, quiet, children }: IntentFormProps) {
  return (
    <form method="post" action={`/my/hardship/${id}`} noValidate>
      <input type="hidden" name="version" value={version} />
      {children}
      <Button name="intent" value={intent} quiet={quiet}>
        {label}
      </Button>
    </form>
  );
}

/** Folded away: it is possible, and nobody does it by a slip of the thumb. */
export function WithdrawBox({ head }: { head: ProposalHead }) {
  const { t } = usePage();
  const draft = head.status === "draft";
  return (
    <details>
      <summary>{t(draft ? "proposals.draft.drop" : "proposals.withdraw.open")}</summary>
      <p>{t(draft ? "proposals.draft.dropText" : "proposals.withdraw.text")}</p>
      <IntentForm
        head={head}
        intent="withdraw"
        label={t(draft ? "proposals.draft.dropButton" : "proposals.withdraw.button")}
        quiet
      />
    </details>
  );
}
