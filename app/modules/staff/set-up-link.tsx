// A one-time link, on the one page that ever shows it.
import { useT } from "#app/i18n/use-t.ts";
import { Foreign } from "#app/ui/foreign.tsx";
import { Notice } from "#app/ui/notice.tsx";
import styles from "./set-up-link.module.css";

export interface ShownLink {
  readonly name: string;
  readonly address: string;
  /** In words. */
  readonly until: string;
}

export function SetUpLink({ name, address, until }: ShownLink) {
  const t = useT();
  return (
    <Notice tone="note">
      <h2>
        {t("staff.links.title")}
        <Foreign text={name} />
      </h2>
      <p>
        <code className={styles["address"]} data-set-up-link>
          {address}
        </code>
      </p>
      <p>{t("staff.links.lead", { time: until })}</p>
      <p>{t("staff.links.how")}</p>
    </Notice>
  );
}
