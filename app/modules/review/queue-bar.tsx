// The ways into the queue: its views with how much each holds, what narrows and sorts them, and the pages beside this
// one. Plain links and one plain form: every view has an address.
import { languages, type Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import styles from "./queue.module.css";
import {
  queueSorts,
  queueViews,
  sayCount,
  writeWish,
  type QueueMark,
  type QueueView,
  type QueueWish,
} from "./queue.ts";
import { workLevels } from "./work-items.ts";

interface QueueViewsProps {
  /** Of the page, such as "/desk". */
  readonly here: string;
  readonly wish: QueueWish;
  readonly view: QueueView;
  readonly counts: Readonly<Record<QueueView, number>>;
}

export function QueueViews({ here, wish, view, counts }: QueueViewsProps) {
  const { t } = usePage();
  return (
    <nav className={styles["views"]} aria-label={t("queue.views")}>
      {queueViews.map((each) => (
        <a
          key={each}
          href={here + writeWish({ ...wish, view: each, mark: undefined })}
          aria-current={each === view ? "page" : undefined}
        >
          {t(`queue.view.${each}`)} <span data-count={each}>{sayCount(counts[each])}</span>
        </a>
      ))}
    </nav>
  );
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

interface ChooserProps {
  readonly name: string;
  readonly label: string;
  readonly any?: string;
  readonly value: string | undefined;
  readonly options: readonly Choice[];
}

function Chooser({ name, label, any, value, options }: ChooserProps) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={value ?? ""}>
        {any !== undefined && <option value="">{any}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  );
}

interface QueueFilterProps {
  readonly here: string;
  readonly wish: QueueWish;
  readonly view: QueueView;
  /** The creditors of the portfolio. */
  readonly creditors: readonly { readonly code: string; readonly name: string }[];
}

const ownNames: Record<Language, "shared.inChinese" | "shared.inEnglish"> = {
  "zh-CN": "shared.inChinese",
  en: "shared.inEnglish",
};

export function QueueFilter({ here, wish, view, creditors }: QueueFilterProps) {
  const { t } = usePage();
  const any = t("queue.filter.any");
  return (
    <form method="get" action={here} className={styles["filter"]} aria-label={t("queue.filter.title")}>
      <input type="hidden" name="view" value={view} />
      <Chooser
        name="creditor"
        label={t("queue.column.creditor")}
        any={any}
        value={wish.creditor}
        options={creditors.map(({ code, name }) => ({ value: code, label: name }))}
      />
      <Chooser
        name="language"
        label={t("queue.filter.language")}
        any={any}
        value={wish.language}
        options={languages.map((language) => ({ value: language, label: t(ownNames[language]) }))}
      />
      <Chooser
        name="level"
        label={t("queue.filter.level")}
        any={any}
        value={wish.level}
        options={workLevels.map((level) => ({ value: level, label: t(`queue.level.${level}`) }))}
      />
      <Chooser
        name="sort"
        label={t("queue.filter.sort")}
        value={wish.sort}
        options={queueSorts.map((sort) => ({ value: sort, label: t(`queue.sort.${sort}`) }))}
      />
      <Chooser
        name="order"
        label={t("queue.filter.order")}
        value={wish.latestFirst ? "desc" : "asc"}
        options={[
          { value: "asc", label: t("queue.order.earliest") },
          { value: "desc", label: t("queue.order.latest") },
        ]}
      />
      <button className={styles["small"]}>{t("queue.filter.show")}</button>
    </form>
  );
}

interface QueueTurnsProps {
  readonly here: string;
  readonly wish: QueueWish;
  readonly before: QueueMark | undefined;
  readonly after: QueueMark | undefined;
}

export function QueueTurns({ here, wish, before, after }: QueueTurnsProps) {
  const { t } = usePage();
  if (!before && !after && !wish.mark) return null;
  const to = (mark: QueueMark | undefined): string => here + writeWish({ ...wish, mark });
  return (
    <nav className={styles["turns"]} aria-label={t("queue.turns.title")}>
      {wish.mark && <a href={to(undefined)}>{t("queue.turns.first")}</a>}
      {before && (
        <a href={to(before)} rel="prev">
          {t("queue.turns.before")}
        </a>
      )}
      {after && (
        <a href={to(after)} rel="next">
          {t("queue.turns.after")}
        </a>
      )}
    </nav>
  );
}
