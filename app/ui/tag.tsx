import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./tag.module.css";

interface TagProps {
  tone?: "calm" | "note" | undefined;
  /** The state as the domain calls it, for checks. */
  status?: string | undefined;
  children: ReactNode;
}

export function Tag({ tone, status, children }: TagProps) {
  return (
    <span className={classNames(styles["tag"], tone === "note" && styles["note"])} data-status={status}>
      {children}
    </span>
  );
}
