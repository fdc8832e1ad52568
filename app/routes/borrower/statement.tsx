// The statement of an account as a page that can be printed.
import { data } from "react-router";
import { formatDay, formatMoment } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { nameAccount } from "#app/modules/accounts/account-words.ts";
import { partsOf } from "#app/modules/accounts/accounts.ts";
import { HistoryTable } from "#app/modules/accounts/history-table.tsx";
import { PeriodForm } from "#app/modules/accounts/period-form.tsx";
import { readStatement } from "#app/modules/accounts/statement.server.ts";
import { totalOf } from "#app/modules/ledger/ledger.ts";
import { appContext, borrowerContext, visitContext } from "#app/platform/contexts.server.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { ErrorSummary } from "#app/ui/error-summary.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Page } from "#app/ui/page.tsx";
import type { Route } from "./+types/statement";

export async function loader({ context, params, request }: Route.LoaderArgs) {
  const app = context.get(appContext);
  const { language } = context.get(visitContext);
  const asked = new URL(request.url).searchParams;
  const range = { from: asked.get("from"), until: asked.get("until") };
  const found = await readStatement(app, context.get(borrowerContext), params.accountId, range);
  if (!found) throw data(null, 404);
  const { owner, account, period, madeAt } = found.statement;
  const { id, productType, lastSigns, accountNumber, currency, balances, dueMinor, ratePpm } = account;
  const shown = {
    owner,
    account: { id, productType, lastSigns, accountNumber, currency, balances, dueMinor, ratePpm },
    creditor: account.creditor.legalName[language],
    period,
    madeAt: formatMoment(madeAt, language, app.settings.timeZone),
    website: app.settings.operator.website,
    phone: app.settings.operator.phone,
    malformed: found.malformed,
  };
  return data(shown, found.malformed ? 422 : 200);
}

type Shown = Route.ComponentProps["loaderData"];

function Head({ owner, account, creditor, madeAt }: Shown) {
  const { t } = usePage();
  const { currency, balances, dueMinor, accountNumber } = account;
  return (
    <Card>
      <Facts
        items={[
          { term: t("accounts.statement.holder"), value: <bdi>{owner.fullName}</bdi> },
          { term: t("accounts.statement.idNumber"), value: owner.maskedIdNumber },
          { term: t("accounts.account.number"), value: accountNumber },
          { term: t("accounts.account.creditor"), value: creditor },
          { term: t("accounts.statement.madeAt"), value: madeAt },
          {
            term: t("accounts.statement.balance"),
            value: <Amount minor={totalOf(balances)} currency={currency} name="balance" />,
          },
          { term: t("accounts.statement.due"), value: <Amount minor={dueMinor} currency={currency} name="due" /> },
        ]}
      />
    </Card>
  );
}

function Changes({ account, period }: Shown) {
  const { t, language } = usePage();
  const { currency, ratePpm } = account;
  const { from, until, startMinor, endMinor, lines } = period;
  return (
    <Card title={t("accounts.statement.entries")}>
      <HistoryTable
        caption={t("accounts.history.span", { from: formatDay(from, language), until: formatDay(until, language) })}
        {...{ lines, currency, ratePpm }}
        before={{ label: t("accounts.statement.startBalance"), minor: startMinor }}
      />
      {lines.length === 0 && <p>{t("accounts.statement.noEntries")}</p>}
      <Facts
        items={[{ term: t("accounts.statement.endBalance"), value: <Amount minor={endMinor} currency={currency} /> }]}
      />
    </Card>
  );
}

export default function StatementPage({ loaderData }: Route.ComponentProps) {
  const { t } = usePage();
  const { account, malformed, period, website, phone } = loaderData;
  const { id, currency, balances } = account;
  return (
    <Page
      title={t("accounts.statement.of", { account: nameAccount(t, account) })}
      back={{ to: `/my/accounts/${id}` }}
      error={malformed}
    >
      {malformed && <ErrorSummary errors={[{ field: "from", message: t("accounts.statement.badRange") }]} />}
      <Head {...loaderData} />
      <Card title={t("accounts.statement.parts")}>
        <DataTable
          caption={nameAccount(t, account)}
          head={[t("accounts.statement.part"), { label: t("accounts.account.amountHead"), numeric: true }]}
          rows={partsOf(balances).map(({ key, minor }) => [
            t(`accounts.part.${key}`),
            <Amount key={key} minor={minor} currency={currency} name={key} />,
          ])}
        />
      </Card>
      <Changes {...loaderData} />
      <PeriodForm
        accountId={id}
        from={period.from}
        until={period.until}
        error={malformed ? t("accounts.statement.badRange") : undefined}
      />
      <Card title={t("accounts.statement.verifyTitle")}>
        <p>{t("accounts.statement.verify", { website, phone })}</p>
      </Card>
    </Page>
  );
}
