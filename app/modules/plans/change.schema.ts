// What the change form of a plan sends: `kind`, `seq` (which instalment), and by kind `to` (a day), `less` or `more` (major
// units), and `version` with the answer. Messages are the last part of a key: plans.refusal.….
import { z } from "zod";
import { readDay } from "#app/kernel/calendar.ts";
import { readAmount, type Currency } from "#app/kernel/money.ts";
import { type Outcome, done, refused } from "#app/kernel/outcome.ts";
import type { PlanChange } from "./changes.ts";

const short = z.string().max(60, "choose").default("");

export const ChangeForm = z.object({
  kind: z.enum(["move", "skip", "reduce", "pay_more"], "choose"),
  seq: z
    .string("choose")
    .regex(/^\d{1,4}$/, "choose")
    .transform(Number),
  to: short,
  less: short,
  more: short,
  version: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .optional(),
});

/** Which box is to be mended, and how. */
export interface ChangeFault {
  readonly field: "kind" | "to" | "less" | "more";
  readonly code: "choose" | "date" | "amount";
}

function readMinor(text: string, currency: Currency, field: "less" | "more"): Outcome<bigint, ChangeFault> {
  const read = readAmount(text, currency);
  return read.ok ? done(read.amountMinor) : refused({ field, code: "amount" });
}

/** The change that a form means, in the plan's currency. */
export function readChange(form: z.output<typeof ChangeForm>, currency: Currency): Outcome<PlanChange, ChangeFault> {
  const { kind, seq } = form;
  switch (kind) {
    case "skip":
      return done({ kind, seq });
    case "move": {
      const to = readDay(form.to);
      return to ? done({ kind, seq, to }) : refused({ field: "to", code: "date" });
    }
    case "reduce": {
      const amount = readMinor(form.less, currency, "less");
      return amount.ok ? done({ kind, seq, amountMinor: amount.value }) : amount;
    }
    case "pay_more": {
      const amount = readMinor(form.more, currency, "more");
      return amount.ok ? done({ kind, amountMinor: amount.value }) : amount;
    }
    default:
      return kind satisfies never;
  }
}
