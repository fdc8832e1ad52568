// Changes of one's own way in, each after a fresh proof: another passkey, one fewer, another password, new recovery
// codes. It refuses to take away the last way in.
import type { StaffActor } from "#app/kernel/actor.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { App } from "#app/platform/app.server.ts";
import { databaseErrorCode, inTransaction, type Tx } from "#app/platform/db.server.ts";
import { addPasskey } from "./finish-set-up.server.ts";
import { endOtherSessions, isFreshSession, recordOwn } from "./own-access.server.ts";
import { checkPassword, hashPassword } from "./password-hash.server.ts";
import { newPasskeyChallenge } from "./passkey-sign-in.server.ts";
import { makingOptions, readNewPasskey, relyingPartyOf } from "./passkeys.server.ts";
import { judgePassword, type PasswordRefusal } from "./passwords.ts";
import { keepRecoveryCodes, newRecoveryCodes } from "./recovery-codes.server.ts";
import { recordRefusal } from "./sign-in.server.ts";
import { beginChallenge, findChallenge, tokenOfSession, useChallenge } from "./staff-challenges.server.ts";
import type { TypedCode } from "./staff-codes.ts";
import { proveByCode } from "./staff-proof.server.ts";
import type { MadeCredential } from "./staff.schema.ts";

/** Somebody at their own access page. */
export interface OwnArrival {
  readonly actor: StaffActor;
  readonly ip: string;
  /** Not asked of whoever has passkeys only. */
  readonly code: TypedCode | undefined;
}

export type ProofRefusal =
  | { readonly kind: "wrong-code" }
  | { readonly kind: "code-missing" }
  | { readonly kind: "sign-in-again" }
  | { readonly kind: "wait"; readonly until: Date };

async function hasAuthenticator(tx: Tx, staffId: string): Promise<boolean> {
  return (await tx.staff.count({ where: { id: staffId, NOT: { totpEnc: null } } })) > 0;
}

/** Undefined where it is proved that the right person sits here now. */
async function proveSelf(tx: Tx, app: App, { actor, ip, code }: OwnArrival): Promise<ProofRefusal | undefined> {
  const { staffId } = actor;
  if (!(await hasAuthenticator(tx, staffId))) {
    return (await isFreshSession(tx, app, actor)) ? undefined : { kind: "sign-in-again" };
  }
  if (!code) return { kind: "code-missing" };
  const proof = await proveByCode(tx, app, { staffId, ip }, code);
  if (proof.kind === "right") return undefined;
  if (proof.kind === "wait") return proof;
  await recordRefusal(tx, app, { staffId, step: "code", failures: proof.failures });
  return { kind: "wrong-code" };
}

/** First half of another passkey: the proof. What the device is to sign waits for this session. */
export async function askForPasskey(app: App, own: OwnArrival): Promise<Outcome<null, ProofRefusal>> {
  return inTransaction(app.db, async (tx) => {
    const refusal = await proveSelf(tx, app, own);
    if (refusal) return refused(refusal);
    const { staffId, sessionId } = own.actor;
    const token = tokenOfSession("add_passkey", sessionId);
    await beginChallenge(tx, app, { kind: "add_passkey", staffId, challenge: newPasskeyChallenge(), token });
    return done(null);
  });
}

async function findAsked(app: App, { sessionId }: StaffActor) {
  return findChallenge(app.db.prisma, app, "add_passkey", tokenOfSession("add_passkey", sessionId));
}

/** JSON for the browser; undefined where the proof is missing, or there can be no passkeys. */
export async function ownPasskeyToMake(app: App, actor: StaffActor): Promise<string | undefined> {
  const party = relyingPartyOf(app);
  const asked = await findAsked(app, actor);
  if (!party || !asked || asked.challenge === null) return undefined;
  const { email, name, passkeys } = await app.db.prisma.staff.findUniqueOrThrow({
    where: { id: actor.staffId },
    select: { email: true, name: true, passkeys: { select: { credentialId: true } } },
  });
  const known = passkeys.map(({ credentialId }) => credentialId);
  return JSON.stringify(await makingOptions(party, { staffId: actor.staffId, email, name, known }, asked.challenge));
}

/** Second half: answers false where the device's answer is not good, or comes too late. */
export async function keepOwnPasskey(
  app: App,
  actor: StaffActor,
  made: MadeCredential,
  device: string,
): Promise<boolean> {
  const party = relyingPartyOf(app);
  const asked = await findAsked(app, actor);
  if (!party || !asked || asked.challenge === null) return false;
  if (!(await useChallenge(app.db.prisma, app, asked.id))) return false;
  const passkey = await readNewPasskey(party, asked.challenge, made);
  if (!passkey) return false;
  try {
    await inTransaction(app.db, async (tx) => {
      const id = await addPasskey(tx, app, actor.staffId, passkey, device);
      await recordOwn(tx, app, actor, "passkey_added", { passkey: id });
    });
    return true;
  } catch (error) {
    // The device gave a passkey that is on file already.
    if (["23505", "P2002"].includes(databaseErrorCode(error) ?? "")) return false;
    throw error;
  }
}

