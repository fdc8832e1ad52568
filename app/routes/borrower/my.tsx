// All accounts of whoever is signed in: what is owed in all, what each needs now, and ways that help.
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { isCurrency } from "#app/kernel/money.ts";
import { nameAccount, sayNeed } from "#app/modules/accounts/account-words.ts";
import { listAccounts, type Account } from "#app/modules/accounts/accounts.server.ts";
import { partsOf, totalsByCurrency } from "#app/modules/accounts/accounts.ts";
import { readRequestNews } from "#app/modules/accounts/requests.server.ts";
import { countUnread } from "#app/modules/conversation/read-threads.server.ts";
import { UnreadNotice } from "#app/modules/conversation/thread-list.tsx";
import { OpenProposals } from "#app/modules/hardship/open-proposals.tsx";
import { maskName } from "#app/modules/identity/person.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { PlanRows } from "#app/modules/plans/plan-rows.tsx";
import { runningStatuses, type PlanStatus } from "#app/modules/plans/plans.ts";
import { listPlans } from "#app/modules/plans/read-plans.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import { AnsweredList, QuietNotice } from "#app/modules/review/answered-request.tsx";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { Amount } from "#app/ui/amount.tsx";
import { BalanceBar } from "#app/ui/balance-bar.tsx";
import { Card } from "#app/ui/card.tsx";
import { LinkButton } from "#app/ui/link-button.tsx";
import { Page } from "#app/ui/page.tsx";
import { Pair } from "#app/ui/pair.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { listOpenProposals } from "./open-proposals.server.ts";
import type { Route } from "./+types/my";

/** Those that run, and those that were kept to the end: their certificates are on their pages. */
const listedPlans: ReadonlySet<PlanStatus> = new Set([...runningStatuses, "completed"]);

export async function loader({ context }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const { timeZone } = app.settings;
  const actor = context.get(borrowerContext);
  const { owner, accounts } = await listAccounts(app, actor);
  const { proposals } = await listOpenProposals(app, actor);
  const plans = await listPlans(app, actor);
  const payments = accounts
    .flatMap(({ payments }) => payments)
    .toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime())
    .slice(0, 5);
  return {
    unread: await countUnread(app, actor),
    news: await readRequestNews(app, actor),
    name: maskName(owner.fullName),
    proposals,
    plans: plans
      .filter(({ status }) => listedPlans.has(status))
      .map(({ id, reference, status, currency, next, lastOn }) => ({ id, reference, status, currency, next, lastOn })),
    reminders: remindersOf(app.settings.policyPack),
    asOf: formatMoment(app.clock.now(), language, timeZone),
    totals: [...totalsByCurrency(accounts)].map(([currency, balances]) => ({ currency, balances })),
    accounts: accounts.map((account) => describeAccount(account, language)),
    payments: payments.map((payment) => ({ ...payment, on: dayAt(payment.receivedAt, timeZone) })),
  };
}

/** When and how often a reminder may come at all. */
function remindersOf(packId: string) {
  const { contactWindow, messageCaps } = requirePolicy(packId);
  return { from: contactWindow.value.fromHour, to: contactWindow.value.toHour, perDay: messageCaps.value.perDay };
}

function describeAccount(account: Account, language: "zh-CN" | "en") {
  const { id, productType, lastSigns, currency, balances, dueMinor, needs, creditor, interestStoppedFrom } = account;
  const creditorName = creditor.shortName[language];
  return {
    id,
    productType,
    lastSigns,
    currency,
    balanceMinor: totalOf(balances),
    dueMinor,
    needs,
    creditorName,
    growing: interestStoppedFrom === undefined && account.planRatePpm !== 0,
    hasCosts: balances.cost > 0n,
  };
}

type Overview = Route.ComponentProps["loaderData"];
type Listed = Overview["accounts"][number];

function Total({ totals, accounts, asOf }: Overview) {
  const { t } = usePage();
  const [only] = accounts;
  const payAt = accounts.length === 1 && only ? `/my/accounts/${only.id}/pay` : "#accounts";
  return (
    <Card>
      {totals.map(({ currency, balances }) => (
        <div key={currency}>
          <p>{t("accounts.my.total")}</p>
          <p>
            <Amount minor={totalOf(balances)} currency={currency} name="total" big />
          </p>
          <p>
            <small>{t("accounts.my.asOf", { count: accounts.length, moment: asOf })}</small>
          </p>
          <BalanceBar
            currency={currency}
            parts={partsOf(balances)
              .filter(({ minor }) => minor > 0n)
              .map((part) => ({ ...part, label: t(`accounts.part.${part.key}`) }))}
          />
        </div>
      ))}
      <Pair>
        <LinkButton to="/my/hardship">{t("accounts.help")}</LinkButton>
        <LinkButton to={payAt} quiet>
          {t("accounts.pay")}
        </LinkButton>
      </Pair>
      <p>
        <small>{t("accounts.calm")}</small>
      </p>
    </Card>
  );
}

