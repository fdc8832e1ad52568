// The sheet of every page of staff: a narrow head with the ways to go that the role has, and the whole width below.
// It knows nothing of debts.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { classNames } from "./class-names.ts";
import { DeskHead } from "./desk-head.tsx";
import styles from "./desk-page.module.css";
import { BackLink, SkipLink } from "./page-ways.tsx";

interface DeskPageProps {
  title: string;
  back?: { to: string; label: string } | undefined;
  /** The page shows a form again because something in it needs mending. */
  error?: boolean | undefined;
  /** For forms: a shorter line. */
  narrow?: boolean | undefined;
  /** Beside the title: where things stand. */
  beside?: ReactNode;
  children: ReactNode;
}

export function DeskPage({ title, back, error, narrow, beside, children }: DeskPageProps) {
  const { t, name } = usePage();
  const prefix = error ? t("shared.errorPrefix") : "";
  return (
    <div className={styles["desk"]}>
      <title>{`${prefix}${title} · ${name}`}</title>
      <SkipLink />
      <DeskHead />
      <main id="main" tabIndex={-1} className={classNames(styles["main"], narrow && styles["narrow"])}>
        {back && <BackLink {...back} />}
        <div className={styles["title"]}>
          <h1>{title}</h1>
          {beside}
        </div>
        {children}
      </main>
    </div>
  );
}
