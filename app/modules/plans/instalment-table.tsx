// Instalments with what has become of each, a page at a time; the sums are those of all of them.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { RowsPage } from "./plan-view.ts";

interface InstalmentTableProps {
  readonly page: RowsPage;
  readonly currency: Currency;
  /** Address of the page that it stands on. */
  readonly at: string;
}

export function InstalmentTable({ page: { rows, page, pages, totalMinor }, currency, at }: InstalmentTableProps) {
  const { t, language } = usePage();
  return (
    <div id="schedule">
      <DataTable
        caption={t("plans.table.caption")}
        head={[t("plans.table.day"), { label: t("plans.table.amount"), numeric: true }]}
        rows={rows.map(({ seq, dueOn, amountMinor, openMinor, state }) => [
          // What has not come yet needs no word.
          <span key={seq} data-status={state}>
            {formatDay(dueOn, language)} {state !== "ahead" && <Tag>{t(`plans.instalment.${state}`)}</Tag>}
            {state === "part" && [
              " ",
              t("plans.instalment.open"),
              <Amount key="open" minor={openMinor} currency={currency} />,
            ]}
          </span>,
          <Amount key="amount" minor={amountMinor} currency={currency} />,
        ])}
        foot={[t("plans.table.total"), <Amount key="total" minor={totalMinor} currency={currency} name="plan_total" />]}
      />
      {pages > 1 && (
        <p>
          {page > 1 && <a href={`${at}?page=${page - 1}#schedule`}>{t("plans.table.before")}</a>}{" "}
          {t("plans.table.page", { page, pages })}{" "}
          {page < pages && <a href={`${at}?page=${page + 1}#schedule`}>{t("plans.table.after")}</a>}
        </p>
      )}
    </div>
  );
}
