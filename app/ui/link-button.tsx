import type { ReactNode } from "react";
import { usePage } from "#app/i18n/use-t.ts";
import { classNames } from "./class-names.ts";
import styles from "./button.module.css";

interface LinkButtonProps {
  to: string;
  quiet?: boolean | undefined;
  /** The letter that presses it, on a page with <DeskKeys>. */
  hotkey?: string | undefined;
  children: ReactNode;
}

/** What a link says of itself where it must not lead anywhere. */
export const stillLink = { role: "link", "aria-disabled": true } as const;

export function LinkButton({ to, quiet, hotkey, children }: LinkButtonProps) {
  const { still } = usePage();
  return (
    <a
      {...(still ? stillLink : { href: to })}
      className={classNames(styles["button"], quiet && styles["quiet"])}
      data-key={hotkey}
    >
      {children}
    </a>
  );
}
