import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Facts } from "#app/ui/facts.tsx";

/** What the boxes of one page come to by the month, once they were saved. */
export function Subtotal({ of, minor, currency }: { of: "income" | "spending"; minor: bigint; currency: Currency }) {
  const { t } = usePage();
  return (
    <Facts
      items={[{ term: t(`budget.subtotal.${of}`), value: <Amount minor={minor} currency={currency} name={of} /> }]}
    />
  );
}
