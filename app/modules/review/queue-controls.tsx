// What can be done with one piece of work beside answering it: take it, give it back, let it sleep, give it to somebody.
// Each is a plain form that posts to the page it stands on (routes/agent/work-item-door.server.ts).
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Foreign } from "#app/ui/foreign.tsx";
import styles from "./queue.module.css";

export interface ItemControls {
  readonly id: string;
  readonly reference: string;
  readonly holder: { readonly name: string; readonly mine: boolean; readonly since: string } | undefined;
  readonly snoozedUntil: Day | undefined;
  /** The days between which it may be put to sleep; undefined where it may not. */
  readonly snooze: { readonly first: Day; readonly latest: Day } | undefined;
  readonly mayClaim: boolean;
  /** To whom it may be given; empty for whom that is not. */
  readonly colleagues: readonly { readonly id: string; readonly name: string; readonly role: string }[];
}

interface ActProps {
  readonly item: ItemControls;
  readonly intent: string;
  readonly label: string;
  readonly hotkey?: string | undefined;
  readonly children?: ReactNode;
}

function Act({ item, intent, label, hotkey, children }: ActProps) {
  return (
    <form method="post" className={styles["act"]}>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="item" value={item.id} />
      {children}
      <button className={styles["small"]} data-key={hotkey}>
        {label}
      </button>
    </form>
  );
}

function Held({ item: { holder, snoozedUntil } }: { item: ItemControls }) {
  const { t, language } = usePage();
  if (!holder) return <p>{t("queue.holder.free")}</p>;
  return (
    <p>
      {holder.mine ? (
        t("queue.holder.mineSince", { since: holder.since })
      ) : (
        <>
          <Foreign text={holder.name} /> {t("queue.holder.since", { since: holder.since })}
        </>
      )}
      {snoozedUntil && ` ${t("queue.snoozedUntil", { day: formatDay(snoozedUntil, language) })}`}
    </p>
  );
}

export function WorkItemControls({ item }: { item: ItemControls }) {
  const { t } = usePage();
  const { holder, snooze, snoozedUntil, mayClaim, colleagues } = item;
  const mine = holder?.mine === true;
  return (
    <div className={styles["controls"]}>
      <Held item={item} />
      {!holder && mayClaim && <Act item={item} intent="claim" label={t("queue.claim")} hotkey="a" />}
      {mine && <Act item={item} intent="release" label={t("queue.release")} />}
      {mine && snoozedUntil && <Act item={item} intent="wake" label={t("queue.wake")} />}
      {mine && snooze && (
        <Act item={item} intent="snooze" label={t("queue.snooze")}>
          <label>
            {t("queue.snoozeUntil")}
            <input
              type="date"
              name="until"
              min={snooze.first}
              max={snooze.latest}
              defaultValue={snooze.first}
              required
            />
          </label>
        </Act>
      )}
      {colleagues.length > 0 && (
        <Act item={item} intent="assign" label={t("queue.assign")}>
          <label>
            {t("queue.assignTo")}
            <select name="staff">
              {colleagues.map(({ id, name, role }) => (
                <option key={id} value={id}>
                  {name} · {role}
                </option>
              ))}
            </select>
          </label>
        </Act>
      )}
    </div>
  );
}
