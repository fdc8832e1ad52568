// Signing in with a passkey: no address is asked for, because the device says whose passkey it holds. What is to be
// signed is made for one browser and can be answered once, rightly or wrongly.
import { randomBytes } from "node:crypto";
import { isoBase64URL } from "@simplewebauthn/server/helpers";
import type { App } from "#app/platform/app.server.ts";
import { inTransaction, type Tx } from "#app/platform/db.server.ts";
import { addressKeys, count, readCounters } from "../identity/sign-in-counters.server.ts";
import { staffTryingOpensAt } from "../identity/sign-in-limits.ts";
import { readSigned, relyingPartyOf, signingOptions, type KeptPasskey } from "./passkeys.server.ts";
import {
  recordRefusal,
  signInPerson,
  type Refused,
  type StaffArrival,
  type StaffSignedInNow,
  type StartAgain,
} from "./sign-in.server.ts";
import { beginChallenge, findChallenge, useChallenge } from "./staff-challenges.server.ts";
import type { SignedCredential } from "./staff.schema.ts";

export function newPasskeyChallenge(): string {
  return randomBytes(32).toString("base64url");
}

export interface PasskeyOffer {
  /** JSON for the browser. */
  readonly options: string;
  /** Where the browser has to carry something new. */
  readonly challenge: string | undefined;
}

/** What this browser may sign; undefined where this portal has no name that passkeys could belong to. */
export async function offerPasskey(app: App, { carried }: StaffArrival): Promise<PasskeyOffer | undefined> {
  const party = relyingPartyOf(app);
  if (!party) return undefined;
  const { prisma } = app.db;
  const begun = await findChallenge(prisma, app, "passkey", carried.challenge);
  const challenge = begun?.challenge ?? newPasskeyChallenge();
  const token = begun ? undefined : await beginChallenge(prisma, app, { kind: "passkey", challenge });
  return { options: JSON.stringify(await signingOptions(party, challenge)), challenge: token };
}

/** The counter of a device that counts goes up in the statement that takes the answer. */
async function moveCounter(tx: Tx, app: App, { credentialId, counter }: KeptPasskey, next: bigint): Promise<boolean> {
  const moved = await tx.staffPasskey.updateMany({
    where: { credentialId, counter },
    data: { counter: next, lastUsedAt: app.clock.now() },
  });
  return moved.count === 1;
}

export async function enterPasskey(
  app: App,
  { carried, ip }: StaffArrival,
  signed: SignedCredential,
): Promise<StaffSignedInNow | Refused | StartAgain> {
  const party = relyingPartyOf(app);
  const { prisma } = app.db;
  const begun = await findChallenge(prisma, app, "passkey", carried.challenge);
  if (!party || !begun || begun.challenge === null) return { kind: "start-again" };
  const keys = addressKeys(app, "staff_fail", ip);
  const until = staffTryingOpensAt(await readCounters(prisma, keys), app.clock.now());
  if (until) return { kind: "wait", until };
  if (!(await useChallenge(prisma, app, begun.id))) return { kind: "start-again" };
  const kept = await prisma.staffPasskey.findUnique({ where: { credentialId: isoBase64URL.toBuffer(signed.id) } });
  const next = kept ? await readSigned(party, begun.challenge, signed, kept) : undefined;
  return inTransaction(app.db, async (tx) => {
    const good = kept !== null && next !== undefined && (await moveCounter(tx, app, kept, next));
    const signedIn = good ? await signInPerson(tx, app, kept.staffId, "passkey") : undefined;
    if (!signedIn) {
      await count(tx, app, keys);
      await recordRefusal(tx, app, { staffId: kept?.staffId, step: "passkey", failures: 1 });
      return { kind: "wrong" };
    }
    const { token: session, role } = signedIn;
    return { kind: "signed-in", carried: { session }, role, via: "passkey", wanted: carried.wanted };
  });
}
