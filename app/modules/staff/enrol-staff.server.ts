// Puts somebody on file who can sign in at once, with a password and an authenticator: for the demo's cast and for
// tests. Everybody else sets up their own sign-in by a one-time link.
import { newId } from "#app/kernel/ids.ts";
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import type { Tx } from "#app/platform/db.server.ts";
import { hashPassword } from "./password-hash.server.ts";
import { sealTotp } from "./totp.server.ts";

export interface Enrolment {
  readonly id?: string;
  /** Small letters. */
  readonly email: string;
  readonly name: string;
  readonly role: StaffRole;
  /** The portfolio. */
  readonly creditors: readonly string[];
  readonly language: Language;
  readonly password: string;
  /** Base32, as an authenticator app takes it. */
  readonly totpSecret: string;
}

/** Answers the id of the new person. */
export async function enrolStaff(tx: Tx, app: App, { password, totpSecret, ...who }: Enrolment): Promise<string> {
  const now = app.clock.now();
  const id = who.id ?? newId(now.getTime());
  await tx.staff.create({
    data: {
      ...who,
      id,
      creditors: [...who.creditors],
      status: "active",
      passwordHash: await hashPassword(password),
      totpEnc: sealTotp(app.vault, id, totpSecret),
      createdAt: now,
      updatedAt: now,
    },
  });
  return id;
}
