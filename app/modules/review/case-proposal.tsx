// What the borrower proposes, in one line and its figures, beside what the budget allows; why, in their own words; what
// was asked and answered; and the papers that came with it.
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import type { EvidenceView } from "#app/modules/hardship/evidence.ts";
import { saySize } from "#app/modules/hardship/evidence-words.ts";
import { Headline, QuotePicture } from "#app/modules/hardship/offer-card.tsx";
import type { Quote } from "#app/modules/hardship/options.ts";
import type { ProposalAccountView, QuestionView } from "#app/modules/hardship/proposal-view.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Facts, type Fact } from "#app/ui/facts.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { CaseSection } from "./case-section.tsx";
import type { CaseView } from "./case-view.ts";
import styles from "./case.module.css";

function useReasons() {
  const { t } = usePage();
  return ({ reasons, intention }: ProposalAccountView): string =>
    [...reasons.map((key) => t(`budget.reason.${key}`)), t(`budget.intention.${intention}`)].join(" · ");
}

/** Said once where it is the same for every account. */
function Situation({ accounts }: { accounts: readonly ProposalAccountView[] }) {
  const { t } = usePage();
  const sayReasons = useReasons();
  const [first] = accounts;
  if (!first) return null;
  const term = t("cases.proposal.situation");
  if (accounts.every((account) => sayReasons(account) === sayReasons(first))) {
    return <Facts items={[{ term, value: sayReasons(first) }]} />;
  }
  return <Facts items={accounts.map((account) => ({ term: nameAccount(t, account), value: sayReasons(account) }))} />;
}

/** As staff call them; the borrower's pages speak to the borrower. */
function QuoteFacts({ quote }: { quote: Quote }) {
  const { t, language } = usePage();
  const { firstOn, lastOn, totalMinor, costMinor, waivedMinor, leftMinor, differenceMinor, currency } = quote;
  const amountOf = (minor: bigint, name: string) => <Amount minor={minor} currency={currency} name={name} />;
  const some = (key: "waived" | "remaining", minor: bigint): Fact[] =>
    minor > 0n ? [{ term: t(`cases.proposal.${key}`), value: amountOf(minor, key) }] : [];
  const items: Fact[] = [
    ...(firstOn ? [{ term: t("cases.proposal.first"), value: formatDay(firstOn, language) }] : []),
    { term: t("cases.proposal.last"), value: formatDay(lastOn, language) },
    { term: t("cases.proposal.total"), value: amountOf(totalMinor, "total") },
    { term: t("cases.proposal.cost"), value: amountOf(costMinor, "cost") },
    ...some("waived", waivedMinor),
    ...some("remaining", leftMinor),
    { term: t("cases.proposal.difference"), value: amountOf(differenceMinor, "difference") },
  ];
  return <Facts items={items} />;
}

export function Proposed({ view: { proposal, budgetOffer, today } }: { view: CaseView }) {
  const { t } = usePage();
  const { quote, offeredQuote, note, care, language, followsId } = proposal;
  return (
    <section id="proposal" className={styles["lead"]} aria-labelledby="proposal-title">
      <div className={styles["head"]}>
        <h2 id="proposal-title">{t("cases.proposal.title")}</h2>
        {followsId !== undefined && (
          <a className={styles["link"]} href={`/desk/cases/${followsId}`}>
            {t("cases.proposal.follows")}
          </a>
        )}
      </div>
      {quote ? (
        <>
          <p className={styles["headline"]}>
            <Headline quote={quote} />
          </p>
          <QuotePicture quote={quote} today={today} />
          <QuoteFacts quote={quote} />
          <p className={styles["quiet"]}>{t("cases.proposal.asSent")}</p>
        </>
      ) : (
        <p>{t("cases.proposal.none")}</p>
      )}
      <Facts
        items={[
          ...(budgetOffer ? [{ term: t("cases.proposal.byBudget"), value: <Headline quote={budgetOffer} /> }] : []),
          ...(offeredQuote ? [{ term: t("cases.proposal.offered"), value: <Headline quote={offeredQuote} /> }] : []),
        ]}
      />
      <Situation accounts={proposal.accounts} />
      {care && (
        <p>
          <Tag tone="note">{t("cases.proposal.care")}</Tag>
        </p>
      )}
      {note !== "" && (
        <>
          <small>{t("cases.proposal.note")}</small>
          <blockquote className={styles["words"]} lang={language}>
            <Foreign text={note} />
          </blockquote>
        </>
      )}
    </section>
  );
}

export function Questions({ questions, zone }: { questions: readonly QuestionView[]; zone: string }) {
  const { t, language } = usePage();
  if (questions.length === 0) return null;
  return (
    <CaseSection id="questions" title={t("cases.questions.title")}>
      <ul className={styles["plain"]}>
        {questions.map(({ id, code, askedAt, answer, answeredAt }) => (
          <li key={id}>
            {t(`decisions.question.${code}`)}
            <div className={styles["quiet"]}>{formatMoment(askedAt, language, zone)}</div>
            {answeredAt === undefined ? (
              <Tag tone="note">{t("cases.questions.open")}</Tag>
            ) : (
              <>
                <blockquote className={styles["words"]}>
                  <Foreign text={answer ?? ""} />
                </blockquote>
                <div className={styles["quiet"]}>{formatMoment(answeredAt, language, zone)}</div>
              </>
            )}
          </li>
        ))}
      </ul>
    </CaseSection>
  );
}

function Paper({ paper, caseId }: { paper: EvidenceView; caseId: string }) {
  const { t, language } = usePage();
  const { id, kind, name, status, size, addedOn } = paper;
  const shown = name === "" ? t("evidence.unnamed") : name;
  return (
    <li>
      <div className={styles["line"]}>
        {status === "ready" ? (
          <a className={styles["link"]} href={`/desk/cases/${caseId}/evidence/${id}`}>
            <Foreign text={shown} />
          </a>
        ) : (
          <Foreign text={shown} />
        )}
        <Tag status={status} tone={status === "ready" ? undefined : "note"}>
          {status === "ready"
            ? t(`evidence.kinds.${kind}`)
            : t(status === "refused" ? "cases.papers.refused" : "cases.papers.waiting")}
        </Tag>
      </div>
      <div className={styles["quiet"]}>
        {t("evidence.facts", {
          kind: t(`evidence.kinds.${kind}`),
          size: saySize(t, size),
          day: formatDay(addedOn, language),
        })}
      </div>
    </li>
  );
}

export function Papers({ papers, caseId }: { papers: readonly EvidenceView[]; caseId: string }) {
  const { t } = usePage();
  return (
    <CaseSection id="papers" title={t("cases.papers.title")}>
      {papers.length === 0 ? (
        <p>{t("cases.papers.none")}</p>
      ) : (
        <>
          <ul className={styles["plain"]}>
            {papers.map((paper) => (
              <Paper key={paper.id} paper={paper} caseId={caseId} />
            ))}
          </ul>
          <p className={styles["quiet"]}>{t("cases.papers.note")}</p>
        </>
      )}
    </CaseSection>
  );
}
