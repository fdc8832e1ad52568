// Answers a request to a person, or asks back. The answer, the end of the hold, the letter in the thread, the notice and
// the record are one transaction. It refuses whoever does not have the case, a second answer, and one given on a page
// that is not how things stand any more.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { addDays, dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { endHold, settleHold } from "#app/modules/accounts/holds.server.ts";
import { writeTemplate } from "#app/modules/conversation/write-template.server.ts";
import { blindContact } from "#app/modules/identity/borrowers.server.ts";
import { lockCase, takeCaseEdge } from "#app/modules/identity/case-edges.server.ts";
import {
  checkCaseAnswer,
  keepsHold,
  leavesInQuestion,
  needsCorrection,
  nextDay,
  questionsOf,
  type AnswerFault,
  type CaseAnswer,
} from "#app/modules/identity/case-outcomes.ts";
import type { CaseQuestion } from "#app/modules/identity/help-cases.ts";
import { writePostedCode, type PostedCode } from "#app/modules/identity/posted-codes.server.ts";
import { raiseAlert } from "#app/modules/payments/alerts.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { isOwnDebt } from "./access.server.ts";
import { findPostedTo, type PostedToRefusal } from "./requests-posted-to.server.ts";
import { detailsOf, findRequest, type RequestRow } from "./requests.server.ts";
import { canAsk, type RequestKind } from "./requests.ts";
import { lockMine } from "./work-items.server.ts";

export interface RequestDecision {
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly grounds: readonly string[];
  /** The state that the page showed. */
  readonly seen: string;
  /** Of a code that goes by post: to whose account. */
  readonly creditorCode?: string | undefined;
  readonly accountNumber?: string | undefined;
}

export type StandRefusal =
  /** Unknown, in another portfolio, or the actor's own debt: the same. */
  | { readonly kind: "not-found" }
  | { readonly kind: "not-mine" }
  | { readonly kind: "answered" }
  /** The borrower wrote, or something else changed, since the page was shown. */
  | { readonly kind: "changed" };

export type DecideRequestRefusal =
  | StandRefusal
  | { readonly kind: "fault"; readonly fault: AnswerFault }
  | PostedToRefusal;

export interface DecidedRequest {
  readonly freed: boolean;
  /** Shown once, to be printed. */
  readonly code: PostedCode | undefined;
}

async function findFor(app: App, actor: StaffActor, id: string): Promise<RequestRow | undefined> {
  requirePermission(actor, "request.answer");
  const row = await findRequest(app, actor, id);
  if (row?.borrowerId && (await isOwnDebt(app, actor, row.borrowerId))) return undefined;
  return row;
}

/** The person, the account, the case and its work, in this order, held to the end. */
async function lockAll(tx: Tx, actor: StaffActor, row: RequestRow, seen: string): Promise<StandRefusal | undefined> {
  const { id, borrowerId, accountId } = row;
  if (borrowerId) await tx.$queryRaw`SELECT id FROM borrower WHERE id = ${borrowerId}::uuid FOR NO KEY UPDATE`;
  if (accountId) await tx.$queryRaw`SELECT id FROM debt_account WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`;
  const now = await lockCase(tx, id);
  if (!now) return { kind: "not-found" };
  if (now.status === "closed") return { kind: "answered" };
  if (!(await lockMine(tx, actor, id))) return { kind: "not-mine" };
  return now.status === seen ? undefined : { kind: "changed" };
}

const subjectOf = ({ id, reference, creditorCode }: RequestRow, borrowerId: string) =>
  ({ id, about: "case", reference, borrowerId, creditorCode }) as const;

/** Somebody said that a contact is not the person's: it stays stopped for good. */
async function settleContact(tx: Tx, app: App, row: RequestRow): Promise<void> {
  const { channel, contact } = detailsOf(app, row);
  if (row.kind !== "not_me" || !row.borrowerId || !contact || (channel !== "sms" && channel !== "email")) return;
  const where = {
    borrowerId: row.borrowerId,
    channel,
    valueBlind: new Uint8Array(blindContact(app.vault, channel, contact)),
    stoppedReason: "not_me",
  };
  await tx.contactPoint.updateMany({ where, data: { stoppedReason: "removed" } });
}

/** What others have to do now. */
async function tellFinance(tx: Tx, app: App, row: RequestRow, { outcome }: CaseAnswer): Promise<void> {
  if (!row.accountId) return;
  const facts = { account: row.accountId, outcome };
  const subject = `case:${row.id}`;
  if (needsCorrection(outcome)) await raiseAlert(app, tx, "dispute-upheld", subject, facts);
  if (leavesInQuestion(outcome)) await raiseAlert(app, tx, "account-in-question", subject, facts);
}

interface Deciding {
  readonly row: RequestRow;
  readonly answer: CaseAnswer;
  /** Whose code goes by post. */
  readonly postTo: string | undefined;
}

