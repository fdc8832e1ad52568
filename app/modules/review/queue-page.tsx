// The queue of proposals: what waits, for whom and until when, with what each proposes in one line.
import { usePage } from "#app/i18n/use-t.ts";
import type { Currency } from "#app/kernel/money.ts";
import { may } from "#app/kernel/permissions.ts";
import { Amount } from "#app/ui/amount.tsx";
import { Card } from "#app/ui/card.tsx";
import { DeskKeys } from "#app/ui/desk-keys.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Said } from "#app/ui/said.tsx";
import { QueueFilter, QueueTurns, QueueViews } from "./queue-bar.tsx";
import { WorkItemControls, type ItemControls } from "./queue-controls.tsx";
import { QueueTable, type OwnColumn, type ShownRow } from "./queue-table.tsx";
import styles from "./queue.module.css";
import { sayCount, writeWish, type QueueMark, type QueueView, type QueueWish } from "./queue.ts";

export interface ShownProposal extends ShownRow {
  readonly maskedName: string;
  readonly product: string;
  /** The proposal in one line. */
  readonly headline: string;
  readonly total: { readonly minor: bigint; readonly currency: Currency } | undefined;
}

export interface QueueShown {
  readonly wish: QueueWish;
  readonly view: QueueView;
  readonly counts: Readonly<Record<QueueView, number>>;
  readonly rows: readonly ShownProposal[];
  /** Of the rows on this page, one for each currency. */
  readonly sums: readonly { readonly minor: bigint; readonly currency: Currency }[];
  readonly before: QueueMark | undefined;
  readonly after: QueueMark | undefined;
  readonly creditors: readonly { readonly code: string; readonly name: string }[];
  /** More that can be done with one of them. */
  readonly panel: ItemControls | undefined;
  /** What was done just now. */
  readonly told: string | undefined;
  readonly refused: string | undefined;
}

const here = "/desk";

function Told({ told, refused }: Pick<QueueShown, "told" | "refused">) {
  const { t } = usePage();
  return (
    <>
      {refused !== undefined && (
        <Notice tone="note" title={t("queue.notDone")}>
          <p>
            <Foreign text={refused} />
          </p>
        </Notice>
      )}
      {told !== undefined && (
        <Notice>
          <p>{told}</p>
        </Notice>
      )}
    </>
  );
}

function Panel({ panel, wish }: { panel: ItemControls; wish: QueueWish }) {
  const { t } = usePage();
  return (
    <Card title={t("queue.panel", { reference: panel.reference })} id="item">
      <WorkItemControls item={panel} />
      <p className={styles["turns"]}>
        <a href={`/desk/cases/${panel.id}`}>{t("queue.open", { reference: panel.reference })}</a>
        <a href={here + writeWish(wish)}>{t("queue.close")}</a>
      </p>
    </Card>
  );
}

function useColumns(): readonly OwnColumn<ShownProposal>[] {
  const { t } = usePage();
  return [
    { head: t("queue.column.proposal"), cell: ({ headline }) => <Said text={headline} /> },
    {
      head: { label: t("queue.column.total"), numeric: true },
      cell: ({ total }) => total && <Amount {...total} />,
    },
  ];
}

function showName({ maskedName }: ShownProposal) {
  return <Foreign text={maskedName} />;
}

function Ways({ shown: { wish, view } }: { shown: QueueShown }) {
  const { t, staff } = usePage();
  return (
    <div className={styles["ways"]}>
      {staff && may(staff.role, "export.make") && (
        <a className={styles["more"]} href={`/desk/exports${writeWish({ ...wish, view, mark: undefined })}`}>
          {t("queue.exports.way")}
        </a>
      )}
      {staff && may(staff.role, "case.claim") && (
        <form method="post" action={here + writeWish({ ...wish, view })}>
          <input type="hidden" name="intent" value="next" />
          <button className={`${styles["small"]} ${styles["main"]}`} data-key="n">
            {t("queue.next")}
          </button>
        </form>
      )}
    </div>
  );
}

export function QueuePage(shown: QueueShown) {
  const { t, staff } = usePage();
  const { wish, view, counts, rows, sums, before, after, creditors, panel } = shown;
  const claims = staff !== undefined && may(staff.role, "case.claim");
  const assigns = staff !== undefined && may(staff.role, "case.assign");
  const columns = useColumns();
  const asked = { ...wish, view };
  const more = (row: ShownRow): string | undefined =>
    assigns || (claims && row.holder?.mine) ? `${here}${writeWish(asked, { item: row.id })}#item` : undefined;
  const total = sums.map((sum) => <Amount key={sum.currency} {...sum} name="page-total" />);
  return (
    <DeskPage title={t("queue.title")} beside={<Ways shown={shown} />} error={shown.refused !== undefined}>
      <Told {...shown} />
      <QueueViews {...{ here, wish, view, counts }} />
      <QueueFilter {...{ here, wish, view, creditors }} />
      {panel && <Panel panel={panel} wish={asked} />}
      {rows.length === 0 ? (
        <p>{t(wish.mark ? "queue.noneLeft" : "queue.none")}</p>
      ) : (
        <QueueTable
          caption={t("queue.caption", { view: t(`queue.view.${view}`), total: sayCount(counts[view]) })}
          rows={rows}
          own={columns}
          whose={showName}
          about={({ product }) => product}
          sums={["", <span key="total">{total}</span>]}
          claims={claims}
          more={claims ? more : undefined}
        />
      )}
      <QueueTurns {...{ here, wish: asked, before, after }} />
      <DeskKeys keys={["move", "claim", "next"]} />
    </DeskPage>
  );
}
