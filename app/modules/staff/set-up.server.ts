// Setting up one's own sign-in by a one-time link: who one is and what one will sign in with, then the proof that it
// works. Only with that proof does the link end and the person become active, all in one transaction.
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { blindId } from "../identity/borrowers.server.ts";
import { hashPassword } from "./password-hash.server.ts";
import { judgePassword, type PasswordRefusal } from "./passwords.ts";
import { newPasskeyChallenge } from "./passkey-sign-in.server.ts";
import { makingOptions, relyingPartyOf } from "./passkeys.server.ts";
import { newRecoveryCodes } from "./recovery-codes.server.ts";
import { beginDraft, changeDraft, staffIdFor, type OpenSetUp } from "./set-up-draft.server.ts";
import type { TypedCode } from "./staff-codes.ts";
import { newTotpSecret, stepOfCode } from "./totp.server.ts";

export interface AboutYou {
  readonly name: string;
  readonly email?: string | undefined;
  readonly language: Language;
  readonly way: "password" | "passkey";
  readonly newPassword: string;
  readonly idNumber: string | undefined;
}

export type AboutRefusal =
  | { readonly kind: "password"; readonly why: PasswordRefusal }
  | { readonly kind: "email-taken" }
  | { readonly kind: "no-passkeys" };

/** First step. Answers what the browser has to carry on. */
export async function describeYourself(
  app: App,
  { link }: OpenSetUp,
  about: AboutYou,
): Promise<Outcome<string, AboutRefusal>> {
  const email = link.email ?? about.email ?? "";
  const taken = await app.db.prisma.staff.findUnique({ where: { email }, select: { id: true } });
  if (taken && taken.id !== link.staffId) return refused({ kind: "email-taken" });
  const { name, language, idNumber } = about;
  const idBlind = idNumber && blindId(app.vault, "cn_resident_id", idNumber).toString("base64");
  const who = {
    linkId: link.linkId,
    staffId: staffIdFor(app, link),
    name,
    email,
    language,
    ...(idBlind && { idBlind }),
  };
  if (about.way === "passkey") {
    if (!relyingPartyOf(app)) return refused({ kind: "no-passkeys" });
    return done(await beginDraft(app, { ...who, way: { kind: "passkey" } }, newPasskeyChallenge()));
  }
  const why = judgePassword(about.newPassword, email);
  if (why) return refused({ kind: "password", why });
  const passwordHash = await hashPassword(about.newPassword);
  const way = { kind: "password", passwordHash, totpSecret: newTotpSecret() } as const;
  return done(await beginDraft(app, { ...who, way }, undefined));
}

/** Second step with a password: the authenticator shows the right code. Answers false where it does not. */
export async function confirmAuthenticator(app: App, { id, draft }: OpenSetUp, typed: TypedCode): Promise<boolean> {
  if (id === undefined || draft?.way.kind !== "password" || typed.kind !== "totp") return false;
  const step = stepOfCode(draft.way.totpSecret, typed.code, app.clock.now());
  if (step === undefined) return false;
  const recoveryCodes = draft.way.recoveryCodes ?? newRecoveryCodes();
  await changeDraft(app, id, { ...draft, way: { ...draft.way, confirmedStep: step.toString(), recoveryCodes } });
  return true;
}

/** What the browser is asked to make; undefined where that is not the way, or there can be none. */
export async function passkeyToMake(app: App, { challenge, draft }: OpenSetUp): Promise<string | undefined> {
  const party = relyingPartyOf(app);
  if (!party || draft?.way.kind !== "passkey" || challenge === undefined) return undefined;
  const { staffId, email, name } = draft;
  return JSON.stringify(await makingOptions(party, { staffId, email, name, known: [] }, challenge));
}
