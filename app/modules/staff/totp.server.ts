// Codes of an authenticator app (RFC 6238, 30 seconds, six digits). A code that is right is right for one time step;
// whoever takes it remembers the step, so that the same code is never taken twice.
import { Secret, TOTP } from "otpauth";
import type { App } from "#app/platform/app.server.ts";
import type { Vault } from "#app/platform/crypto.server.ts";

const period = 30;
const digits = 6;
/** A phone's clock may be one step off. */
const leeway = 1;

const place = (staffId: string) => ({ table: "staff", column: "totp_enc", rowId: staffId });

/** 160 bits in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32;
}

export function sealTotp(vault: Vault, staffId: string, secret: string): Buffer<ArrayBuffer> {
  return vault.seal(secret, place(staffId));
}

export function openTotp(vault: Vault, staffId: string, sealed: Uint8Array): string {
  return vault.open(sealed, place(staffId));
}

/** The time step that this code belongs to; undefined where it is none of now. */
export function stepOfCode(secret: string, code: string, now: Date): bigint | undefined {
  const timestamp = now.getTime();
  const delta = TOTP.validate({
    secret: Secret.fromBase32(secret),
    token: code,
    period,
    digits,
    timestamp,
    window: leeway,
  });
  return delta === null ? undefined : BigInt(Math.floor(timestamp / 1000 / period) + delta);
}

/** What the app shows at this moment. */
export function codeAt(secret: string, moment: Date): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), period, digits, timestamp: moment.getTime() });
}

/** The address in the picture that an app scans. */
export function totpAddress({ settings }: Pick<App, "settings">, email: string, secret: string): string {
  return new TOTP({ issuer: settings.name.en, label: email, secret, period, digits }).toString();
}
