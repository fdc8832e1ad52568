// Pieces of running text: a lead, quiet remarks, lists that are not bullets.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { stillLink } from "./link-button.tsx";
import styles from "./prose.module.css";

export function Lead({ children }: { children: ReactNode }) {
  return <p className={styles["lead"]}>{children}</p>;
}

export function Quiet({ children }: { children: ReactNode }) {
  return <p className={styles["quiet"]}>{children}</p>;
}

export function Promises({ items }: { items: readonly string[] }) {
  return (
    <ul className={styles["promises"]}>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

export interface Step {
  title: string;
  children: ReactNode;
}

/** Numbered, each with a heading of its own. */
export function Steps({ items }: { items: readonly Step[] }) {
  return (
    <ol className={styles["steps"]}>
      {items.map(({ title, children }) => (
        <li key={title}>
          <h2>{title}</h2>
          {children}
        </li>
      ))}
    </ol>
  );
}

export function Contents({ label, items }: { label: string; items: readonly { id: string; title: string }[] }) {
  return (
    <nav aria-label={label}>
      <ul className={styles["contents"]}>
        {items.map(({ id, title }) => (
          <li key={id}>
            <a href={`#${id}`}>{title}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A link that stands alone after a text. */
export function MoreLink({ to, children }: { to: string; children: ReactNode }) {
  const { still } = usePage();
  return (
    <a className={styles["more"]} {...(still ? stillLink : { href: to })}>
      {children}
    </a>
  );
}
