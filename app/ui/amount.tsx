// Every amount of money on every page goes through here, so that a check can read it without parsing text.
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import { classNames } from "./class-names.ts";
import styles from "./amount.module.css";

interface AmountProps {
  minor: bigint;
  currency: Currency;
  /** What the amount is, for checks: "total", "balance", "principal", … */
  name?: string | undefined;
  /** The one figure that a page is about. */
  big?: boolean | undefined;
}

export function Amount({ minor, currency, name, big }: AmountProps) {
  return (
    <span
      className={classNames(styles["num"], big && styles["big"])}
      data-amount={minor.toString()}
      data-currency={currency}
      data-name={name}
    >
      {formatMoney({ amountMinor: minor, currency })}
    </span>
  );
}