function Needs({ accounts }: { accounts: readonly Listed[] }) {
  const { t, language } = usePage();
  return (
    <Card title={t("accounts.my.needs")}>
      <Rows>
        {accounts.flatMap((account) =>
          account.needs.map((need) => {
            const { title, note } = sayNeed(t, need, language);
            const minor =
              "amountMinor" in need
                ? (need.amountMinor ?? 0n)
                : need.kind === "unpaid_instalment"
                  ? account.dueMinor
                  : 0n;
            return (
              <Row
                key={account.id + need.kind}
                title={title}
                note={
                  <>
                    {nameAccount(t, account)}
                    {note && <div>{note}</div>}
                  </>
                }
                value={
                  minor > 0n && (
                    <>
                      {need.kind === "unpaid_instalment" && <small>{t("accounts.account.due")} </small>}
                      <Amount minor={minor} currency={account.currency} />
                    </>
                  )
                }
              />
            );
          }),
        )}
      </Rows>
    </Card>
  );
}

function AccountList({ accounts }: { accounts: readonly Listed[] }) {
  const { t } = usePage();
  return (
    <Card title={t("accounts.my.accounts")} id="accounts">
      <Rows>
        {accounts.map((account) => (
          <Row
            key={account.id}
            to={`/my/accounts/${account.id}`}
            title={nameAccount(t, account)}
            note={account.creditorName}
            value={<Amount minor={account.balanceMinor} currency={account.currency} />}
          />
        ))}
      </Rows>
    </Card>
  );
}

function Payments({ payments }: Pick<Overview, "payments">) {
  const { t, language } = usePage();
  if (payments.length === 0) return null;
  return (
    <Card title={t("accounts.my.payments")}>
      <Rows>
        {payments.map(({ id, on, reference, amountMinor, currency, status }) => (
          <Row
            key={id}
            to={`/my/payments/${id}`}
            title={formatDay(on, language)}
            note={reference}
            value={isCurrency(currency) && <Amount minor={amountMinor} currency={currency} />}
            tag={<Tag status={status}>{t(`accounts.payment.${status as "settled"}`)}</Tag>}
          />
        ))}
      </Rows>
    </Card>
  );
}

function NextSteps({ accounts, reminders }: Pick<Overview, "accounts" | "reminders">) {
  const { t } = usePage();
  const owing = accounts.filter(({ balanceMinor }) => balanceMinor > 0n);
  if (owing.length === 0) return null;
  return (
    <Card title={t("accounts.my.next")}>
      <ul>
        {owing.some(({ growing }) => growing) && <li>{t("accounts.next.interest")}</li>}
        <li>{t("accounts.next.reminders")}</li>
        <li>{t("accounts.next.hours", reminders)}</li>
        <li>{t(owing.some(({ hasCosts }) => hasCosts) ? "accounts.next.legalCosts" : "accounts.next.legal")}</li>
      </ul>
    </Card>
  );
}

function Ways({ accounts, unread }: Pick<Overview, "unread"> & { accounts: readonly Listed[] }) {
  const { t } = usePage();
  const [only] = accounts;
  return (
    <>
      <Card title={t("accounts.my.wrong")}>
        <Rows>
          {accounts.length === 1 && only ? (
            <>
              <Row to={`/my/accounts/${only.id}/dispute`} title={t("accounts.wrong.amount")} />
              <Row to={`/my/accounts/${only.id}/dispute?reason=not_mine`} title={t("accounts.wrong.notMine")} />
            </>
          ) : (
            accounts.map((account) => (
              <Row
                key={account.id}
                to={`/my/accounts/${account.id}/dispute`}
                title={t("accounts.my.disputeOf", { account: nameAccount(t, account) })}
              />
            ))
          )}
          <Row to="/my/hardship#care" title={t("accounts.wrong.care")} />
        </Rows>
      </Card>
      <Card title={t("accounts.my.documents")}>
        <Rows>
          <Row
            to="/my/messages"
            title={t("conversation.title")}
            note={unread > 0 ? t("conversation.my.unread", { count: unread }) : t("conversation.my.none")}
          />
          {accounts.map((account) => (
            <Row
              key={account.id}
              to={`/my/accounts/${account.id}/statement`}
              title={t("accounts.my.statementOf", { account: nameAccount(t, account) })}
            />
          ))}
          <Row to="/my/data" title={t("accounts.my.data")} />
        </Rows>
      </Card>
    </>
  );
}

export default function MyAccounts({ loaderData }: Route.ComponentProps) {
  const { t } = usePage();
  const { name, accounts, payments, totals, proposals, plans, unread, news } = loaderData;
  const owing = totals.some(({ balances }) => totalOf(balances) > 0n);
  return (
    <Page title={t("accounts.my.title", { name })}>
      <UnreadNotice unread={unread} />
      <QuietNotice until={news.pauseUntil} />
      <AnsweredList answers={news.answers} />
      {accounts.length === 0 && (
        <Card title={t("accounts.my.emptyTitle")}>
          <p>{t("accounts.my.emptyText")}</p>
        </Card>
      )}
      {accounts.length > 0 && !owing && (
        <Card title={t("accounts.my.settledTitle")}>
          <p>{t("accounts.my.settledText")}</p>
          {totals.map(({ currency }) => (
            <Amount key={currency} minor={0n} currency={currency} name="total" big />
          ))}
        </Card>
      )}
      {owing && <Total {...loaderData} />}
      <PlanRows plans={plans} />
      <OpenProposals proposals={proposals} />
      {owing && <Needs accounts={accounts} />}
      {accounts.length > 0 && <AccountList accounts={accounts} />}
      <Payments payments={payments} />
      <NextSteps accounts={accounts} reminders={loaderData.reminders} />
      <Ways accounts={accounts} unread={unread} />
    </Page>
  );
}
