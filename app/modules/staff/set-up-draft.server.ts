// A sign-in that is being set up: kept, sealed, for one browser and one link until it works. Until then nothing about
// the person changes and the link stays good.
import { newId } from "#app/kernel/ids.ts";
import type { Language } from "#app/i18n/languages.ts";
import type { App } from "#app/platform/app.server.ts";
import { beginChallenge, findChallenge, keepDraft } from "./staff-challenges.server.ts";
import { findLink, type FoundLink } from "./staff-links.server.ts";

export interface SetUpDraft {
  readonly linkId: string;
  readonly staffId: string;
  readonly name: string;
  readonly email: string;
  readonly language: Language;
  /** Base64 of the blind index of the own ID number. */
  readonly idBlind?: string;
  readonly way:
    | { readonly kind: "passkey" }
    | {
        readonly kind: "password";
        readonly passwordHash: string;
        readonly totpSecret: string;
        /** Of the code that confirmed the secret; text, because JSON knows no bigint. */
        readonly confirmedStep?: string;
        /** Made with the confirmation, shown until they are kept. */
        readonly recoveryCodes?: readonly string[];
      };
}

/** Steps that wait for what came before them. */
export type SetUpStep = "you" | "code" | "codes" | "passkey";

export function stepOf(draft: SetUpDraft | undefined): SetUpStep {
  if (!draft) return "you";
  if (draft.way.kind === "passkey") return "passkey";
  return draft.way.recoveryCodes ? "codes" : "code";
}

/** A browser that holds a link. */
export interface LinkHolder {
  readonly linkToken: string;
  /** What the browser carries of a set-up under way. */
  readonly challenge: string | undefined;
}

export interface OpenSetUp {
  readonly link: FoundLink;
  readonly id: string | undefined;
  /** What a passkey is to sign. */
  readonly challenge: string | undefined;
  readonly draft: SetUpDraft | undefined;
}

/** What this link opens in this browser; undefined where the link is used, replaced or too old. */
export async function openSetUp(app: App, { linkToken, challenge }: LinkHolder): Promise<OpenSetUp | undefined> {
  const link = await findLink(app, linkToken);
  if (!link) return undefined;
  const begun = await findChallenge(app.db.prisma, app, "set_up", challenge);
  const draft = begun?.draft as SetUpDraft | undefined;
  if (!begun || draft?.linkId !== link.linkId) {
    return { link, id: undefined, challenge: undefined, draft: undefined };
  }
  return { link, id: begun.id, challenge: begun.challenge ?? undefined, draft };
}

/** Answers the token for the browser. Whoever goes back and changes their mind begins anew. */
export function beginDraft(app: App, draft: SetUpDraft, challenge: string | undefined): Promise<string> {
  const kept = challenge === undefined ? {} : { challenge };
  return beginChallenge(app.db.prisma, app, { kind: "set_up", draft, ...kept });
}

export function changeDraft(app: App, id: string, draft: SetUpDraft): Promise<void> {
  return keepDraft(app.db.prisma, app, id, { draft });
}

/** Whoever was invited is on file already; the first operator is not. */
export function staffIdFor(app: App, link: FoundLink): string {
  return link.staffId ?? newId(app.clock.now().getTime());
}
