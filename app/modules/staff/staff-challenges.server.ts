// What a browser of staff has begun and not yet finished: a password that was right, a passkey that was asked for, a
// sign-in that is being set up. Each belongs to one browser, ends by itself and can be finished once.
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { newToken } from "#app/platform/crypto.server.ts";
import type { Db, Tx } from "#app/platform/db.server.ts";

const minute = 60_000;

export type ChallengeKind = "code" | "passkey" | "set_up" | "add_passkey" | "new_codes";

const lifeMs: Record<ChallengeKind, number> = {
  code: 10 * minute,
  passkey: 10 * minute,
  set_up: 60 * minute,
  add_passkey: 10 * minute,
  new_codes: 10 * minute,
};

/** A code is tried this often, however many requests come at once. */
export const triesPerChallenge = 5;

export interface StaffChallenge {
  readonly id: string;
  readonly staffId: string | null;
  readonly challenge: string | null;
  /** What was kept with it. */
  readonly draft: unknown;
  readonly expiresAt: Date;
}

interface Begun {
  readonly kind: ChallengeKind;
  readonly staffId?: string;
  /** What a passkey is to sign. */
  readonly challenge?: string;
  /** What is not confirmed yet; sealed until then. */
  readonly draft?: unknown;
  /** Where the browser is known by its session, the token made of that; a new one otherwise. */
  readonly token?: string;
}

const place = (rowId: string) => ({ table: "staff_challenge", column: "secret_enc", rowId });

/** What somebody who is signed in has begun hangs on their session: no second token has to be carried. */
export function tokenOfSession(kind: ChallengeKind, sessionId: string): string {
  return `${kind}|${sessionId}`;
}

/** Answers the token that the browser carries; what was begun under the same token before is forgotten. */
export async function beginChallenge(runner: Tx | Db["prisma"], app: App, begun: Begun): Promise<string> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  const token = begun.token ?? newToken();
  const tokenHash = app.vault.tokenHash(token);
  if (begun.token !== undefined) await runner.staffChallenge.deleteMany({ where: { tokenHash } });
  await runner.staffChallenge.create({
    data: {
      id,
      tokenHash,
      kind: begun.kind,
      staffId: begun.staffId ?? null,
      challenge: begun.challenge ?? null,
      secretEnc: begun.draft === undefined ? null : app.vault.seal(JSON.stringify(begun.draft), place(id)),
      createdAt: now,
      expiresAt: new Date(now.getTime() + lifeMs[begun.kind]),
    },
  });
  return token;
}

export async function findChallenge(
  runner: Tx | Db["prisma"],
  app: App,
  kind: ChallengeKind,
  token: string | undefined,
): Promise<StaffChallenge | undefined> {
  if (token === undefined) return undefined;
  const row = await runner.staffChallenge.findUnique({
    where: {
      tokenHash: app.vault.tokenHash(token),
      kind,
      usedAt: null,
      tries: { lt: triesPerChallenge },
      expiresAt: { gt: app.clock.now() },
    },
  });
  if (!row) return undefined;
  const { id, staffId, challenge, secretEnc, expiresAt } = row;
  const draft: unknown = secretEnc === null ? undefined : JSON.parse(app.vault.open(secretEnc, place(id)));
  return { id, staffId, challenge, draft, expiresAt };
}

/** Keeps what is not confirmed yet, and what a passkey is to sign. */
export async function keepDraft(
  runner: Tx | Db["prisma"],
  app: App,
  challengeId: string,
  { draft, challenge }: { readonly draft: unknown; readonly challenge?: string },
): Promise<void> {
  await runner.staffChallenge.update({
    where: { id: challengeId },
    data: {
      secretEnc: app.vault.seal(JSON.stringify(draft), place(challengeId)),
      ...(challenge === undefined ? {} : { challenge }),
    },
  });
}

/** Counts a try before it is judged; false where none is left. */
export async function takeTry(tx: Tx, challengeId: string): Promise<boolean> {
  const { count } = await tx.staffChallenge.updateMany({
    where: { id: challengeId, usedAt: null, tries: { lt: triesPerChallenge } },
    data: { tries: { increment: 1 } },
  });
  return count === 1;
}

/** Ends it; of two at once one is told true. */
export async function useChallenge(runner: Tx | Db["prisma"], app: App, challengeId: string): Promise<boolean> {
  const { count } = await runner.staffChallenge.updateMany({
    where: { id: challengeId, usedAt: null },
    data: { usedAt: app.clock.now() },
  });
  return count === 1;
}
