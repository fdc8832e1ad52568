// The timeline as a page shows it: the newest first, narrowed by links, and turned by them.
import { Fragment } from "react";
import { formatDay, formatTime } from "#app/i18n/format.ts";
import type { T } from "#app/i18n/i18n.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt, type Day } from "#app/kernel/calendar.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { CaseSection } from "./case-section.tsx";
import styles from "./case.module.css";
import { timelineViews, type TimelineEntry, type TimelineKind, type TimelinePage } from "./timeline.ts";

type Words = Readonly<Record<TimelineKind, (t: T, entry: TimelineEntry) => string>>;

function text(entry: TimelineEntry, name: string): string {
  const value = entry.facts[name];
  return typeof value === "string" ? value : "";
}

/** Codes of the database, each with its words in the catalogues. */
const words: Words = {
  proposal: (t, { what }) => t(`cases.timeline.proposal.${what as "submit"}`),
  plan: (t, { what }) => t(`cases.timeline.plan.${what as "sign"}`),
  payment: (t, { what }) => t(`cases.timeline.payment.${what as "settled"}`),
  request: (t, { what, by }) =>
    t(by === "closed" ? "cases.timeline.request.closed" : "cases.timeline.request.opened", {
      kind: t(`cases.requests.kind.${what as "dispute"}`),
    }),
  message: (t, entry) =>
    t("cases.timeline.message", {
      channel: t(`cases.contact.channel.${text(entry, "channel") as "sms"}`),
      purpose: t(`cases.contact.purpose.${entry.what as "notice"}`),
    }),
  thread: (t, { what }) => t(`cases.timeline.thread.${what as "desk"}`),
  paper: (t, { what }) => t("cases.timeline.paper", { kind: t(`evidence.kinds.${what as "income"}`) }),
  note: (t) => t("cases.timeline.note"),
  glass: (t, { what }) => t("cases.timeline.glass", { reason: t(`cases.glass.reasons.${what as "complaint"}`) }),
  access: (t, { what }) => t(`cases.timeline.access.${what as "case"}`),
};

/** What is told beside it, as a code. */
function beside(t: T, { kind, by }: TimelineEntry): string | undefined {
  if (by === undefined) return undefined;
  if (kind === "message") return t(`cases.contact.sent.${by as "sent"}`);
  if (kind === "access") return t(`cases.timeline.ground.${by as "role"}`);
  return undefined;
}

const grounds: Partial<Readonly<Record<TimelineKind, string>>> = {
  proposal: "answers",
  plan: "answers",
  note: "inside",
  glass: "inside",
  access: "inside",
};

function Entry({ entry, zone }: { entry: TimelineEntry; zone: string }) {
  const { t } = usePage();
  const { kind, at, reference, staff, amount } = entry;
  const said = words[kind](t, entry);
  const tail = [reference, beside(t, entry)].filter((part) => part !== undefined).join(" · ");
  return (
    <li className={styles[grounds[kind] ?? ""]} data-entry={kind}>
      <time dateTime={at.toISOString()}>{formatTime(at, zone)}</time>
      <div>
        {staff === undefined ? said : <Foreign text={t("cases.timeline.by", { what: said, name: staff })} />}
        {amount && (
          <>
            {" "}
            <Amount minor={amount.minor} currency={amount.currency} />
          </>
        )}{" "}
        {tail !== "" && <small>{tail}</small>}
      </div>
    </li>
  );
}

interface DayOfEntries {
  readonly day: Day;
  readonly entries: TimelineEntry[];
}

/** The day is said once for all that happened on it. */
function groupByDay(entries: readonly TimelineEntry[], zone: string): DayOfEntries[] {
  const days: DayOfEntries[] = [];
  for (const entry of entries) {
    const day = dayAt(entry.at, zone);
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days;
}

interface TimelineProps {
  readonly page: TimelinePage;
  /** The page that it stands on. */
  readonly here: string;
  readonly zone: string;
}

export function Timeline({ page: { view, entries, first, next }, here, zone }: TimelineProps) {
  const { t, language } = usePage();
  const at = (wanted: string, after?: string) =>
    `${here}?${new URLSearchParams({ show: wanted, ...(after === undefined ? {} : { after }) }).toString()}#timeline`;
  return (
    <CaseSection id="timeline" title={t("cases.timeline.title")}>
      <nav aria-label={t("cases.timeline.views")}>
        <ul className={styles["views"]}>
          {timelineViews.map((each) => (
            <li key={each}>
              <a href={at(each)} aria-current={each === view ? "true" : undefined}>
                {t(`cases.timeline.view.${each}`)}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      {entries.length === 0 && <p>{t("cases.timeline.none")}</p>}
      {groupByDay(entries, zone).map((group) => (
        <Fragment key={group.day}>
          <h3>{formatDay(group.day, language)}</h3>
          <ol className={styles["timeline"]}>
            {group.entries.map((entry) => (
              <Entry key={`${entry.kind}:${entry.key}`} entry={entry} zone={zone} />
            ))}
          </ol>
        </Fragment>
      ))}
      {(next !== undefined || !first) && (
        <div className={styles["pager"]}>
          {!first && <a href={at(view)}>{t("cases.timeline.newest")}</a>}
          {next !== undefined && <a href={at(view, next)}>{t("cases.timeline.older")}</a>}
        </div>
      )}
    </CaseSection>
  );
}
