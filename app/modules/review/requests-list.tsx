// The small queues as tables: the most urgent first, each row with who has it and a way to take it.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { CareNeed } from "./care-marks.ts";
import type { RequestKind } from "./requests.ts";
import styles from "./requests.module.css";

export interface ListTab {
  readonly to: string;
  readonly label: string;
  readonly count: string;
  readonly current: boolean;
}

export function ListTabs({ label, tabs }: { readonly label: string; readonly tabs: readonly ListTab[] }) {
  return (
    <nav className={styles["tabs"]} aria-label={label}>
      {tabs.map(({ to, label: name, count, current }) => (
        <a key={to} href={to} aria-current={current ? "page" : undefined}>
          {name} <b>{count}</b>
        </a>
      ))}
    </nav>
  );
}

export interface ListedRequest {
  readonly id: string;
  readonly reference: string;
  readonly kind: RequestKind;
  readonly waits: boolean;
  readonly creditor: string | undefined;
  readonly dueOn: Day;
  readonly late: boolean;
  readonly holder: string | undefined;
  readonly mine: boolean;
}

function Holder({ id, holder, mine, mayTake }: ListedRequest & { readonly mayTake: boolean }) {
  const { t } = usePage();
  if (mine) return t("requests.list.you");
  if (holder !== undefined) return <Foreign text={holder} />;
  if (!mayTake) return t("requests.list.nobody");
  return (
    <form method="post" action="/desk/disputes">
      <input type="hidden" name="id" value={id} />
      <button className={styles["take"]}>{t("requests.list.take")}</button>
    </form>
  );
}

export function RequestTable({
  rows,
  mayTake,
}: {
  readonly rows: readonly ListedRequest[];
  readonly mayTake: boolean;
}) {
  const { t, language } = usePage();
  if (rows.length === 0) return <p>{t("requests.list.none")}</p>;
  return (
    <DataTable
      caption={t("requests.list.caption")}
      head={[
        t("requests.list.reference"),
        t("requests.list.kind"),
        t("requests.list.creditor"),
        t("requests.list.dueOn"),
        t("requests.list.holder"),
      ]}
      rows={rows.map((row) => [
        <a key="open" className={styles["open"]} href={`/desk/disputes/${row.id}`}>
          {row.reference}
        </a>,
        <>
          {t(`requests.kind.${row.kind}`)}{" "}
          {row.waits && <Tag status="waiting_borrower">{t("requests.status.waiting_borrower")}</Tag>}
        </>,
        row.creditor ?? t("requests.list.noCreditor"),
        row.late ? (
          <Tag key="late" tone="note">
            {t("requests.list.late", { day: formatDay(row.dueOn, language) })}
          </Tag>
        ) : (
          formatDay(row.dueOn, language)
        ),
        <Holder key="holder" {...row} mayTake={mayTake} />,
      ])}
    />
  );
}

export interface ListedCare {
  readonly borrowerId: string;
  readonly name: string;
  readonly on: Day | undefined;
  readonly needs: readonly CareNeed[];
  readonly reference: string | undefined;
}

export function CareTable({ title, rows }: { readonly title: string; readonly rows: readonly ListedCare[] }) {
  const { t, language } = usePage();
  if (rows.length === 0) return null;
  return (
    <ul className={styles["people"]} aria-label={title}>
      {rows.map(({ borrowerId, name, on, needs, reference }) => (
        <li key={reference ?? borrowerId}>
          <a className={styles["open"]} href={`/desk/borrowers/${borrowerId}/care`}>
            <Foreign text={name} />
          </a>
          {reference !== undefined && <span>{reference}</span>}
          {on !== undefined && <span>{formatDay(on, language)}</span>}
          {needs.map((need) => (
            <Tag key={need} tone="note" status={need}>
              {t(`care.need.${need}`)}
            </Tag>
          ))}
        </li>
      ))}
    </ul>
  );
}
