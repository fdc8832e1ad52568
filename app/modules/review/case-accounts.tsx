// What is owed in the reader's portfolio, account by account, with what rests on each.
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { formatRate } from "#app/modules/accounts/accounts.ts";
import { Amount } from "#app/ui/amount.tsx";
import { BalanceBar } from "#app/ui/balance-bar.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { CaseSection } from "./case-section.tsx";
import type { CaseAccount, CaseRequest, CaseHistory, ContactLine } from "./case-view.ts";
import styles from "./case.module.css";

function AccountTags({ account, inCase, zone }: { account: CaseAccount; inCase: boolean; zone: string }) {
  const { t, language } = usePage();
  const { disputedAt, interestStoppedFrom: stopped, planId } = account;
  return (
    <>
      {inCase && <Tag>{t("cases.accounts.inCase")}</Tag>}{" "}
      {disputedAt && (
        <Tag tone="note" status="disputed">
          {t("cases.accounts.disputed", { day: formatDay(dayAt(disputedAt, zone), language) })}
        </Tag>
      )}{" "}
      {stopped && <Tag tone="note">{t("cases.accounts.frozen", { day: formatDay(stopped, language) })}</Tag>}{" "}
      {planId !== undefined && <Tag>{t("cases.accounts.plan")}</Tag>}
    </>
  );
}

function Account({ account, inCase, zone }: { account: CaseAccount; inCase: boolean; zone: string }) {
  const { t, language } = usePage();
  const { currency, parts, contractOn, firstUnpaidOn, countedThrough, lastPaidOn, annualRatePpm } = account;
  const said = [
    t("cases.accounts.facts", {
      contract: formatDay(contractOn, language),
      unpaid: formatDay(firstUnpaidOn, language),
      through: formatDay(countedThrough, language),
    }),
    t("cases.accounts.rate", { rate: formatRate(annualRatePpm) }),
    ...(lastPaidOn ? [t("cases.accounts.lastPaid", { day: formatDay(lastPaidOn, language) })] : []),
  ];
  const bar = parts
    .filter(({ minor }) => minor > 0n)
    .map(({ key, minor }) => ({ key, minor, label: t(`accounts.part.${key}`) }));
  return (
    <>
      <h3 className={styles["line"]}>
        <span>
          {nameAccount(t, account)} · {account.creditorName?.[language] ?? account.creditorCode}
        </span>
        <Amount minor={account.balanceMinor} currency={currency} name="balance" />
      </h3>
      <p>
        <AccountTags account={account} inCase={inCase} zone={zone} />
      </p>
      {bar.length > 0 && <BalanceBar parts={bar} currency={currency} />}
      {said.map((line) => (
        <div key={line} className={styles["quiet"]}>
          {line}
        </div>
      ))}
    </>
  );
}

interface AccountsProps {
  readonly accounts: readonly CaseAccount[];
  /** Ids of those that the case is about. */
  readonly inCase: readonly string[];
  readonly zone: string;
}

export function Accounts({ accounts, inCase, zone }: AccountsProps) {
  const { t } = usePage();
  return (
    <CaseSection id="accounts" title={t("cases.accounts.title")}>
      {accounts.length === 0 && <p>{t("cases.accounts.none")}</p>}
      {accounts.map((account) => (
        <Account key={account.id} account={account} inCase={inCase.includes(account.id)} zone={zone} />
      ))}
    </CaseSection>
  );
}

