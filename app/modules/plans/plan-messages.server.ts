// Tells a borrower that something happened to their plan: a plain service notice, for whatever it is stands in the portal.
// It refuses to say in a message what happened: no debt, amount, date or name leaves the house.
import { defaultLanguage, isLanguage } from "#app/i18n/languages.ts";
import { queueMessage } from "#app/modules/contact/contact.server.ts";
import type { MessagePurpose } from "#app/modules/contact/contact.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";

interface Reach {
  readonly language: string;
  readonly sms_id: string | null;
  readonly email_id: string | null;
}

/** One notice for each key, however often it is asked for; nothing where no contact is on file. */
export async function tellOfPlan(
  tx: Tx,
  app: App,
  plan: { readonly id: string; readonly borrowerId: string },
  key: string,
  purpose: MessagePurpose = "notice",
): Promise<void> {
  const [reach] = await tx.$queryRaw<Reach[]>`
    SELECT b.language, m.id AS sms_id, e.id AS email_id
      FROM plan_account pa
      JOIN debt_account d ON d.id = pa.account_id
      JOIN borrower b ON b.id = d.borrower_id
      LEFT JOIN contact_point m ON m.id = d.mobile_id AND m.stopped_at IS NULL
      LEFT JOIN contact_point e ON e.id = d.email_id AND e.stopped_at IS NULL
     WHERE pa.plan_id = ${plan.id}::uuid AND b.id = ${plan.borrowerId}::uuid
     ORDER BY m.id IS NULL, e.id IS NULL, d.id LIMIT 1`;
  const contactPointId = reach?.sms_id ?? reach?.email_id;
  if (!reach || !contactPointId) return;
  await queueMessage(tx, app, {
    borrowerId: plan.borrowerId,
    contactPointId,
    channel: reach.sms_id === null ? "email" : "sms",
    purpose,
    language: isLanguage(reach.language) ? reach.language : defaultLanguage,
    letter: { template: "notice" },
    idemKey: `plan:${plan.id}:${key}`,
  });
}
