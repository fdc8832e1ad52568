// What the forms before a proposal may hold. Messages are the last part of a key: budget.error.….
//
// Fields: `account` (repeated) · `adults`, `children`, `others`, `region`, `reason` (repeated), `healthConsent`,
// `intention`, `care`, `note`, and `reason_{accountId}`, `intention_{accountId}` where an account differs from the others · for each row of
// income and spending, such as `pay`: `pay` (the tick), `pay_amount` (major units), `pay_period`, `pay_answer`
// (`amount`, `not_sure`, `not_said`), and once `shown` (see rows.ts); `savings` is a row without a period.
import { z } from "zod";
import { isId } from "#app/kernel/ids.ts";
import { incomeKeys, intentions, reasonKeys, spendingKeys } from "./budget.ts";

/** What broken bytes become on their way into text. */
const isReadable = (text: string): boolean => !text.includes("\ufffd");

const text = (most: number) =>
  z
    .string()
    .max(most, "tooLong")
    .refine(isReadable, "unreadable")
    .transform((typed) => typed.trim())
    .default("");

export const DraftForm = z.object({
  account: z.array(z.string().refine(isId, "account")).min(1, "account").max(100, "account").prefault([]),
});

/** Full-width digits count; an empty box says none. */
const people = (none: string) =>
  z
    .string()
    .transform((typed) => typed.normalize("NFKC").trim() || none)
    .pipe(z.string().regex(/^\d{1,3}$/, "people"))
    .transform(Number)
    .refine((count) => count <= 20, "people")
    .default(Number(none));

const reasons = z.array(z.enum(reasonKeys, "reason")).max(reasonKeys.length, "reason").default([]);
const intention = z.enum(intentions, "intention");

const ticked = z
  .literal("yes")
  .optional()
  .catch(undefined)
  .transform((tick) => tick === "yes");

const household = {
  adults: people("1"),
  children: people("0"),
  others: people("0"),
  region: text(60),
  reason: reasons,
  intention: intention.default("unsure"),
  care: ticked,
  /** To keep a reason that is about health. */
  healthConsent: ticked,
  note: text(1000),
};

export type ReasonField = `reason_${string}`;
export type IntentionField = `intention_${string}`;

/** The household, what has happened, and what of it is different for one of several accounts. */
export function situationForm(accountIds: readonly string[]) {
  const own = accountIds.length > 1 ? accountIds : [];
  return z.object({
    ...household,
    ...(Object.fromEntries(own.map((id) => [`reason_${id}`, reasons])) as Record<ReasonField, typeof reasons>),
    ...(Object.fromEntries(own.map((id) => [`intention_${id}`, intention.optional()])) as Record<
      IntentionField,
      z.ZodOptional<typeof intention>
    >),
  });
}

const cell = z.string().max(60, "malformed").optional();

type RowField<Key extends string> = Key | `${Key}_amount` | `${Key}_period` | `${Key}_answer`;

function rowFields<Key extends string>(keys: readonly Key[]): Record<RowField<Key>, typeof cell> {
  const names = keys.flatMap((key) => [key, `${key}_amount`, `${key}_period`, `${key}_answer`]);
  return Object.fromEntries(names.map((name) => [name, cell])) as Record<RowField<Key>, typeof cell>;
}

const shown = z.string().max(400, "malformed").optional();

export const IncomeForm = z.object({ ...rowFields(incomeKeys), shown });
export const SpendingForm = z.object({ ...rowFields([...spendingKeys, "savings"]), shown });

export const SendForm = z.object({
  version: z
    .string()
    .regex(/^\d{1,9}$/, "version")
    .transform(Number),
});
