// What a balance is made of: each part with its amount and, below, why it is owed.
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import type { PartName } from "./accounts.ts";
import styles from "./part-list.module.css";

interface PartListProps {
  readonly parts: readonly { readonly key: PartName; readonly minor: bigint; readonly basis: string }[];
  readonly currency: Currency;
}

export function PartList({ parts, currency }: PartListProps) {
  const { t } = usePage();
  return (
    <dl className={styles["parts"]}>
      {parts.map(({ key, minor, basis }) => (
        <div key={key}>
          <dt>{t(`accounts.part.${key}`)}</dt>
          <dd>
            <Amount minor={minor} currency={currency} name={key} />
          </dd>
          <dd>{basis}</dd>
        </div>
      ))}
    </dl>
  );
}
