// One account: what is owed and why, how it came about, whose claim it is, and what its owner can do.
import { data } from "react-router";
import { formatDay, formatMoment, formatMonth } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount, sayBasis, sayInterest, sayNeed } from "#app/modules/accounts/account-words.ts";
import { readAccount } from "#app/modules/accounts/accounts.server.ts";
import { drawSteps, groupHistory, itemize, openMonth, pageOfHistory, partsOf } from "#app/modules/accounts/accounts.ts";
import { BalanceStory } from "#app/modules/accounts/balance-story.tsx";
import { HistoryTable } from "#app/modules/accounts/history-table.tsx";
import { PartList } from "#app/modules/accounts/part-list.tsx";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import type { Route } from "./+types/account";

/** As many lines as keep the page small on a slow phone. */
const linesPerPage = 14;

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const found = await readAccount(app, context.get(borrowerContext), params.accountId);
  if (!found) throw data(null, 404);
  const { account, entries } = found;
  const asked = new URL(request.url).searchParams;
  const month = /^\d{4}-\d{2}$/.exec(asked.get("month") ?? "")?.[0];
  const { creditor, payments: _payments, accountNumber: _number, ...shown } = account;
  return {
    ...shown,
    creditor: { ...creditor, legalName: creditor.legalName[language], address: creditor.address[language] },
    operator: app.settings.operator.legalName[language],
    asOf: formatMoment(app.clock.now(), language, app.settings.timeZone),
    bars: drawSteps(itemize(entries)),
    history: pageOfHistory(groupHistory(entries), Number(asked.get("page") ?? 1) || 1, linesPerPage),
    opened: month === undefined ? undefined : { month, lines: openMonth(entries, month) },
  };
}

type Shown = Route.ComponentProps["loaderData"];

function BalanceCard({ account }: { account: Shown }) {
  const { t } = usePage();
  const { id, balances, currency, dueMinor, asOf, disputedAt, plan, principalFirstAfterDays: days } = account;
  const balance = totalOf(balances);
  const why = disputedAt
    ? t("accounts.account.dueHeld")
    : dueMinor > 0n
      ? t(plan ? "accounts.account.duePlan" : "accounts.account.dueWhy")
      : days !== undefined
        ? t("accounts.account.duePrincipalFirst", { days })
        : t("accounts.account.dueNone");
  return (
    <Card>
      <p>{t("accounts.account.balance")}</p>
      <p>
        <Amount minor={balance} currency={currency} name="balance" big />
      </p>
      <p>
        <small>{t("accounts.account.asOf", { moment: asOf })}</small>
      </p>
      <Facts
        items={[{ term: t("accounts.account.due"), value: <Amount minor={dueMinor} currency={currency} name="due" /> }]}
      />
      <p>
        <small>{balance === 0n ? t("accounts.account.settled") : why}</small>
      </p>
      {balance > 0n && (
        <Pair>
          <LinkButton to={`/my/hardship?account=${id}`}>{t("accounts.help")}</LinkButton>
          <LinkButton to={`/my/accounts/${id}/pay`} quiet>
            {t("accounts.pay")}
          </LinkButton>
          <LinkButton to={`/my/accounts/${id}/dispute`} quiet>
            {t("accounts.disagree")}
          </LinkButton>
        </Pair>
      )}
    </Card>
  );
}

function Needs({ account }: { account: Shown }) {
  const { t, language } = usePage();
  return account.needs
    .filter(({ kind }) => kind !== "settled")
    .map((need) => {
      const { title, note } = sayNeed(t, need, language);
      return (
        <Notice key={need.kind} title={title}>
          <p>
            {"amountMinor" in need && need.amountMinor !== undefined && (
              <Amount minor={need.amountMinor} currency={account.currency} />
            )}{" "}
            {note}
          </p>
        </Notice>
      );
    });
}

function Parts({ account }: { account: Shown }) {
  const { t, language } = usePage();
  const { balances, currency, asOf } = account;
  const basis = sayBasis(t, account, language);
  return (
    <Card title={t("accounts.account.parts")}>
      <p>
        <small>{t("accounts.account.partsAsOf", { moment: asOf })}</small>
      </p>
      <PartList
        currency={currency}
        parts={partsOf(balances).map(({ key, minor }) => ({ key, minor, basis: basis[key] }))}
      />
    </Card>
  );
}

