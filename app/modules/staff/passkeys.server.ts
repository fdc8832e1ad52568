// Passkeys of staff (WebAuthn): what a browser is asked to make or to sign, and whether the answer is good. The device
// verifies whoever holds it, so a passkey is both steps at once. It refuses an answer to another challenge, from
// another origin, or from a device that did not verify anybody.
import { isIP } from "node:net";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { cose, decodeAttestationObject, isoBase64URL } from "@simplewebauthn/server/helpers";
import type { App } from "#app/platform/app.server.ts";
import type { MadeCredential, SignedCredential } from "./staff.schema.ts";

export interface RelyingParty {
  /** A passkey belongs to this name and to no other. */
  readonly id: string;
  readonly origin: string;
  readonly name: string;
}

/** Browsers keep passkeys for a name over TLS, or for localhost; an address of numbers is no name. */
export function relyingPartyOf({ env, settings }: Pick<App, "env" | "settings">): RelyingParty | undefined {
  const { hostname, protocol, origin } = new URL(env.publicOrigin);
  const local = hostname === "localhost" || hostname.endsWith(".localhost");
  const named = isIP(hostname.replace(/^\[|\]$/g, "")) === 0;
  return named && (local || protocol === "https:") ? { id: hostname, origin, name: settings.name.en } : undefined;
}

const algorithms = [cose.COSEALG.EdDSA, cose.COSEALG.ES256, cose.COSEALG.RS256];
const timeout = 5 * 60_000;

export interface PasskeyHolder {
  readonly staffId: string;
  readonly email: string;
  readonly name: string;
  /** Ids of the passkeys that are there already. */
  readonly known: readonly Uint8Array<ArrayBuffer>[];
}

/** The sixteen bytes by which a device tells whose passkey it holds. */
function handleOf(staffId: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(staffId.replaceAll("-", ""), "hex"));
}

/** What a browser is asked to make; the same for the same challenge. */
export function makingOptions(party: RelyingParty, holder: PasskeyHolder, challenge: string) {
  return generateRegistrationOptions({
    rpID: party.id,
    rpName: party.name,
    userID: handleOf(holder.staffId),
    userName: holder.email,
    userDisplayName: holder.name,
    challenge: isoBase64URL.toBuffer(challenge),
    timeout,
    attestationType: "none",
    excludeCredentials: holder.known.map((id) => ({ id: isoBase64URL.fromBuffer(id) })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: algorithms,
  });
}

/** What a browser is asked to sign: any passkey of this name, whoever it belongs to. */
export function signingOptions(party: RelyingParty, challenge: string) {
  return generateAuthenticationOptions({
    rpID: party.id,
    challenge: isoBase64URL.toBuffer(challenge),
    timeout,
    userVerification: "required",
  });
}

export interface NewPasskey {
  readonly credentialId: Uint8Array<ArrayBuffer>;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
  readonly transports: string[];
}

/** No maker's statement was asked for. One with certificates would make us ask their maker's servers about them. */
function isPlainStatement(attestationObject: string): boolean {
  const decoded = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject));
  const fmt = decoded.get("fmt");
  return fmt === "none" || (fmt === "packed" && decoded.get("attStmt").get("x5c") === undefined);
}

/** The passkey that was made; undefined where the answer is not good. */
export async function readNewPasskey(
  party: RelyingParty,
  challenge: string,
  made: MadeCredential,
): Promise<NewPasskey | undefined> {
  try {
    if (!isPlainStatement(made.response.attestationObject)) return undefined;
    const { registrationInfo } = await verifyRegistrationResponse({
      response: made,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (!registrationInfo) return undefined;
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      credentialId: isoBase64URL.toBuffer(id),
      publicKey,
      counter: BigInt(counter),
      transports: made.response.transports,
    };
  } catch {
    // The library throws for every kind of answer that is not good; which one it was helps only whoever made it up.
    return undefined;
  }
}

export interface KeptPasskey {
  readonly staffId: string;
  readonly credentialId: Uint8Array<ArrayBuffer>;
  readonly publicKey: Uint8Array<ArrayBuffer>;
  readonly counter: bigint;
}

/** The device's new counter; undefined where the answer is not good. */
export async function readSigned(
  party: RelyingParty,
  challenge: string,
  signed: SignedCredential,
  { staffId, credentialId, publicKey, counter }: KeptPasskey,
): Promise<bigint | undefined> {
  const { userHandle } = signed.response;
  if (userHandle !== undefined && userHandle !== isoBase64URL.fromBuffer(handleOf(staffId))) return undefined;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: signed,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: { id: isoBase64URL.fromBuffer(credentialId), publicKey, counter: Number(counter) },
      requireUserVerification: true,
    });
    return verified ? BigInt(authenticationInfo.newCounter) : undefined;
  } catch {
    return undefined;
  }
}
