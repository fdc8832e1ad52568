// Sign-ins of the demo's colleagues. There is no password that everybody knows: each is derived from the keys of the data
// folder, so that it is the same at every start there and another one everywhere else. It refuses to exist in production.
import { isStaffRole, type StaffRole } from "#app/kernel/permissions.ts";
import type { App } from "#app/platform/app.server.ts";
import { codeAt, openTotp } from "./totp.server.ts";

const base32 = "abcdefghijklmnopqrstuvwxyz234567";

function requireDemo({ env }: App): void {
  if (env.mode !== "demo") throw new TypeError("the demo's sign-ins do not exist in production");
}

function derive(app: App, what: string, email: string, signs: number): string {
  requireDemo(app);
  const bytes = app.vault.codeHmac([what, email]);
  return Array.from(bytes.subarray(0, signs), (byte) => base32[byte % 32]).join("");
}

/** Eighty bits in four groups, such as "k3fq-a2mw-…": copied by hand without a slip. */
export function demoPassword(app: App, email: string): string {
  return derive(app, "demo-staff", email, 16).replace(/(.{4})(?=.)/g, "$1-");
}

/** As an authenticator app takes it. */
export function demoTotpSecret(app: App, email: string): string {
  return derive(app, "demo-staff-totp", email, 32).toUpperCase();
}

export interface DemoSignIn {
  readonly name: string;
  readonly role: StaffRole;
  readonly email: string;
  readonly password: string;
  /** Where the person signs in with codes. */
  readonly code: string | undefined;
}

/** Of these people, in this order, whoever can sign in. */
export async function readDemoSignIns(app: App, emails: readonly string[]): Promise<readonly DemoSignIn[]> {
  requireDemo(app);
  const people = await app.db.prisma.staff.findMany({
    where: { email: { in: [...emails] }, status: "active" },
    select: { id: true, email: true, name: true, role: true, totpEnc: true },
  });
  const now = app.clock.now();
  return emails.flatMap((email) => {
    const found = people.find((person) => person.email === email);
    if (!found || !isStaffRole(found.role)) return [];
    const { id, name, role, totpEnc } = found;
    const code = totpEnc ? codeAt(openTotp(app.vault, id, totpEnc), now) : undefined;
    return [{ name, role, email, password: demoPassword(app, email), code }];
  });
}
