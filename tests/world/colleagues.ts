// Colleagues of the journeys: for each role and language several, so that journeys side by side need not share one.
import type { StaffRole } from "#app/kernel/permissions.ts";
import type { Language } from "#app/i18n/languages.ts";

export interface Colleague {
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
  readonly language: Language;
  /** All creditors where it does not say. */
  readonly creditors?: readonly string[];
}

export interface SignedInColleague extends Colleague {
  /** What two browsers of theirs would send. */
  readonly cookies: readonly [string, string];
}

/** With what they sign in by themselves. */
export interface ColleagueAtTheDoor extends Colleague {
  readonly password: string;
  readonly totpSecret: string;
}

export interface Colleagues {
  readonly signedIn: readonly SignedInColleague[];
  readonly atTheDoor: readonly ColleagueAtTheDoor[];
  /** Tokens of set-up links that nobody has used. */
  readonly links: readonly string[];
}

const howMany: Partial<Readonly<Record<StaffRole, number>>> = {
  agent: 7,
  senior_agent: 6,
  operator: 1,
  auditor: 1,
};

/** The `count`th colleague (from 0) of this role who reads this language. */
export function colleagueOf(role: StaffRole, language: Language, count: number): Colleague {
  const person = `${role}.${language === "en" ? "en" : "zh"}.${count}`;
  return { name: `Colleague ${person}`, email: `${person}@journeys.example`, role, language };
}

/** Works for one creditor alone, for whom nobody else's journey brings anything. */
export function lonelyColleague(language: Language): Colleague {
  // Of the other language than their people: see tests/world/people.ts.
  const creditor = language === "en" ? "BJCF" : "LANTERN";
  const person = `alone.${creditor.toLowerCase()}`;
  return {
    name: `Colleague ${person}`,
    email: `${person}@journeys.example`,
    role: "agent",
    language,
    creditors: [creditor],
  };
}

/** Looks after another creditor's people than those of the journeys. */
export const elsewhere: Colleague = {
  name: "Colleague elsewhere",
  email: "elsewhere@journeys.example",
  role: "senior_agent",
  language: "en",
  creditors: ["HXCARD"],
};

/** Have a password and an authenticator; their portfolio is small, so that a list of it is short. */
export const atTheDoor: readonly Colleague[] = (["en", "zh-CN"] as const).map((language) => ({
  name: `Colleague door.${language}`,
  email: `door.${language.toLowerCase()}@journeys.example`,
  role: "agent",
  language,
  creditors: ["HXCARD"],
}));

/** Waits for somebody to set up a sign-in of their own. */
export function invitedOf(count: number): Colleague {
  return {
    name: `Colleague new.${count}`,
    email: `new.${count}@journeys.example`,
    role: "agent",
    language: count % 2 === 0 ? "zh-CN" : "en",
  };
}

export const invitations = 6;

export const everyColleague: readonly Colleague[] = [
  ...(Object.entries(howMany) as [StaffRole, number][]).flatMap(([role, count]) =>
    (["zh-CN", "en"] as const).flatMap((language) =>
      Array.from({ length: count }, (_, index) => colleagueOf(role, language, index)),
    ),
  ),
  lonelyColleague("zh-CN"),
  lonelyColleague("en"),
  elsewhere,
];
