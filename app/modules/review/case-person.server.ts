// Who somebody is, as staff see it: enough to know whom one speaks to, and no more. Names, numbers and contacts come out
// masked; unmask.server.ts shows one of them, with a reason.
import { defaultLanguage, isLanguage } from "#app/i18n/languages.ts";
import type { StaffActor } from "#app/kernel/actor.ts";
import { openContact, openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import { isIdType, maskEmail, maskIdNumber, maskMobile, maskName } from "#app/modules/identity/person.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { listCareMarks } from "./care-marks.server.ts";
import { lookAtName } from "./case-name-signs.ts";
import type { CasePerson } from "./case-view.ts";
import { contactsOf } from "./unmask.server.ts";

/** Undefined where this person has no account in the actor's portfolio. */
export async function readPerson(
  app: App,
  tx: Tx,
  actor: StaffActor,
  borrowerId: string,
): Promise<CasePerson | undefined> {
  const row = await tx.borrower.findFirst({
    where: { id: borrowerId, accounts: { some: { creditorCode: { in: [...actor.creditors] } } } },
    include: { contacts: { where: contactsOf(actor), orderBy: { createdAt: "asc" } } },
  });
  if (!row) return undefined;
  const fullName = openFullName(app.vault, row);
  return {
    borrowerId,
    name: maskName(fullName),
    nameSigns: lookAtName(fullName),
    idType: isIdType(row.idType) ? row.idType : "passport",
    idNumber: maskIdNumber(openIdNumber(app.vault, row)),
    language: isLanguage(row.language) ? row.language : defaultLanguage,
    region: row.region,
    timeZone: row.timeZone,
    contacts: row.contacts.map((contact) => {
      const value = openContact(app.vault, contact);
      const channel = contact.channel === "email" ? "email" : "sms";
      return {
        id: contact.id,
        channel,
        value: channel === "email" ? maskEmail(value) : maskMobile(value),
        stopped: contact.stoppedAt !== null,
      };
    }),
    marks: await listCareMarks(tx, actor, borrowerId),
  };
}
