// A text that is ready in both languages, sent as part of somebody else's transaction: with a decision, or with the
// answer to a case. Whoever decides puts it on record; this only writes it down and tells the borrower to look.
import type { StaffActor, SystemActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import type { ThreadSubject } from "./subjects.server.ts";
import { checkParams, promisedAfter, type TemplateCode, type TemplateParams } from "./templates.ts";
import { languageOfBorrower, noticeEntry, writeEntry, type WrittenEntry } from "./write-entry.server.ts";

export interface TemplateOptions {
  readonly once?: string | undefined;
  /** The decision tells of itself: no notice for its letter as well. */
  readonly quiet?: boolean | undefined;
}

/** Throws where the text names something that is missing: a mistake of ours. */
export async function writeTemplate(
  tx: Tx,
  app: App,
  actor: StaffActor | SystemActor,
  subject: ThreadSubject,
  code: TemplateCode,
  params: TemplateParams = {},
  { once, quiet }: TemplateOptions = {},
): Promise<WrittenEntry> {
  const checked = checkParams(code, params, dayAt(app.clock.now(), app.settings.timeZone));
  if (!checked.ok) throw new TypeError(`the text ${code} names a ${checked.refusal}`);
  const sent = { code, params: checked.value };
  const written = await writeEntry(tx, app, subject, {
    author: "desk",
    staffId: actor.kind === "staff" ? actor.staffId : undefined,
    content: { ...sent, language: await languageOfBorrower(tx, subject.borrowerId) },
    once,
    promise: (before) => promisedAfter(before, sent),
  });
  if (!quiet) await noticeEntry(tx, app, subject, written);
  return written;
}
