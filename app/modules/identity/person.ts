// What tells one person from another, as text: names, ID numbers, phones, e-mail addresses, references.
// Everything here brings what people and creditors really write into one form, or says that it is not one.
// It refuses to mend: a wrong check digit is an error, and look-alike names stay two names.
import type { Day } from "#app/kernel/calendar.ts";
import { isDay } from "#app/kernel/calendar.ts";
import { done, refused, type Outcome } from "#app/kernel/outcome.ts";

export const idTypes = ["cn_resident_id", "passport"] as const;
export type IdType = (typeof idTypes)[number];

export function isIdType(text: string): text is IdType {
  return text === "cn_resident_id" || text === "passport";
}

export interface FictionOption {
  /** Accept the unassigned region code 990001 and mobile prefix 154 of a demo's people. */
  readonly fictionalPeople: boolean;
}

const plainAscii = /^[\x20-\x7e]*$/;
/** Zero-width and direction marks: invisible, and typed by nobody. */
const invisible =
  /[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|\p{Variation_Selector}/gu;

/** Full-width forms as their plain ones. */
export function toPlainForm(text: string): string {
  return plainAscii.test(text) ? text : text.normalize("NFKC");
}

/** A name as it is kept: blanks around it gone, runs of blanks as one, every character as it came. */
export function tidyName(text: string): string {
  return text.replace(/\s+/gu, " ").replace(/^[\s\u200b\ufeff]+|[\s\u200b\ufeff]+$/gu, "");
}

/**
 * A name as it is compared: without blanks, case, full-width forms, invisible signs, and with one kind of middle
 * dot and apostrophe. Simplified and traditional, or two characters that look alike, stay different.
 */
export function nameKey(text: string): string {
  return toPlainForm(text)
    .replace(invisible, "")
    .replace(/\s+/gu, "")
    .replace(/[•‧∙⋅・･●．᛫]/gu, "·")
    .replace(/[‘’ʼ`]/gu, "'")
    .replace(/[‐‑‒–—−]/gu, "-")
    .toLowerCase()
    .normalize("NFC");
}

/** What a person may type at /start for an account number: case and blanks do not count. */
export function referenceKey(text: string): string {
  return toPlainForm(text).replace(invisible, "").replace(/\s+/gu, "").toUpperCase();
}

export type IdRefusal = "id_missing" | "id_malformed" | "id_checksum" | "id_region_unknown";

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkDigits = "10X98765432";
/** Provinces of GB/T 2260, and 9 for foreigners with permanent residence. */
const regionPattern = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|7[1]|8[1-3]|9\d)/;
const fictionalRegion = "990001";

/** The check digit of GB 11643 for the first 17 digits. */
export function residentIdCheckDigit(digits: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index += 1) sum += Number(digits[index]) * (weights[index] ?? 0);
  return checkDigits[sum % 11] ?? "";
}

/** The birth date that a resident ID number carries. */
export function birthDateOfResidentId(number: string): Day | undefined {
  const text = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  return isDay(text) ? text : undefined;
}

function readResidentId(plain: string, { fictionalPeople }: FictionOption): Outcome<string, IdRefusal> {
  if (!/^[1-9]\d{16}[\dX]$/.test(plain)) return refused("id_malformed");
  if (residentIdCheckDigit(plain) !== plain[17]) return refused("id_checksum");
  if (plain.startsWith(fictionalRegion)) return fictionalPeople ? withBirthDate(plain) : refused("id_region_unknown");
  return regionPattern.test(plain) ? withBirthDate(plain) : refused("id_region_unknown");
}

function withBirthDate(number: string): Outcome<string, IdRefusal> {
  return birthDateOfResidentId(number) ? done(number) : refused("id_malformed");
}

/** The number in its one form: capitals, no blanks or hyphens, no text mark of a spreadsheet in front. */
export function readIdNumber(type: IdType, text: string, fiction: FictionOption): Outcome<string, IdRefusal> {
  const plain = toPlainForm(text)
    .replace(invisible, "")
    .replace(/^['‘’]/u, "")
    .replace(/[\s-]+/gu, "")
    .toUpperCase();
  if (plain === "") return refused("id_missing");
  if (type === "cn_resident_id") return readResidentId(plain, fiction);
  return /^(?=.*\d)[A-Z0-9]{5,20}$/.test(plain) ? done(plain) : refused("id_malformed");
}

/**
 * A mobile number as E.164, or undefined. Without a country it is a Chinese one; numbers of other countries
 * come with "+" or "00".
 */
export function readMobile(text: string, { fictionalPeople }: FictionOption): string | undefined {
  const plain = toPlainForm(text)
    .replace(invisible, "")
    .replace(/^['‘’]/u, "")
    .replace(/[\s().‐-―-]+/gu, "");
  const international = /^(?:\+|00)([1-9]\d{7,14})$/.exec(plain)?.[1];
  if (international && !international.startsWith("86")) return `+${international}`;
  const national = international ? international.slice(2) : plain.replace(/^86(?=1\d{10}$)/, "");
  if (!/^1[3-9]\d{9}$/.test(national)) return undefined;
  if (national.startsWith("154") && !fictionalPeople) return undefined;
  return `+86${national}`;
}

/** An e-mail address in small letters, or undefined. */
export function readEmail(text: string): string | undefined {
  const plain = toPlainForm(text).replace(invisible, "").trim().toLowerCase();
  if (plain.length > 254) return undefined;
  return /^[^\s@,;:<>()[\]"\\]{1,64}@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$/u.test(plain) ? plain : undefined;
}

/** "110***********1234"; of a shorter number the first sign and the last two. */
export function maskIdNumber(number: string): string {
  if (number.length >= 15) return `${number.slice(0, 3)}${"*".repeat(number.length - 7)}${number.slice(-4)}`;
  return `${number.slice(0, 1)}${"*".repeat(Math.max(number.length - 3, 3))}${number.slice(-2)}`;
}

/** "1****************4": for a certificate that anybody may read. */
export function maskIdNumberPublicly(number: string): string {
  return `${number.slice(0, 1)}${"*".repeat(Math.max(number.length - 2, 3))}${number.slice(-1)}`;
}

/** "*三", "**娜"; of a name in letters the first of each word: "T*** W***". */
export function maskName(name: string): string {
  const signs = Array.from(tidyName(name));
  if (signs.length === 0) return "";
  if (/^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(name.trimStart())) {
    return tidyName(name)
      .split(" ")
      .map((word) => `${Array.from(word)[0] ?? ""}***`)
      .join(" ");
  }
  if (signs.length === 1) return "*";
  return signs.map((sign, index) => (index === signs.length - 1 || sign === "·" ? sign : "*")).join("");
}

/** "138****5678"; a number of another country keeps its first signs: "+44****5678". */
export function maskMobile(e164: string): string {
  const shown = e164.startsWith("+86") ? e164.slice(3) : e164;
  return `${shown.slice(0, 3)}****${shown.slice(-4)}`;
}

/** "a***@x.com". */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return `${Array.from(email)[0] ?? ""}***${email.slice(at)}`;
}
