// The end of a set-up: the link is used up, the person is on file as they said, what they sign in with is kept, and
// they are signed in. All of it or nothing; of two browsers with the same link one comes through.
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import { newId } from "#app/kernel/ids.ts";
import type { App } from "#app/platform/app.server.ts";
import { databaseErrorCode, inTransaction, type Tx } from "#app/platform/db.server.ts";
import { recordAudit } from "../audit/audit.server.ts";
import { newPasskeyChallenge } from "./passkey-sign-in.server.ts";
import { readNewPasskey, relyingPartyOf, type NewPasskey } from "./passkeys.server.ts";
import { keepRecoveryCodes } from "./recovery-codes.server.ts";
import type { OpenSetUp, SetUpDraft } from "./set-up-draft.server.ts";
import { signInPerson } from "./sign-in.server.ts";
import { keepDraft, useChallenge } from "./staff-challenges.server.ts";
import { consumeLink, type FoundLink } from "./staff-links.server.ts";
import type { MadeCredential } from "./staff.schema.ts";
import { sealTotp } from "./totp.server.ts";

/**
 * - `over`: the link was used meanwhile, or something else came first.
 * - `not-ready`: the proof is missing.
 * - `passkey`: the device's answer is not good.
 */
export type FinishRefusal = "over" | "not-ready" | "passkey" | "email-taken";

function waysOf(app: App, { staffId, way }: SetUpDraft) {
  if (way.kind === "passkey") return { passwordHash: null, totpEnc: null, totpStep: null };
  return {
    passwordHash: way.passwordHash,
    totpEnc: sealTotp(app.vault, staffId, way.totpSecret),
    // The code that confirmed it is used up by that.
    totpStep: BigInt(way.confirmedStep ?? 0),
  };
}

/** Everything is written as if for the first time: with the link, what was there before has gone. */
async function putOnFile(tx: Tx, app: App, link: FoundLink, draft: SetUpDraft): Promise<void> {
  const now = app.clock.now();
  const { staffId: id, name, email, language, idBlind } = draft;
  const data = {
    name,
    language,
    status: "active",
    ...(idBlind !== undefined && { idBlind: Buffer.from(idBlind, "base64") }),
    ...waysOf(app, draft),
    updatedAt: now,
  };
  if (link.staffId !== undefined) {
    await tx.staff.update({ where: { id: link.staffId }, data });
    return;
  }
  const creditors = app.settings.creditors.map(({ code }) => code);
  await tx.staff.create({ data: { ...data, id, email, role: link.role, creditors, createdAt: now } });
}

export async function addPasskey(
  tx: Tx,
  app: App,
  staffId: string,
  passkey: NewPasskey,
  name: string,
): Promise<string> {
  const now = app.clock.now();
  const id = newId(now.getTime());
  await tx.staffPasskey.create({ data: { id, staffId, ...passkey, name, createdAt: now } });
  return id;
}

async function finish(
  app: App,
  { link, id, draft }: OpenSetUp,
  keepWay: (tx: Tx, draft: SetUpDraft) => Promise<void>,
): Promise<Outcome<{ readonly session: string }, FinishRefusal>> {
  if (id === undefined || draft === undefined) return refused("not-ready");
  try {
    return await inTransaction(app.db, async (tx) => {
      // In this order: a refusal commits what was done before it, and that is to be nothing of the person's.
      if (!(await useChallenge(tx, app, id))) return refused("over");
      if (!(await consumeLink(tx, app, link.linkId))) return refused("over");
      await putOnFile(tx, app, link, draft);
      await keepWay(tx, draft);
      await recordAudit(tx, app, {
        actor: { kind: "staff", staffId: draft.staffId, sessionId: "", role: link.role, creditors: [] },
        action: "staff.set_up",
        subject: `staff:${draft.staffId}`,
        facts: { way: draft.way.kind, role: link.role, first: link.staffId === undefined },
      });
      const via = draft.way.kind === "passkey" ? "passkey" : "code";
      const signedIn = await signInPerson(tx, app, draft.staffId, via);
      if (!signedIn) throw new TypeError("somebody set up their sign-in and cannot use it");
      return done({ session: signedIn.token });
    });
  } catch (error) {
    if (!["23505", "P2002"].includes(databaseErrorCode(error) ?? "")) throw error;
    // Somebody else was put on file under this address meanwhile, or the device gave a passkey that is on file.
    return refused(link.staffId === undefined ? "email-taken" : "passkey");
  }
}

/** Third step with a password: the recovery codes are kept. */
export async function finishWithPassword(
  app: App,
  setUp: OpenSetUp,
): Promise<Outcome<{ readonly session: string }, FinishRefusal>> {
  const way = setUp.draft?.way;
  if (way?.kind !== "password" || !way.recoveryCodes) return refused("not-ready");
  const codes = way.recoveryCodes;
  return finish(app, setUp, (tx, { staffId }) => keepRecoveryCodes(tx, app, staffId, codes));
}

/** Second step with a passkey, and the last. */
export async function finishWithPasskey(
  app: App,
  setUp: OpenSetUp,
  made: MadeCredential,
  device: string,
): Promise<Outcome<{ readonly session: string }, FinishRefusal>> {
  const party = relyingPartyOf(app);
  const ready = setUp.draft?.way.kind === "passkey" && setUp.challenge !== undefined && setUp.id !== undefined;
  if (!party || !ready) return refused("not-ready");
  const passkey = await readNewPasskey(party, setUp.challenge, made);
  if (!passkey) {
    // What was answered once, rightly or wrongly, is not asked again.
    await keepDraft(app.db.prisma, app, setUp.id, { draft: setUp.draft, challenge: newPasskeyChallenge() });
    return refused("passkey");
  }
  return finish(app, setUp, async (tx, { staffId }) => {
    await addPasskey(tx, app, staffId, passkey, device);
  });
}
