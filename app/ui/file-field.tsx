import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { describedBy, Hint, Wrong } from "./labelled.tsx";
import styles from "./field.module.css";

interface FileFieldProps {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** What the device offers first; what is taken is decided by whoever reads the files. */
  accept: string;
  /** One file, where several make no sense. */
  single?: boolean | undefined;
}

/** Several files at once; on a phone also straight from the camera. */
export function FileField({ name, label, hint, error, accept, single }: FileFieldProps) {
  return (
    <div className={classNames(styles["field"], error !== undefined && styles["mend"])}>
      <label htmlFor={name}>{label}</label>
      <Hint name={name}>{hint}</Hint>
      <Wrong name={name} error={error} />
      <input
        className={styles["box"]}
        id={name}
        name={name}
        type="file"
        accept={accept}
        multiple={!single}
        aria-describedby={describedBy(name, hint, error)}
        aria-invalid={error === undefined ? undefined : true}
      />
    </div>
  );
}
