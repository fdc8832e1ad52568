// Single cells of a placement file: texts, days, rates, yes or no. Liberal in form (width of digits, slashes,
// blanks), strict in meaning: what could be read two ways is not read.
import { readDay, type Day } from "#app/kernel/calendar.ts";
import { toPlainForm } from "../identity/person.ts";

/** Control characters, the mark of a lost character, and halves of a character. */
// eslint-disable-next-line no-control-regex -- these are what is looked for
const unreadable = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffd-\uffff]|\p{Cs}/u;

export type TextReading =
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly code: "text_control_character" | "text_too_long" };

/** A text as it came, blanks around it gone and line breaks inside it as one blank. */
export function readText(cell: string, maxSigns: number): TextReading {
  // Length first: no work on a megabyte.
  if (cell.length > maxSigns * 8) return { ok: false, code: "text_too_long" };
  const text = cell.replace(/\s+/gu, " ").trim();
  if (unreadable.test(text)) return { ok: false, code: "text_control_character" };
  if (text.length > maxSigns && Array.from(text).length > maxSigns) return { ok: false, code: "text_too_long" };
  return { ok: true, text };
}

/** Also "2026年5月7日", "2026.05.07", "20260507" and a spreadsheet's midnight behind the day. */
export function readFileDay(cell: string): Day | undefined {
  const plain = toPlainForm(cell)
    .trim()
    .replace(/[ T]00:00(?::00(?:\.0+)?)?$/, "")
    .replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3")
    .replace(/^(\d{4})年(\d{1,2})月(\d{1,2})日$/u, "$1-$2-$3")
    .replace(/^(\d{4})\.(\d{1,2})\.(\d{1,2})$/, "$1-$2-$3");
  return readDay(plain);
}

export type RateReading =
  | { readonly ok: true; readonly ppm: number }
  | { readonly ok: false; readonly code: "rate_missing" | "rate_malformed" | "rate_too_precise" | "rate_out_of_range" };

const highestRatePpm = 1_000_000;

/** Percent a year as parts per million: "15.40" is 154,000. Digits are moved, never multiplied as a float. */
export function readRate(cell: string): RateReading {
  const plain = toPlainForm(cell).replace(/\s+/gu, "").replace(/%$/, "");
  if (plain === "") return { ok: false, code: "rate_missing" };
  const match = /^([-−]?)(\d{1,9})(?:\.(\d*))?$/.exec(plain);
  if (!match) return { ok: false, code: "rate_malformed" };
  const [, sign, whole = "", fraction = ""] = match;
  const ppm = Number(whole + fraction.slice(0, 4).padEnd(4, "0"));
  if (ppm > highestRatePpm || (sign !== "" && ppm > 0)) return { ok: false, code: "rate_out_of_range" };
  if (/[1-9]/.test(fraction.slice(4))) return { ok: false, code: "rate_too_precise" };
  return { ok: true, ppm };
}

const yes = new Set(["Y", "YES", "是", "1", "TRUE"]);
const no = new Set(["N", "NO", "否", "0", "FALSE"]);

export function readYesNo(cell: string): boolean | undefined {
  const plain = toPlainForm(cell).trim().toUpperCase();
  if (yes.has(plain)) return true;
  return no.has(plain) ? false : undefined;
}

const knownZones = new Set<string>();

/** Whether this is a time zone by its IANA name. */
export function isTimeZone(name: string): boolean {
  if (knownZones.has(name)) return true;
  // Offsets such as "+08:00" are accepted by Intl, but are no place.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    Intl.DateTimeFormat("en", { timeZone: name });
  } catch {
    return false;
  }
  knownZones.add(name);
  return true;
}
