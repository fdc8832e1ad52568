// What a balance is made of, as a picture with its key. The key carries the words and amounts, so the
// picture is hidden from those who listen.
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "./amount.tsx";
import styles from "./balance-bar.module.css";

export interface BalancePart {
  /** "principal", "interest", "penalty_interest", "fees", "costs": decides the colour. */
  key: string;
  label: string;
  minor: bigint;
}

const width = 1000;
const gap = 4;
/** A part that is there is seen, however small. */
const leastWidth = 8;

interface Span {
  key: string;
  from: number;
  width: number;
}

export function spansOf(parts: readonly BalancePart[]): Span[] {
  const shown = parts.filter(({ minor }) => minor > 0n);
  const total = shown.reduce((sum, { minor }) => sum + minor, 0n);
  const room = width - gap * (shown.length - 1) - leastWidth * shown.length;
  let from = 0;
  return shown.map(({ key, minor }) => {
    const span = { key, from, width: leastWidth + Number((minor * BigInt(room)) / total) };
    from += span.width + gap;
    return span;
  });
}

export function BalanceBar({ parts, currency }: { parts: readonly BalancePart[]; currency: Currency }) {
  return (
    <>
      <svg className={styles["bar"]} viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
        {spansOf(parts).map(({ key, from, width }) => (
          <rect key={key} className={styles[key]} x={from} width={width} height="10" />
        ))}
      </svg>
      <ul className={styles["key"]}>
        {parts.map(({ key, label, minor }) => (
          <li key={key}>
            <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
              <rect className={styles[key]} width="10" height="10" rx="3" />
            </svg>
            {label} <Amount minor={minor} currency={currency} />
          </li>
        ))}
      </ul>
    </>
  );
}
