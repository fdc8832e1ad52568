import type { ReactNode } from "react";
import { Choices, type ChoicesFrame } from "./choices.tsx";
import fieldStyles from "./field.module.css";
import styles from "./choice.module.css";

export interface RadioOption {
  value: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Anything that explains the choice: facts, a picture, a further box. */
  detail?: ReactNode;
  /** The same over the whole width of the card, where there is much of it. */
  wide?: ReactNode;
}

interface RadioGroupProps extends ChoicesFrame {
  options: readonly RadioOption[];
  /** Chosen before. Nothing is chosen for the visitor where this is undefined. */
  value?: string | undefined;
}

export function RadioGroup({ name, legend, hint, options, value, error, hideLegend }: RadioGroupProps) {
  return (
    <Choices {...{ name, legend, hint, error, hideLegend }}>
      {options.map((option, index) => {
        const id = index === 0 ? name : `${name}-${option.value}`;
        return (
          <div className={styles["choice"]} key={option.value}>
            <input
              type="radio"
              id={id}
              name={name}
              value={option.value}
              defaultChecked={option.value === value}
              aria-describedby={option.hint === undefined ? undefined : `${id}-more`}
            />
            <div>
              <label htmlFor={id}>{option.label}</label>
              {option.hint !== undefined && (
                <div className={fieldStyles["hint"]} id={`${id}-more`}>
                  {option.hint}
                </div>
              )}
              {option.detail !== undefined && <div className={styles["detail"]}>{option.detail}</div>}
              {option.wide !== undefined && <div className={styles["wide"]}>{option.wide}</div>}
            </div>
          </div>
        );
      })}
    </Choices>
  );
}
