// Names that may not be what they look like: signs that nobody sees, letters of several alphabets in one name, forms that
// are drawn like another character. Pure. It says that a name should be looked at; it refuses to mend one, and to hold
// two people for one because they look alike.
import { revealUnseen } from "#app/kernel/foreign-text.ts";

/** `unseen`: marks of no width or direction; `mixed`: alphabets that share shapes; `form`: drawn like another sign. */
export const nameSigns = ["unseen", "mixed", "form", "digit"] as const;
export type NameSign = (typeof nameSigns)[number];

/** Alphabets with letters that cannot be told from another's by eye. */
const alphabets = [
  /\p{Script=Latin}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Lisu}/u,
];

/** Radicals, compatibility ideographs and letters of formulas: each is drawn like a sign that names are written with. */
const standIns = /[\u2e80-\u2fdf\uf900-\ufaff\u{1d400}-\u{1d7ff}\u{2f800}-\u{2fa1f}]/u;

const tests: Readonly<Record<NameSign, (name: string) => boolean>> = {
  unseen: (name) => revealUnseen(name) !== name,
  mixed: (name) => alphabets.filter((alphabet) => alphabet.test(name)).length > 1,
  form: (name) => standIns.test(name),
  digit: (name) => /\p{N}/u.test(name.replace(/[〇零]/gu, "")),
};

export function lookAtName(name: string): readonly NameSign[] {
  return nameSigns.filter((sign) => tests[sign](name));
}
