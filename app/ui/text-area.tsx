import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { describedBy, Hint, Wrong } from "./labelled.tsx";
import styles from "./field.module.css";

interface TextAreaProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  value?: string | undefined;
  rows?: number | undefined;
  maxLength?: number | undefined;
}

export function TextArea({ name, label, hint, error, value, rows = 5, maxLength }: TextAreaProps) {
  return (
    <div className={classNames(styles["field"], error !== undefined && styles["mend"])}>
      <label htmlFor={name}>{label}</label>
      <Hint name={name}>{hint}</Hint>
      <Wrong name={name} error={error} />
      <textarea
        className={styles["box"]}
        id={name}
        name={name}
        rows={rows}
        maxLength={maxLength}
        defaultValue={value}
        aria-describedby={describedBy(name, hint, error)}
        aria-invalid={error === undefined ? undefined : true}
      />
    </div>
  );
}
