// How a balance comes to zero, or how far it comes: a staircase from today to the last day, and beside it the figures
// that it shows. It draws what it is given and works nothing out.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { daysBetween, type Day } from "#app/kernel/calendar.ts";
import { formatMoney, type Currency } from "#app/kernel/money.ts";
import { Amount } from "#app/ui/amount.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import styles from "./schedule-picture.module.css";

export interface SchedulePoint {
  readonly on: Day;
  /** What is left once this day's payment is in. */
  readonly leftMinor: bigint;
}

const width = 300;
const height = 60;
/** More steps than this are finer than a phone can show. */
const mostSteps = 32;

/** At most that many of them, evenly spread, with the first and the last. */
export function thinOut<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  const stride = (items.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, index) => items[Math.round(index * stride)]).filter(
    (item): item is Item => item !== undefined,
  );
}

/** The stairs as a path: along to the day of a payment, then down by it. */
export function drawStairs(points: readonly SchedulePoint[]): string {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return "";
  const days = BigInt(Math.max(daysBetween(first.on, last.on), 1));
  const top = points.reduce((most, { leftMinor }) => (leftMinor > most ? leftMinor : most), 1n);
  const across = (on: Day): number => Number((BigInt(daysBetween(first.on, on)) * BigInt(width)) / days);
  const down = (left: bigint): number => height - Number((left * BigInt(height)) / top);
  const steps = thinOut(points.slice(1), mostSteps).map(({ on, leftMinor }) => `H${across(on)}V${down(leftMinor)}`);
  return `M0 ${down(first.leftMinor)}${steps.join("")}`;
}

interface SchedulePictureProps {
  /** Today first, then each payment. */
  readonly points: readonly SchedulePoint[];
  readonly currency: Currency;
  /** The stairs alone, where the figures stand beside them already. */
  readonly plain?: boolean | undefined;
}

/** Every payment where they are few; else one row for the end of each year. */
function rowsOf(points: readonly SchedulePoint[]): readonly SchedulePoint[] {
  if (points.length <= 40) return points;
  return points.filter(({ on }, index) => on.slice(0, 4) !== points[index + 1]?.on.slice(0, 4));
}

export function SchedulePicture({ points, currency, plain }: SchedulePictureProps) {
  const { t, language } = usePage();
  const [first] = points;
  const last = points.at(-1);
  const stairs = drawStairs(points);
  if (!first || !last || stairs === "") return null;
  const words = t("options.picture.label", {
    from: formatMoney({ amountMinor: first.leftMinor, currency }),
    to: formatMoney({ amountMinor: last.leftMinor, currency }),
    day: formatDay(last.on, language),
  });
  const drawing = (
    <svg
      className={styles["stairs"]}
      viewBox={`-1 -2 ${width + 2} ${height + 4}`}
      preserveAspectRatio="none"
      {...(plain ? { "aria-hidden": true } : { role: "img", "aria-label": words })}
    >
      <path className={styles["under"]} d={`${stairs}V${height}H0Z`} />
      <path className={styles["edge"]} d={stairs} />
    </svg>
  );
  if (plain) return drawing;
  return (
    <figure className={styles["picture"]}>
      {drawing}
      <figcaption className={styles["ends"]}>
        {[first, last].map(({ on, leftMinor }) => (
          <span key={on}>
            {formatDay(on, language)}
            <br />
            <Amount minor={leftMinor} currency={currency} />
          </span>
        ))}
      </figcaption>
      <details>
        <summary>{t("options.picture.figures")}</summary>
        <DataTable
          caption={t("options.picture.caption")}
          head={[t("options.picture.day"), { label: t("options.picture.left"), numeric: true }]}
          rows={rowsOf(points).map(({ on, leftMinor }) => [
            formatDay(on, language),
            <Amount key="left" minor={leftMinor} currency={currency} />,
          ])}
        />
      </details>
    </figure>
  );
}
