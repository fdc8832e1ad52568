// A borrower's side of a proposal that is more than a draft: sent, withdrawn, a question answered, an offer accepted or
// answered with another one. Inside the policy it is agreed at once; everything else waits for a person, with a date.
import { defaultLanguage, isLanguage, type Language } from "#app/i18n/languages.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, dayAt, dayFromDbDate, toDbDate } from "#app/kernel/calendar.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import {
  answerDay,
  quoteChanged,
  type AnswerRefusal,
  type DraftRefusal,
  type OfferRefusal,
  type ProposalRefusal,
  type SubmitRefusal,
} from "./decisions.ts";
import { checkAccounts } from "./draft-accounts.server.ts";
import { openDraft, readFollowed, type StartedDraft } from "./drafts.server.ts";
import {
  offeredData,
  offerOf,
  offerOfWaiting,
  readProposalFacts,
  termsData,
  type ProposalFacts,
} from "./offers.server.ts";
import type { OptionTerms } from "./options.ts";
import {
  accountIdsOf,
  lockAccounts,
  lockProposal,
  type ProposalRow,
  statusOf,
  takeEdge,
  whyNot,
} from "./proposal-edges.server.ts";
import { sealAnswer } from "./proposal-secrets.server.ts";
import type { ProposalStatus } from "./proposals.ts";
import { answerAtOnceOrTakeUp, freezeSent, recordLimitation, supersedeFollowed } from "./take-up.server.ts";
import { decodeQuote, decodeTerms } from "./terms-codec.ts";

export interface Sent {
  readonly status: ProposalStatus;
  readonly version: number;
}

/** Under the locks: sends it, or says why not. */
async function sendLocked(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  row: ProposalRow,
  language: Language,
): Promise<Outcome<Sent, SubmitRefusal>> {
  if (row.terms === null || row.quote === null) return refused({ kind: "no-terms" });
  await lockAccounts(tx, actor.borrowerId, accountIdsOf(row));
  const accounts = await checkAccounts(tx, actor, accountIdsOf(row), row.id);
  if (!accounts.ok) return accounts;
  const known = await readProposalFacts(app, tx, row);
  const { pack, today } = known.facts;
  const evidence = await tx.evidence.count({
    where: { proposalId: row.id, status: { notIn: ["refused", "removed"] } },
  });
  if (pack.evidenceRequired.value && evidence === 0) return refused({ kind: "evidence-missing" });
  const offer = offerOfWaiting(known, decodeTerms(row.terms));
  if (!offer.ok) return refused({ kind: "terms", refusal: offer.refusal });
  const { quote } = offer.value;
  if (quoteChanged(decodeQuote(row.quote), quote)) {
    const data = { ...termsData(quote), version: { increment: 1 }, updatedAt: app.clock.now() };
    const { version } = await tx.proposal.update({ where: { id: row.id }, data, select: { version: true } });
    return refused({ kind: "quote-changed", quote, version });
  }
  await freezeSent(tx, app, row, accounts.value.balances);
  await recordLimitation(tx, app, row, pack, today);
  await supersedeFollowed(tx, app, row);
  const submitted = await takeEdge(tx, app, row, {
    event: "submit",
    by: "borrower",
    facts: { kind: quote.terms.kind, totalMinor: quote.totalMinor.toString(), lastOn: quote.lastOn, pack: pack.id },
    data: { ...termsData(quote), policyPackId: pack.id, language, submittedAt: app.clock.now() },
  });
  const answered = await answerAtOnceOrTakeUp(tx, app, submitted.row, offer.value);
  await recordAudit(tx, app, {
    actor,
    action: "proposal.sent",
    subject: `proposal:${row.id}`,
    facts: { status: answered.status, kind: quote.terms.kind, pack: pack.id, ask: offer.value.ask },
  });
  return done({ status: statusOf(answered), version: answered.version });
}

/** Sends a draft once, however often the form comes: a version that is not the newest changes nothing. */
export async function submitProposal(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  { version }: { readonly version: number },
  language: Language,
): Promise<Outcome<Sent, SubmitRefusal>> {
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, actor.borrowerId, proposalId);
    const stopped = whyNot(row, version, "submit");
    if (!row || stopped) return stopped ?? refused({ kind: "not-found" });
    return sendLocked(tx, app, actor, row, language);
  });
}

/** Not after it was signed; what was agreed in it lapses. */
export async function withdrawProposal(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  { version }: { readonly version: number },
): Promise<Outcome<Sent, ProposalRefusal>> {
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, actor.borrowerId, proposalId);
    const stopped = whyNot(row, version, "withdraw");
    if (!row || stopped) return stopped ?? refused({ kind: "not-found" });
    const taken = await takeEdge(tx, app, row, {
      event: "withdraw",
      by: "borrower",
      data: { answerBy: null, openUntil: null },
    });
    return closeMove(tx, app, actor, taken.row, "proposal.withdrawn");
  });
}

/** The last step of a borrower's move: it is put on record, and the door hears where it led. */
async function closeMove(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  row: ProposalRow,
  action: string,
): Promise<Outcome<Sent, never>> {
  const status = statusOf(row);
  await recordAudit(tx, app, { actor, action, subject: `proposal:${row.id}`, facts: { status, version: row.version } });
  return done({ status, version: row.version });
}