async function decide(tx: Tx, app: App, actor: StaffActor, { row, answer, postTo }: Deciding): Promise<DecidedRequest> {
  const { id, kind, borrowerId, accountId } = row;
  const { outcome, reasons, grounds } = answer;
  const held = accountId
    ? (await tx.debtAccount.count({ where: { id: accountId, disputedAt: { not: null } } })) > 0
    : false;
  const code = postTo ? await writePostedCode(tx, app, actor, postTo) : undefined;
  const { timeZone, policyPack } = app.settings;
  const today = dayAt(app.clock.now(), timeZone);
  const nextOn = code
    ? dayAt(code.expiresAt, timeZone)
    : nextDay(requirePolicy(policyPack), kind as RequestKind, outcome, today);
  await settleContact(tx, app, row);
  await tellFinance(tx, app, row, answer);
  const kept = { reasons: [...reasons], grounds: [...grounds], nextOn };
  // An answer that keeps the hold says so before anybody asks whether the hold may end.
  await takeCaseEdge(tx, app, actor, id, {
    event: "decide",
    action: "case.answered",
    facts: { outcome, reasons, grounds },
    data: { outcome, answer: { ...kept, held }, decidedBy: actor.staffId },
  });
  const freed = held && accountId !== null && (await endHold(tx, app, actor, accountId));
  if (freed) await tx.helpCase.update({ where: { id }, data: { answer: { ...kept, freed } } });
  if (borrowerId && kind !== "not_me") await writeTemplate(tx, app, actor, subjectOf(row, borrowerId), "case_answered");
  return { freed, code };
}

const momentMs = 10 * 60_000;

/** Whether the same person gave the same answer a moment ago: a form sent twice. */
async function isRepeated(app: App, actor: StaffActor, id: string, outcome: string): Promise<boolean> {
  const row = await findRequest(app, actor, id);
  if (!row?.closedAt || row.decidedBy !== actor.staffId || row.outcome !== outcome) return false;
  return app.clock.now().getTime() - row.closedAt.getTime() < momentMs;
}

export async function decideRequest(
  app: App,
  actor: StaffActor,
  id: string,
  decision: RequestDecision,
): Promise<Outcome<DecidedRequest, DecideRequestRefusal>> {
  const row = await findFor(app, actor, id);
  if (!row) return refused({ kind: "not-found" });
  const checked = checkCaseAnswer(row.kind as RequestKind, decision);
  if (!checked.ok) return refused({ kind: "fault", fault: checked.refusal });
  const answer = checked.value;
  const posts = answer.outcome === "posted_code_sent";
  const postTo = posts ? await findPostedTo(app, actor, detailsOf(app, row)["fullName"] ?? "", decision) : undefined;
  if (postTo && !postTo.ok) return postTo;
  if (row.accountId && row.borrowerId && !keepsHold(answer.outcome)) await settleHold(app, row.borrowerId);
  const outcome = await inTransaction(app.db, async (tx): Promise<Outcome<DecidedRequest, StandRefusal>> => {
    const stands = await lockAll(tx, actor, row, decision.seen);
    if (stands) return refused(stands);
    return done(await decide(tx, app, actor, { row, answer, postTo: postTo?.value }));
  });
  if (outcome.ok || outcome.refusal.kind !== "answered") return outcome;
  if (!(await isRepeated(app, actor, id, answer.outcome))) return outcome;
  // The first answer's page, and with it the code, was not seen: a new one takes its place.
  const code = postTo && (await inTransaction(app.db, (tx) => writePostedCode(tx, app, actor, postTo.value)));
  return done({ freed: false, code });
}

/** Until when a question may be answered. A time that the law gives does not stand still for it. */
export function askedUntil(app: App, { kind, answerBy }: { readonly kind: string; readonly answerBy: Day }): Day {
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  if (kind === "data" && answerBy > today) return answerBy;
  return addDays(today, requirePolicy(app.settings.policyPack).offerOpenDays.value);
}

export type AskRefusal = StandRefusal | { readonly kind: "no-question" | "cannot-ask" };

/** Asks the borrower: the case waits for them, the question stands in the thread. */
export async function askBack(
  app: App,
  actor: StaffActor,
  id: string,
  asked: { readonly question: string; readonly seen: string },
): Promise<Outcome<{ readonly until: Day }, AskRefusal>> {
  const row = await findFor(app, actor, id);
  if (!row) return refused({ kind: "not-found" });
  const { borrowerId } = row;
  const kind = row.kind as RequestKind;
  if (!borrowerId || !canAsk({ kind, borrowerId, status: "open" })) return refused({ kind: "cannot-ask" });
  const questions: readonly CaseQuestion[] = questionsOf[kind];
  const question = questions.find((code) => code === asked.question);
  if (!question) return refused({ kind: "no-question" });
  const until = askedUntil(app, { kind, answerBy: dayFromDbDate(row.answerBy) });
  return inTransaction(app.db, async (tx): Promise<Outcome<{ readonly until: Day }, AskRefusal>> => {
    const stands = await lockAll(tx, actor, row, asked.seen);
    if (stands) return refused(stands);
    await writeTemplate(tx, app, actor, subjectOf(row, borrowerId), "case_asked", { question, day: until });
    const data = { answerBy: toDbDate(until), answer: { asked: question } };
    const edge = { event: "ask", action: "case.asked", facts: { question }, data } as const;
    const taken = await takeCaseEdge(tx, app, actor, id, edge);
    if (!taken) throw new RangeError("a case that was looked at is not there to be asked about");
    return done({ until });
  });
}
