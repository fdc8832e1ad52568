// A proposal while it is written: begun, saved at each step, taken up again on another device, its terms tried and
// chosen. Nobody but its writer reads it, and nothing follows from it: no event of limitation, no pause of reminders.
import type { Language } from "#app/i18n/languages.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { newId, newReference } from "#app/kernel/ids.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { emptyBudget } from "./budget-codec.ts";
import { type Budget, healthReasons, type Household, type Intention, type ReasonKey } from "./budget.ts";
import type { CircumstancesRefusal, DraftRefusal, ProposalRefusal } from "./decisions.ts";
import { checkAccounts, type DraftAccounts } from "./draft-accounts.server.ts";
import { takeHealthConsent } from "./health-consent.server.ts";
import {
  accountIdsOf,
  lockBorrower,
  lockProposal,
  type ProposalRow,
  statusOf,
  takeEdge,
} from "./proposal-edges.server.ts";
import { readBudget, sealNote, sealReasons, writeBudget } from "./proposal-secrets.server.ts";

export interface StartedDraft {
  readonly proposalId: string;
}

/** The drafts of this person that cover any of these accounts; one at most, unless two were begun long ago. */
function findDrafts(tx: Tx, borrowerId: string, accountIds: readonly string[]): Promise<ProposalRow[]> {
  return tx.proposal.findMany({
    where: { borrowerId, status: "draft", accounts: { some: { accountId: { in: [...accountIds] } } } },
    orderBy: { createdAt: "desc" },
    include: { accounts: { orderBy: { accountId: "asc" } } },
  });
}

interface NewDraft {
  readonly accounts: DraftAccounts;
  readonly language: Language;
  readonly budget: Budget;
  readonly care: boolean;
  readonly followsId: string | undefined;
}

async function insertDraft(tx: Tx, app: App, { borrowerId }: BorrowerActor, draft: NewDraft): Promise<string> {
  const { accounts, language, budget, care, followsId } = draft;
  const now = app.clock.now();
  const id = newId(now.getTime());
  await tx.proposal.create({
    data: {
      id,
      reference: newReference("A"),
      borrowerId,
      creditorCode: accounts.creditorCode,
      currency: accounts.currency,
      status: "draft",
      language,
      policyPackId: app.settings.policyPack,
      care,
      followsId: followsId ?? null,
      createdAt: now,
      updatedAt: now,
      accounts: { create: accounts.accountIds.map((accountId) => ({ accountId })) },
    },
  });
  await writeBudget(app, tx, id, () => budget);
  return id;
}

/** What is carried over from a proposal that this one follows. */
export interface Followed {
  readonly proposalId: string;
  readonly budget: Budget;
  readonly care: boolean;
}

export async function readFollowed(
  tx: Tx,
  app: App,
  borrowerId: string,
  proposalId: string,
): Promise<Followed | undefined> {
  const row = await tx.proposal.findFirst({ where: { id: proposalId, borrowerId }, select: { care: true } });
  if (!row) return undefined;
  const budget = (await readBudget(app, tx, proposalId))?.budget ?? emptyBudget;
  return { proposalId, budget, care: row.care };
}

/**
 * As part of the caller's transaction, under the borrower's lock: the draft of exactly these accounts that is there, or
 * a new one. A draft of some of them gives way; what it says of the household comes along,
 * and so does what was said for the plan that runs.
 */
export async function openDraft(
  tx: Tx,
  app: App,
  actor: BorrowerActor,
  accountIds: readonly string[],
  language: Language,
  followed?: Followed,
): Promise<Outcome<StartedDraft, DraftRefusal>> {
  const accounts = await checkAccounts(tx, actor, accountIds);
  if (!accounts.ok) return accounts;
  const drafts = await findDrafts(tx, actor.borrowerId, accounts.value.accountIds);
  const same = drafts.find((row) => accountIdsOf(row).join() === accounts.value.accountIds.join());
  if (same) return done({ proposalId: same.id });
  const { planId } = accounts.value;
  const before = followed ?? (planId === undefined ? undefined : await readFollowed(tx, app, actor.borrowerId, planId));
  const [newest] = drafts;
  const carried = newest && (await readFollowed(tx, app, actor.borrowerId, newest.id));
  for (const row of drafts) await takeEdge(tx, app, row, { event: "supersede", by: "borrower" });
  const { budget, care } = followed ?? carried ?? before ?? { budget: emptyBudget, care: false };
  const proposalId = await insertDraft(tx, app, actor, {
    accounts: accounts.value,
    language,
    budget,
    care,
    followsId: before?.proposalId ?? planId,
  });
  await recordAudit(tx, app, {
    actor,
    action: "proposal.begun",
    subject: `proposal:${proposalId}`,
    facts: { accounts: accounts.value.accountIds },
  });
  return done({ proposalId });
}