/** Words, or files that were added since the question; without either nothing was answered. */
export async function answerQuestion(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  { text, version }: { readonly text: string; readonly version: number },
): Promise<Outcome<Sent, AnswerRefusal>> {
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, actor.borrowerId, proposalId);
    const stopped = whyNot(row, version, "answer");
    if (!row || stopped) return stopped ?? refused({ kind: "not-found" });
    const now = app.clock.now();
    const open = await tx.proposalQuestion.findMany({ where: { proposalId: row.id, answeredAt: null } });
    const askedAt = open.map((question) => question.askedAt).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? now;
    const files = await tx.evidence.count({
      where: { proposalId: row.id, status: { notIn: ["refused", "removed"] }, createdAt: { gte: askedAt } },
    });
    if (text.trim() === "" && files === 0) return refused({ kind: "answer-missing" });
    for (const { id } of open) {
      const data = { answerEnc: sealAnswer(app, id, text.trim()), answeredAt: now };
      await tx.proposalQuestion.update({ where: { id }, data });
    }
    const answerBy = answerDay(requirePolicy(row.policyPackId), dayAt(now, app.settings.timeZone));
    const taken = await takeEdge(tx, app, row, {
      event: "answer",
      by: "borrower",
      facts: { answerBy, files },
      data: { answerBy: toDbDate(answerBy), openUntil: null },
    });
    return closeMove(tx, app, actor, taken.row, "proposal.answered");
  });
}

/** An offer of ours that is still open; what it comes to is counted anew from today's books. */
async function lockOffered(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  version: number,
  event: "accept" | "recounter",
): Promise<Outcome<{ row: ProposalRow; known: ProposalFacts }, OfferRefusal>> {
  const row = await lockProposal(tx, actor.borrowerId, proposalId);
  const stopped = whyNot(row, version, event);
  if (!row || stopped) return stopped ?? refused({ kind: "not-found" });
  const openUntil = row.openUntil && dayFromDbDate(row.openUntil);
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  if (openUntil && openUntil < today) return refused({ kind: "offer-over", openUntil });
  await lockAccounts(tx, actor.borrowerId, accountIdsOf(row));
  const known = await readProposalFacts(app, tx, row);
  const disputed = known.facts.debts.find((debt) => debt.disputed);
  if (disputed && event === "accept") return refused({ kind: "disputed", accountId: disputed.accountId });
  return done({ row, known });
}

/** The borrower's yes to an offer that is harder than what they proposed. */
export async function acceptOffer(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  { version }: { readonly version: number },
): Promise<Outcome<Sent, OfferRefusal>> {
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  return inTransaction(app.db, async (tx) => {
    const offered = await lockOffered(tx, app, actor, proposalId, version, "accept");
    if (!offered.ok) return offered;
    const { row, known } = offered.value;
    const offer = offerOfWaiting(known, decodeTerms(row.offeredTerms));
    if (!offer.ok) return refused({ kind: "terms", refusal: offer.refusal });
    const { quote } = offer.value;
    const openUntil = addDays(known.facts.today, known.facts.pack.signWithinDays.value);
    const taken = await takeEdge(tx, app, row, {
      event: "accept",
      by: "borrower",
      facts: { openUntil },
      data: { ...offeredData(quote), decidedAt: app.clock.now(), openUntil: toDbDate(openUntil) },
    });
    return closeMove(tx, app, actor, taken.row, "proposal.accepted");
  });
}

/** Another proposal in answer to an offer, a few times; judged like the first. */
export async function recounter(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  terms: OptionTerms,
  { version }: { readonly version: number },
): Promise<Outcome<Sent, OfferRefusal>> {
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  return inTransaction(app.db, async (tx) => {
    const offered = await lockOffered(tx, app, actor, proposalId, version, "recounter");
    if (!offered.ok) return offered;
    const { row, known } = offered.value;
    const rounds = known.facts.pack.offerRounds.value;
    if (row.round >= rounds) return refused({ kind: "no-rounds-left", rounds });
    const offer = offerOf(known, terms);
    if (!offer.ok) return refused({ kind: "terms", refusal: offer.refusal });
    const { quote } = offer.value;
    const taken = await takeEdge(tx, app, row, {
      event: "recounter",
      by: "borrower",
      facts: { round: row.round + 1, kind: quote.terms.kind, totalMinor: quote.totalMinor.toString() },
      data: {
        ...termsData(quote),
        round: { increment: 1 },
        decidedAt: null,
        decidedBy: null,
        approvedBy: null,
        openUntil: null,
      },
    });
    const answered = await answerAtOnceOrTakeUp(tx, app, taken.row, offer.value);
    return closeMove(tx, app, actor, answered, "proposal.recountered");
  });
}

/** A new draft with the old budget, after an answer that did not help. The old one gives way when the new one is sent. */
export async function askAgain(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
): Promise<Outcome<StartedDraft, DraftRefusal | ProposalRefusal>> {
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, actor.borrowerId, proposalId);
    if (!row) return refused({ kind: "not-found" });
    const status = statusOf(row);
    if (!["declined", "expired", "withdrawn"].includes(status)) return refused({ kind: "wrong-status", status });
    const language = isLanguage(row.language) ? row.language : defaultLanguage;
    const followed = await readFollowed(tx, app, actor.borrowerId, row.id);
    return openDraft(tx, app, actor, accountIdsOf(row), language, followed);
  });
}
