// A table that reads as one on a desk and, where it has more than three columns or says so, as a list of small
// sheets on a phone. The roles are spelt out because some browsers forget them once the display changes.
/* oxlint-disable jsx-a11y/no-redundant-roles, jsx-a11y/no-interactive-element-to-noninteractive-role */
import { Fragment, type ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./data-table.module.css";

export interface Column {
  label: string;
  numeric?: boolean | undefined;
}

interface DataTableProps {
  caption: ReactNode;
  head: readonly (string | Column)[];
  /** The first cell of a row names it. */
  rows: readonly (readonly ReactNode[])[];
  /** Sums below the rows. */
  foot?: readonly ReactNode[] | undefined;
  /** Cells of running text: a list on a phone, however few the columns. */
  wordy?: boolean | undefined;
}

function asColumn(column: string | Column): Column {
  return typeof column === "string" ? { label: column } : column;
}

function Line({ cells, columns }: { cells: readonly ReactNode[]; columns: readonly Column[] }) {
  return (
    <tr role="row">
      {columns.map(({ label, numeric }, index) => (
        <Fragment key={label}>
          {index === 0 ? (
            <th scope="row" role="rowheader">
              {cells[index]}
            </th>
          ) : (
            <td role="cell" data-label={label} className={numeric ? styles["end"] : undefined}>
              <span>{cells[index]}</span>
            </td>
          )}
        </Fragment>
      ))}
    </tr>
  );
}

export function DataTable({ caption, head, rows, foot, wordy }: DataTableProps) {
  const columns = head.map(asColumn);
  return (
    <table role="table" className={classNames(styles["table"], (wordy || columns.length > 3) && styles["wide"])}>
      <caption>{caption}</caption>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(({ label, numeric }) => (
            <th key={label} scope="col" role="columnheader" className={numeric ? styles["end"] : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((cells, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
          <Line key={index} cells={cells} columns={columns} />
        ))}
      </tbody>
      {foot && (
        <tfoot role="rowgroup">
          <Line cells={foot} columns={columns} />
        </tfoot>
      )}
    </table>
  );
}
