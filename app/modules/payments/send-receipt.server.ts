// Tells the payer that a receipt waits in the portal. The mail itself holds no debt, creditor, amount or name: whoever
// reads a mailbox over a shoulder learns nothing (decision 0007).
import { isLanguage, defaultLanguage } from "#app/i18n/languages.ts";
import { queueMessage } from "#app/modules/contact/contact.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction } from "#app/platform/db.server.ts";

/** Once for each payment, however often it runs; nothing is sent where no mail address is on file. */
export async function sendReceipt(app: App, paymentId: string): Promise<void> {
  const payment = await app.db.prisma.payment.findUnique({
    where: { id: paymentId },
    select: {
      status: true,
      borrowerId: true,
      attempt: { select: { language: true } },
      account: { select: { emailId: true } },
    },
  });
  // Money that is kept apart has no receipt yet; a person tells of it once it is cleared up.
  if (payment?.status !== "settled" || !payment.borrowerId || !payment.account?.emailId) return;
  const { borrowerId, attempt, account } = payment;
  const language = isLanguage(attempt?.language) ? attempt.language : defaultLanguage;
  await inTransaction(app.db, (tx) =>
    queueMessage(tx, app, {
      borrowerId,
      contactPointId: account.emailId ?? undefined,
      channel: "email",
      purpose: "receipt",
      language,
      letter: { template: "receipt" },
      idemKey: `receipt:${paymentId}`,
    }),
  );
}
