// Asks the provider what has become of an attempt and writes it down. The return page, the webhook's job and the
// sweeper all come through here. Silence changes nothing.
import type { App } from "#app/platform/app.server.ts";
import type { PaymentGateway } from "./payment-gateway.ts";
import type { AttemptStatus } from "./payments.ts";
import { type AttemptRow, loseAttempt, settleAttempt } from "./settle-attempt.server.ts";
import { lookForCheckout } from "./start-payment.server.ts";

export type Reconciled =
  | { readonly kind: "known"; readonly status: AttemptStatus }
  | { readonly kind: "unreachable"; readonly problem: string }
  | { readonly kind: "no-attempt" };

export async function reconcileWith(gateway: PaymentGateway, app: App, attemptId: string): Promise<Reconciled> {
  const attempt = await app.db.prisma.paymentAttempt.findUnique({ where: { id: attemptId } });
  if (!attempt) return { kind: "no-attempt" };
  const looked = attempt.providerSessionId
    ? await gateway.retrieveCheckout(attempt.providerSessionId)
    : await lookForCheckout(gateway, app, attempt);
  switch (looked.kind) {
    case "found":
      return { kind: "known", status: await settleAttempt(app, attempt, looked.found) };
    case "unknown":
      return { kind: "unreachable", problem: looked.problem };
    case "absent":
      return { kind: "known", status: await giveUpWhenOver(app, attempt) };
    default:
      return looked satisfies never;
  }
}

/** Before its time is over an attempt without a checkout waits: the borrower may try again with the same key. */
async function giveUpWhenOver(app: App, attempt: AttemptRow): Promise<AttemptStatus> {
  if (attempt.expiresAt > app.clock.now()) return attempt.status as AttemptStatus;
  return loseAttempt(app, attempt, attempt.lastProblem ?? "never_opened");
}
