// Reads a borrower's accounts: one statement for what the portal knows of them, one for what the books say. It
// refuses to read without an owner: an account of somebody else is as unknown as one that does not exist.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { addDays, dayAt, dayFromDbDate, type Day } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { isCurrency, type Currency } from "#app/kernel/money.ts";
import { openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import { maskIdNumber } from "#app/modules/identity/person.ts";
import { orderWithin } from "#app/modules/ledger/allocation.ts";
import { noAmounts, totalOf, type ComponentAmounts } from "#app/modules/ledger/ledger.ts";
import { readBalances, readEntries } from "#app/modules/ledger/ledger.server.ts";
import { effectiveRatePpm, requirePolicy } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import { creditorByCode, type CreditorSettings } from "#app/platform/settings.server.ts";
import { readAgreedFacts } from "./agreed-dues.server.ts";
import { standUnderPlan, type AccountPlan, type AgreedFacts } from "./agreed-dues.ts";
import {
  decideDue,
  decideNeeds,
  lastSigns,
  foldHistory,
  isPrincipalFirst,
  type HistoryEntry,
  type MoneyUnderWay,
  type Need,
  type ProductType,
} from "./accounts.ts";

const accountFields = {
  id: true,
  creditorCode: true,
  accountNumber: true,
  productType: true,
  currency: true,
  contractDate: true,
  itemizationDate: true,
  firstUnpaidDueDate: true,
  annualRatePpm: true,
  lenderType: true,
  policyPackId: true,
  accruedThrough: true,
  interestFrozenFrom: true,
  disputedAt: true,
  planId: true,
  planRatePpm: true,
  attempts: { where: { status: "processing" }, select: { amountMinor: true } },
  payments: {
    orderBy: { receivedAt: "desc" },
    take: 5,
    select: { id: true, reference: true, amountMinor: true, currency: true, status: true, receivedAt: true },
  },
} as const;

export interface AccountPayment {
  readonly id: string;
  readonly reference: string;
  readonly amountMinor: bigint;
  /** As the provider sent it: money that is being checked may be in one that the portal does not book. */
  readonly currency: string;
  readonly status: string;
  readonly receivedAt: Date;
}

/** An account with what is owed on it at this moment. */
export interface Account {
  readonly id: string;
  readonly accountNumber: string;
  readonly lastSigns: string;
  readonly productType: ProductType;
  readonly creditor: CreditorSettings;
  readonly currency: Currency;
  readonly contractOn: Day;
  readonly itemizedOn: Day;
  readonly firstUnpaidDueOn: Day;
  /** At which interest runs: the contract's rate, or the lawful cap where that is lower. */
  readonly ratePpm: number;
  readonly contractRatePpm: number;
  /** The plan that runs on it, and what is due by it. */
  readonly plan: AccountPlan | undefined;
  /** While a plan runs that lowers it: its rate. */
  readonly planRatePpm: number | undefined;
  /** Days within which an objection to a credit report is answered. */
  readonly creditReportDays: number;
  /** The last day whose interest is counted. */
  readonly accruedThrough: Day;
  /** From this day on no interest runs: frozen on request, or an objection is being checked. */
  readonly interestStoppedFrom: Day | undefined;
  readonly disputedAt: Date | undefined;
  readonly balances: ComponentAmounts;
  readonly dueMinor: bigint;
  /** Past this many days a payment on a card goes to the principal first; undefined where it does not. */
  readonly principalFirstAfterDays: number | undefined;
  readonly needs: readonly Need[];
  /** The newest first. */
  readonly payments: readonly AccountPayment[];
}

type AccountRow = Awaited<ReturnType<typeof findRow>> & {};

function underWayOf(row: AccountRow): MoneyUnderWay[] {
  const aside = row.payments.filter(({ status }) => status === "quarantined");
  return [
    ...row.attempts.map(({ amountMinor }): MoneyUnderWay => ({ kind: "processing", amountMinor })),
    ...aside.map(({ amountMinor, currency }): MoneyUnderWay => ({
      kind: "checking",
      amountMinor: currency === row.currency ? amountMinor : undefined,
    })),
  ];
}

function creditorOf(app: App, code: string): CreditorSettings {
  const creditor = creditorByCode(app.settings, code);
  if (!creditor) throw new Error("an account's creditor is not in the settings any more");
  return creditor;
}

function currencyOf(code: string): Currency {
  if (!isCurrency(code)) throw new Error("an account's currency is not one that the portal books");
  return code;
}

function stopOf({ settings }: App, { interestFrozenFrom, disputedAt }: AccountRow): Day | undefined {
  const frozen = interestFrozenFrom && dayFromDbDate(interestFrozenFrom);
  const disputed = disputedAt && dayAt(disputedAt, settings.timeZone);
  return frozen && disputed ? (frozen < disputed ? frozen : disputed) : (frozen ?? disputed ?? undefined);
}

function toAccount(app: App, row: AccountRow, balances: ComponentAmounts, agreed: AgreedFacts | undefined): Account {
  const firstUnpaidDueOn = dayFromDbDate(row.firstUnpaidDueDate);
  const today = dayAt(app.clock.now(), app.settings.timeZone);
  const contractOn = dayFromDbDate(row.contractDate);
  const pack = requirePolicy(row.policyPackId);
  const productType = row.productType as ProductType;
  const rules = pack.allocation.value;
  const order = orderWithin({ productType, firstUnpaidDueDate: firstUnpaidDueOn }, rules, today);
  const standing = { balances, firstUnpaidDueOn, disputed: row.disputedAt !== null, order };
  const leastMinor = app.settings.minimumPayment[row.currency] ?? 1n;
  const plan = agreed && standUnderPlan(agreed, totalOf(balances), standing.disputed, today, leastMinor);
  const contractOrCapPpm = effectiveRatePpm(pack, row.lenderType, contractOn, row.annualRatePpm);
  const interestStoppedFrom = stopOf(app, row);
  const accruedThrough = dayFromDbDate(row.accruedThrough);
  const stopped = interestStoppedFrom !== undefined && interestStoppedFrom <= accruedThrough;
  return {
    id: row.id,
    accountNumber: row.accountNumber,
    lastSigns: lastSigns(row.accountNumber),
    productType,
    creditor: creditorOf(app, row.creditorCode),
    currency: currencyOf(row.currency),
    contractOn,
    itemizedOn: dayFromDbDate(row.itemizationDate),
    firstUnpaidDueOn,
    ratePpm: Math.min(contractOrCapPpm, row.planRatePpm ?? contractOrCapPpm),
    contractRatePpm: row.annualRatePpm,
    plan,
    planRatePpm: row.planRatePpm ?? undefined,
    creditReportDays: pack.creditReportObjectionDays.value,
    accruedThrough: stopped ? addDays(interestStoppedFrom, -1) : accruedThrough,
    interestStoppedFrom,
    disputedAt: row.disputedAt ?? undefined,
    balances,
    dueMinor: plan?.dueMinor ?? decideDue(standing, today),
    principalFirstAfterDays: !plan && isPrincipalFirst(standing, today) ? rules.card?.untilDaysPastDue : undefined,
    needs: decideNeeds(standing, underWayOf(row), today, plan),
    payments: row.payments,
  };
}

function findRow(app: App, { borrowerId }: BorrowerActor, accountId: string) {
  return app.db.prisma.debtAccount.findFirst({
    relationLoadStrategy: "join",
    where: { id: accountId, borrowerId },
    select: { ...accountFields, borrower: { select: ownerFields } },
  });
}

const ownerFields = { id: true, fullNameEnc: true, idNumberEnc: true } as const;

/** Whose accounts these are, as only they and nobody else may read it. */
export interface Owner {
  readonly fullName: string;
  readonly maskedIdNumber: string;
}

type OwnerRow = AccountRow["borrower"];

function openOwner({ vault }: App, row: OwnerRow): Owner {
  return { fullName: openFullName(vault, row), maskedIdNumber: maskIdNumber(openIdNumber(vault, row)) };
}

/** Plans are asked for only where there are any. */
function readAgreed(app: App, rows: readonly { readonly id: string; readonly planId: string | null }[]) {
  const underPlan = rows.filter(({ planId }) => planId !== null);
  return readAgreedFacts(
    app.db.pool,
    underPlan.map(({ id }) => id),
  );
}

export interface Overview {
  readonly owner: Owner;
  readonly accounts: readonly Account[];
}

/** All accounts of the person who is signed in, the oldest first. */
export async function listAccounts(app: App, { borrowerId }: BorrowerActor): Promise<Overview> {
  const person = await app.db.prisma.borrower.findUniqueOrThrow({
    relationLoadStrategy: "join",
    where: { id: borrowerId },
    select: { ...ownerFields, accounts: { where: { borrowerId }, orderBy: { id: "asc" }, select: accountFields } },
  });
  const { accounts: rows, ...ownerRow } = person;
  const balances = await readBalances(
    app.db.prisma,
    rows.map(({ id }) => id),
  );
  const agreed = await readAgreed(app, rows);
  const accounts = rows.map((row) =>
    toAccount(app, { ...row, borrower: ownerRow }, balances.get(row.id)?.amounts ?? noAmounts, agreed.get(row.id)),
  );
  return { owner: openOwner(app, ownerRow), accounts };
}

export interface AccountWithHistory {
  readonly owner: Owner;
  readonly account: Account;
  /** Every entry, oldest first; the account's balances are their sum. */
  readonly entries: readonly HistoryEntry[];
}

/** One account with all that happened on it, or undefined where this person has no such account. */
export async function readAccount(
  app: App,
  actor: BorrowerActor,
  accountId: string | undefined,
): Promise<AccountWithHistory | undefined> {
  if (!isId(accountId)) return undefined;
  const row = await findRow(app, actor, accountId);
  if (!row) return undefined;
  const posted = await readEntries(app.db.pool, [row.id]);
  const kinds = new Map(posted.map(({ journalId, kind }) => [journalId, kind]));
  const entries = posted.map(({ journalId, kind, effectiveOn, amounts, reversesId }) => ({
    journalId,
    kind,
    effectiveOn,
    amounts,
    reversedKind: kinds.get(reversesId ?? ""),
  }));
  const agreed = (await readAgreed(app, [row])).get(row.id);
  return { owner: openOwner(app, row.borrower), account: toAccount(app, row, foldHistory(entries), agreed), entries };
}

/** What tells one of a person's accounts from another. */
export interface AccountName {
  readonly id: string;
  readonly productType: ProductType;
  readonly lastSigns: string;
  readonly disputed: boolean;
}

const nameFields = { id: true, productType: true, accountNumber: true, disputedAt: true } as const;

interface NameRow {
  readonly id: string;
  readonly productType: string;
  readonly accountNumber: string;
  readonly disputedAt: Date | null;
}

function toName({ id, productType, accountNumber, disputedAt }: NameRow): AccountName {
  return {
    id,
    productType: productType as ProductType,
    lastSigns: lastSigns(accountNumber),
    disputed: disputedAt !== null,
  };
}

/** One account by name only, for a page that asks about it; undefined where this person has no such account. */
export async function readAccountName(
  app: App,
  { borrowerId }: BorrowerActor,
  accountId: string | undefined,
): Promise<AccountName | undefined> {
  if (!isId(accountId)) return undefined;
  const row = await app.db.prisma.debtAccount.findFirst({ where: { id: accountId, borrowerId }, select: nameFields });
  return row ? toName(row) : undefined;
}

/** The names of all of them, for a page that asks which one is meant. */
export async function listAccountNames(app: App, { borrowerId }: BorrowerActor): Promise<readonly AccountName[]> {
  const where = { borrowerId };
  const rows = await app.db.prisma.debtAccount.findMany({ where, select: nameFields, orderBy: { id: "asc" } });
  return rows.map(toName);
}
