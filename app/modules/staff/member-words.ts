// Somebody of the staff in words: whose accounts they may see, and how they sign in.
import type { T } from "#app/i18n/i18n.ts";
import type { MemberRefusal } from "./staff-members.ts";

interface CreditorName {
  readonly value: string;
  readonly label: string;
}

export function sayPortfolio(t: T, portfolio: readonly string[], creditors: readonly CreditorName[]): string {
  if (portfolio.length === 0) return t("staff.members.noCreditor");
  if (creditors.every(({ value }) => portfolio.includes(value))) return t("staff.members.everyCreditor");
  const nameOf = (code: string): string => creditors.find(({ value }) => value === code)?.label ?? code;
  return portfolio.map(nameOf).join(t("staff.members.listMark"));
}

interface WaysIn {
  readonly passkeys: number;
  readonly withCode: boolean;
}

export function sayWaysIn(t: T, { passkeys, withCode }: WaysIn): string {
  const ways = [
    passkeys > 0 && t("staff.members.passkeys", { count: passkeys }),
    withCode && t("staff.members.withCode"),
  ].filter((way) => way !== false);
  return ways.length === 0 ? t("staff.members.noWay") : ways.join(t("staff.members.listMark"));
}

/** Which box is to be mended, by which message; no box where the whole thing is refused. */
export function errorOf({ kind }: MemberRefusal): Readonly<Record<string, string>> | undefined {
  if (kind === "email-taken") return { email: "emailTaken" };
  return kind === "unknown-creditor" ? { creditors: "creditors" } : undefined;
}

const refusals = { own: "own", "last-operator": "lastOperator", "wrong-state": "wrongState" } as const;

/** Why nothing was changed, as a key below `staff.members.refused`. */
export function refusedKey({ kind }: MemberRefusal): (typeof refusals)[keyof typeof refusals] | undefined {
  return kind in refusals ? refusals[kind as keyof typeof refusals] : undefined;
}
