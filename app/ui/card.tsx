import type { ReactNode } from "react";
import styles from "./card.module.css";

interface CardProps {
  /** Becomes an h2 above the card. */
  title?: string | undefined;
  id?: string | undefined;
  children: ReactNode;
}

export function Card({ title, id, children }: CardProps) {
  if (title === undefined) {
    return (
      <div className={styles["card"]} id={id}>
        {children}
      </div>
    );
  }
  return (
    <section id={id}>
      <h2>{title}</h2>
      <div className={styles["card"]}>{children}</div>
    </section>
  );
}
