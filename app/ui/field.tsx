import type { HTMLInputAutoCompleteAttribute, HTMLInputTypeAttribute, InputHTMLAttributes, ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { describedBy, Hint, Wrong } from "./labelled.tsx";
import styles from "./field.module.css";

interface FieldProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  value?: string | undefined;
  type?: HTMLInputTypeAttribute | undefined;
  inputMode?: InputHTMLAttributes<HTMLInputElement>["inputMode"];
  autoComplete?: HTMLInputAutoCompleteAttribute | undefined;
  /** A unit after the box, such as 元. */
  suffix?: string | undefined;
  maxLength?: number | undefined;
  /** A short answer gets a short box: the width in characters. */
  size?: number | undefined;
}

export function Field({ name, label, hint, error, value, type = "text", suffix, size, ...rest }: FieldProps) {
  return (
    <div className={classNames(styles["field"], error !== undefined && styles["mend"])}>
      <label htmlFor={name}>{label}</label>
      <Hint name={name}>{hint}</Hint>
      <Wrong name={name} error={error} />
      <div className={styles["line"]}>
        <input
          {...rest}
          className={classNames(styles["box"], size !== undefined && styles["short"])}
          id={name}
          name={name}
          type={type}
          size={size}
          defaultValue={value}
          aria-describedby={describedBy(name, hint, error)}
          aria-invalid={error === undefined ? undefined : true}
        />
        {suffix !== undefined && <span>{suffix}</span>}
      </div>
    </div>
  );
}
