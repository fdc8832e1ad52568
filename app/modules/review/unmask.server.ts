// Shows one masked thing of a person whole, once, for a reason that is on record before it is shown and that the borrower
// can read. The value goes into no address, log or record. It refuses to show anything of another portfolio.
import { requirePermission, type StaffActor } from "#app/kernel/actor.ts";
import { recordAudit } from "#app/modules/audit/audit.server.ts";
import { openBirthDate, openContact, openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Prisma, type Tx } from "#app/platform/db.server.ts";
import { readAsStaff } from "#app/platform/desk-reading.server.ts";
import type { UnmaskField, Unmasked, UnmaskReason } from "./unmask.ts";

/** Contacts that came with an account of the portfolio: another creditor's are not this one's to know. */
export function contactsOf({ creditors }: StaffActor): Prisma.ContactPointWhereInput {
  const ofOne = { some: { creditorCode: { in: [...creditors] } } };
  return { OR: [{ mobileOf: ofOne }, { emailOf: ofOne }] };
}

async function readValues(
  { vault }: Pick<App, "vault">,
  tx: Tx,
  actor: StaffActor,
  borrowerId: string,
  field: UnmaskField,
): Promise<string[] | undefined> {
  const row = await tx.borrower.findFirst({
    where: { id: borrowerId, accounts: { some: { creditorCode: { in: [...actor.creditors] } } } },
    include: { contacts: { where: { stoppedAt: null, ...contactsOf(actor) }, orderBy: { createdAt: "asc" } } },
  });
  if (!row) return undefined;
  const contacts = (channel: string) => row.contacts.filter((each) => each.channel === channel);
  switch (field) {
    case "name":
      return [openFullName(vault, row)];
    case "id_number":
      return [openIdNumber(vault, row)];
    case "phone":
      return contacts("sms").map((contact) => openContact(vault, contact));
    case "email":
      return contacts("email").map((contact) => openContact(vault, contact));
    case "birth_date": {
      const { id, birthDateEnc } = row;
      return birthDateEnc ? [openBirthDate(vault, { id, birthDateEnc })] : [];
    }
    default:
      return field satisfies never;
  }
}

/** After openAccess. Undefined where this person is not in the actor's portfolio. */
export async function unmaskBorrower(
  app: App,
  actor: StaffActor,
  borrowerId: string,
  { field, reason }: { readonly field: UnmaskField; readonly reason: UnmaskReason },
): Promise<Unmasked | undefined> {
  requirePermission(actor, "borrower.unmask");
  const values = await readAsStaff(app.db, actor, (tx) => readValues(app, tx, actor, borrowerId, field));
  if (!values) return undefined;
  const subject = `borrower:${borrowerId}`;
  const facts = { field, reason };
  await inTransaction(app.db, (tx) => recordAudit(tx, app, { actor, action: "borrower.unmasked", subject, facts }));
  return { field, values };
}