/** Begins a proposal for these accounts, or goes on with the draft that is there. */
export async function startDraft(
  app: App,
  actor: BorrowerActor,
  { accountIds }: { readonly accountIds: readonly string[] },
  language: Language,
): Promise<Outcome<StartedDraft, DraftRefusal>> {
  return inTransaction(app.db, async (tx) => {
    await lockBorrower(tx, actor.borrowerId);
    return openDraft(tx, app, actor, accountIds, language);
  });
}

export interface Saved {
  readonly version: number;
}

export type SaveOutcome = Outcome<Saved, ProposalRefusal>;

type Change<Refusal> = Outcome<Prisma.ProposalUncheckedUpdateInput, Refusal>;

/** Changes a draft under its lock; what was sent stays as it was. A change that refuses has written nothing. */
async function changeDraft<Refusal = never>(
  app: App,
  actor: BorrowerActor,
  proposalId: string,
  change: (tx: Tx, row: ProposalRow) => Promise<Change<Refusal>>,
): Promise<Outcome<Saved, ProposalRefusal | Refusal>> {
  return inTransaction(app.db, async (tx) => {
    const row = await lockProposal(tx, actor.borrowerId, proposalId);
    if (!row) return refused({ kind: "not-found" });
    if (row.status !== "draft") return refused({ kind: "wrong-status", status: statusOf(row) });
    const changed = await change(tx, row);
    if (!changed.ok) return changed;
    const { version } = await tx.proposal.update({
      where: { id: row.id },
      data: { ...changed.value, version: { increment: 1 }, updatedAt: app.clock.now() },
      select: { version: true },
    });
    return done({ version });
  });
}

function changeBudget(app: App, actor: BorrowerActor, id: string, part: Partial<Budget>): Promise<SaveOutcome> {
  return changeDraft(app, actor, id, async (tx, row) => {
    await writeBudget(app, tx, row.id, (before) => ({ ...before, ...part }));
    return done({});
  });
}

export function saveHousehold(app: App, actor: BorrowerActor, id: string, household: Household): Promise<SaveOutcome> {
  return changeBudget(app, actor, id, { household });
}

/** The whole page: a row that is not in it is not there any more. */
export function saveIncome(
  app: App,
  actor: BorrowerActor,
  id: string,
  income: NonNullable<Budget["income"]>,
): Promise<SaveOutcome> {
  return changeBudget(app, actor, id, { income });
}

export function saveSpending(
  app: App,
  actor: BorrowerActor,
  id: string,
  { spending, savings }: { readonly spending: NonNullable<Budget["spending"]>; readonly savings: Budget["savings"] },
): Promise<SaveOutcome> {
  return changeBudget(app, actor, id, { spending, savings });
}

export interface Circumstances {
  /** The person asks for special care: a person answers. */
  readonly care: boolean;
  /** In their own words; may be empty. */
  readonly note: string;
  /** Accounts of the proposal; one that is not named here stays as it is. */
  readonly accounts: readonly {
    readonly accountId: string;
    readonly intention: Intention;
    readonly reasons: readonly ReasonKey[];
  }[];
  /** The language in which the words about health were shown and agreed to with this form. */
  readonly consentIn?: Language | undefined;
}

/** A reason that says something about health is kept with a consent that is in force, or is given now; else nothing is. */

export function saveCircumstances(
  app: App,
  actor: BorrowerActor,
  id: string,
  { care, note, accounts, consentIn }: Circumstances,
): Promise<Outcome<Saved, CircumstancesRefusal>> {
  return changeDraft<{ readonly kind: "consent-needed" }>(app, actor, id, async (tx, row) => {
    const own = new Set(accountIdsOf(row));
    const said = accounts.filter((each) => own.has(each.accountId));
    const aboutHealth = said.some(({ reasons }) => reasons.some((reason) => healthReasons.includes(reason)));
    const consented = !aboutHealth || (await takeHealthConsent(tx, app, actor, row.id, consentIn)) !== undefined;
    if (!consented) return refused({ kind: "consent-needed" });
    for (const { accountId, intention, reasons } of said) {
      await tx.proposalAccount.update({
        where: { proposalId_accountId: { proposalId: row.id, accountId } },
        data: { intention, reasonsEnc: sealReasons(app, row.id, accountId, reasons) },
      });
    }
    return done({ care, noteEnc: sealNote(app, row.id, note) });
  });
}
