// What a control says about itself: its label, a hint, and what needs mending. The control's id is its name,
// so that the summary on top can lead to it.
import type { ReactNode } from "react";
import { useT } from "#app/i18n/use-t.ts";
import { Said } from "./said.tsx";
import styles from "./field.module.css";

export function describedBy(name: string, hint: ReactNode, error: string | undefined): string | undefined {
  const ids = [hint === undefined ? "" : `${name}-hint`, error === undefined ? "" : `${name}-error`];
  return ids.filter(Boolean).join(" ") || undefined;
}

export function Hint({ name, children }: { name: string; children: ReactNode }) {
  if (children === undefined) return null;
  return (
    <div className={styles["hint"]} id={`${name}-hint`}>
      {typeof children === "string" ? <Said text={children} /> : children}
    </div>
  );
}

export function Wrong({ name, error }: { name: string; error: string | undefined }) {
  const t = useT();
  if (error === undefined) return null;
  return (
    <p className={styles["wrong"]} id={`${name}-error`}>
      <span className={styles["unseen"]}>{t("shared.errorPrefix")}</span>
      <Said text={error} />
    </p>
  );
}
