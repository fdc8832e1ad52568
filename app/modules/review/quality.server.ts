// One answer as it was given, for whoever looks at its quality, and the score. It refuses to show an answer that was
// neither drawn nor scored, so that no review becomes a way to look at whom one likes; it refuses a score of one's own
// answer, as the database does, of one that one agreed to as the second person, and a second score of the same.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { dayAt } from "#app/kernel/calendar.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { decodeBudget } from "#app/modules/hardship/budget-codec.ts";
import type { BudgetSummary } from "#app/modules/hardship/budget-sums.ts";
import { declineReasons } from "#app/modules/hardship/decisions.ts";
import { budgetSummary } from "#app/modules/hardship/option-facts.server.ts";
import type { Quote } from "#app/modules/hardship/options.ts";
import { decodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { currencyOf } from "#app/modules/ledger/read-books.server.ts";
import { addWorkingDays, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { SealPlace } from "#app/platform/crypto.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import { isOwnDebt, openAccess } from "./access.server.ts";
import { drawAnswers } from "./quality-sample.server.ts";
import { drawnOpen, readScores, sumScores, type QualityRefusal, type QualityScores } from "./quality.ts";
import type { QualityCase, ScoredReview } from "./quality-view.ts";
import { workingHoursBetween, type AnswerKind } from "./supervision.ts";

const notePlace = (rowId: string): SealPlace => ({ table: "quality_review", column: "note_enc", rowId });

function findEvent(tx: Tx, { creditors }: StaffActor, eventId: string) {
  return tx.proposalEvent.findFirst({
    where: {
      id: eventId,
      staffId: { not: null },
      event: { in: ["approve", "counter", "decline"] },
      proposal: { creditorCode: { in: [...creditors] } },
    },
    include: { proposal: true },
  });
}

type EventRow = NonNullable<Awaited<ReturnType<typeof findEvent>>>;

interface Found {
  readonly row: EventRow;
  readonly state: QualityCase["state"];
  readonly next: string | undefined;
}

async function find(app: App, actor: StaffActor, eventId: string): Promise<Found | undefined> {
  if (!isId(eventId)) return undefined;
  return readAsStaff(app.db, actor, async (tx) => {
    const row = await findEvent(tx, actor, eventId);
    if (!row) return undefined;
    const { creditors } = actor;
    const drawn = await drawAnswers(tx, actor, { now: app.clock.now(), creditors, take: drawnOpen });
    const next = drawn.find((answer) => answer.eventId !== eventId)?.eventId;
    if ((await tx.qualityReview.count({ where: { eventId } })) > 0) return { row, state: "scored", next };
    const { approvedBy } = row.facts as EventFacts;
    if (row.staffId === actor.staffId || approvedBy === actor.staffId) return { row, state: "own", next };
    return drawn.some((answer) => answer.eventId === eventId) ? { row, state: "open", next } : undefined;
  });
}

async function readReview({ vault }: App, tx: Tx, eventId: string): Promise<ScoredReview | undefined> {
  const row = await tx.qualityReview.findUnique({ where: { eventId } });
  if (!row) return undefined;
  const people = await tx.staff.findMany({
    where: { id: { in: [row.reviewerId, row.deciderId] } },
    select: { id: true, name: true },
  });
  const nameOf = (id: string): string => people.find((person) => person.id === id)?.name ?? "";
  return {
    scores: readScores(row.scores),
    note: row.noteEnc ? vault.open(row.noteEnc, notePlace(row.id)) : "",
    at: row.at,
    reviewer: nameOf(row.reviewerId),
    decider: nameOf(row.deciderId),
  };
}

/** The newest that was sent before the answer. */
async function readBudgetThen(app: App, tx: Tx, { proposal, at }: EventRow): Promise<BudgetSummary | undefined> {
  const row = await tx.budget.findFirst({
    where: { proposalId: proposal.id, sentAt: { lte: at } },
    orderBy: { version: "desc" },
  });
  if (!row) return undefined;
  const text = app.vault.open(row.bodyEnc, { table: "budget", column: "body_enc", rowId: row.id });
  return budgetSummary(app, proposal.policyPackId, currencyOf(proposal.currency), decodeBudget(text));
}

/** What the proposal holds is of this answer as long as nothing was sent or answered after it. */
function plansThen({ proposal, facts }: EventRow, hasLater: boolean): QualityCase["plans"] {
  if (hasLater) return undefined;
  const quoteOf = (json: unknown): Quote | undefined => (json === null ? undefined : decodeQuote(json));
  const declined = (facts as { reasons?: unknown }).reasons !== undefined;
  return { proposed: quoteOf(proposal.quote), offered: declined ? undefined : quoteOf(proposal.offeredQuote) };
}

const changing = ["submit", "recounter", "approve", "counter", "decline"];

interface EventFacts {
  readonly better?: boolean;
  readonly reasons?: readonly string[];
  readonly totalMinor?: string;
  readonly pack?: string;
  readonly approvedBy?: string;
}

async function readThen(app: App, tx: Tx, { row, state, next }: Found): Promise<QualityCase> {
  const { proposal, at: answeredAt } = row;
  const facts = row.facts as EventFacts;
  const events = await tx.proposalEvent.findMany({
    where: { proposalId: proposal.id, event: { in: changing } },
    orderBy: { at: "asc" },
    select: { event: true, at: true },
  });
  // The promise runs from what was sent last before the answer.
  const sent = events.findLast(({ event, at }) => (event === "submit" || event === "recounter") && at < answeredAt);
  const sentAt = sent?.at ?? proposal.submittedAt ?? answeredAt;
  const policy = requirePolicy(proposal.policyPackId);
  const calendar = policy.calendar.value;
  const { timeZone } = app.settings;
  return {
    eventId: row.id,
    reference: proposal.reference,
    state,
    review: state === "scored" ? await readReview(app, tx, row.id) : undefined,
    next,
    kind: facts.better ? "better" : (row.event as AnswerKind),
    reasons: declineReasons.filter((reason) => facts.reasons?.includes(reason)),
    pack: facts.pack ?? proposal.policyPackId,
    seconded: facts.approvedBy !== undefined,
    currency: currencyOf(proposal.currency),
    totalMinor: facts.totalMinor === undefined ? undefined : BigInt(facts.totalMinor),
    sentAt,
    answeredAt,
    promisedOn: addWorkingDays(calendar, dayAt(sentAt, timeZone), policy.proposalAnswerWorkingDays.value),
    hours: workingHoursBetween(calendar, sentAt, answeredAt, timeZone),
    budget: await readBudgetThen(app, tx, row),
    plans: plansThen(
      row,
      events.some(({ at }) => at > answeredAt),
    ),
  };
}

/** The answer of that event; undefined where it is not this reader's to look at. What is shown is on record. */
export async function readQualityCase(app: App, actor: StaffActor, eventId: string): Promise<QualityCase | undefined> {
  requirePermission(actor, "supervision.read");
  const found = await find(app, actor, eventId);
  if (!found) return undefined;
  const opened = await openAccess(app, actor, { caseId: found.row.proposalId }, "quality");
  return opened.ok ? readAsStaff(app.db, actor, (tx) => readThen(app, tx, found)) : undefined;
}

export interface QualityWish {
  readonly scores: QualityScores;
  readonly note: string;
}

/** Scores an answer that was drawn; it stays as it is from then on. */
export async function scoreAnswer(
  app: App,
  actor: StaffActor,
  eventId: string,
  { scores, note }: QualityWish,
): Promise<Outcome<{ readonly next: string | undefined }, QualityRefusal>> {
  requirePermission(actor, "quality.score");
  const found = await find(app, actor, eventId);
  if (!found) return refused({ kind: "not-found" });
  const { row, state, next } = found;
  if (state === "own") return refused({ kind: "own" });
  if (state === "scored" || row.staffId === null) return refused({ kind: "already-scored" });
  const { proposalId, staffId: deciderId, proposal } = row;
  if (await isOwnDebt(app, actor, proposal.borrowerId)) return refused({ kind: "not-found" });
  const at = app.clock.now();
  const id = newId(at.getTime());
  const noteEnc = note === "" ? null : app.vault.seal(note, notePlace(id));
  return inTransaction(app.db, async (tx): Promise<Outcome<{ next: string | undefined }, QualityRefusal>> => {
    // Of two who score it at once, one does: the event stands in one row only.
    const { count } = await tx.qualityReview.createMany({
      data: { id, proposalId, eventId, deciderId, reviewerId: actor.staffId, scores: { ...scores }, noteEnc, at },
      skipDuplicates: true,
    });
    if (count === 0) return refused({ kind: "already-scored" });
    const facts = { event: eventId, sum: sumScores(scores), ...scores };
    await recordAudit(tx, app, { actor, action: "quality.scored", subject: `proposal:${proposalId}`, facts });
    return done({ next });
  });
}
