// What was sent from the screen of a case and did not go through, as its forms show it again.
import type { Catalogue } from "#app/i18n/zh/catalogue.ts";
import type { T } from "#app/i18n/i18n.ts";
import type { Unmasked } from "./unmask.ts";

export type CaseErrorCode = keyof Catalogue["cases"]["error"];

/** Why something did not happen, in words already. */
export interface CaseProblem {
  readonly field: string;
  readonly message: string;
}

export interface CaseAnswer {
  readonly problems: readonly CaseProblem[];
  /** What was typed, by field. */
  readonly typed: Readonly<Record<string, string>>;
  readonly unmasked?: Unmasked | undefined;
}

export const nothingSent: CaseAnswer = { problems: [], typed: {} };

function sayErrors(t: T, errors: Readonly<Record<string, string | undefined>>): CaseProblem[] {
  return Object.entries(errors).flatMap(([field, code]) =>
    code === undefined ? [] : [{ field, message: t(`cases.error.${code as CaseErrorCode}`) }],
  );
}

interface WrongForm {
  readonly errors: Readonly<Record<string, string | undefined>>;
  readonly values: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Fields that nobody sees: what is wrong with them belongs to the whole page, and a new form has new ones. */
const unseen = new Set(["once", "case"]);

/** A form that could not be read whole: what to mend, and what was typed. */
export function refusedForm(t: T, { errors, values }: WrongForm): CaseAnswer {
  const problems = sayErrors(t, errors).map((each) => (unseen.has(each.field) ? { ...each, field: "" } : each));
  const typed = Object.entries(values).flatMap(([name, value]) =>
    typeof value === "string" && name !== "once" ? [[name, value.slice(0, 4000)]] : [],
  );
  return { problems, typed: Object.fromEntries(typed) as Record<string, string> };
}

export function problemOf({ problems }: CaseAnswer, field: string): string | undefined {
  return problems.find((problem) => problem.field === field)?.message;
}
