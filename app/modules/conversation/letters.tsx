// Messages one under the other, the oldest first, as letters are kept: who wrote, when, what, and what lay beside it. The
// same for both sides; only what the writer is called differs.
import type { ReactNode } from "react";
import { formatMoment } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import { usePage } from "#app/i18n/use-t.ts";
import { saySize } from "#app/modules/hardship/evidence-words.ts";
import { classNames } from "#app/ui/class-names.ts";
import { Foreign } from "#app/ui/foreign.tsx";
import { Said } from "#app/ui/said.tsx";
import { Tag } from "#app/ui/tag.tsx";
import { isInOtherLanguage, type EntryView, type ThreadFileView } from "./conversation.ts";
import styles from "./letters.module.css";
import { writeTemplateText } from "./templates.ts";

/** A message with its moment in words, as a page gets it. */
export type ShownEntry = Omit<EntryView, "at"> & { readonly at: string };

export function showEntry(entry: EntryView, language: Language, timeZone: string): ShownEntry {
  return { ...entry, at: formatMoment(entry.at, language, timeZone) };
}

export type Side = "borrower" | "desk";

function useWriter({ author, sign, staffName }: ShownEntry, side: Side): string {
  const { t } = usePage();
  if (author === "borrower") return t(side === "borrower" ? "conversation.thread.you" : "conversation.thread.customer");
  if (sign === undefined) return t("conversation.thread.desk");
  if (side === "desk" && staffName !== undefined) return t("conversation.thread.colleague", { name: staffName, sign });
  return t("conversation.thread.person", { sign });
}

/** What was said: a ready text in the reader's language, or somebody's words as they wrote them. */
export function Words({ entry }: { entry: Pick<EntryView, "template" | "text" | "language"> }) {
  const { t, language } = usePage();
  const { template, text } = entry;
  if (template) {
    return writeTemplateText(t, language, template)
      .split("\n")
      .map((line) => (
        <p key={line}>
          <Said text={line} />
        </p>
      ));
  }
  if (text === undefined || text === "") return null;
  const other = isInOtherLanguage(entry, language);
  return (
    <>
      <p className={styles["words"]} lang={other ? entry.language : undefined}>
        <Foreign text={text} />
      </p>
      {other && (
        <p className={styles["mark"]} data-language={entry.language}>
          {t(entry.language === "en" ? "conversation.thread.inEnglish" : "conversation.thread.inChinese")}
        </p>
      )}
    </>
  );
}

function FileItem({ file, at }: { file: ThreadFileView; at: string }) {
  const { t } = usePage();
  const { id, status, problem, size } = file;
  const name = <Foreign text={file.name === "" ? t("conversation.thread.unnamed") : file.name} />;
  return (
    <li>
      {status === "ready" ? <a href={`${at}/${id}`}>{name}</a> : name} <small>{saySize(t, size)}</small>{" "}
      <Tag status={status} tone={status === "refused" ? "note" : "calm"}>
        {t(`evidence.status.${status}`)}
      </Tag>
      {problem !== undefined && <p>{t(`evidence.problem.${problem}`)}</p>}
    </li>
  );
}

interface LettersProps {
  readonly entries: readonly ShownEntry[];
  readonly side: Side;
  /** Where the files of this thread are given back. */
  readonly filesAt: string;
  /** What stands under one of them: when it was read, or what can be asked about it. */
  readonly under?: ((entry: ShownEntry) => ReactNode) | undefined;
}

function Letter({ entry, side, filesAt, under }: Omit<LettersProps, "entries"> & { entry: ShownEntry }) {
  const { t } = usePage();
  const writer = useWriter(entry, side);
  return (
    <li className={classNames(styles["letter"], entry.author === side && styles["own"])} id={`m-${entry.id}`}>
      <div className={styles["head"]}>
        <strong>{entry.author === "desk" && side === "desk" ? <Foreign text={writer} /> : writer}</strong>
        <span>{entry.at}</span>
      </div>
      <Words entry={entry} />
      {entry.files.length > 0 && (
        <ul className={styles["files"]} aria-label={t("conversation.thread.files")}>
          {entry.files.map((file) => (
            <FileItem key={file.id} file={file} at={filesAt} />
          ))}
        </ul>
      )}
      {under?.(entry)}
    </li>
  );
}

export function Letters({ entries, ...rest }: LettersProps) {
  return (
    <ol className={styles["letters"]}>
      {entries.map((entry) => (
        <Letter key={entry.id} entry={entry} {...rest} />
      ))}
    </ol>
  );
}

/** A line under a letter that is not part of it. */
export function Mark({ children }: { children: ReactNode }) {
  return <p className={styles["mark"]}>{children}</p>;
}
