// The sheet of every page: a head with the name and the languages, one question or matter as its h1, and a
// foot that always offers help. It knows nothing of debts.
import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { classNames } from "./class-names.ts";
import { PageFoot } from "./page-foot.tsx";
import { PageHead } from "./page-head.tsx";
import { BackLink, SkipLink } from "./page-ways.tsx";
import styles from "./page.module.css";

interface PageProps {
  title: string;
  back?: { to: string; label?: string | undefined } | undefined;
  /** The page shows a form again because something in it needs mending. */
  error?: boolean | undefined;
  /** For forms: a shorter line. */
  narrow?: boolean | undefined;
  children: ReactNode;
}

export function Page({ title, back, error, narrow, children }: PageProps) {
  const { t, name } = usePage();
  const prefix = error ? t("shared.errorPrefix") : "";
  return (
    <>
      <title>{`${prefix}${title} · ${name}`}</title>
      <SkipLink />
      <PageHead />
      <main id="main" tabIndex={-1} className={classNames(styles["main"], narrow && styles["narrow"])}>
        {back && <BackLink {...back} />}
        <h1>{title}</h1>
        {children}
      </main>
      <PageFoot />
    </>
  );
}
