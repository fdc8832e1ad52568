// A table that reads as one on a desk and, where it has more than three columns or says so, as a list of small
// sheets on a phone. There the roles are spelt out, because some browsers forget them once the display changes, and each
// cell has its label; a table that stays one carries neither, for the sake of its weight.
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

/** A role, where the display may change. */
type RoleOf = (name: string) => { readonly role?: string };

interface LineProps {
  readonly cells: readonly ReactNode[];
  readonly columns: readonly Column[];
  readonly wide: boolean;
  readonly roleOf: RoleOf;
}

function Line({ cells, columns, wide, roleOf }: LineProps) {
  return (
    <tr {...roleOf("row")}>
      {columns.map(({ label, numeric }, index) => (
        <Fragment key={label}>
          {index === 0 ? (
            <th scope="row" {...roleOf("rowheader")}>
              {cells[index]}
            </th>
          ) : (
            <td
              {...roleOf("cell")}
              data-label={wide ? label : undefined}
              className={numeric ? styles["end"] : undefined}
            >
              {wide ? <span>{cells[index]}</span> : cells[index]}
            </td>
          )}
        </Fragment>
      ))}
    </tr>
  );
}

export function DataTable({ caption, head, rows, foot, wordy }: DataTableProps) {
  const columns = head.map(asColumn);
  const wide = wordy === true || columns.length > 3;
  const roleOf: RoleOf = (role) => (wide ? { role } : {});
  const line = { columns, wide, roleOf };
  return (
    <table {...roleOf("table")} className={classNames(styles["table"], wide && styles["wide"])}>
      <caption>{caption}</caption>
      <thead {...roleOf("rowgroup")}>
        <tr {...roleOf("row")}>
          {columns.map(({ label, numeric }) => (
            <th key={label} scope="col" {...roleOf("columnheader")} className={numeric ? styles["end"] : undefined}>
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody {...roleOf("rowgroup")}>
        {rows.map((cells, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
          <Line key={index} cells={cells} {...line} />
        ))}
      </tbody>
      {foot && (
        <tfoot {...roleOf("rowgroup")}>
          <Line cells={foot} {...line} />
        </tfoot>
      )}
    </table>
  );
}
