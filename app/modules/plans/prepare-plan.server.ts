// Makes the plan and the text of what was agreed, ready to be signed today. Run again it changes nothing, unless today's
// quote is another than the prepared one: then the text is made anew, with a new hash. It refuses to touch anything that
// was signed, and to prepare what is no longer open.
import type { Actor } from "#app/kernel/actor.ts";
import { dayAt, dayFromDbDate, toDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId, newReference } from "#app/kernel/ids.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { readOptionFacts } from "#app/modules/hardship/option-facts.server.ts";
import type { OptionFacts, OptionTerms, Quote } from "#app/modules/hardship/options.ts";
import {
  accountIdsOf,
  findProposalId,
  lockAccounts,
  lockProposal,
  type ProposalRow,
} from "#app/modules/hardship/proposal-edges.server.ts";
import { quoteOption } from "#app/modules/hardship/quote.ts";
import { decodeTerms, encodeQuote } from "#app/modules/hardship/terms-codec.ts";
import { accrueWithin } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { inTransaction, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { agreementVersion, canonicalBody, hashText } from "./agreement.ts";
import { gatherFacts, type AgreedPlan } from "./agreement-facts.server.ts";
import { makeBody } from "./agreement-text.ts";
import { moveTerms } from "#app/modules/hardship/move-dates.ts";
import { newPublicCode } from "./public-code.ts";

export interface PreparedPlan {
  readonly planId: string;
  /** Signed already; open for signing today; or neither any more. */
  readonly state: "signed" | "open" | "closed";
  /** Of the text that can be signed now. */
  readonly hash: Uint8Array | undefined;
}

export const agreementPlace = (rowId: string) => ({ table: "agreement", column: "body_enc", rowId });

interface TodaysQuote {
  readonly facts: OptionFacts;
  readonly quote: Quote;
  readonly datesMoved: boolean;
}

function quoteTerms(facts: OptionFacts, terms: OptionTerms): TodaysQuote | undefined {
  const agreed = quoteOption(facts, terms);
  if (agreed.ok) return { facts, quote: agreed.value, datesMoved: false };
  if (agreed.refusal.kind !== "date-too-early") return undefined;
  const moved = quoteOption(facts, moveTerms(terms, facts.today));
  return moved.ok ? { facts, quote: moved.value, datesMoved: true } : undefined;
}

/** What was agreed, as it comes out today; undefined where it cannot be had any more. */
async function quoteToday(tx: Tx, app: App, row: ProposalRow): Promise<TodaysQuote | undefined> {
  const { borrowerId, policyPackId } = row;
  const accountIds = accountIdsOf(row);
  const terms = row.offeredTerms ?? row.terms;
  if (terms === null) return undefined;
  await lockAccounts(tx, borrowerId, accountIds);
  await accrueWithin(tx, app, accountIds);
  const facts = await readOptionFacts(app, tx, { borrowerId, accountIds, policyPackId });
  if (!facts || facts.debts.some(({ disputed }) => disputed)) return undefined;
  return quoteTerms(facts, decodeTerms(terms));
}

function planFigures(quote: Quote, signUntil: Day) {
  return {
    kind: quote.terms.kind,
    currency: quote.currency,
    quote: encodeQuote(quote) as unknown as Prisma.InputJsonObject,
    totalMinor: quote.totalMinor,
    costMinor: quote.costMinor,
    waivedMinor: quote.waivedMinor,
    signUntil: toDbDate(signUntil),
    lastOn: toDbDate(quote.lastOn),
  };
}

async function writePlan(tx: Tx, app: App, row: ProposalRow, plan: AgreedPlan): Promise<void> {
  const { id, borrowerId, creditorCode, policyPackId } = row;
  const now = app.clock.now();
  const figures = { ...planFigures(plan.quote, plan.signUntil), updatedAt: now };
  await tx.plan.upsert({
    where: { id },
    update: figures,
    create: {
      id,
      reference: plan.reference,
      borrowerId,
      creditorCode,
      policyPackId,
      status: "unsigned",
      createdAt: now,
      ...figures,
    },
  });
  await tx.planAccount.deleteMany({ where: { planId: id } });
  await tx.planAccount.createMany({
    data: plan.quote.accounts.map(({ accountId, balanceMinor, waivedMinor }) => ({
      planId: id,
      accountId,
      balanceMinor,
      waivedMinor,
    })),
  });
}

interface MadeText {
  readonly canonical: string;
  readonly hash: Buffer<ArrayBuffer>;
}

async function makeText(tx: Tx, app: App, plan: AgreedPlan): Promise<MadeText> {
  const canonical = canonicalBody(makeBody(await gatherFacts(tx, app, plan)));
  return { canonical, hash: hashText(canonical) };
}

async function writeAgreement(tx: Tx, app: App, plan: AgreedPlan, { canonical, hash }: MadeText): Promise<void> {
  const { planId, borrowerId, code } = plan;
  const data = {
    code,
    textVersion: agreementVersion,
    bodyEnc: app.vault.seal(canonical, agreementPlace(planId)),
    hash,
    preparedAt: app.clock.now(),
  };
  await tx.agreement.upsert({ where: { planId }, update: data, create: { planId, borrowerId, ...data } });
}

function isOpen(app: App, row: ProposalRow): Day | undefined {
  const until = row.openUntil && dayFromDbDate(row.openUntil);
  const agreed = row.status === "approved" || row.status === "accepted";
  return agreed && until && until >= dayAt(app.clock.now(), app.settings.timeZone) ? until : undefined;
}

/** As preparePlan, in the caller's transaction, which then holds the proposal and its accounts. */
export async function prepareWithin(
  tx: Tx,
  app: App,
  actor: Actor,
  borrowerId: string,
  proposalId: string,
): Promise<PreparedPlan | undefined> {
  const row = await lockProposal(tx, borrowerId, proposalId);
  if (!row) return undefined;
  const planId = row.id;
  const before = await tx.plan.findUnique({ where: { id: planId }, include: { agreement: true } });
  if (before?.agreement?.signedAt) return { planId, state: "signed", hash: undefined };
  const closed: PreparedPlan | undefined = before ? { planId, state: "closed", hash: undefined } : undefined;
  const signUntil = isOpen(app, row);
  if (!signUntil || (before && before.status !== "unsigned")) return closed;
  const todays = await quoteToday(tx, app, row);
  if (!todays) return closed;
  const today = todays.facts.today;
  const plan: AgreedPlan = {
    planId,
    borrowerId,
    creditorCode: row.creditorCode,
    reference: before?.reference ?? newReference("L"),
    code: before?.agreement?.code ?? newPublicCode(),
    preparedOn: today,
    signUntil,
    ...todays,
  };
  const kept = before?.agreement;
  if (kept) {
    // The day alone does not make another text: only what it says does.
    const preparedOn = dayAt(kept.preparedAt, app.settings.timeZone);
    const same = await makeText(tx, app, { ...plan, preparedOn });
    if (equalBytes(same.hash, kept.hash)) return { planId, state: "open", hash: same.hash };
  }
  const text = await makeText(tx, app, plan);
  await writePlan(tx, app, row, plan);
  await writeAgreement(tx, app, plan, text);
  const facts = { hash: text.hash.toString("hex"), version: agreementVersion, moved: plan.datesMoved };
  await recordAudit(tx, app, { actor, action: "agreement.prepared", subject: `plan:${planId}`, facts });
  return { planId, state: "open", hash: text.hash };
}

/** Undefined where there is no such proposal of this person, or it never was agreed. */
export async function preparePlan(app: App, actor: Actor, proposalId: string): Promise<PreparedPlan | undefined> {
  if (!isId(proposalId)) return undefined;
  const borrowerId =
    actor.kind === "borrower" ? actor.borrowerId : (await findProposalId(app.db.prisma, proposalId))?.borrowerId;
  if (borrowerId === undefined) return undefined;
  return inTransaction(app.db, (tx) => prepareWithin(tx, app, actor, borrowerId, proposalId));
}
