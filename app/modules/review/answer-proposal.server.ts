// An answer from the desk: given at once, or kept for a second person where one has to look first. It refuses to let
// anybody answer what is not theirs, what they owe themselves, what is no longer as they saw it, or twice.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import {
  findForAnswer,
  giveAnswer,
  lockForAnswer,
  type Decided,
  type LockedAnswer,
} from "#app/modules/hardship/decide-proposal.server.ts";
import type { Answer, DecideRefusal } from "#app/modules/hardship/decisions.ts";
import { offerOf, type ProposalFacts } from "#app/modules/hardship/offers.server.ts";
import type { Offer, Quote } from "#app/modules/hardship/options.ts";
import type { ProposalRow } from "#app/modules/hardship/proposal-edges.server.ts";
import { decodeQuote, decodeTerms } from "#app/modules/hardship/terms-codec.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Db, type Tx } from "#app/platform/db.server.ts";
import { isOwnDebt } from "./access.server.ts";
import { encodeProposed, signOfQuote } from "./answer.ts";
import { findApproval, lapseApproval, proposeApproval } from "./approvals.server.ts";
import { causesForSecond, type SecondCause } from "./four-eyes.ts";
import { lockMine } from "./work-items.server.ts";

export type DeskAnswerRefusal =
  | DecideRefusal
  /** Somebody else has it, or nobody. */
  | { readonly kind: "not-yours" }
  /** An answer to it waits for a second person already. */
  | { readonly kind: "already-open" }
  /** By today's books it comes to something else than what was previewed. */
  | { readonly kind: "quote-changed" };

export type DeskAnswered =
  | (Decided & { readonly kind: "given" })
  | { readonly kind: "second"; readonly approvalId: string; readonly causes: readonly SecondCause[] };

export interface Seen {
  readonly version: number;
  /** Of the quote in the preview (signOfQuote), empty where it had none; undefined where nothing was previewed. */
  readonly sign?: string | undefined;
}

/** Given up for this person in other arrangements: offered, agreed, or running. */
async function readWaivedElsewhere(runner: Tx | Db["prisma"], row: ProposalRow): Promise<bigint> {
  const others = await runner.proposal.findMany({
    where: {
      borrowerId: row.borrowerId,
      currency: row.currency,
      id: { not: row.id },
      status: { in: ["countered", "approved", "accepted", "signed", "live"] },
    },
    select: { offeredQuote: true },
  });
  const quotes = others.flatMap(({ offeredQuote }) => (offeredQuote === null ? [] : [decodeQuote(offeredQuote)]));
  return quotes.reduce((sum: bigint, { waivedMinor }: Quote) => sum + waivedMinor, 0n);
}

/** Why a second person has to look at it. Under the borrower's lock two answers to one person add up. */
export async function readCauses(
  app: App,
  runner: Tx | Db["prisma"],
  row: ProposalRow,
  known: ProposalFacts,
  offer: Offer | undefined,
): Promise<readonly SecondCause[]> {
  if (!offer) return [];
  const proposed = row.terms === null ? undefined : offerOf(known, decodeTerms(row.terms));
  return causesForSecond(offer, {
    proposed: proposed?.ok ? proposed.value.quote : undefined,
    waivedElsewhereMinor: await readWaivedElsewhere(runner, row),
    waiverLimit: app.settings.desk.waiverLimit,
  });
}

/** What waited for a second person and is about an older state lapses; what is about this one stands in the way. */
async function refuseOpen(tx: Tx, app: App, actor: StaffActor, { id, version }: ProposalRow): Promise<boolean> {
  const before = await findApproval(tx, app, actor, id);
  if (!before || before.outcome) return false;
  if (before.version === version) return true;
  await lapseApproval(tx, app, actor, before.id);
  return false;
}

async function askSecond(
  tx: Tx,
  app: App,
  actor: StaffActor,
  { row, planned }: LockedAnswer,
  answer: Answer,
  causes: readonly SecondCause[],
): Promise<Outcome<DeskAnswered, DeskAnswerRefusal>> {
  await tx.workItem.update({ where: { id: row.id }, data: { stage: "second", snoozedUntil: null } });
  const asked = await proposeApproval(tx, app, actor, {
    kind: "answer",
    subjectId: row.id,
    creditorCode: row.creditorCode,
    body: encodeProposed({ answer, shown: planned.offer?.quote }),
    causes,
    version: row.version,
  });
  return asked.ok ? done({ kind: "second", approvalId: asked.value.id, causes }) : asked;
}

/** `seen`: the state of the proposal, and what the answer came to, when it was previewed. */
export async function answerProposal(
  app: App,
  actor: StaffActor,
  proposalId: string,
  answer: Answer,
  seen: Seen,
): Promise<Outcome<DeskAnswered, DeskAnswerRefusal>> {
  requirePermission(actor, "case.answer");
  const found = await findForAnswer(app.db.prisma, actor, proposalId);
  if (!found || (await isOwnDebt(app, actor, found.borrowerId))) return refused({ kind: "not-found" });
  await accrueDebts(app, { borrowerId: found.borrowerId });
  return inTransaction(app.db, async (tx): Promise<Outcome<DeskAnswered, DeskAnswerRefusal>> => {
    const locked = await lockForAnswer(tx, app, found, answer, seen.version);
    if (!locked.ok) return locked;
    const { row, known, planned } = locked.value;
    if (!(await lockMine(tx, actor, row.id))) return refused({ kind: "not-yours" });
    if (await refuseOpen(tx, app, actor, row)) return refused({ kind: "already-open" });
    const { offer } = planned;
    if (seen.sign !== undefined && seen.sign !== (offer ? signOfQuote(offer.quote) : "")) {
      return refused({ kind: "quote-changed" });
    }
    const causes = await readCauses(app, tx, row, known, offer);
    if (causes.length > 0) return askSecond(tx, app, actor, locked.value, answer, causes);
    const decided = await giveAnswer(tx, app, actor, locked.value, { decidedBy: actor.staffId });
    return done({ kind: "given", ...decided });
  });
}
