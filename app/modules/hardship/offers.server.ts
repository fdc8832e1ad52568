// Which arrangements there are for a proposal, and what chosen terms come to, always from the books of today. It
// refuses to remember a quote for longer than it was shown: whoever decides quotes anew.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import { currencyOf } from "#app/modules/ledger/read-books.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Db, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { emptyBudget } from "./budget-codec.ts";
import type { BudgetSummary } from "./budget-sums.ts";
import type { ProposalRefusal, TermsRefused } from "./decisions.ts";
import { moveTerms } from "./move-dates.ts";
import { listOffers } from "./offers.ts";
import { budgetSummary, readOptionFacts } from "./option-facts.server.ts";
import type { Offer, OptionFacts, OptionTerms, Quote, TermsRefusal } from "./options.ts";
import { accountIdsOf, lockAccounts, lockProposal, type ProposalRow, statusOf } from "./proposal-edges.server.ts";
import { readBudget } from "./proposal-secrets.server.ts";
import { judgeQuote } from "./quote-rules.ts";
import { quoteOption } from "./quote.ts";
import { encodeQuote, encodeTerms } from "./terms-codec.ts";

export interface ProposalFacts {
  readonly facts: OptionFacts;
  readonly summary: BudgetSummary;
}

/** A draft lives under the pack of today; what was sent, under the one that it was sent under. */
function packOf(app: App, row: ProposalRow): string {
  return row.status === "draft" ? app.settings.policyPack : row.policyPackId;
}

export async function readProposalFacts(app: App, runner: Tx | Db["prisma"], row: ProposalRow): Promise<ProposalFacts> {
  const policyPackId = packOf(app, row);
  const budget = (await readBudget(app, runner, row.id))?.budget ?? emptyBudget;
  const wish = { borrowerId: row.borrowerId, accountIds: accountIdsOf(row), policyPackId, budget, care: row.care };
  const facts = await readOptionFacts(app, runner, wish);
  if (!facts) throw new Error("a proposal's accounts are not what they were");
  return { facts, summary: budgetSummary(app, policyPackId, currencyOf(row.currency), budget) };
}

/** What terms come to today, and whether they would be agreed at once. */
export function offerOf({ facts }: ProposalFacts, terms: OptionTerms): Outcome<Offer, TermsRefusal> {
  const quoted = quoteOption(facts, terms);
  if (!quoted.ok) return quoted;
  return done({ kind: quoted.value.terms.kind, quote: quoted.value, ...judgeQuote(facts, quoted.value) });
}

/** As offerOf, for terms that waited for somebody: dates that have passed meanwhile move on. */
export function offerOfWaiting(known: ProposalFacts, terms: OptionTerms): Outcome<Offer, TermsRefusal> {
  const offer = offerOf(known, terms);
  if (offer.ok || offer.refusal.kind !== "date-too-early") return offer;
  return offerOf(known, moveTerms(terms, known.facts.today));
}

/** What there is, what fits first. */
export function offersOf(known: ProposalFacts): readonly Offer[] {
  return listOffers(known.facts);
}

export async function findOwn(
  runner: Tx | Db["prisma"],
  { borrowerId }: BorrowerActor,
  proposalId: string,
): Promise<ProposalRow | undefined> {
  if (!isId(proposalId)) return undefined;
  const row = await runner.proposal.findFirst({
    where: { id: proposalId, borrowerId },
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
  return row ?? undefined;
}

async function readOwnFacts(app: App, actor: BorrowerActor, proposalId: string): Promise<ProposalFacts | undefined> {
  const row = await findOwn(app.db.prisma, actor, proposalId);
  if (!row) return undefined;
  // Interest through yesterday stands in the balance before anything is quoted from it.
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  return readProposalFacts(app, app.db.prisma, row);
}

export interface Offers extends ProposalFacts {
  /** What works with the budget first; at least one. */
  readonly offers: readonly Offer[];
}

export async function readOffers(app: App, actor: BorrowerActor, proposalId: string): Promise<Offers | undefined> {
  const known = await readOwnFacts(app, actor, proposalId);
  return known && { ...known, offers: offersOf(known) };
}

/** Undefined where this person has no such proposal. */
export async function tryTerms(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  terms: OptionTerms,
): Promise<Outcome<Offer, TermsRefusal> | undefined> {
  const known = await readOwnFacts(app, actor, proposalId);
  return known && offerOf(known, terms);
}

export interface ChosenTerms {
  readonly version: number;
  readonly offer: Offer;
}

export function termsData(quote: Quote): Prisma.ProposalUncheckedUpdateInput {
  return {
    terms: encodeTerms(quote.terms),
    quote: encodeQuote(quote),
  };
}

export function offeredData(quote: Quote): Prisma.ProposalUncheckedUpdateInput {
  return { offeredTerms: encodeTerms(quote.terms), offeredQuote: encodeQuote(quote) };
}

/** Keeps the terms of a draft with what they come to today. */
export async function chooseTerms(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  terms: OptionTerms,
): Promise<Outcome<ChosenTerms, ProposalRefusal | TermsRefused>> {
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, actor.borrowerId, proposalId);
    if (!row) return refused({ kind: "not-found" });
    if (row.status !== "draft") return refused({ kind: "wrong-status", status: statusOf(row) });
    await lockAccounts(tx, actor.borrowerId, accountIdsOf(row));
    const offer = offerOf(await readProposalFacts(app, tx, row), terms);
    if (!offer.ok) return refused({ kind: "terms", refusal: offer.refusal });
    const { version } = await tx.proposal.update({
      where: { id: row.id },
      data: { ...termsData(offer.value.quote), version: { increment: 1 }, updatedAt: app.clock.now() },
      select: { version: true },
    });
    return done({ version, offer: offer.value });
  });
}
