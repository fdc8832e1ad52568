// A borrower's side of what is written to and fro: a message about an open proposal or case, a question that opens one,
// and reading, which is noted. The owner is in every WHERE. Each form is taken once, however often it is sent.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt, type Day } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { Language } from "#app/i18n/languages.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { judgeFiles } from "#app/modules/hardship/evidence.ts";
import { lockBorrower } from "#app/modules/hardship/proposal-edges.server.ts";
import { openCase } from "#app/modules/identity/help-cases.server.ts";
import { addWorkingDays, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { languageOf, messageLimits, promiseAnswer, tidyText, type MessageRefusal } from "./conversation.ts";
import { findSubject, wakeWork, type FoundSubject } from "./subjects.server.ts";
import { checkParams, type TemplateCode, type TemplateParams } from "./templates.ts";
import { hasRoomFor, keepFiles, type SentMessageFile } from "./thread-files.server.ts";
import { findTaken, writeEntry, type Content } from "./write-entry.server.ts";

export interface BorrowerMessage {
  readonly text: string;
  readonly files?: readonly SentMessageFile[] | undefined;
  readonly once: string;
}

type Written = Outcome<{ readonly threadId: string }, MessageRefusal>;

const dayMs = 86_400_000;

function answerDayFrom(app: App): Day {
  const { calendar, helpAnswerWorkingDays } = requirePolicy(app.settings.policyPack);
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  return addWorkingDays(calendar.value, today, helpAnswerWorkingDays.value);
}

function judgeMessage({ text, files = [] }: BorrowerMessage): MessageRefusal | undefined {
  if (text === "" && files.length === 0) return { kind: "nothing-written" };
  if (text.length > messageLimits.text) return { kind: "too-long" };
  return judgeFiles(files);
}

async function wroteEnough(tx: Tx, app: App, { borrowerId }: BorrowerActor): Promise<boolean> {
  const since = new Date(app.clock.now().getTime() - dayMs);
  const where = { author: "borrower", at: { gt: since }, thread: { borrowerId } };
  return (await tx.threadEntry.count({ where })) >= messageLimits.perDay;
}

interface Sending {
  readonly content: Content;
  readonly files: readonly SentMessageFile[];
  readonly once: string;
}

/** Under the borrower's lock, into a thread that is theirs. */
async function write(tx: Tx, app: App, actor: BorrowerActor, subject: FoundSubject, sending: Sending) {
  const { content, files, once } = sending;
  const anew = answerDayFrom(app);
  await wakeWork(tx, app, actor, subject);
  const { entryId } = await writeEntry(tx, app, subject, {
    author: "borrower",
    content,
    once,
    promise: (before) => promiseAnswer(before, anew),
  });
  await keepFiles(tx, app, actor, entryId, files);
  const facts = { entry: entryId, files: files.length, ...("code" in content ? { template: content.code } : {}) };
  await recordAudit(tx, app, { actor, action: "message.written", subject: `${subject.about}:${subject.id}`, facts });
}

async function send(app: App, actor: BorrowerActor, subjectId: string | undefined, sending: Sending): Promise<Written> {
  return inTransaction(app.db, async (tx) => {
    await lockBorrower(tx, actor.borrowerId);
    const subject = await findSubject(tx, subjectId, actor);
    if (!subject || !isId(sending.once)) return refused({ kind: "not-found" });
    const taken = await findTaken(tx, sending.once);
    if (taken !== undefined) return taken === subject.id ? done({ threadId: taken }) : refused({ kind: "not-found" });
    if (!subject.writable) return refused({ kind: "closed" });
    if (await wroteEnough(tx, app, actor)) return refused({ kind: "too-many-today" });
    if (!(await hasRoomFor(tx, subject.id, sending.files.length))) {
      return refused({ kind: "files-ever", most: messageLimits.filesEver });
    }
    await write(tx, app, actor, subject, sending);
    return done({ threadId: subject.id });
  });
}

/** A message about a case of one's own. `page`: the language of the page that it was written on. */
export async function writeFromBorrower(
  app: App,
  actor: BorrowerActor,
  subjectId: string | undefined,
  message: BorrowerMessage,
  page: Language,
): Promise<Written> {
  const text = tidyText(message.text);
  const wrong = judgeMessage({ ...message, text });
  if (wrong) {
    // Whose it is comes before what is wrong with the form.
    const own = await inTransaction(app.db, (tx) => findSubject(tx, subjectId, actor));
    return refused(own ? wrong : { kind: "not-found" });
  }
  const content = { text, language: languageOf(text, page) };
  return send(app, actor, subjectId, { content, files: message.files ?? [], once: message.once });
}

/** A text of ours in the borrower's name, such as asking for the other language. */
export async function writeTemplateFromBorrower(
  app: App,
  actor: BorrowerActor,
  subjectId: string | undefined,
  { code, params, once }: { readonly code: TemplateCode; readonly params: TemplateParams; readonly once: string },
  page: Language,
): Promise<Written> {
  const checked = checkParams(code, params, dayAt(app.clock.now(), app.settings.timeZone));
  if (!checked.ok) throw new TypeError(`the text ${code} names a ${checked.refusal}`);
  const content = { code, params: checked.value, language: page };
  return send(app, actor, subjectId, { content, files: [], once });
}

/** A question about an account, or about anything: a case of its own, whose thread begins with it. */
export async function askQuestion(
  app: App,
  actor: BorrowerActor,
  { text: typed, accountId, once }: { readonly text: string; readonly accountId?: string; readonly once: string },
  page: Language,
): Promise<Written> {
  const text = tidyText(typed);
  const wrong = judgeMessage({ text, once });
  if (wrong) return refused(wrong);
  const { borrowerId } = actor;
  return inTransaction(app.db, async (tx) => {
    await lockBorrower(tx, borrowerId);
    const own =
      accountId === undefined ||
      (isId(accountId) && (await tx.debtAccount.count({ where: { id: accountId, borrowerId } })) > 0);
    if (!own || !isId(once)) return refused({ kind: "not-found" });
    const taken = await findTaken(tx, once);
    if (taken !== undefined) {
      return (await findSubject(tx, taken, actor)) ? done({ threadId: taken }) : refused({ kind: "not-found" });
    }
    if (await wroteEnough(tx, app, actor)) return refused({ kind: "too-many-today" });
    // An id of our own: the form's could be that of another case.
    const id = newId(app.clock.now().getTime());
    await openCase(tx, app, actor, { id, kind: "question", borrowerId, accountId, language: page, details: {} });
    const subject = await findSubject(tx, id, actor);
    if (!subject) throw new Error("a question is not its asker's");
    await write(tx, app, actor, subject, { content: { text, language: languageOf(text, page) }, files: [], once });
    return done({ threadId: subject.id });
  });
}
