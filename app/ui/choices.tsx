// The frame of every group of choices: what is asked, a hint, and what needs mending.
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { describedBy, Hint, Wrong } from "./labelled.tsx";
import styles from "./field.module.css";

export interface ChoicesFrame {
  readonly name: string;
  readonly legend: ReactNode;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Where the words around, or the page's h1, ask the same already. */
  readonly hideLegend?: boolean | undefined;
}

export function Choices({ name, legend, hint, error, hideLegend, children }: ChoicesFrame & { children: ReactNode }) {
  return (
    <fieldset
      className={classNames(styles["field"], error !== undefined && styles["mend"])}
      aria-describedby={describedBy(name, hint, error)}
    >
      <legend className={hideLegend ? styles["unseen"] : undefined}>{legend}</legend>
      <Hint name={name}>{hint}</Hint>
      <Wrong name={name} error={error} />
      {children}
    </fieldset>
  );
}
