// A payment as its owner sees it, from the first step to the receipt. The owner is in every WHERE: a payment of
// somebody else, or with somebody else's checkout in the address, is not there.
import { formatMoment } from "#app/i18n/format.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { isId } from "#app/kernel/ids.ts";
import { isCurrency } from "#app/kernel/money.ts";
import { components } from "#app/modules/ledger/ledger.ts";
import type { App } from "#app/platform/app.server.ts";
import { type NamedAccount, nameAccount } from "./named-account.server.ts";
import { readDebt } from "./payable.server.ts";
import type { PaymentGateway, PaymentMethod } from "./payment-gateway.ts";
import {
  type AttemptStatus,
  type PaymentStatus,
  type ProblemKind,
  explainProblem,
  isUnfinished,
  paymentReference,
} from "./payments.ts";
import type { ShownReceipt } from "./receipt.ts";
import { reconcileWith } from "./reconcile-attempt.server.ts";

export interface PaymentView {
  readonly id: string;
  readonly reference: string;
  readonly status: AttemptStatus | PaymentStatus;
  readonly account: NamedAccount;
  readonly amountMinor: bigint;
  /** Where to go on with paying, while that is possible. */
  readonly checkoutUrl: string | undefined;
  readonly problem: ProblemKind | undefined;
  /** The provider could not be asked just now: what is shown is what was known before. */
  readonly unreachable: boolean;
  readonly receipt: ShownReceipt | undefined;
}

export async function visitPaymentWith(
  gateway: PaymentGateway,
  app: App,
  actor: BorrowerActor,
  paymentId: string,
  checkoutId: string | null,
  language: Language,
): Promise<PaymentView | undefined> {
  const before = await findAttempt(app, actor, paymentId);
  if (!before) return undefined;
  if (checkoutId !== null && before.providerSessionId !== null && before.providerSessionId !== checkoutId)
    return undefined;
  const asked = isUnfinished(before.status) ? await reconcileWith(gateway, app, before.id) : undefined;
  const attempt = asked ? await findAttempt(app, actor, paymentId) : before;
  if (!attempt || (checkoutId !== null && attempt.providerSessionId !== checkoutId)) return undefined;
  const debt = await readDebt(app.db.prisma, attempt.accountId, actor.borrowerId);
  if (!debt) return undefined;
  const receipt = await readReceipt(app, actor, paymentId, language);
  const status = attempt.status as AttemptStatus;
  return {
    id: attempt.id,
    reference: paymentReference(attempt.id),
    status: receipt?.status ?? status,
    account: nameAccount(app, debt),
    amountMinor: receipt?.amountMinor ?? attempt.amountMinor,
    checkoutUrl: status === "open" ? (attempt.providerUrl ?? undefined) : undefined,
    problem: receipt ? undefined : explainProblem(attempt.lastProblem),
    unreachable: asked?.kind === "unreachable",
    receipt,
  };
}

async function findAttempt(app: App, { borrowerId }: BorrowerActor, id: string) {
  return isId(id) ? app.db.prisma.paymentAttempt.findFirst({ where: { id, borrowerId } }) : null;
}

/** The receipt of money that came; undefined where this person has no such payment. */
export async function readReceipt(
  app: App,
  { borrowerId }: BorrowerActor,
  paymentId: string,
  language: Language,
): Promise<ShownReceipt | undefined> {
  if (!isId(paymentId)) return undefined;
  const payment = await app.db.prisma.payment.findFirst({
    relationLoadStrategy: "join",
    where: { id: paymentId, borrowerId },
    include: { allocations: { select: { component: true, amountMinor: true } } },
  });
  const debt = payment?.accountId ? await readDebt(app.db.prisma, payment.accountId, borrowerId) : null;
  // Money in a currency that the books do not know is told of without an amount: only finance sees which it is.
  if (!payment || !debt || !isCurrency(payment.currency)) return undefined;
  const { id, lastSigns, productType, creditor, currency } = nameAccount(app, debt);
  const { total } = payment.balanceAfter as { total: string };
  return {
    id: payment.id,
    reference: payment.reference,
    status: payment.status as PaymentStatus,
    account: { id, lastSigns, productType },
    amountMinor: payment.amountMinor,
    currency: payment.currency,
    method: payment.method as PaymentMethod,
    methodDetail: payment.methodDetail ?? undefined,
    receivedAt: formatMoment(payment.receivedAt, language, app.settings.timeZone),
    payee: creditor.legalName[language],
    operator: app.settings.operator.legalName[language],
    parts: inOrder(payment.allocations),
    excessMinor: payment.excessMinor,
    balanceAfterMinor: payment.currency === currency ? BigInt(total) : undefined,
  };
}

function inOrder(allocations: readonly { component: string; amountMinor: bigint }[]): ShownReceipt["parts"] {
  return components.flatMap((component) => {
    const found = allocations.find((allocation) => allocation.component === component);
    return found ? [{ component, amountMinor: found.amountMinor }] : [];
  });
}
