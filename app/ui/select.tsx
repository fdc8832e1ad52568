import type { ReactNode } from "react";
import styles from "./field.module.css";

interface SelectProps {
  name: string;
  label: ReactNode;
  options: readonly { readonly value: string; readonly label: string }[];
  value?: string | undefined;
}

/** A short list of which one always holds. */
export function Select({ name, label, options, value }: SelectProps) {
  return (
    <div className={styles["field"]}>
      <label htmlFor={name}>{label}</label>
      <select className={styles["box"]} id={name} name={name} defaultValue={value}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
