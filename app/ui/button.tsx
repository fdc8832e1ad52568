import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import styles from "./button.module.css";

interface ButtonProps {
  children: ReactNode;
  /** The second choice beside another button. */
  quiet?: boolean | undefined;
  name?: string | undefined;
  value?: string | undefined;
  /** The letter that presses it, on a page with <DeskKeys>. */
  hotkey?: string | undefined;
  /** Posts the form to another door. */
  formAction?: string | undefined;
}

/** Submits its form. It is never disabled: the answer says what is missing. */
export function Button({ children, quiet, hotkey, ...rest }: ButtonProps) {
  return (
    <button {...rest} className={classNames(styles["button"], quiet && styles["quiet"])} data-key={hotkey}>
      {children}
    </button>
  );
}
