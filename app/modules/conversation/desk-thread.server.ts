// The desk's side: a thread for whoever has opened the case (review/access.server.ts), and a message by whoever has the
// case. Portfolio and assignment are in the WHERE. It refuses to write in a name: a person of the desk is a sign.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { dayAt, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { isCurrency, type Currency } from "#app/kernel/money.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { may } from "#app/kernel/permissions.ts";
import type { Language } from "#app/i18n/languages.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { lockBorrower } from "#app/modules/hardship/proposal-edges.server.ts";
import { takeCaseEdge } from "#app/modules/identity/case-edges.server.ts";
import type { CaseOutcome } from "#app/modules/identity/case-outcomes.ts";
import { caseAnswerDay } from "#app/modules/identity/help-cases.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { messageLimits, tidyText, type DeskMessageRefusal, type EntryView } from "./conversation.ts";
import { readEntries } from "./read-entries.server.ts";
import { countShown, readThreadPage, type ThreadView } from "./read-threads.server.ts";
import { findSubject, restWork, type FoundSubject } from "./subjects.server.ts";
import { checkParams, promisedAfter, type DeskTemplate, type TemplateParams } from "./templates.ts";
import { languageOfBorrower, noticeEntry, findTaken, writeEntry, type Content } from "./write-entry.server.ts";

export type DeskContent =
  | { readonly template: DeskTemplate; readonly params: TemplateParams }
  | { readonly text: string; readonly language: Language };

export interface DeskThread extends ThreadView {
  readonly borrowerLanguage: Language;
  /** Of what is owed there, for a text that names an amount. */
  readonly currency: Currency;
  readonly mayWrite: boolean;
}

/** Of what the borrower wrote, when somebody whose work it is saw it first. */
async function markRead(app: App, actor: StaffActor, id: string): Promise<void> {
  await app.db.prisma.$executeRaw`
    UPDATE thread t SET desk_read_at = greatest(${app.clock.now()}, last_at) FROM work_item w
     WHERE t.id = ${id}::uuid AND w.id = t.id AND w.assignee_id = ${actor.staffId}::uuid
       AND EXISTS (SELECT FROM debt_account a WHERE a.borrower_id = t.borrower_id
                      AND a.creditor_code = ANY(${[...actor.creditors]}::text[])
                      AND (t.creditor_code IS NULL OR a.creditor_code = t.creditor_code))
       AND EXISTS (SELECT FROM thread_entry e WHERE e.thread_id = t.id AND e.author = 'borrower'
                      AND e.at > coalesce(t.desk_read_at, '-infinity'))`;
}

/** After openAccess, which leaves the record of it. Undefined for another portfolio and for what has no thread. */
export async function readThreadForDesk(
  app: App,
  actor: StaffActor,
  id: string | undefined,
  { all = false }: { readonly all?: boolean } = {},
): Promise<DeskThread | undefined> {
  if (!isId(id)) return undefined;
  // Only for whom it is work: whoever reads along leaves no mark that the borrower would wait upon.
  if (may(actor.role, "message.write")) await markRead(app, actor, id);
  return readAsStaff(app.db, actor, async (tx) => {
    const subject = await findSubject(tx, id, actor);
    if (!subject) return undefined;
    const { borrowerId, creditorCode } = subject;
    const creditors = creditorCode === undefined ? [...actor.creditors] : [creditorCode];
    const account = await tx.debtAccount.findFirst({
      where: { borrowerId, creditorCode: { in: creditors } },
      orderBy: { id: "asc" },
      select: { currency: true },
    });
    const page = await readThreadPage(tx, subject, await readEntries(tx, app, subject.id, countShown(all), "names"));
    return {
      ...page,
      borrowerLanguage: await languageOfBorrower(tx, borrowerId),
      currency: account && isCurrency(account.currency) ? account.currency : "CNY",
      mayWrite: may(actor.role, "message.write") && subject.assigneeId === actor.staffId,
    };
  });
}

/** What the thread belongs to, for somebody who may not open it: nothing of it is read. */
export async function findThreadHome(
  app: App,
  actor: StaffActor,
  id: string | undefined,
): Promise<FoundSubject["about"] | undefined> {
  return readAsStaff(app.db, actor, async (tx) => (await findSubject(tx, id, actor))?.about);
}

export interface ThreadPeek {
  readonly entries: readonly EntryView[];
  readonly earlier: boolean;
  readonly answerBy: Day | undefined;
  /** When the desk first saw what the borrower wrote last, and the borrower what the desk wrote. */
  readonly deskReadAt: Date | undefined;
  readonly borrowerReadAt: Date | undefined;
}

