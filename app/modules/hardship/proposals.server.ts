// Reads proposals: a borrower's own, and for those who answer all that are open. It refuses to read without an owner:
// somebody else's proposal is as unknown as one that does not exist. What staff read is on record.
import { defaultLanguage, isLanguage } from "#app/i18n/languages.ts";
import type { Actor, BorrowerActor, StaffActor } from "#app/kernel/actor.ts";
import { dayFromDbDate } from "#app/kernel/calendar.ts";
import { lastSigns, type ProductType } from "#app/modules/accounts/accounts.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { noAmounts, totalOf, type ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import { currencyOf, readBalances } from "#app/modules/ledger/read-books.server.ts";
import { requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Db, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import { emptyBudget } from "./budget-codec.ts";
import type { Intention } from "./budget.ts";
import { decodeDecision } from "./decision-codec.ts";
import { isPerson, type QuestionCode } from "./decisions.ts";
import { findOwn, offersOf, readProposalFacts } from "./offers.server.ts";
import type { Offer } from "./options.ts";
import { budgetSummary } from "./option-facts.server.ts";
import { accountIdsOf, findProposalId, type ProposalRow, statusOf } from "./proposal-edges.server.ts";
import { openAnswer, openNote, openReasons, readBudget } from "./proposal-secrets.server.ts";
import type { EventView, ProposalAccountView, ProposalSummary, ProposalView, QuestionView } from "./proposal-view.ts";
import type { ProposalEvent, ProposalStatus } from "./proposals.ts";
import { decodeQuote, decodeTerms } from "./terms-codec.ts";

export type { EventView, ProposalAccountView, ProposalSummary, ProposalView, QuestionView } from "./proposal-view.ts";

type Runner = Tx | Db["prisma"];

const summaryShape = {
  accounts: {
    orderBy: { accountId: "asc" },
    include: {
      account: { select: { productType: true, accountNumber: true, disputedAt: true } },
    },
  },
} as const satisfies Prisma.ProposalInclude;

type SummaryRow = Prisma.ProposalGetPayload<{ include: typeof summaryShape }>;

function sentTotal(balanceSent: unknown): bigint | undefined {
  if (typeof balanceSent !== "object" || balanceSent === null) return undefined;
  return Object.values(balanceSent as Record<string, string>).reduce((sum, amount) => sum + BigInt(amount), 0n);
}

function toSummary(app: App, row: SummaryRow, balances: ReadonlyMap<string, ComponentAmounts>): ProposalSummary {
  const creditor = creditorByCode(app.settings, row.creditorCode);
  if (!creditor) throw new Error("a proposal's creditor is not in the settings any more");
  return {
    id: row.id,
    reference: row.reference,
    status: statusOf(row),
    version: row.version,
    creditor,
    currency: currencyOf(row.currency),
    accounts: row.accounts.map((part): ProposalAccountView => {
      const amounts = balances.get(part.accountId) ?? noAmounts;
      return {
        accountId: part.accountId,
        productType: part.account.productType as ProductType,
        lastSigns: lastSigns(part.account.accountNumber),
        disputed: part.account.disputedAt !== null,
        balances: amounts,
        balanceMinor: totalOf(amounts),
        sentMinor: sentTotal(part.balanceSent),
        intention: part.intention as Intention,
        reasons: openReasons(app, row.id, part.accountId, part.reasonsEnc),
      };
    }),
    submittedAt: row.submittedAt ?? undefined,
    answerBy: row.answerBy ? dayFromDbDate(row.answerBy) : undefined,
    decidedAt: row.decidedAt ?? undefined,
    openUntil: row.openUntil ? dayFromDbDate(row.openUntil) : undefined,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  };
}

async function summarize(app: App, runner: Runner, rows: readonly SummaryRow[]): Promise<ProposalSummary[]> {
  const ids = [...new Set(rows.flatMap((row) => row.accounts.map(({ accountId }) => accountId)))];
  const read = await readBalances(runner, ids);
  const balances = new Map([...read].map(([id, { amounts }]) => [id, amounts]));
  return rows.map((row) => toSummary(app, row, balances));
}

/** What works with the budget, beside an offer of ours that waits for a yes. */
async function readBudgetOffer(app: App, runner: Runner, row: ProposalRow): Promise<Offer | undefined> {
  if (row.status !== "countered") return undefined;
  const offers = offersOf(await readProposalFacts(app, runner, row));
  return offers.find(({ fit }) => fit === "fits") ?? offers[0];
}

const detailShape = {
  ...summaryShape,
  questions: { orderBy: { askedAt: "asc" } },
  events: { orderBy: { at: "asc" } },
  _count: { select: { evidence: { where: { status: { notIn: ["refused", "removed"] } } } } },
} as const satisfies Prisma.ProposalInclude;

/** For whoever has found the row by its owner, or by their own portfolio. */
export async function viewOf(app: App, runner: Runner, row: ProposalRow): Promise<ProposalView> {
  const whole = await runner.proposal.findUniqueOrThrow({ where: { id: row.id }, include: detailShape });
  const [summary] = await summarize(app, runner, [whole]);
  if (!summary) throw new Error("a proposal that was found has no summary");
  const budget = (await readBudget(app, runner, row.id))?.budget ?? emptyBudget;
  const policyPackId = row.status === "draft" ? app.settings.policyPack : row.policyPackId;
  return {
    ...summary,
    language: isLanguage(whole.language) ? whole.language : defaultLanguage,
    policyPackId,
    budget,
    summary: budgetSummary(app, policyPackId, summary.currency, budget),
    care: whole.care,
    note: openNote(app, row.id, whole.noteEnc),
    terms: whole.terms === null ? undefined : decodeTerms(whole.terms),
    quote: whole.quote === null ? undefined : decodeQuote(whole.quote),
    offeredQuote: whole.offeredQuote === null ? undefined : decodeQuote(whole.offeredQuote),
    decision: whole.decision === null ? undefined : decodeDecision(whole.decision),
    budgetOffer: await readBudgetOffer(app, runner, row),
    roundsLeft: Math.max(requirePolicy(policyPackId).offerRounds.value - whole.round, 0),
    questions: whole.questions.map((question): QuestionView => ({
      id: question.id,
      code: question.code as QuestionCode,
      askedAt: question.askedAt,
      answer: openAnswer(app, question.id, question.answerEnc),
      answeredAt: question.answeredAt ?? undefined,
    })),
    events: whole.events.map((taken): EventView => ({
      event: taken.event as ProposalEvent,
      from: taken.fromStatus as ProposalStatus,
      to: taken.toStatus as ProposalStatus,
      by: taken.actorKind as EventView["by"],
      at: taken.at,
      facts: taken.facts as Record<string, unknown>,
    })),
    evidenceCount: whole._count.evidence,
    followsId: whole.followsId ?? undefined,
  };
}

export async function readProposal(app: App, actor: BorrowerActor, id: string): Promise<ProposalView | undefined> {
  const row = await findOwn(app.db.prisma, actor, id);
  return row && viewOf(app, app.db.prisma, row);
}

/** The newest first. Drafts that were given up are not among them. */
export async function listProposals(app: App, { borrowerId }: BorrowerActor): Promise<readonly ProposalSummary[]> {
  const rows = await app.db.prisma.proposal.findMany({
    where: {
      borrowerId,
      OR: [{ submittedAt: { not: null } }, { status: "draft" }],
    },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    include: summaryShape,
  });
  return summarize(app, app.db.prisma, rows);
}

function requirePerson(actor: Actor): void {
  if (!isPerson(actor)) throw new TypeError("only a person reads other people's proposals");
}

/** For whoever answers without a desk: one proposal by its reference or id. Staff read by their portfolio (review). */
export async function readProposalForAnswer(
  app: App,
  actor: Exclude<Actor, StaffActor>,
  proposal: string,
): Promise<ProposalView | undefined> {
  requirePerson(actor);
  const found = await findProposalId(app.db.prisma, proposal);
  if (!found) return undefined;
  return inTransaction(app.db, async (tx) => {
    const row = await tx.proposal.findFirst({ where: found, include: { accounts: { orderBy: { accountId: "asc" } } } });
    if (!row || row.status === "draft") return undefined;
    const view = await viewOf(app, tx, row);
    const facts = { accounts: accountIdsOf(row) };
    await recordAudit(tx, app, { actor, action: "proposal.read", subject: `proposal:${row.id}`, facts });
    return view;
  });
}

/** What waits for a person, the most urgent first. */
export async function listForAnswer(app: App, actor: Exclude<Actor, StaffActor>): Promise<readonly ProposalSummary[]> {
  requirePerson(actor);
  return inTransaction(app.db, async (tx) => {
    const rows = await tx.proposal.findMany({
      where: { status: { in: ["in_review", "info_requested", "countered"] satisfies ProposalStatus[] } },
      orderBy: [{ answerBy: { sort: "asc", nulls: "last" } }, { createdAt: "asc" }],
      include: summaryShape,
    });
    const summaries = await summarize(app, tx, rows);
    const facts = { count: rows.length };
    await recordAudit(tx, app, { actor, action: "proposals.read", subject: "proposals:open", facts });
    return summaries;
  });
}
