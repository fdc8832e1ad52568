// Opens a checkout for an amount that the borrower chose. What is wanted is written down first, with its key; only
// then is the provider asked. It refuses to have two open checkouts for one account, and never takes a lost answer
// for a no: the next try asks with the same key.
import type { Language } from "#app/i18n/languages.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { isId, newId } from "#app/kernel/ids.ts";
import type { Money } from "#app/kernel/money.ts";
import { type Outcome, done, refused } from "#app/kernel/outcome.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { accrueDebts } from "#app/modules/ledger/accrual.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { equalBytes } from "#app/platform/crypto.server.ts";
import { type Tx, inTransaction } from "#app/platform/db.server.ts";
import { raiseAlert } from "./alerts.server.ts";
import { hashOrder, orderOf } from "./checkout-order.server.ts";
import { lockDebt, readPayable } from "./payable.server.ts";
import type { Checkout, PaymentGateway } from "./payment-gateway.ts";
import { type PayRefusal, type PayWish, decideAmount } from "./payments.ts";
import { type AttemptRow, loseAttempt, settleAttempt } from "./settle-attempt.server.ts";

export interface StartedPayment {
  readonly paymentId: string;
  /** The provider's page; undefined where the payment turned out to be made already. */
  readonly url: string | undefined;
}

/** The provider wants 30 minutes at least; the rest is how long a lost answer may be asked for again. */
const checkoutMinutes = 60;
const leastMinutesLeft = 2;
/** Each round closes one checkout that stood in the way; more than a few means that somebody plays with tabs. */
const mostRounds = 4;

type Plan =
  | { readonly kind: "refused"; readonly refusal: PayRefusal }
  | { readonly kind: "open"; readonly attempt: AttemptRow }
  | { readonly kind: "close"; readonly attempt: AttemptRow };

type Opening =
  | { readonly kind: "at"; readonly url: string }
  | { readonly kind: "settled" }
  | { readonly kind: "closed" }
  | { readonly kind: "unreachable" };

export async function startPaymentWith(
  gateway: PaymentGateway,
  app: App,
  actor: BorrowerActor,
  accountId: string,
  wish: PayWish,
  language: Language,
): Promise<Outcome<StartedPayment, PayRefusal>> {
  if (!isId(accountId)) return refused({ kind: "not-found" });
  // A day may have passed since the page was shown: paying all of it must leave nothing for the night to add.
  await accrueDebts(app, { borrowerId: actor.borrowerId });
  for (let round = 0; round < mostRounds; round += 1) {
    const plan = await inTransaction(app.db, (tx) => planPayment(gateway, app, tx, actor, accountId, wish, language));
    if (plan.kind === "refused") return refused(plan.refusal);
    const { attempt } = plan;
    const unreachable = refused({ kind: "unreachable", opened: attempt.providerSessionId !== null } as const);
    const opening = await openCheckout(gateway, app, attempt);
    if (opening.kind === "unreachable") return unreachable;
    if (plan.kind === "open" && opening.kind !== "closed") {
      return done({ paymentId: attempt.id, url: opening.kind === "at" ? opening.url : undefined });
    }
    // What stood in the way is paid or closed by itself, or it is closed now; then the balance is looked at anew.
    if (opening.kind === "at" && !(await closeCheckout(gateway, app, attempt))) return unreachable;
  }
  return refused({ kind: "unreachable", opened: true });
}

/** Under the debt's lock: which attempt to go on with, which one stands in the way, or why not at all. */
async function planPayment(
  gateway: PaymentGateway,
  app: App,
  tx: Tx,
  actor: BorrowerActor,
  accountId: string,
  wish: PayWish,
  language: Language,
): Promise<Plan> {
  const debt = await lockDebt(tx, accountId, actor.borrowerId);
  if (!debt) return { kind: "refused", refusal: { kind: "not-found" } };
  const amount = decideAmount((await readPayable(app, tx, debt)).facts, wish);
  if (!amount.ok) return { kind: "refused", refusal: amount.refusal };
  const [open] = await tx.paymentAttempt.findMany({
    where: { accountId, status: { in: ["creating", "open"] } },
    orderBy: { id: "asc" },
    take: 1,
  });
  if (open) return { kind: goesOn(app, open, amount.value, language) ? "open" : "close", attempt: open };
  const draft = { debt, actor, amount: amount.value, choice: wish.choice, language };
  return { kind: "open", attempt: await insertAttempt(gateway, app, tx, draft) };
}

function goesOn(app: App, attempt: AttemptRow, amount: Money, language: Language): boolean {
  const minutesLeft = (attempt.expiresAt.getTime() - app.clock.now().getTime()) / 60_000;
  return (
    attempt.amountMinor === amount.amountMinor &&
    attempt.currency === amount.currency &&
    attempt.language === language &&
    minutesLeft >= leastMinutesLeft
  );
}

interface AttemptDraft {
  readonly debt: NonNullable<Awaited<ReturnType<typeof lockDebt>>>;
  readonly actor: BorrowerActor;
  readonly amount: Money;
  readonly choice: PayWish["choice"];
  readonly language: Language;
}

