import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./button.module.css";

interface LinkButtonProps {
  to: string;
  quiet?: boolean | undefined;
  children: ReactNode;
}

export function LinkButton({ to, quiet, children }: LinkButtonProps) {
  return (
    <a href={to} className={classNames(styles["button"], quiet && styles["quiet"])}>
      {children}
    </a>
  );
}
