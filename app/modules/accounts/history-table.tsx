// Every entry of an account as a line in words, with what was owed after it. On a phone a line is a small sheet:
// day and change above, words and balance below. The roles are spelt out because some browsers forget them once
// the display changes.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import { formatMonth } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { sayDays, sayLine } from "./account-words.ts";
import { partsOf, type HistoryLine } from "./accounts.ts";
import styles from "./history-table.module.css";

interface HistoryTableProps {
  readonly caption: string;
  readonly lines: readonly HistoryLine[];
  readonly currency: Currency;
  /** What was owed before the first line. */
  readonly before?: { readonly label: string; readonly minor: bigint } | undefined;
  /** Where a month of daily interest is shown day by day. */
  readonly monthLink?: ((month: string) => string) | undefined;
  /** For the days of one month: a balance after each of them would leave out what else happened meanwhile. */
  readonly withoutBalance?: boolean | undefined;
}

type WhatProps = { readonly line: HistoryLine } & Pick<HistoryTableProps, "currency" | "monthLink">;

function What({ line, currency, monthLink }: WhatProps) {
  const { t } = usePage();
  const parts = partsOf(line.amounts).filter(({ minor }) => minor !== 0n);
  return (
    <>
      {sayLine(t, line)}
      {line.month !== undefined && monthLink && (
        <>
          {" "}
          <a href={monthLink(line.month)}>{t("accounts.history.openMonth")}</a>
        </>
      )}
      {parts.length > 1 && (
        <ul>
          {parts.map(({ key, minor }) => (
            <li key={key}>
              {t(`accounts.part.${key}`)} <Amount minor={minor} currency={currency} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Line({ line, withoutBalance, ...rest }: WhatProps & Pick<HistoryTableProps, "withoutBalance">) {
  const { t, language } = usePage();
  const { currency } = rest;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        {line.month === undefined ? sayDays(t, line, language) : formatMonth(line.month, language)}
      </th>
      <td role="cell">
        <What line={line} {...rest} />
      </td>
      <td role="cell">
        <Amount minor={line.totalMinor} currency={currency} />
      </td>
      {!withoutBalance && (
        <td role="cell" data-label={t("accounts.history.after")}>
          <Amount minor={line.balanceMinor} currency={currency} />
        </td>
      )}
    </tr>
  );
}

export function HistoryTable({ caption, lines, before, withoutBalance, currency, ...rest }: HistoryTableProps) {
  const { t } = usePage();
  const heads = [t("accounts.history.date"), t("accounts.history.what"), t("accounts.history.change")];
  return (
    <table role="table" className={styles["history"]}>
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {[...heads, ...(withoutBalance ? [] : [t("accounts.history.after")])].map((head) => (
            <th key={head} role="columnheader" scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {before && (
          <tr role="row">
            <th role="rowheader" scope="row" colSpan={3}>
              {before.label}
            </th>
            <td role="cell" data-label={t("accounts.history.after")}>
              <Amount minor={before.minor} currency={currency} />
            </td>
          </tr>
        )}
        {lines.map((line, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
          <Line key={index} {...{ line, withoutBalance, currency }} {...rest} />
        ))}
      </tbody>
    </table>
  );
}