const peeked = 3;

/** The newest three for the page of the case, within its own reading (readAsStaff). Marks nothing. */
export async function peekThread(tx: Tx, app: App, actor: StaffActor, id: string): Promise<ThreadPeek | undefined> {
  const subject = await findSubject(tx, id, actor);
  if (!subject) return undefined;
  const view = await readThreadPage(tx, subject, await readEntries(tx, app, id, peeked, "names"));
  const { entries, earlier, answerBy, deskReadAt, borrowerReadAt } = view;
  return { entries, earlier, answerBy, deskReadAt, borrowerReadAt };
}

function readContent(app: App, content: DeskContent): Outcome<Content, DeskMessageRefusal> {
  if ("text" in content) {
    const text = tidyText(content.text);
    if (text === "") return refused({ kind: "nothing-written" });
    return text.length > messageLimits.text ? refused({ kind: "too-long" }) : done({ ...content, text });
  }
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const checked = checkParams(content.template, content.params, today);
  if (!checked.ok) return refused({ kind: "params", field: checked.refusal });
  // The language is the borrower's; it is put in where it is known.
  return done({ code: content.template, params: checked.value, language: "zh-CN" });
}

/** Whether what was chosen can be sent: for a preview, which changes nothing. */
export function checkContent(app: App, content: DeskContent): Outcome<Content, DeskMessageRefusal> {
  return readContent(app, content);
}

/** A question is over with its answer, unless the desk asks something back; then it waits for the borrower. */
async function moveQuestion(tx: Tx, app: App, actor: StaffActor, subject: FoundSubject, close: boolean): Promise<void> {
  if (subject.kind !== "question") return;
  if (close) {
    const data = { outcome: "answered" satisfies CaseOutcome, decidedBy: actor.staffId };
    await takeCaseEdge(tx, app, actor, subject.id, { event: "decide", action: "case.answered", data });
    return;
  }
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const answerBy = toDbDate(caseAnswerDay(requirePolicy(app.settings.policyPack), "question", today));
  await takeCaseEdge(tx, app, actor, subject.id, { event: "ask", action: "case.asked", data: { answerBy } });
}

export interface DeskMessage {
  readonly content: DeskContent;
  readonly once: string;
  /** Of a question: this is its answer. */
  readonly close?: boolean | undefined;
}

/** One message by whoever has the case; the same form twice is one message. */
export async function writeFromDesk(
  app: App,
  actor: StaffActor,
  subjectId: string | undefined,
  { content, once, close = false }: DeskMessage,
): Promise<Outcome<{ readonly threadId: string }, DeskMessageRefusal>> {
  requirePermission(actor, "message.write");
  const wanted = readContent(app, content);
  if (!wanted.ok) return wanted;
  return inTransaction(app.db, async (tx) => {
    const known = await findSubject(tx, subjectId, actor);
    if (!known || !isId(once)) return refused({ kind: "not-found" });
    await lockBorrower(tx, known.borrowerId);
    const taken = await findTaken(tx, once);
    if (taken !== undefined) return taken === known.id ? done({ threadId: taken }) : refused({ kind: "not-found" });
    // Again under the lock: the case may have been given to somebody else meanwhile.
    const subject = await findSubject(tx, subjectId, actor);
    if (subject?.assigneeId !== actor.staffId) return refused({ kind: "not-yours" });
    const own = "text" in wanted.value;
    const sent = "text" in wanted.value ? undefined : { code: wanted.value.code, params: wanted.value.params };
    const language = own ? wanted.value.language : await languageOfBorrower(tx, subject.borrowerId);
    let answered = true;
    const written = await writeEntry(tx, app, subject, {
      author: "desk",
      staffId: actor.staffId,
      content: { ...wanted.value, language },
      once,
      promise: (before) => {
        const after = promisedAfter(before, sent);
        answered = after === undefined;
        return after;
      },
    });
    if (answered) {
      await restWork(tx, subject);
      await moveQuestion(tx, app, actor, subject, close);
    }
    await noticeEntry(tx, app, subject, written);
    const facts = { entry: written.entryId, language, ...(sent ? { template: sent.code } : {}), close };
    await recordAudit(tx, app, { actor, action: "message.written", subject: `${subject.about}:${subject.id}`, facts });
    return done({ threadId: subject.id });
  });
}
