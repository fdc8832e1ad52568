// What somebody may type as the second step: six digits of an authenticator, or a recovery code. Blanks, hyphens and
// full-width forms are what keyboards and pastes bring along; anything else is refused, not guessed at.
import { toPlainForm } from "../identity/person.ts";

/** No I, L, O, U, 0 or 1: what is on paper is read by people. */
export const recoverySigns = "ABCDEFGHJKMNPQRSTVWXYZ23456789";

export interface TypedCode {
  readonly kind: "totp" | "recovery";
  readonly code: string;
}

const unseen = /[\s\u200b-\u200f\u2060\ufeff‐-―-]+/gu;

export function readTypedCode(text: string): TypedCode | undefined {
  const plain = toPlainForm(text).replace(unseen, "").toUpperCase();
  if (/^\d{6}$/.test(plain)) return { kind: "totp", code: plain };
  const recovery = plain.length === 8 && Array.from(plain).every((sign) => recoverySigns.includes(sign));
  return recovery ? { kind: "recovery", code: plain } : undefined;
}
