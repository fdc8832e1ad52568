// A group of small choices in running lines, where a card for each would be too much.
import type { ReactNode } from "react";
import { Choices, type ChoicesFrame } from "./choices.tsx";
import styles from "./ticks.module.css";

interface TicksProps extends ChoicesFrame {
  /** Several of them, or one. */
  type: "checkbox" | "radio";
  options: readonly { readonly value: string; readonly label: ReactNode }[];
  /** Chosen before. */
  values: readonly string[];
}

export function Ticks({ name, legend, hint, error, type, options, values, hideLegend }: TicksProps) {
  return (
    <Choices {...{ name, legend, hint, error, hideLegend }}>
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
    </Choices>
  );
}
