// What the portal holds about a person, as that person may see it on a screen: never a full number or address.
import type { BorrowerActor } from "#app/kernel/actor.ts";
import { dayAt, type Day } from "#app/kernel/calendar.ts";
import { openContact, openFullName, openIdNumber } from "#app/modules/identity/borrowers.server.ts";
import { maskEmail, maskIdNumber, maskMobile, maskName } from "#app/modules/identity/person.ts";
import type { App } from "#app/platform/app.server.ts";

export interface HeldContact {
  readonly channel: "sms" | "email";
  readonly masked: string;
  readonly stopped: boolean;
}

export interface Holdings {
  readonly name: string;
  readonly idNumber: string;
  readonly hasBirthDate: boolean;
  readonly language: string;
  readonly region: string;
  readonly contacts: readonly HeldContact[];
  readonly accounts: number;
  readonly since: Day;
  /** The newest first. */
  readonly visits: readonly Date[];
}

export async function readHoldings(app: App, { borrowerId }: BorrowerActor): Promise<Holdings> {
  const person = await app.db.prisma.borrower.findUniqueOrThrow({
    relationLoadStrategy: "join",
    where: { id: borrowerId },
    select: {
      id: true,
      idNumberEnc: true,
      fullNameEnc: true,
      birthDateEnc: true,
      language: true,
      region: true,
      createdAt: true,
      contacts: { orderBy: { createdAt: "asc" }, select: { id: true, channel: true, valueEnc: true, stoppedAt: true } },
      accounts: { select: { id: true } },
      sessions: { orderBy: { createdAt: "desc" }, take: 5, select: { createdAt: true } },
    },
  });
  return {
    name: maskName(openFullName(app.vault, person)),
    idNumber: maskIdNumber(openIdNumber(app.vault, person)),
    hasBirthDate: person.birthDateEnc !== null,
    language: person.language,
    region: person.region,
    contacts: person.contacts.map((contact): HeldContact => {
      const value = openContact(app.vault, contact);
      const stopped = contact.stoppedAt !== null;
      return contact.channel === "email"
        ? { channel: "email", masked: maskEmail(value), stopped }
        : { channel: "sms", masked: maskMobile(value), stopped };
    }),
    accounts: person.accounts.length,
    since: dayAt(person.createdAt, app.settings.timeZone),
    visits: person.sessions.map(({ createdAt }) => createdAt),
  };
}
