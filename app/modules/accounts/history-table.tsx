// Every entry of an account as a line in words, with what was owed after it.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { sayDays, sayLine } from "./account-words.ts";
import { formatRate, partsOf, type HistoryLine } from "./accounts.ts";

interface HistoryTableProps {
  caption: string;
  lines: readonly HistoryLine[];
  currency: Currency;
  ratePpm: number;
  /** Stands first: what was owed before the first line. */
  before?: { readonly label: string; readonly minor: bigint } | undefined;
  /** Where a month of daily interest is shown day by day. */
  monthLink?: ((month: string) => string) | undefined;
  /** Days of one month: what was owed after each of them would mix with other lines, so it is left out. */
  withoutBalance?: boolean | undefined;
}

function What({ line, currency, ratePpm, monthLink }: { line: HistoryLine } & Pick<HistoryTableProps, "currency" | "ratePpm" | "monthLink">) {
  const { t, language } = usePage();
  const parts = partsOf(line.amounts).filter(({ minor }) => minor !== 0n);
  return (
    <>
      {sayLine(t, line, ratePpm, language)}
      {line.month !== undefined && (
        <small>
          {" "}
          {t("accounts.history.interestDays", { rate: formatRate(ratePpm), count: line.postings })}{" "}
          {monthLink && <a href={monthLink(line.month)}>{t("accounts.history.openMonth")}</a>}
        </small>
      )}
      {parts.length > 1 &&
        parts.map(({ key, minor }) => (
          <small key={key}>
            {" "}
            {t(`accounts.part.${key}`)} <Amount minor={minor} currency={currency} />
          </small>
        ))}
    </>
  );
}

export function HistoryTable({ caption, lines, currency, ratePpm, before, monthLink, withoutBalance }: HistoryTableProps) {
  const { t, language } = usePage();
  const cells = (first: ReactNode, what: ReactNode, change: bigint | undefined, after: bigint): ReactNode[] => [
    first,
    what,
    change !== undefined && <Amount key="change" minor={change} currency={currency} />,
    ...(withoutBalance ? [] : [<Amount key="after" minor={after} currency={currency} />]),
  ];
  return (
    <DataTable
      caption={caption}
      head={[
        t("accounts.history.date"),
        t("accounts.history.what"),
        { label: t("accounts.history.change"), numeric: true },
        ...(withoutBalance ? [] : [{ label: t("accounts.history.after"), numeric: true }]),
      ]}
      rows={[
        ...(before ? [cells(before.label, undefined, undefined, before.minor)] : []),
        ...lines.map((line) =>
          cells(
            sayDays(t, line, language),
            <What key="what" {...{ line, currency, ratePpm, monthLink }} />,
            line.totalMinor,
            line.balanceMinor,
          ),
        ),
      ]}
    />
  );
}
