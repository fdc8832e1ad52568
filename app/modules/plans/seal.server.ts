// The seal of what was signed or issued: an HMAC over everything that belongs together, so that nothing of it can be
// exchanged for another. Who has no key makes none.
import type { App } from "#app/platform/app.server.ts";

function seal({ vault }: Pick<App, "vault">, parts: readonly string[]): Buffer<ArrayBuffer> {
  return vault.auditHmac(Buffer.from(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join("")));
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

export interface SignedParts {
  readonly planId: string;
  readonly code: string;
  readonly hash: Uint8Array;
  readonly signedAt: Date;
  readonly signingCodeId: string;
  readonly language: string;
  readonly zhFileId: string;
  readonly enFileId: string;
}

/** Over hash, time and the code that proved who signed; and over where the files are. */
export function sealAgreement(app: Pick<App, "vault">, parts: SignedParts): Buffer<ArrayBuffer> {
  const { planId, code, hash, signedAt, signingCodeId, language, zhFileId, enFileId } = parts;
  return seal(app, [
    "agreement",
    planId,
    code,
    hex(hash),
    signedAt.toISOString(),
    signingCodeId,
    language,
    zhFileId,
    enFileId,
  ]);
}

export interface IssuedParts {
  readonly id: string;
  readonly code: string;
  readonly accountId: string;
  readonly hash: Uint8Array;
  readonly issuedAt: Date;
  readonly zhFileId: string;
  readonly enFileId: string;
}

export function sealCertificate(app: Pick<App, "vault">, parts: IssuedParts): Buffer<ArrayBuffer> {
  const { id, code, accountId, hash, issuedAt, zhFileId, enFileId } = parts;
  return seal(app, ["certificate", id, code, accountId, hex(hash), issuedAt.toISOString(), zhFileId, enFileId]);
}
