// A case on one screen. What is to be answered stands first, then whom it is about and their money, then what happened;
// beside each other on a desk, one under the other on a phone.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { ReactNode } from "react";
import { dayAt } from "#app/kernel/calendar.ts";
import { Letters, showEntry } from "#app/modules/conversation/letters.tsx";
import { Amount } from "#app/ui/amount.tsx";
import { DeskKeys } from "#app/ui/desk-keys.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { Accounts, ContactLog, History, Requests } from "./case-accounts.tsx";
import { MonthBudget } from "./case-budget.tsx";
import type { CaseAnswer } from "./case-forms.ts";
import { AnswerLinks, Holder } from "./case-holder.tsx";
import { Papers, Proposed, Questions } from "./case-proposal.tsx";
import { Rules } from "./case-rules.tsx";
import { CaseSection } from "./case-section.tsx";
import type { CaseView, ThreadPeek } from "./case-view.ts";
import { Who } from "./case-who.tsx";
import styles from "./case.module.css";
import { Notes } from "./notes-list.tsx";
import type { ItemControls } from "./queue-controls.tsx";
import { Timeline } from "./timeline-list.tsx";

export interface CaseRights {
  readonly unmask: boolean;
  readonly note: boolean;
  readonly pack: boolean;
}

/** What has just been done on a page that leads back here. */
export const tidings = ["answered", "approve", "return"] as const;

interface CasePageProps {
  readonly view: CaseView;
  /** Of the work; undefined where nothing waits. */
  readonly controls: ItemControls | undefined;
  readonly answer: CaseAnswer;
  readonly rights: CaseRights;
  readonly zone: string;
  /** For the next note: sent twice, it is one. */
  readonly once: string;
  readonly told?: (typeof tidings)[number] | undefined;
}

interface Glimpse {
  readonly term: string;
  readonly value: ReactNode;
}

function useGlance({ view, zone }: CasePageProps): Glimpse[] {
  const { t, language } = usePage();
  const { proposal, rules, work } = view;
  const { currency, accounts, summary, quote, submittedAt } = proposal;
  const { surplusMinor: surplus } = summary;
  const owed = accounts.reduce((sum, { balanceMinor }) => sum + balanceMinor, 0n);
  const amountOf = (minor: bigint, name: string) => <Amount minor={minor} currency={currency} name={name} />;
  const asking = rules.filter(({ verdict }) => verdict === "ask").length;
  const { item } = work;
  return [
    ...(item
      ? [
          {
            term: t(item.stage === "borrower" ? "cases.glance.until" : "cases.glance.by"),
            value: formatDay(item.dueOn, language),
          },
        ]
      : []),
    { term: t("cases.glance.owed"), value: amountOf(owed, "owed") },
    ...(quote ? [{ term: t("cases.glance.asked"), value: amountOf(quote.monthlyMinor, "asked") }] : []),
    {
      term: t(surplus !== undefined && surplus < 0n ? "cases.glance.short" : "cases.glance.left"),
      value:
        surplus === undefined ? t("cases.glance.unknown") : amountOf(surplus < 0n ? -surplus : surplus, "disposable"),
    },
    ...(rules.length > 0
      ? [
          {
            term: t("cases.glance.rules"),
            value: t("cases.glance.rulesCount", { pass: rules.length - asking, ask: asking }),
          },
        ]
      : []),
    ...(submittedAt ? [{ term: t("cases.glance.sent"), value: formatDay(dayAt(submittedAt, zone), language) }] : []),
  ];
}

function Glance(props: CasePageProps) {
  const { t } = usePage();
  return (
    <dl className={styles["glance"]} aria-label={t("cases.glance.label")}>
      {useGlance(props).map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface MessagesProps {
  readonly peek: ThreadPeek | undefined;
  readonly caseId: string;
  readonly zone: string;
}

/** The newest of what was written; all of it, and a way to write, stand on a page of their own. */
function Messages({ peek, caseId, zone }: MessagesProps) {
  const { t, language } = usePage();
  const here = `/desk/messages/${caseId}`;
  const entries = peek?.entries.map((entry) => showEntry(entry, language, zone)) ?? [];
  return (
    <CaseSection
      id="messages"
      title={t("cases.messages.title")}
      aside={
        <a className={styles["link"]} href={here}>
          {t("cases.messages.open")}
        </a>
      }
    >
      {peek?.answerBy && (
        <p>
          <Tag tone="note">{t("cases.messages.answerBy", { day: formatDay(peek.answerBy, language) })}</Tag>
        </p>
      )}
      {entries.length === 0 ? (
        <p>{t("cases.messages.none")}</p>
      ) : (
        <Letters entries={entries} side="desk" filesAt={`${here}/files`} />
      )}
    </CaseSection>
  );
}

/** What is to be answered, and all that speaks for one answer or another. */
function Matter({ view, rights, zone }: CasePageProps) {
  const { proposal } = view;
  return (
    <div>
      <Proposed view={view} />
      <AnswerLinks view={view} />
      <Rules rules={view.rules} packId={proposal.policyPackId} currency={proposal.currency} mayReadPack={rights.pack} />
      <Questions questions={proposal.questions} zone={zone} />
      <Papers papers={view.evidence} caseId={proposal.id} />
      <Messages peek={view.messages} caseId={proposal.id} zone={zone} />
    </div>
  );
}

export function CasePage(props: CasePageProps) {
  const { t } = usePage();
  const { view, controls, answer, rights, zone, once, told } = props;
  const { proposal, person } = view;
  const { borrowerId } = person;
  const here = `/desk/cases/${proposal.id}`;
  return (
    <DeskPage
      title={t("cases.title", { reference: proposal.reference })}
      back={{ to: "/desk", label: t("cases.back") }}
      error={answer.problems.length > 0}
      beside={<Tag status={proposal.status}>{t(`proposals.status.${proposal.status}`)}</Tag>}
    >
      <ErrorSummary errors={answer.problems} />
      {told && answer.problems.length === 0 && (
        <Notice>
          <p>{t(`cases.told.${told}`)}</p>
        </Notice>
      )}
      <Holder view={view} zone={zone} controls={controls} />
      <Glance {...props} />
      <div className={styles["grid"]}>
        <Matter {...props} />
        <div>
          <Who person={person} answer={answer} mayUnmask={rights.unmask} linked />
          <Accounts accounts={view.accounts} inCase={proposal.accounts.map(({ accountId }) => accountId)} zone={zone} />
          <MonthBudget view={view} zone={zone} />
          <Requests requests={view.requests} />
          <History history={view.history} but={proposal.id} />
        </div>
        <div className={styles["log"]}>
          <Notes
            notes={view.notes}
            zone={zone}
            form={rights.note ? { borrowerId, caseId: proposal.id, once } : undefined}
            all={`/desk/borrowers/${borrowerId}/notes`}
          />
          <ContactLog lines={view.contactLog} all={here} zone={zone} />
          <Timeline page={view.timeline} here={here} zone={zone} />
        </div>
      </div>
      <DeskKeys keys={["claim", "counter"]} />
    </DeskPage>
  );
}
