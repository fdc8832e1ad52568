import type { ReactNode } from "react";
import styles from "./rows.module.css";

export function Rows({ children }: { children: ReactNode }) {
  return <ul className={styles["rows"]}>{children}</ul>;
}

interface RowProps {
  title: ReactNode;
  note?: ReactNode;
  value?: ReactNode;
  /** Makes the whole row one link. */
  to?: string | undefined;
  tag?: ReactNode;
}

export function Row({ title, note, value, to, tag }: RowProps) {
  return (
    <li className={styles["row"]}>
      <div className={styles["text"]}>
        {to === undefined ? title : <a href={to}>{title}</a>}
        {note !== undefined && <div className={styles["note"]}>{note}</div>}
      </div>
      {(value !== undefined || tag !== undefined) && (
        <div className={styles["end"]}>
          {value}
          {tag}
        </div>
      )}
    </li>
  );
}
