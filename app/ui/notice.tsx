import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./notice.module.css";

interface NoticeProps {
  tone?: "calm" | "note" | "wrong" | undefined;
  title?: string | undefined;
  id?: string | undefined;
  children: ReactNode;
}

export function Notice({ tone = "calm", title, id, children }: NoticeProps) {
  return (
    <div className={classNames(styles["notice"], styles[tone])} id={id}>
      {title !== undefined && <h2>{title}</h2>}
      {children}
    </div>
  );
}
