// Tells a borrower that there is something to read in the portal, once for each answer. The words are the same for
// every answer: nobody who looks over a shoulder learns what was asked, or of whom.
import { defaultLanguage, isLanguage } from "#app/i18n/languages.ts";
import { queueMessage } from "#app/modules/contact/contact.server.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";

/** By text message where a number is on file, else by e-mail; nobody is told where neither is. */
export async function queueNotice(
  tx: Tx,
  app: App,
  borrowerId: string,
  accountIds: readonly string[],
  idemKey: string,
): Promise<void> {
  const accounts = await tx.debtAccount.findMany({
    where: { id: { in: [...accountIds] }, borrowerId },
    orderBy: { id: "asc" },
    select: {
      mobile: { select: { id: true, stoppedAt: true } },
      email: { select: { id: true, stoppedAt: true } },
      borrower: { select: { language: true } },
    },
  });
  const usable = (channel: "mobile" | "email") =>
    accounts.map((account) => account[channel]).find((contact) => contact?.stoppedAt === null);
  const [mobile, email] = [usable("mobile"), usable("email")];
  const contactPointId = mobile?.id ?? email?.id;
  if (contactPointId === undefined) return;
  const language = accounts[0]?.borrower.language;
  await queueMessage(tx, app, {
    borrowerId,
    contactPointId,
    channel: mobile ? "sms" : "email",
    purpose: "notice",
    language: isLanguage(language) ? language : defaultLanguage,
    letter: { template: "notice" },
    idemKey,
  });
}