export type RemovalRefusal = ProofRefusal | { readonly kind: "last-way" } | { readonly kind: "gone" };

export async function removePasskey(
  app: App,
  own: OwnArrival,
  passkeyId: string,
): Promise<Outcome<null, RemovalRefusal>> {
  const { staffId } = own.actor;
  return inTransaction(app.db, async (tx) => {
    const refusal = await proveSelf(tx, app, own);
    if (refusal) return refused(refusal);
    // Two removals at once would each see the other's passkey.
    await tx.$executeRaw`SELECT FROM staff WHERE id = ${staffId}::uuid FOR UPDATE`;
    const passkeys = await tx.staffPasskey.findMany({ where: { staffId }, select: { id: true } });
    if (!passkeys.some(({ id }) => id === passkeyId)) return refused({ kind: "gone" } as const);
    if (passkeys.length === 1 && !(await hasAuthenticator(tx, staffId))) return refused({ kind: "last-way" } as const);
    await tx.staffPasskey.deleteMany({ where: { id: passkeyId, staffId } });
    await recordOwn(tx, app, own.actor, "passkey_removed", { passkey: passkeyId });
    return done(null);
  });
}

export type PasswordChangeRefusal =
  | ProofRefusal
  | { readonly kind: "old-password" }
  | { readonly kind: "password"; readonly why: PasswordRefusal };

/** Asks for the old password and a code; every other session ends with it. */
export async function changePassword(
  app: App,
  own: OwnArrival,
  { password, newPassword }: { readonly password: string; readonly newPassword: string },
): Promise<Outcome<null, PasswordChangeRefusal>> {
  const { staffId } = own.actor;
  const person = await app.db.prisma.staff.findUniqueOrThrow({
    where: { id: staffId },
    select: { email: true, passwordHash: true },
  });
  const why = judgePassword(newPassword, person.email);
  if (why) return refused({ kind: "password", why });
  const [{ right }, passwordHash] = await Promise.all([
    checkPassword(password, person.passwordHash),
    hashPassword(newPassword),
  ]);
  return inTransaction(app.db, async (tx) => {
    // The code first: without one nobody learns whether the old password was right.
    const refusal = await proveSelf(tx, app, own);
    if (refusal) return refused(refusal);
    if (!right) return refused({ kind: "old-password" } as const);
    await tx.staff.update({ where: { id: staffId }, data: { passwordHash, updatedAt: app.clock.now() } });
    // Whoever came half-way in with the old one has to begin again.
    await tx.staffChallenge.deleteMany({ where: { staffId, kind: "code", usedAt: null } });
    const sessions = await endOtherSessions(tx, app, own.actor);
    await recordOwn(tx, app, own.actor, "password_changed", { sessions });
    return done(null);
  });
}

/** New recovery codes wait, sealed, until they are kept; the old ones work until then. */
export async function askForCodes(app: App, own: OwnArrival): Promise<Outcome<null, ProofRefusal>> {
  return inTransaction(app.db, async (tx) => {
    const refusal = await proveSelf(tx, app, own);
    if (refusal) return refused(refusal);
    const { staffId, sessionId } = own.actor;
    const token = tokenOfSession("new_codes", sessionId);
    await beginChallenge(tx, app, { kind: "new_codes", staffId, draft: newRecoveryCodes(), token });
    return done(null);
  });
}

async function findWaitingCodes(app: App, { sessionId }: StaffActor) {
  const waiting = await findChallenge(app.db.prisma, app, "new_codes", tokenOfSession("new_codes", sessionId));
  return waiting && { id: waiting.id, codes: waiting.draft as readonly string[] };
}

export async function readWaitingCodes(app: App, actor: StaffActor): Promise<readonly string[] | undefined> {
  return (await findWaitingCodes(app, actor))?.codes;
}

/** From now on these work and no older ones. Answers false where there are none to keep. */
export async function keepWaitingCodes(app: App, actor: StaffActor): Promise<boolean> {
  const waiting = await findWaitingCodes(app, actor);
  if (!waiting) return false;
  return inTransaction(app.db, async (tx) => {
    if (!(await useChallenge(tx, app, waiting.id))) return false;
    await keepRecoveryCodes(tx, app, actor.staffId, waiting.codes);
    await recordOwn(tx, app, actor, "codes_renewed", { count: waiting.codes.length });
    return true;
  });
}
