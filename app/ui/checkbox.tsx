import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { describedBy, Hint, Wrong } from "./labelled.tsx";
import fieldStyles from "./field.module.css";
import styles from "./choice.module.css";

interface CheckboxProps {
  name: string;
  label: ReactNode;
  value?: string | undefined;
  checked?: boolean | undefined;
  hint?: ReactNode;
  error?: string | undefined;
  /** Where several boxes share one name. */
  id?: string | undefined;
  /** Further boxes that unfold with the tick; open from the start where a browser cannot fold them. */
  fold?: ReactNode;
}

export function Checkbox({ name, label, value = "yes", checked, hint, error, fold, id = name }: CheckboxProps) {
  return (
    <div className={classNames(fieldStyles["field"], error !== undefined && fieldStyles["mend"])}>
      <Wrong name={id} error={error} />
      <div className={styles["choice"]}>
        <input
          type="checkbox"
          id={id}
          name={name}
          value={value}
          defaultChecked={checked}
          aria-describedby={describedBy(id, hint, error)}
          aria-invalid={error === undefined ? undefined : true}
        />
        <div>
          <label htmlFor={id}>{label}</label>
          <Hint name={id}>{hint}</Hint>
          {fold !== undefined && <div className={styles["fold"]}>{fold}</div>}
        </div>
      </div>
    </div>
  );
}
