// Where a proposal stands: received, read by a person, answered by a date, decided. Each step says in words whether it
// is done or is now, so that nothing hangs on a colour.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Card } from "#app/ui/card.tsx";
import type { ProposalStatus } from "./proposals.ts";
import styles from "./tracker.module.css";

export type StepState = "done" | "now" | "ahead";

export interface Milestone {
  readonly key: "received" | "reading" | "asked" | "answer" | "decided";
  readonly state: StepState;
}

/** The way of a proposal that is under way or answered; none for one that was never sent. */
export function milestonesOf(status: ProposalStatus): readonly Milestone[] {
  const steps = (reading: Milestone, last: Milestone): readonly Milestone[] => [
    { key: "received", state: "done" },
    reading,
    last,
  ];
  switch (status) {
    case "submitted":
    case "in_review":
    case "recountered":
      return steps({ key: "reading", state: "now" }, { key: "answer", state: "ahead" });
    case "info_requested":
      return steps({ key: "asked", state: "now" }, { key: "answer", state: "ahead" });
    case "approved":
    case "countered":
    case "declined":
    case "accepted":
    case "signed":
    case "live":
      return steps({ key: "reading", state: "done" }, { key: "decided", state: "done" });
    case "draft":
    case "expired":
    case "withdrawn":
    case "superseded":
      return [];
    default:
      return status satisfies never;
  }
}

interface TrackerProps {
  readonly status: ProposalStatus;
  readonly sentOn: Day | undefined;
  readonly answerBy: Day | undefined;
  readonly decidedOn: Day | undefined;
  /** Agreed by the rules at once: nobody had to read it, and nobody is said to have. */
  readonly byRule: boolean;
}

export function Tracker({ status, sentOn, answerBy, decidedOn, byRule }: TrackerProps) {
  const { t, language } = usePage();
  const milestones = milestonesOf(status);
  if (milestones.length === 0) return null;
  const say = ({ key, state }: Milestone): string => {
    if (key === "answer" && answerBy) return t("proposals.tracker.answerBy", { day: formatDay(answerBy, language) });
    if (key === "reading" && byRule) return t("proposals.tracker.rules");
    if (key === "reading" && state !== "now") return t("proposals.tracker.readingAhead");
    return t(`proposals.tracker.${key}`);
  };
  const when: Partial<Record<Milestone["key"], Day | undefined>> = { received: sentOn, decided: decidedOn };
  return (
    <Card title={t("proposals.tracker.title")}>
      <ol className={styles["tracker"]}>
        {milestones.map((milestone) => {
          const { key, state } = milestone;
          const on = when[key];
          return (
            <li
              key={key}
              className={state === "ahead" ? undefined : styles[state]}
              aria-current={state === "now" ? "step" : undefined}
            >
              {say(milestone)}
              <br />
              <small>{on ? formatDay(on, language) : state === "ahead" ? "" : t(`proposals.tracker.${state}`)}</small>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
