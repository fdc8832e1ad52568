// The list of what was written about, unread first, and what could be written about.
import type { ReactNode } from "react";
import { formatDay } from "#app/i18n/format.ts";
import { usePage } from "#app/i18n/use-t.ts";
import type { Day } from "#app/kernel/calendar.ts";
import { Card } from "#app/ui/card.tsx";
import { Notice } from "#app/ui/notice.tsx";
import { MoreLink } from "#app/ui/prose.tsx";
import { Row, Rows } from "#app/ui/rows.tsx";
import { Tag } from "#app/ui/tag.tsx";
import type { SubjectKind } from "./conversation.ts";

export interface ShownThread {
  readonly id: string;
  readonly kind: SubjectKind;
  readonly reference: string;
  readonly answerBy: Day | undefined;
  readonly unread: number;
  readonly last: string;
}

export function ThreadList({ threads }: { threads: readonly ShownThread[] }) {
  const { t, language } = usePage();
  return (
    <Card title={t("conversation.list.title")}>
      {threads.length === 0 && <p>{t("conversation.list.empty")}</p>}
      <Rows>
        {threads.map((thread) => (
          <Row
            key={thread.id}
            to={`/my/messages/${thread.id}`}
            title={t(`conversation.kind.${thread.kind}`)}
            note={
              <>
                <div>{t("conversation.reference", { reference: thread.reference })}</div>
                {t("conversation.list.last", { moment: thread.last })}
                {thread.answerBy && (
                  <div>{t("conversation.list.answerBy", { day: formatDay(thread.answerBy, language) })}</div>
                )}
              </>
            }
            tag={
              thread.unread > 0 ? (
                <Tag tone="note" status="unread">
                  {t("conversation.list.unread", { count: thread.unread })}
                </Tag>
              ) : (
                <Tag status="read">{t("conversation.list.read")}</Tag>
              )
            }
          />
        ))}
      </Rows>
    </Card>
  );
}

export function MatterList({ matters }: { matters: readonly Pick<ShownThread, "id" | "kind" | "reference">[] }) {
  const { t } = usePage();
  if (matters.length === 0) return null;
  return (
    <Card title={t("conversation.list.about")}>
      <Rows>
        {matters.map((matter) => (
          <Row
            key={matter.id}
            to={`/my/messages/${matter.id}`}
            title={t(`conversation.kind.${matter.kind}`)}
            note={t("conversation.reference", { reference: matter.reference })}
          />
        ))}
      </Rows>
    </Card>
  );
}

/** On the overview, first of all, where something was not read yet. */
export function UnreadNotice({ unread }: { unread: number }): ReactNode {
  const { t } = usePage();
  if (unread === 0) return null;
  return (
    <Notice tone="note">
      <MoreLink to="/my/messages">{t("conversation.my.unread", { count: unread })}</MoreLink>
    </Notice>
  );
}
