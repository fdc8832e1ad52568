// A part of the case's screen: a quiet heading over its own rule.
import type { ReactNode } from "react";
import { classNames } from "#app/ui/class-names.ts";
import styles from "./case.module.css";

interface CaseSectionProps {
  readonly id: string;
  readonly title: string;
  /** Beside the heading. */
  readonly aside?: ReactNode;
  /** For staff alone: on another ground. */
  readonly inside?: boolean | undefined;
  readonly children: ReactNode;
}

export function CaseSection({ id, title, aside, inside, children }: CaseSectionProps) {
  return (
    <section
      id={id}
      className={classNames(styles["section"], inside && styles["private"])}
      aria-labelledby={`${id}-title`}
    >
      <div className={styles["head"]}>
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}
