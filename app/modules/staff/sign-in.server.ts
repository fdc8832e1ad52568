// The staff's way in: a password and then a code, or a passkey. An address that nobody has, a wrong password, somebody
// invited and somebody disabled do the same work and get the same answer. Nothing here locks anybody out: waits grow
// and end, and a passkey is held up by no wrong password.
import { systemActor } from "#app/kernel/actor.ts";
import { isStaffRole, type StaffRole } from "#app/kernel/permissions.ts";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import {
  addressKeys,
  count,
  counterKey,
  forgive,
  lockKeys,
  readCounters,
  type CounterKey,
} from "../identity/sign-in-counters.server.ts";
import { networkOf, staffTryingOpensAt } from "../identity/sign-in-limits.ts";
import { checkPassword, hashPassword } from "./password-hash.server.ts";
import { beginChallenge, findChallenge, takeTry, useChallenge } from "./staff-challenges.server.ts";
import type { TypedCode } from "./staff-codes.ts";
import type { StaffCarried } from "./staff-cookie.ts";
import { codeOpensAt, proveByCode } from "./staff-proof.server.ts";
import { openStaffSession, type SignInWay } from "./staff-sessions.server.ts";

/** A browser at the staff's door. */
export interface StaffArrival {
  readonly carried: StaffCarried;
  readonly ip: string;
}

export type Refused = { readonly kind: "wrong" } | { readonly kind: "wait"; readonly until: Date };
export type StartAgain = { readonly kind: "start-again" };

export interface StaffSignedInNow {
  readonly kind: "signed-in";
  readonly carried: StaffCarried;
  readonly role: StaffRole;
  readonly via: SignInWay;
  readonly wanted: string | undefined;
}

interface Refusal {
  readonly staffId: string | undefined;
  readonly step: "password" | "code" | "passkey";
  readonly failures: number;
}

/** On record without what was typed: who, where that is known, and how often in a row. */
export function recordRefusal(tx: Tx, app: App, { staffId, step, failures }: Refusal): Promise<void> {
  return recordAudit(tx, app, {
    actor: systemActor("sign-in"),
    action: "staff.sign_in_refused",
    subject: `staff:${staffId ?? "unknown"}`,
    facts: { step, failures },
  });
}

/** Guessing from one network holds up nobody in another; what guessing from many can do is the budget of everybody. */
function passwordClaim(app: App, email: string, ip: string): CounterKey {
  return counterKey(app, "staff_fail_claim", "password", email, networkOf(ip));
}

interface Typed {
  readonly email: string;
  readonly password: string;
}

/** First step: what the browser carries to the second one. */
export async function enterPassword(
  app: App,
  { carried, ip }: StaffArrival,
  { email, password }: Typed,
): Promise<{ readonly kind: "code"; readonly carried: StaffCarried } | Refused> {
  const claim = passwordClaim(app, email, ip);
  const keys = [claim, ...addressKeys(app, "staff_fail", ip)];
  const early = staffTryingOpensAt(await readCounters(app.db.prisma, keys), app.clock.now());
  if (early) return { kind: "wait", until: early };
  const person = await app.db.prisma.staff.findUnique({ where: { email } });
  // Outside of the transaction: it takes long, and holds no connection meanwhile.
  const check = await checkPassword(password, person?.passwordHash);
  const renewed = check.right && check.stale ? await hashPassword(password) : undefined;
  return inTransaction(app.db, async (tx) => {
    await lockKeys(tx, [claim]);
    const counters = await readCounters(tx, keys);
    const until = staffTryingOpensAt(counters, app.clock.now());
    if (until) return { kind: "wait", until };
    if (!person || !check.right || person.status !== "active" || !person.totpEnc) {
      await count(tx, app, keys);
      const failures = (counters.find(({ kind }) => kind === "staff_fail_claim")?.count ?? 0) + 1;
      await recordRefusal(tx, app, { staffId: person?.id, step: "password", failures });
      return { kind: "wrong" };
    }
    if (renewed !== undefined) {
      const where = { id: person.id, passwordHash: person.passwordHash };
      await tx.staff.updateMany({ where, data: { passwordHash: renewed } });
    }
    const challenge = await beginChallenge(tx, app, { kind: "code", staffId: person.id });
    return { kind: "code", carried: { challenge, wanted: carried.wanted } };
  });
}

export interface CodeStep {
  readonly tryingOpensAt: Date | undefined;
}

/** What the page of the second step may say; undefined where there is no first one. */
export async function readCodeStep(app: App, { carried, ip }: StaffArrival): Promise<CodeStep | undefined> {
  const challenge = await findChallenge(app.db.prisma, app, "code", carried.challenge);
  if (!challenge || challenge.staffId === null) return undefined;
  return { tryingOpensAt: await codeOpensAt(app.db.prisma, app, { staffId: challenge.staffId, ip }) };
}

/** The session of somebody who has proved both steps; undefined where they may not work here any more. */
export async function signInPerson(
  tx: Tx,
  app: App,
  staffId: string,
  via: SignInWay,
): Promise<{ readonly token: string; readonly role: StaffRole } | undefined> {
  const person = await tx.staff.findUnique({
    where: { id: staffId, status: "active" },
    select: { role: true, creditors: true },
  });
  if (!person || !isStaffRole(person.role)) return undefined;
  const { role, creditors } = person;
  return { token: await openStaffSession(tx, app, { staffId, role, creditors }, via), role };
}

/** Second step: a right code ends the way in and begins a session with a token of its own. */
export async function enterCode(
  app: App,
  { carried, ip }: StaffArrival,
  typed: TypedCode,
): Promise<StaffSignedInNow | Refused | StartAgain> {
  return inTransaction(app.db, async (tx) => {
    const challenge = await findChallenge(tx, app, "code", carried.challenge);
    if (!challenge || challenge.staffId === null) return { kind: "start-again" };
    const { id, staffId } = challenge;
    // Waiting uses up no try.
    const until = await codeOpensAt(tx, app, { staffId, ip });
    if (until) return { kind: "wait", until };
    if (!(await takeTry(tx, id))) return { kind: "start-again" };
    const proof = await proveByCode(tx, app, { staffId, ip }, typed);
    if (proof.kind === "wait") return proof;
    if (proof.kind === "wrong") {
      await recordRefusal(tx, app, { staffId, step: "code", failures: proof.failures });
      return { kind: "wrong" };
    }
    if (!(await useChallenge(tx, app, id))) return { kind: "start-again" };
    const person = await tx.staff.findUniqueOrThrow({ where: { id: staffId }, select: { email: true } });
    await forgive(tx, [passwordClaim(app, person.email, ip)], []);
    const signedIn = await signInPerson(tx, app, staffId, proof.via);
    if (!signedIn) return { kind: "start-again" };
    const { token: session, role } = signedIn;
    return { kind: "signed-in", carried: { session }, role, via: proof.via, wanted: carried.wanted };
  });
}
