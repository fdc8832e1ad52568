// What is under way: drafts to go on with, proposals that wait for an answer, offers that wait for a yes.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Card } from "#app/ui/card.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { openStatuses } from "./proposals.ts";
import type { Step } from "./steps.ts";

export type ShownStatus = "draft" | (typeof openStatuses)[number];

export interface OpenProposal {
  readonly id: string;
  readonly reference: string;
  readonly status: ShownStatus;
  readonly answerBy: Day | undefined;
  readonly openUntil: Day | undefined;
  /** Where a draft goes on. */
  readonly next: Step | undefined;
}

function useNote({ status, answerBy, openUntil }: OpenProposal): string {
  const { t, language } = usePage();
  const dayOf = (day: Day | undefined): string => (day === undefined ? "" : formatDay(day, language));
  switch (status) {
    case "draft":
      return t("hardship.open.draftNote");
    case "info_requested":
      return t("hardship.open.question");
    case "countered":
      return openUntil ? t("hardship.open.offerBy", { day: dayOf(openUntil) }) : t("hardship.open.look");
    case "approved":
    case "accepted":
      return openUntil ? t("hardship.open.signBy", { day: dayOf(openUntil) }) : t("hardship.open.look");
    case "submitted":
    case "in_review":
    case "recountered":
      return answerBy ? t("hardship.open.answerBy", { day: dayOf(answerBy) }) : t("hardship.open.soon");
    default:
      return status satisfies never;
  }
}

function ProposalRow({ proposal }: { proposal: OpenProposal }) {
  const { t } = usePage();
  const { id, reference, status, next } = proposal;
  return (
    <Row
      to={next ? `/my/hardship/${id}/${next}` : `/my/hardship/${id}`}
      title={status === "draft" ? t("hardship.open.goOn") : t("hardship.open.sent", { reference })}
      note={useNote(proposal)}
      tag={
        <Tag status={status} tone={status === "info_requested" || status === "countered" ? "note" : "calm"}>
          {t(`hardship.open.status.${status}`)}
        </Tag>
      }
    />
  );
}

export function OpenProposals({ proposals }: { proposals: readonly OpenProposal[] }) {
  const { t } = usePage();
  if (proposals.length === 0) return null;
  return (
    <Card title={t("hardship.open.title")} id="proposals">
      <Rows>
        {proposals.map((proposal) => (
          <ProposalRow key={proposal.id} proposal={proposal} />
        ))}
      </Rows>
    </Card>
  );
}
