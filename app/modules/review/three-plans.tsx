// The customer's plan, the engine's and one's own, side by side, and what the budget allows. It prefers none of them.
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import type { Currency } from "#app/kernel/money.ts";
import { Headline } from "#app/modules/hardship/offer-card.tsx";
import { Amount } from "#app/ui/amount.tsx";
import { classNames } from "#app/ui/class-names.ts";
import { DataTable } from "#app/ui/data-table.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { BudgetRoom, PlanColumn } from "./plan-columns.ts";
import styles from "./three-plans.module.css";

interface ThreePlansProps {
  readonly columns: readonly PlanColumn[];
  readonly room: BudgetRoom;
  readonly currency: Currency;
  /** What the third one is called: one's own, or what somebody else proposes. */
  readonly third?: "mine" | "proposed";
}

/** How much more, or less; nothing where there is nothing to compare with. */
function Difference({ minor, currency }: { minor: bigint | undefined; currency: Currency }) {
  const { t } = usePage();
  if (minor === undefined) return null;
  if (minor === 0n) return t("answer.plans.same");
  return (
    <>
      {t(minor > 0n ? "answer.plans.more" : "answer.plans.less")}{" "}
      <Amount minor={minor > 0n ? minor : -minor} currency={currency} />
    </>
  );
}

function Share({ column: { fit, sharePercent } }: { column: PlanColumn }) {
  const { t } = usePage();
  return (
    <>
      {sharePercent !== undefined && t("answer.plans.percent", { percent: sharePercent })}{" "}
      <Tag tone={fit === "over" ? "note" : "calm"}>{t(`answer.fit.${fit}`)}</Tag>
    </>
  );
}

function Room({ room, currency }: Pick<ThreePlansProps, "room" | "currency">) {
  const { t } = usePage();
  const { surplusMinor, limitMinor, sharePercent } = room;
  if (surplusMinor === undefined || limitMinor === undefined) return <p>{t("answer.room.unknown")}</p>;
  return (
    <p>
      {t("answer.room.left")} <Amount minor={surplusMinor} currency={currency} name="surplus" />
      {" · "}
      {t("answer.room.limit", { percent: sharePercent })} <Amount minor={limitMinor} currency={currency} name="limit" />
    </p>
  );
}

export function ThreePlans({ columns, room, currency, third = "mine" }: ThreePlansProps) {
  const { t, language } = usePage();
  const quotes = columns.map(({ quote }) => quote);
  const days = (list: readonly (Day | undefined)[]) =>
    list.map((day) => (day ? formatDay(day, language) : t("answer.plans.none")));
  const amounts = (minors: readonly bigint[]) =>
    // oxlint-disable-next-line react/no-array-index-key -- rendered once, on the server
    minors.map((minor, index) => <Amount key={index} minor={minor} currency={currency} />);
  const hasMine = columns.at(-1)?.side === "mine";
  const any = (minors: readonly bigint[]): boolean => minors.some((minor) => minor > 0n);
  const [waived, left] = [quotes.map(({ waivedMinor }) => waivedMinor), quotes.map(({ leftMinor }) => leftMinor)];
  return (
    <div className={classNames(styles["three"], hasMine && styles["third"])}>
      <Room room={room} currency={currency} />
      <DataTable
        caption={t("answer.plans.caption")}
        head={[
          t("answer.plans.what"),
          ...columns.map(({ side }) => t(`answer.plans.side.${side === "mine" ? third : side}`)),
        ]}
        wordy
        rows={[
          [t("answer.plans.plan"), ...columns.map(({ side, quote }) => <Headline key={side} quote={quote} />)],
          [t("answer.plans.first"), ...days(quotes.map(({ firstOn }) => firstOn))],
          [t("answer.plans.end"), ...days(quotes.map(({ lastOn }) => lastOn))],
          [t("answer.plans.month"), ...amounts(quotes.map(({ monthlyMinor }) => monthlyMinor))],
          [t("answer.plans.share"), ...columns.map((column) => <Share key={column.side} column={column} />)],
          [t("answer.plans.total"), ...amounts(quotes.map(({ totalMinor }) => totalMinor))],
          [t("answer.plans.cost"), ...amounts(quotes.map(({ costMinor }) => costMinor))],
          ...(any(waived) ? [[t("answer.plans.waived"), ...amounts(waived)]] : []),
          ...(any(left) ? [[t("answer.plans.left"), ...amounts(left)]] : []),
          [
            t("answer.plans.againstNow"),
            ...columns.map(({ side, quote }) => (
              <Difference key={side} minor={quote.differenceMinor} currency={currency} />
            )),
          ],
          [
            t("answer.plans.againstTheirs"),
            ...columns.map(({ side, againstTheirsMinor }) => (
              <Difference key={side} minor={againstTheirsMinor} currency={currency} />
            )),
          ],
        ]}
      />
    </div>
  );
}