async function insertAttempt(gateway: PaymentGateway, app: App, tx: Tx, draft: AttemptDraft): Promise<AttemptRow> {
  const { debt, actor, amount, choice, language } = draft;
  const now = app.clock.now();
  const id = newId(now.getTime());
  const ordered = {
    id,
    accountId: debt.id,
    amountMinor: amount.amountMinor,
    currency: amount.currency,
    language,
    expiresAt: new Date(now.getTime() + checkoutMinutes * 60_000),
  };
  const attempt = await tx.paymentAttempt.create({
    data: {
      ...ordered,
      borrowerId: actor.borrowerId,
      choice,
      status: "creating",
      idemKey: `attempt:${id}:session`,
      requestHash: hashOrder(gateway, orderOf(app, ordered)),
      policyPackId: debt.policyPackId,
      createdAt: now,
      updatedAt: now,
    },
  });
  // Nobody may come back from the provider's page: what became of it is asked once its time is over.
  const startAfter = new Date(attempt.expiresAt.getTime() + 60_000);
  await app.queue.enqueue(tx, "reconcile-attempt", { attemptId: id }, { key: id, startAfter });
  const facts = { account: debt.id, amountMinor: String(amount.amountMinor), currency: amount.currency, choice };
  await recordAudit(tx, app, { actor, action: "payment.started", subject: `payment:${id}`, facts });
  return attempt;
}

/** Outside of any transaction: the page of the attempt's checkout, opened now or before. */
async function openCheckout(gateway: PaymentGateway, app: App, attempt: AttemptRow): Promise<Opening> {
  if (attempt.providerSessionId) {
    const looked = await gateway.retrieveCheckout(attempt.providerSessionId);
    if (looked.kind === "found") return enter(app, attempt, looked.found);
    if (looked.kind === "unknown") return { kind: "unreachable" };
    await loseAttempt(app, attempt, "checkout_missing");
    return { kind: "closed" };
  }
  const order = orderOf(app, attempt);
  if (!equalBytes(attempt.requestHash, hashOrder(gateway, order))) {
    return lookInstead(gateway, app, attempt, "request_changed");
  }
  const answer = await gateway.createCheckout(order, attempt.idemKey);
  switch (answer.kind) {
    case "opened":
      return enter(app, attempt, answer.checkout);
    case "declined":
      await raiseAlert(app, app.db.prisma, "payment-declined-by-provider", answer.problem, { attempt: attempt.id });
      await loseAttempt(app, attempt, answer.problem);
      return { kind: "unreachable" };
    case "conflict":
      return lookInstead(gateway, app, attempt, answer.problem);
    case "unknown":
      return stillUnknown(gateway, app, attempt, answer.problem);
    default:
      return answer satisfies never;
  }
}

async function enter(app: App, attempt: AttemptRow, checkout: Checkout): Promise<Opening> {
  const status = await settleAttempt(app, attempt, checkout);
  if (status === "open" && checkout.url) return { kind: "at", url: checkout.url };
  return status === "expired" || status === "released" ? { kind: "closed" } : { kind: "settled" };
}

/**
 * The key stands for another request. Somebody is told, and nothing is asked with this key or a new one by itself:
 * a checkout that is there is used if it is the one wanted and closed if it is not, and the next try begins anew.
 */
async function lookInstead(gateway: PaymentGateway, app: App, attempt: AttemptRow, problem: string): Promise<Opening> {
  await raiseAlert(app, app.db.prisma, "payment-key-conflict", attempt.id, { problem });
  const looked = await lookForCheckout(gateway, app, attempt);
  if (looked.kind === "unknown") return { kind: "unreachable" };
  if (looked.kind === "absent") {
    await loseAttempt(app, attempt, problem);
    return { kind: "unreachable" };
  }
  const { amountMinor, currency } = looked.found;
  const opening = await enter(app, attempt, looked.found);
  if (opening.kind !== "at" || (amountMinor === attempt.amountMinor && currency === attempt.currency)) return opening;
  await closeCheckout(gateway, app, attempt);
  return { kind: "unreachable" };
}

/** Answers that stay away: the provider may keep one 500 under this key for a day (its checkout, if any, is real). */
async function stillUnknown(gateway: PaymentGateway, app: App, attempt: AttemptRow, problem: string): Promise<Opening> {
  const { id, lastProblem } = attempt;
  const now = app.clock.now();
  await app.db.prisma.paymentAttempt.updateMany({
    where: { id, status: "creating" },
    data: { lastProblem: problem, updatedAt: now },
  });
  return lastProblem === null ? { kind: "unreachable" } : adopt(gateway, app, attempt, problem);
}

/** An attempt this old cannot still be on its way to the provider: what is not in its list is not there. */
const absenceProvenAfterMs = 120_000;

/** Takes over the checkout of a lost answer, or ends the attempt once it is certain that there is none. */
async function adopt(gateway: PaymentGateway, app: App, attempt: AttemptRow, problem: string): Promise<Opening> {
  const looked = await lookForCheckout(gateway, app, attempt);
  if (looked.kind === "found") return enter(app, attempt, looked.found);
  const age = app.clock.now().getTime() - attempt.createdAt.getTime();
  if (looked.kind === "unknown" || age < absenceProvenAfterMs) return { kind: "unreachable" };
  await loseAttempt(app, attempt, problem);
  return { kind: "closed" };
}

export function lookForCheckout(gateway: PaymentGateway, app: App, attempt: AttemptRow) {
  const slackMs = 300_000;
  const from = new Date(attempt.createdAt.getTime() - slackMs);
  return gateway.findCheckoutByAttempt(attempt.id, from, new Date(app.clock.now().getTime() + slackMs));
}

/** Closes the checkout that stands in the way; false where the provider could not be reached. */
async function closeCheckout(gateway: PaymentGateway, app: App, attempt: AttemptRow): Promise<boolean> {
  const current = await app.db.prisma.paymentAttempt.findUnique({ where: { id: attempt.id } });
  if (!current?.providerSessionId) return false;
  const looked = await gateway.expireCheckout(current.providerSessionId);
  if (looked.kind !== "found") return false;
  await settleAttempt(app, current, looked.found);
  return true;
}
