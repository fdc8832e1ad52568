// What a password of staff may be. Length is what counts: no rules about signs, no change by the calendar. It refuses
// what everybody tries first and what stands on the person's own file.

export const passwordLeast = 12;
export const passwordMost = 200;

export type PasswordRefusal = "too-short" | "too-long" | "like-email" | "common";

/** One form for what different keyboards send for the same keys. */
export function toTypedForm(password: string): string {
  return password.normalize("NFKC");
}

/** Beginnings of what stands on every list of stolen passwords, in small letters and without digits around. */
const common = new Set([
  "password",
  "passw0rd",
  "passwort",
  "qwertyuiop",
  "qwerty",
  "qwertyuiopasdfgh",
  "asdfghjkl",
  "zxcvbnm",
  "iloveyou",
  "letmein",
  "welcome",
  "changeme",
  "administrator",
  "admin",
  "woaini",
  "woaiwojia",
  "mima",
  "anhuan",
  "correcthorsebatterystaple",
  "correct horse battery staple",
]);

const runs = ["01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz"];

/** One sign, one pair or one word over and over, a row of keys, or a common word with digits about it. */
function isCommon(password: string): boolean {
  const small = password.toLowerCase();
  if (/^(.{1,6}?)\1+.?$/su.test(small)) return true;
  if (runs.some((run) => run.includes(small))) return true;
  const core = small.replace(/^[\d\W_]+|[\d\W_]+$/gu, "");
  if (core === "" && !/\p{L}/u.test(small)) return new Set(small).size < 6 || runs.some((run) => run.includes(small));
  return common.has(core) || common.has(small) || /^(1qaz2wsx|q1w2e3r4|1q2w3e4r)/.test(small);
}

/** Undefined where it will do. */
export function judgePassword(password: string, email: string): PasswordRefusal | undefined {
  const typed = toTypedForm(password);
  const length = Array.from(typed).length;
  if (length < passwordLeast) return "too-short";
  if (length > passwordMost) return "too-long";
  const [name = ""] = email.toLowerCase().split("@");
  const small = typed.toLowerCase();
  if (email !== "" && (small === email.toLowerCase() || (name.length >= 4 && small.replaceAll(name, "").length < 6))) {
    return "like-email";
  }
  return isCommon(typed) ? "common" : undefined;
}
