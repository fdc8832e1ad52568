import { useId, type ReactNode } from "react";
import styles from "./card.module.css";

interface CardProps {
  /** Becomes an h2 above the card, which then is a named region. */
  title?: string | undefined;
  id?: string | undefined;
  children: ReactNode;
}

export function Card({ title, id, children }: CardProps) {
  const titleId = useId();
  if (title === undefined) {
    return (
      <div className={styles["card"]} id={id}>
        {children}
      </div>
    );
  }
  return (
    <section aria-labelledby={titleId} id={id}>
      <h2 id={titleId}>{title}</h2>
      <div className={styles["card"]}>{children}</div>
    </section>
  );
}