/** What they proposed and agreed before; without the proposal that is looked at. */
export function History({ history, but }: { history: CaseHistory; but?: string | undefined }) {
  const { t, language } = usePage();
  const proposals = history.proposals.filter(({ id }) => id !== but);
  const { plans } = history;
  return (
    <CaseSection id="history" title={t("cases.history.title")}>
      {proposals.length + plans.length === 0 && <p>{t("cases.history.none")}</p>}
      {proposals.length > 0 && <h3>{t("cases.history.proposals")}</h3>}
      <ul className={styles["plain"]}>
        {proposals.map(({ id, reference, status }) => (
          <li key={id} className={styles["line"]}>
            <a className={styles["link"]} href={`/desk/cases/${id}`}>
              {reference}
            </a>
            <Tag status={status}>{t(`proposals.status.${status}`)}</Tag>
          </li>
        ))}
      </ul>
      {plans.length > 0 && <h3>{t("cases.history.plans")}</h3>}
      <ul className={styles["plain"]}>
        {plans.map(({ id, reference, status, kind, currency, totalMinor, paidMinor, lastOn }) => (
          <li key={id}>
            <div className={styles["line"]}>
              <a className={styles["link"]} href={`/desk/cases/${id}`}>
                {reference}
              </a>
              <Tag status={status}>{t(`plans.status.${status}`)}</Tag>
            </div>
            <div className={styles["quiet"]}>
              {t("cases.history.planLine", {
                kind: t(`options.own.kinds.${kind}`),
                day: formatDay(lastOn, language),
              })}
              {" · "}
              {t("cases.history.paid")} <Amount minor={paidMinor} currency={currency} /> /{" "}
              <Amount minor={totalMinor} currency={currency} />
            </div>
          </li>
        ))}
      </ul>
    </CaseSection>
  );
}

export function Requests({ requests }: { requests: readonly CaseRequest[] }) {
  const { t, language } = usePage();
  // Nobody answers a time without reminders: it lasts until its day.
  const sayUntil = (kind: CaseRequest["kind"], day: string) =>
    kind === "moratorium" ? t("care.quiet.until", { day }) : t("cases.requests.by", { day });
  return (
    <CaseSection id="requests" title={t("cases.requests.title")}>
      {requests.length === 0 && <p>{t("cases.requests.none")}</p>}
      <ul className={styles["plain"]}>
        {requests.map(({ id, reference, kind, status, answerBy }) => (
          <li key={id}>
            <div className={styles["line"]}>
              {kind === "moratorium" ? (
                <span>{t("cases.requests.kind.moratorium")}</span>
              ) : (
                <a className={styles["link"]} href={`/desk/disputes/${id}`}>
                  {t(`cases.requests.kind.${kind}`)}
                </a>
              )}
              {kind !== "moratorium" && <Tag status={status}>{t(`cases.requests.status.${status}`)}</Tag>}
            </div>
            <div className={styles["quiet"]}>
              {reference}
              {status === "open" && ` · ${sayUntil(kind, formatDay(answerBy, language))}`}
            </div>
          </li>
        ))}
      </ul>
    </CaseSection>
  );
}

interface ContactLogProps {
  readonly lines: readonly ContactLine[];
  /** The page on whose timeline all of it stands. */
  readonly all: string;
  readonly zone: string;
}

export function ContactLog({ lines, all, zone }: ContactLogProps) {
  const { t, language } = usePage();
  return (
    <CaseSection
      id="contact"
      title={t("cases.contact.title")}
      aside={
        <a className={styles["link"]} href={`${all}?show=contact#timeline`}>
          {t("cases.contact.all")}
        </a>
      }
    >
      {lines.length === 0 && <p>{t("cases.contact.none")}</p>}
      <ul className={styles["plain"]}>
        {lines.map(({ id, at, channel, purpose, status }) => (
          <li key={id}>
            <div className={styles["line"]}>
              <span>
                {t("cases.timeline.message", {
                  channel: t(`cases.contact.channel.${channel}`),
                  purpose: t(`cases.contact.purpose.${purpose as "notice"}`),
                })}
              </span>
              <Tag status={status} tone={status === "sent" ? undefined : "note"}>
                {t(`cases.contact.sent.${status as "sent"}`)}
              </Tag>
            </div>
            <time className={styles["quiet"]} dateTime={at.toISOString()}>
              {formatMoment(at, language, zone)}
            </time>
          </li>
        ))}
      </ul>
    </CaseSection>
  );
}
