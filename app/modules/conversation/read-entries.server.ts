// Messages as they are shown: opened, with their files, the oldest of them first. Who may read them is the business of
// the caller, who has found the thread.
import { isLanguage } from "#app/i18n/languages.ts";
import { codeOfActor } from "#app/modules/audit/actor-code.server.ts";
import type { EvidenceProblem } from "#app/modules/hardship/evidence.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { EntryView, ThreadFileView } from "./conversation.ts";
import type { TemplateCode, TemplateParams } from "./templates.ts";
import { openFileName } from "./thread-files.server.ts";
import { textPlace } from "./write-entry.server.ts";

function findRows(tx: Tx, threadId: string, take: number) {
  return tx.threadEntry.findMany({
    where: { threadId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take,
    include: { files: { orderBy: { id: "asc" } } },
  });
}

type EntryRow = Awaited<ReturnType<typeof findRows>>[number];

function toFile(app: App, row: EntryRow["files"][number]): ThreadFileView {
  return {
    id: row.id,
    name: openFileName(app, row),
    status: row.status as ThreadFileView["status"],
    problem: (row.problem ?? undefined) as EvidenceProblem | undefined,
    size: row.size,
  };
}

function toEntry(app: App, row: EntryRow, names: ReadonlyMap<string, string>): EntryView {
  const { id, author, staffId, template, params, bodyEnc, language, at, files } = row;
  return {
    id,
    author: author as EntryView["author"],
    sign: staffId === null ? undefined : codeOfActor(app, `staff:${staffId}`),
    staffName: staffId === null ? undefined : names.get(staffId),
    template:
      template === null ? undefined : { code: template as TemplateCode, params: (params ?? {}) as TemplateParams },
    text: bodyEnc ? app.vault.open(bodyEnc, textPlace(id)) : undefined,
    language: isLanguage(language) ? language : "zh-CN",
    at,
    files: files.map((file) => toFile(app, file)),
  };
}

export interface EntryPage {
  readonly entries: readonly EntryView[];
  /** There are others before them. */
  readonly earlier: boolean;
}

/** The newest `count`; `names` for colleagues only. */
export async function readEntries(
  tx: Tx,
  app: App,
  threadId: string,
  count: number,
  names?: "names",
): Promise<EntryPage> {
  const rows = await findRows(tx, threadId, count + 1);
  const staffIds = [...new Set(rows.flatMap(({ staffId }) => (staffId === null ? [] : [staffId])))];
  const staff =
    names && staffIds.length > 0
      ? await tx.staff.findMany({ where: { id: { in: staffIds } }, select: { id: true, name: true } })
      : [];
  const byId = new Map(staff.map(({ id, name }) => [id, name]));
  return {
    entries: rows
      .slice(0, count)
      .map((row) => toEntry(app, row, byId))
      .toReversed(),
    earlier: rows.length > count,
  };
}