function Changes({ account }: { account: Shown }) {
  const { t, language } = usePage();
  const { id, currency, history, opened } = account;
  const here = (query: string): string => `/my/accounts/${id}${query}#changes`;
  const { page, pages, lines, beforeMinor } = history;
  if (opened && opened.lines.length > 0) {
    const caption = t("accounts.history.monthCaption", { month: formatMonth(opened.month, language) });
    return (
      <Card title={t("accounts.account.changes")} id="changes">
        <HistoryTable caption={caption} lines={opened.lines} currency={currency} withoutBalance />
        <p>
          <a href={here(`?page=${page}`)}>{t("accounts.history.closeMonth")}</a>
        </p>
      </Card>
    );
  }
  return (
    <Card title={t("accounts.account.changes")} id="changes">
      <HistoryTable
        caption={t("accounts.history.caption")}
        {...{ lines, currency }}
        before={page < pages ? { label: t("accounts.history.older"), minor: beforeMinor } : undefined}
        monthLink={(month) => here(`?month=${month}&page=${page}`)}
      />
      {pages > 1 && (
        <nav aria-label={t("accounts.account.changes")}>
          {page < pages && <a href={here(`?page=${page + 1}`)}>{t("accounts.history.older")}</a>}{" "}
          {t("accounts.history.page", { page, pages })}{" "}
          {page > 1 && <a href={here(`?page=${page - 1}`)}>{t("accounts.history.newer")}</a>}
        </nav>
      )}
    </Card>
  );
}

function CreditorCard({ account }: { account: Shown }) {
  const { t, language } = usePage();
  const { creditor, contractOn, operator } = account;
  return (
    <Card title={t("accounts.account.creditor")}>
      <Facts
        items={[
          { term: t("accounts.account.creditorName"), value: creditor.legalName },
          { term: t("accounts.account.creditorPhone"), value: <a href={`tel:${creditor.phone}`}>{creditor.phone}</a> },
          {
            term: t("accounts.account.creditorEmail"),
            value: <a href={`mailto:${creditor.email}`}>{creditor.email}</a>,
          },
          { term: t("accounts.account.creditorAddress"), value: creditor.address },
          { term: t("accounts.account.contractOn"), value: formatDay(contractOn, language) },
        ]}
      />
      <p>{t("accounts.account.entrusted", { operator })}</p>
    </Card>
  );
}

function RightsAndNext({ account }: { account: Shown }) {
  const { t, language } = usePage();
  const { id, balances, disputedAt, creditReportDays } = account;
  const owing = totalOf(balances) > 0n;
  return (
    <>
      <Card title={t("accounts.account.rights")}>
        <Rows>
          <Row
            to={`/my/accounts/${id}/dispute`}
            title={t("accounts.wrong.amount")}
            note={t("accounts.right.dispute")}
          />
          <Row
            to={`/my/accounts/${id}/dispute?reason=credit_report`}
            title={t("accounts.wrong.credit")}
            note={t("accounts.right.credit", { days: creditReportDays })}
          />
          <Row to={`/my/hardship?account=${id}`} title={t("accounts.help")} note={t("accounts.right.relief")} />
          <Row to={`/my/accounts/${id}/dispute?reason=not_mine`} title={t("accounts.wrong.notMine")} />
          <Row to="/help#advice" title={t("shared.freeAdvice")} note={t("accounts.right.advice")} />
        </Rows>
      </Card>
      {owing && (
        <Card title={t("accounts.account.next")}>
          <ul>
            {disputedAt && <li>{t("accounts.next.disputed")}</li>}
            <li>{sayInterest(t, account, language)}</li>
            <li>{t("accounts.next.reminders")}</li>
            <li>{t("accounts.next.credit")}</li>
            <li>{t(balances.cost > 0n ? "accounts.next.legalCosts" : "accounts.next.legal")}</li>
          </ul>
        </Card>
      )}
      <Card title={t("accounts.account.documents")}>
        <Rows>
          <Row to={`/my/accounts/${id}/statement`} title={t("accounts.account.statement")} />
          <Row to={`/my/accounts/${id}/statement.pdf`} title={t("accounts.account.statementPdf")} />
        </Rows>
      </Card>
    </>
  );
}

export default function AccountPage({ loaderData: account }: Route.ComponentProps) {
  const { t } = usePage();
  const { currency, bars, itemizedOn } = account;
  return (
    <Page title={nameAccount(t, account)} back={{ to: "/my" }}>
      <BalanceCard account={account} />
      <Needs account={account} />
      <Parts account={account} />
      <Card title={t("accounts.account.story")}>
        <BalanceStory bars={bars} currency={currency} itemizedOn={itemizedOn} />
      </Card>
      <Changes account={account} />
      <CreditorCard account={account} />
      <RightsAndNext account={account} />
    </Page>
  );
}
