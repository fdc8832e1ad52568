// A file that a borrower sent with a message, for whoever has opened the case: only one that was found to be in order,
// marked with who looks at it, and on record. What cannot be marked is not given.
import type { StaffActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { readThreadFileForDesk } from "#app/modules/conversation/thread-files.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";
import type { PlainFile } from "#app/platform/stored-files.server.ts";
import { markFile } from "./watermark.server.ts";

/** After openAccess. Undefined where there is no such file to show. */
export async function viewThreadFile(
  app: App,
  actor: StaffActor,
  threadId: string | undefined,
  threadFileId: string | undefined,
): Promise<PlainFile | undefined> {
  const found = await readThreadFileForDesk(app, actor, threadId, threadFileId);
  if (!found || threadFileId === undefined) return undefined;
  const { file, subject } = found;
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const sign = actor.staffId.slice(-8).toUpperCase();
  const marked = await markFile(file, `${sign}  ${today}  ${subject.reference}`);
  if (!marked) return undefined;
  const facts = { file: threadFileId, role: actor.role };
  const about = `${subject.about}:${subject.id}`;
  await inTransaction(app.db, (tx) =>
    recordAudit(tx, app, { actor, action: "message_file.viewed", subject: about, facts }),
  );
  return marked;
}
