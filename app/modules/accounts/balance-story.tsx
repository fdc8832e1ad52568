// How the balance came about, from the itemization date to now: a picture whose bars hang on one another, and in
// the same rows the figures that it shows.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import type { Bar } from "./accounts.ts";
import styles from "./balance-story.module.css";

const width = 200;
/** A change is seen, however small beside the whole. */
const leastWidth = 3;

export interface DrawnBar {
  readonly x: number;
  readonly width: number;
}

/** Places each bar on a line from zero to the highest level that the balance reached. */
export function placeBars(bars: readonly Bar[]): readonly DrawnBar[] {
  const top = bars.reduce(
    (most, { fromMinor, toMinor }) => (fromMinor > most ? fromMinor : toMinor > most ? toMinor : most),
    1n,
  );
  const at = (minor: bigint): number => Number((minor * BigInt(width * 100)) / top) / 100;
  return bars.map(({ fromMinor, toMinor }) => {
    const [low, high] = fromMinor < toMinor ? [at(fromMinor), at(toMinor)] : [at(toMinor), at(fromMinor)];
    const wide = fromMinor === toMinor ? 0 : Math.max(high - low, leastWidth);
    return { x: Math.min(low, width - wide), width: wide };
  });
}

function toneOf({ key, amountMinor }: Bar): string | undefined {
  if (key === "opening" || key === "now") return styles["whole"];
  return amountMinor < 0n ? styles["less"] : styles["more"];
}

export function BalanceStory({
  bars,
  currency,
  itemizedOn,
}: {
  bars: readonly Bar[];
  currency: Currency;
  itemizedOn: Day;
}) {
  const { t, language } = usePage();
  const day = formatDay(itemizedOn, language);
  const drawn = placeBars(bars);
  return (
    <DataTable
      caption={t("accounts.account.storyCaption", { day })}
      head={[t("accounts.account.stepHead"), { label: t("accounts.account.amountHead"), numeric: true }]}
      rows={bars.map((bar, index) => [
        <>
          {t(`accounts.step.${bar.key}`, { day })}
          <svg className={styles["bar"]} viewBox={`0 0 ${width} 10`} preserveAspectRatio="none" aria-hidden="true">
            <rect className={toneOf(bar)} x={drawn[index]?.x} width={drawn[index]?.width} height="10" />
          </svg>
        </>,
        <Amount key="amount" minor={bar.amountMinor} currency={currency} />,
      ])}
    />
  );
}
