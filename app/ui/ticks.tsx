// A group of small choices in running lines, where a card for each would be too much.
import type { ReactNode } from "react";
import { classNames } from "./class-names.ts";
import { describedBy, Hint, Wrong } from "./labelled.tsx";
import fieldStyles from "./field.module.css";
import styles from "./ticks.module.css";

interface TicksProps {
  name: string;
  legend: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  /** Several of them, or one. */
  type: "checkbox" | "radio";
  options: readonly { readonly value: string; readonly label: ReactNode }[];
  /** Chosen before. */
  values: readonly string[];
  /** Where the words around ask the same already. */
  hideLegend?: boolean | undefined;
}

export function Ticks({ name, legend, hint, error, type, options, values, hideLegend }: TicksProps) {
  return (
    <fieldset
      className={classNames(fieldStyles["field"], error !== undefined && fieldStyles["mend"])}
      aria-describedby={describedBy(name, hint, error)}
    >
      <legend className={hideLegend ? fieldStyles["unseen"] : undefined}>{legend}</legend>
      <Hint name={name}>{hint}</Hint>
      <Wrong name={name} error={error} />
      <div className={styles["ticks"]}>
        {options.map(({ value, label }, index) => (
          <label key={value}>
            <input
              type={type}
              id={index === 0 ? name : undefined}
              name={name}
              value={value}
              defaultChecked={values.includes(value)}
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
