// The page of exports: the file of what was filtered, or the question to a colleague; and what became of such questions.
import { usePage } from "#app/i18n/use-t.ts";
import { Card } from "#app/ui/card.tsx";
import { DataTable } from "#app/ui/data-table.tsx";
import { DeskPage } from "#app/ui/desk-page.tsx";
import { Foreign } from "#app/ui/foreign.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { ExportState } from "./exports.ts";
import styles from "./queue.module.css";

/** An export that was asked for, as the page shows it. */
export interface ShownExport {
  readonly id: string;
  readonly state: ExportState;
  /** View and filters in words. */
  readonly what: string;
  readonly rows: number;
  readonly askedAt: string;
  readonly until: string | undefined;
  readonly note: string;
  readonly proposer: string;
  readonly toDecide: boolean;
}

export interface ExportsShown {
  /** The view and its filters, beginning with "?". */
  readonly address: string;
  readonly view: string;
  /** In words: no further counted than a file goes. */
  readonly total: string;
  readonly size: "none" | "now" | "many" | "far";
  readonly limit: number;
  readonly asked: readonly ShownExport[];
  readonly told: "asked" | "approved" | "returned" | undefined;
  readonly refused: "same-person" | "decided" | "not-ready" | undefined;
}

function Offer({ shown: { address, size, limit } }: { shown: ExportsShown }) {
  const { t } = usePage();
  switch (size) {
    case "none":
      return <p>{t("queue.exports.none")}</p>;
    case "far":
      return <p>{t("queue.exports.far", { limit })}</p>;
    case "now":
      return (
        <p className={styles["turns"]}>
          <a href={`/desk/exports/now${address}`}>{t("queue.exports.now")}</a>
        </p>
      );
    case "many":
      return (
        <form method="post" action={`/desk/exports${address}`}>
          <input type="hidden" name="intent" value="ask" />
          <p>{t("queue.exports.many", { limit })}</p>
          <button className={styles["small"]}>{t("queue.exports.ask")}</button>
        </form>
      );
    default:
      return size satisfies never;
  }
}

function Answer({ id }: { id: string }) {
  const { t } = usePage();
  return (
    <form method="post" className={styles["act"]}>
      <input type="hidden" name="approval" value={id} />
      <label>
        {t("queue.exports.note")}
        <input name="note" maxLength={500} />
      </label>
      <button className={styles["small"]} name="intent" value="approved">
        {t("queue.exports.approve")}
      </button>
      <button className={styles["small"]} name="intent" value="returned">
        {t("queue.exports.return")}
      </button>
    </form>
  );
}

function Standing({ asked: { id, state, until, note, toDecide } }: { asked: ShownExport }) {
  const { t } = usePage();
  if (toDecide) return <Answer id={id} />;
  return (
    <span className={styles["stack"]}>
      <Tag status={state} tone={state === "waiting" ? "note" : "calm"}>
        {t(`queue.exports.state.${state}`)}
      </Tag>
      {state === "ready" && <a href={`/desk/exports/${id}`}>{t("queue.exports.fetch")}</a>}
      {until !== undefined && <small>{t("queue.exports.until", { at: until })}</small>}
      {note !== "" && (
        <span>
          {t("queue.exports.said")} <Foreign text={note} />
        </span>
      )}
    </span>
  );
}

function Asked({ asked }: { asked: readonly ShownExport[] }) {
  const { t } = usePage();
  if (asked.length === 0) return <p>{t("queue.exports.noRequests")}</p>;
  return (
    <div className={styles["table"]}>
      <DataTable
        caption={t("queue.exports.requests")}
        head={[
          t("queue.exports.what"),
          { label: t("queue.exports.rows"), numeric: true },
          t("queue.exports.who"),
          t("queue.exports.at"),
          t("queue.exports.stateTitle"),
        ]}
        rows={asked.map((each) => [
          each.what,
          String(each.rows),
          each.toDecide ? <Foreign key="who" text={each.proposer} /> : t("queue.exports.me"),
          each.askedAt,
          <Standing key="state" asked={each} />,
        ])}
      />
    </div>
  );
}

export function ExportsPage(shown: ExportsShown) {
  const { t } = usePage();
  const { address, view, total, told, refused } = shown;
  const said = told === "asked" ? t("queue.exports.asked") : told && t(`queue.exports.decided.${told}`);
  return (
    <DeskPage
      title={t("queue.exports.title")}
      back={{ to: `/desk${address}`, label: t("queue.exports.back") }}
      error={refused !== undefined}
    >
      {refused && (
        <Notice tone="note" title={t("queue.notDone")}>
          <p>{t(`queue.exports.refusal.${refused}`)}</p>
        </Notice>
      )}
      {said !== undefined && (
        <Notice>
          <p>{said}</p>
        </Notice>
      )}
      <Card>
        <p>{t("queue.exports.lead", { view, total })}</p>
        <Offer shown={shown} />
        <p>{t("queue.exports.record")}</p>
      </Card>
      <Asked asked={shown.asked} />
    </DeskPage>
  );
}
