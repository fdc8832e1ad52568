// What waits, as a table: the columns that every kind of work has, and between them those of its own. Each row leads to
// its page and can be taken from here. It knows nothing of what a kind says of itself.
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { DataTable, type Column } from "#app/ui/data-table.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Tag } from "#app/ui/tag.tsx";
import styles from "./queue.module.css";
import { sayDue } from "./work-item-words.ts";
import type { WorkLevel, WorkStage } from "./work-items.ts";

/** A row as a page shows it. */
export interface ShownRow {
  readonly id: string;
  readonly reference: string;
  /** Where it is worked on. */
  readonly to: string;
  readonly language: "zh-CN" | "en";
  readonly creditor: string | undefined;
  readonly stage: WorkStage;
  readonly level: WorkLevel;
  readonly dueOn: Day;
  /** Working days until then; below 0 once it is past. */
  readonly workingDays: number;
  readonly snoozedUntil: Day | undefined;
  readonly holder: { readonly name: string; readonly mine: boolean } | undefined;
  /** The reader could take it now. */
  readonly free: boolean;
}

/** A column of a kind's own. */
export interface OwnColumn<Row extends ShownRow> {
  readonly head: string | Column;
  readonly cell: (row: Row) => ReactNode;
}

interface QueueTableProps<Row extends ShownRow> {
  readonly caption: ReactNode;
  readonly rows: readonly Row[];
  readonly own: readonly OwnColumn<Row>[];
  /** Below the reference: whose it is. */
  readonly whose?: ((row: Row) => ReactNode) | undefined;
  /** Below the creditor: what it is about. */
  readonly about?: ((row: Row) => ReactNode) | undefined;
  /** Sums below the columns of its own, in their order. */
  readonly sums?: readonly ReactNode[] | undefined;
  /** Whether the reader may take what nobody has. */
  readonly claims: boolean;
  /** Where more can be done with one row; undefined where nothing can. */
  readonly more?: ((row: Row) => string | undefined) | undefined;
}

function Due({ row }: { row: ShownRow }) {
  const { t, language } = usePage();
  const { stage, workingDays, dueOn, snoozedUntil } = row;
  const due = sayDue(t, stage, workingDays);
  return (
    <span className={styles["stack"]}>
      {workingDays < 0 ? <Tag tone="note">{due}</Tag> : <span>{due}</span>}
      <small className={styles["whole"]}>{formatDay(dueOn, language)}</small>
      {snoozedUntil && <small>{t("queue.snoozedUntil", { day: formatDay(snoozedUntil, language) })}</small>}
    </span>
  );
}

function Standing({ row: { stage, level } }: { row: ShownRow }) {
  const { t } = usePage();
  return (
    <span className={styles["stack"]}>
      <Tag status={stage} tone={stage === "second" ? "note" : "calm"}>
        {t(`queue.stage.${stage}`)}
      </Tag>
      {level === "senior" && <small>{t("queue.level.senior")}</small>}
    </span>
  );
}

function Holder({ holder }: { holder: ShownRow["holder"] }) {
  const { t } = usePage();
  if (!holder) return t("queue.holder.nobody");
  return holder.mine ? t("queue.holder.me") : <Foreign text={holder.name} />;
}

function Doing({ row, claims, more }: { row: ShownRow; claims: boolean; more: string | undefined }) {
  const { t } = usePage();
  return (
    <span className={styles["doing"]}>
      {claims && row.free && (
        <form method="post">
          <input type="hidden" name="intent" value="claim" />
          <input type="hidden" name="item" value={row.id} />
          <button
            className={styles["small"]}
            data-key="a"
            aria-label={t("queue.claimOf", { reference: row.reference })}
          >
            {t("queue.claim")}
          </button>
        </form>
      )}
      {more !== undefined && (
        <a className={styles["more"]} href={more} aria-label={t("queue.moreOf", { reference: row.reference })}>
          {t("queue.more")}
        </a>
      )}
    </span>
  );
}

export function QueueTable<Row extends ShownRow>(props: QueueTableProps<Row>) {
  const { t } = usePage();
  const { caption, rows, own, whose, about, sums, claims, more } = props;
  const acts = claims || more !== undefined;
  const head = [
    t("queue.column.reference"),
    t("queue.column.creditor"),
    ...own.map((column) => column.head),
    t("queue.column.stage"),
    t("queue.column.due"),
    t("queue.column.holder"),
    ...(acts ? [t("queue.column.doing")] : []),
  ];
  const cells = rows.map((row): ReactNode[] => [
    <span className={styles["stack"]} key="reference">
      <a data-row href={row.to}>
        {row.reference}
      </a>
      <small>
        {whose?.(row)} {t(`queue.language.${row.language}`)}
      </small>
    </span>,
    <span className={styles["stack"]} key="creditor">
      {row.creditor ?? t("queue.noCreditor")}
      {about && <small>{about(row)}</small>}
    </span>,
    ...own.map(({ cell }) => cell(row)),
    <Standing key="stage" row={row} />,
    <Due key="due" row={row} />,
    <Holder key="holder" holder={row.holder} />,
    ...(acts ? [<Doing key="doing" row={row} claims={claims} more={more?.(row)} />] : []),
  ]);
  const foot = sums && [t("queue.onThisPage", { count: rows.length }), "", ...sums, "", "", "", ...(acts ? [""] : [])];
  return (
    <div className={styles["table"]}>
      <DataTable caption={caption} head={head} rows={cells} foot={foot} />
    </div>
  );
}
