// What the forms of the options page send. Messages are the last part of a key: options.error.….
//
// Fields: `option` (a listed offer: its kind, or kind-2 for the second of that kind) · or terms of one's own, by GET to
// see them and by POST to choose them: `kind`, `every`, `firstOn`, `dates` (repeated; empty ones do not count), `amount` and `upfront`
// (major units), `count`, `months`, `waive` (repeated) · `version` where an offer is answered with another one.
import { z } from "zod";

const short = z.string().max(60, "tooLong").default("");

export const version = z
  .string()
  .regex(/^\d{1,9}$/, "version")
  .transform(Number);

export const ChooseForm = z.object({
  option: z.string("option").regex(/^[a-z_]{1,20}(-\d{1,2})?$/, "option"),
  version: version.optional(),
});

export const OwnTermsForm = z.object({
  kind: z.enum(["full_by_date", "instalments", "stepped", "token", "pause", "waiver", "settlement"], "kind"),
  every: z.enum(["week", "fortnight", "month", "own"], "every").default("month"),
  firstOn: short,
  dates: z.array(z.string().max(60, "tooLong")).max(200, "tooLong").default([]),
  amount: short,
  upfront: short,
  count: short,
  months: short,
  waive: z
    .array(z.enum(["interest", "penalty_interest", "fee"], "waive"))
    .max(3, "waive")
    .default([]),
  version: version.optional(),
});

export type OwnTermsFields = z.output<typeof OwnTermsForm>;

/** The version that a page was shown in; undefined where the form says none. */
export function readVersion(form: FormData): number | undefined {
  return version.safeParse(form.get("version")).data;
}
