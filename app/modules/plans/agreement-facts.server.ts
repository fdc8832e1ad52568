// Gathers what an agreement says: from the proposal, the books, the pack and the settings. It decides nothing.
import { dayFromDbDate, type Day } from "#app/kernel/calendar.ts";
import { openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import { maskIdNumber } from "#app/modules/identity/person.ts";
import type { ProductType } from "#app/modules/accounts/accounts.ts";
import type { InterestOnPlan, OptionFacts, Quote } from "#app/modules/hardship/options.ts";
import { planRatePpm } from "#app/modules/hardship/split-accounts.ts";
import { orderWithin } from "#app/modules/ledger/allocation.ts";
import { noAmounts } from "#app/modules/ledger/ledger.ts";
import { requirePolicy, type PolicyPack } from "#app/modules/policy/policy.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { creditorByCode } from "#app/platform/settings.server.ts";
import {
  agreementVersion,
  waivedLast,
  waivedParts,
  type AgreementAccount,
  type AgreementFacts,
  type AgreementRules,
} from "./agreement.ts";

export interface AgreedPlan {
  readonly planId: string;
  readonly borrowerId: string;
  readonly creditorCode: string;
  readonly reference: string;
  readonly code: string;
  readonly preparedOn: Day;
  readonly signUntil: Day;
  readonly datesMoved: boolean;
  readonly facts: OptionFacts;
  readonly quote: Quote;
}

function rulesOf(pack: PolicyPack, { facts, quote }: AgreedPlan): AgreementRules {
  const { card } = pack.allocation.value;
  const waives = waivedParts(quote.terms).length > 0;
  const hasCard = facts.debts.some(({ productType }) => productType === "credit_card");
  const turns = card && hasCard && !waives && quote.instalments.length > 0;
  return {
    packId: pack.id,
    graceDays: pack.planGraceDays.value,
    cureDays: pack.planCureDays.value,
    breachAfterMissed: pack.planBreachAfterMissed.value,
    changes: pack.planChanges.value,
    maxMonths: pack.planMaxMonths.value,
    fundsClearDays: pack.fundsClearDays.value,
    creditReportDays: pack.creditReportObjectionDays.value,
    limitationYears: pack.limitationRestart.value.includes("promise_of_plan") ? pack.limitationYears.value : undefined,
    cardPromise: pack.country === "cn",
    card: turns ? { untilDays: card.untilDaysPastDue, late: card.late } : undefined,
  };
}

/** What was quoted: a settlement bears none, whatever the creditor lets run on other plans. */
function interestOf({ facts, quote }: AgreedPlan): InterestOnPlan {
  return quote.interest === "frozen" ? { mode: "frozen" } : facts.interest;
}

async function readAccounts(tx: Tx, plan: AgreedPlan): Promise<AgreementAccount[]> {
  const { facts, quote } = plan;
  const ids = quote.accounts.map(({ accountId }) => accountId);
  const rows = await tx.debtAccount.findMany({
    where: { id: { in: ids } },
    select: { id: true, accountNumber: true, productType: true, contractDate: true, policyPackId: true },
  });
  const waive = waivedParts(quote.terms);
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id);
    const debt = facts.debts.find(({ accountId }) => accountId === id);
    if (!row || !debt) return [];
    const agreedOrder = quote.accounts.find(({ accountId }) => accountId === id)?.agreedOrder;
    const named = { productType: debt.productType, firstUnpaidDueDate: debt.firstUnpaidDueOn };
    const order = orderWithin(named, requirePolicy(row.policyPackId).allocation.value, facts.today);
    return {
      id,
      accountNumber: row.accountNumber,
      productType: row.productType as ProductType,
      contractOn: dayFromDbDate(row.contractDate),
      // A part that nothing is owed on is not left out by accident.
      balances: { ...noAmounts, ...debt.balances },
      ratePpm: planRatePpm(debt.ratePpm, interestOf(plan)),
      // What was quoted is what is booked, whichever pack the account itself was placed under.
      order: agreedOrder ?? waivedLast(order, waive),
    };
  });
}

export async function gatherFacts(tx: Tx, app: App, plan: AgreedPlan): Promise<AgreementFacts> {
  const { operator, freeAdvice } = app.settings;
  const creditor = creditorByCode(app.settings, plan.creditorCode);
  if (!creditor) throw new Error("a proposal's creditor is not in the settings any more");
  const person = await tx.borrower.findUniqueOrThrow({
    where: { id: plan.borrowerId },
    select: { id: true, fullNameEnc: true, idNumberEnc: true },
  });
  const { planId, reference, code, preparedOn, signUntil, datesMoved, facts, quote } = plan;
  return {
    textVersion: agreementVersion,
    planId,
    reference,
    code,
    checkAt: `${app.env.publicOrigin}/certificates/${code}`,
    preparedOn,
    signUntil,
    datesMoved,
    creditor: { code: creditor.code, legalName: creditor.legalName },
    operator: { legalName: operator.legalName, registration: operator.registration },
    borrower: {
      name: openFullName(app.vault, person),
      maskedIdNumber: maskIdNumber(openIdNumber(app.vault, person)),
    },
    accounts: await readAccounts(tx, plan),
    quote,
    interest: interestOf(plan),
    waive: waivedParts(quote.terms),
    rules: rulesOf(facts.pack, plan),
    complaints: {
      creditorPhone: creditor.phone,
      creditorEmail: creditor.email,
      operatorPhone: operator.phone,
      operatorEmail: operator.email,
      lines: freeAdvice.flatMap(({ name, phone }) => (phone === undefined ? [] : [{ name, phone }])),
    },
  };
}
