// A thread on the desk: what was written on one side, what is being written beside it, and what the borrower would read of
// that before it is sent.
import type { ReactNode } from "react";
import { translator } from "#app/i18n/i18n.ts";
import type { Language } from "#app/i18n/languages.ts";
import { PageContextProvider, usePage } from "#app/i18n/use-t.ts";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import type { EntryView, LastOwn } from "./conversation.ts";
import { Letters, Mark, Words, type ShownEntry } from "./letters.tsx";
import styles from "./composer.module.css";

export interface ShownDeskThread {
  readonly subject: { readonly id: string; readonly over: boolean };
  readonly entries: readonly ShownEntry[];
  readonly earlier: boolean;
  readonly answerBy: string | undefined;
  readonly lastOwn: LastOwn | undefined;
  readonly borrowerReadAt: string | undefined;
  readonly mayWrite: boolean;
  readonly reader: Language;
}

export type PreviewedWords = Pick<EntryView, "template" | "text" | "language">;

/** In the borrower's language, with the mark that they would see. */
function Preview({ entry, reader }: { entry: PreviewedWords; reader: Language }) {
  const page = usePage();
  return (
    <Notice title={page.t("conversation.desk.previewTitle")} id="preview">
      <div lang={reader}>
        <PageContextProvider value={{ ...page, t: translator(reader), language: reader }}>
          <Words entry={entry} />
        </PageContextProvider>
      </div>
    </Notice>
  );
}

function Written({ thread, here }: { thread: ShownDeskThread; here: string }) {
  const { t } = usePage();
  const { entries, earlier, lastOwn, borrowerReadAt } = thread;
  const under = ({ id }: ShownEntry) =>
    id === lastOwn?.id && (
      <Mark>
        {lastOwn.read && borrowerReadAt
          ? t("conversation.thread.borrowerRead", { moment: borrowerReadAt })
          : t("conversation.thread.borrowerUnread")}
      </Mark>
    );
  return (
    <Card title={t("conversation.desk.thread")}>
      {earlier && <MoreLink to={`${here}?earlier=yes`}>{t("conversation.thread.earlier")}</MoreLink>}
      {entries.length === 0 && <p>{t("conversation.thread.empty")}</p>}
      <Letters entries={entries} side="desk" filesAt={`${here}/files`} under={under} />
    </Card>
  );
}

interface DeskThreadViewProps {
  readonly thread: ShownDeskThread;
  readonly here: string;
  readonly preview: PreviewedWords | undefined;
  /** The composer, for whoever may write. */
  readonly children: ReactNode;
}

export function DeskThreadView({ thread, here, preview, children }: DeskThreadViewProps) {
  const { t } = usePage();
  const { subject, answerBy, mayWrite, reader } = thread;
  const language = t(reader === "en" ? "conversation.language.en" : "conversation.language.zh");
  return (
    <>
      <ul>
        <li>{t("conversation.desk.reads", { language })}</li>
        <li>{answerBy ? t("conversation.desk.waits", { day: answerBy }) : t("conversation.desk.nothingWaits")}</li>
      </ul>
      <div className={styles["beside"]}>
        <div>
          <Written thread={thread} here={here} />
        </div>
        <div>
          {preview && <Preview entry={preview} reader={reader} />}
          {mayWrite ? (
            <Card title={t("conversation.desk.compose")} id="write">
              {children}
            </Card>
          ) : (
            <Notice>
              <p>{t(subject.over ? "conversation.desk.over" : "conversation.desk.notMine")}</p>
            </Notice>
          )}
        </div>
      </div>
    </>
  );
}
