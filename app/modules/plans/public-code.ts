// The code of a document in its public address: whoever holds it may ask whether the document is one of ours. It is
// all that stands before that page, so it is drawn at random from more than 2 to the power of 128.
import { randomInt } from "node:crypto";

/** No 0/O, 1/I/L, U. */
const alphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
const groups = 7;
const signsOfGroup = 4;
const wellFormed = new RegExp(`^[${alphabet}]{${groups * signsOfGroup}}$`);

/** "7KQ4-M2XD-…", 28 signs. */
export function newPublicCode(): string {
  const group = () => Array.from({ length: signsOfGroup }, () => alphabet[randomInt(alphabet.length)]).join("");
  return Array.from({ length: groups }, group).join("-");
}

/** The code in its one form, or undefined where a text is none. */
export function readPublicCode(text: string): string | undefined {
  if (text.length > 100) return undefined;
  const signs = text
    .normalize("NFKC")
    .replace(/[\s\u2010-\u2015-]+/gu, "")
    .toUpperCase();
  if (!wellFormed.test(signs)) return undefined;
  return (signs.match(/.{4}/g) ?? []).join("-");
}
