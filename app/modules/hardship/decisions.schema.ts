// What the forms of an answer may hold. Messages are the last part of a key: decisions.dev.problem.… for the demo's,
// answer.error.… for the desk's.
//
// Fields of the desk: `answer` · `question` of a question · `reasons` (repeated) and `acceptable` of a decline · the terms
// of an offer as on the options page (options.schema.ts) · `look`: everything is chosen, show it · and to give it
// `version` and `sign`, which say what was seen.
import { z } from "zod";
import { readDay } from "#app/kernel/calendar.ts";
import { declineReasons, questionCodes, type Answer } from "./decisions.ts";
import { version } from "./options.schema.ts";
import type { OptionTerms } from "./options.ts";

const months = z
  .string()
  .transform((typed) => typed.normalize("NFKC").trim())
  .pipe(z.union([z.literal(""), z.string().regex(/^[1-9]\d{0,2}$/)], "months"))
  .transform((typed) => (typed === "" ? undefined : Number(typed)))
  .optional();

const firstOn = z
  .string()
  .max(20, "firstOn")
  .transform((typed, context) => {
    if (typed.trim() === "") return undefined;
    const day = readDay(typed);
    if (!day) context.addIssue({ code: "custom", message: "firstOn" });
    return day;
  })
  .optional();

export const AnswerForm = z
  .object({
    reference: z.string().max(40),
    version: z.coerce.number().int().positive(),
    answer: z.enum(["approve", "counter", "ask", "decline"], "choice"),
    months,
    firstOn,
    question: z.enum(questionCodes, "question").optional(),
    reasons: z.array(z.enum(declineReasons, "reasons")).default([]),
  })
  .superRefine((form, context) => {
    const missing = (field: "months" | "firstOn" | "question" | "reasons"): void => {
      context.addIssue({ code: "custom", message: field, path: [field] });
    };
    const named = form.months !== undefined || form.firstOn !== undefined;
    if (form.answer === "counter" || (form.answer === "decline" && named)) {
      if (form.months === undefined) missing("months");
      if (form.firstOn === undefined) missing("firstOn");
    }
    if (form.answer === "ask" && form.question === undefined) missing("question");
    if (form.answer === "decline" && form.reasons.length === 0) missing("reasons");
  });

function termsOf({ months: count, firstOn: on }: z.output<typeof AnswerForm>): OptionTerms | undefined {
  if (count === undefined || on === undefined) return undefined;
  return { kind: "instalments", rhythm: { every: "month", firstOn: on, count }, upfrontMinor: 0n };
}

/** A form that was read whole, as an answer. */
export function toAnswer(form: z.output<typeof AnswerForm>): Answer {
  const terms = termsOf(form);
  if (form.answer === "counter" && terms) return { kind: "counter", terms };
  if (form.answer === "ask" && form.question) return { kind: "ask", question: form.question };
  if (form.answer === "decline") return { kind: "decline", reasons: form.reasons, acceptable: terms };
  return { kind: "approve" };
}

export const DeskAnswerForm = z.object({
  answer: z.enum(["approve", "counter", "ask", "decline"], "choice").optional(),
  question: z.enum(questionCodes, "question").optional(),
  reasons: z.array(z.enum(declineReasons, "reasons")).default([]),
  /** What would be accepted: nothing said, the engine's best, or the terms that stand beside it. */
  acceptable: z.enum(["none", "best", "own"], "choice").optional(),
  look: z.literal("1", "choice").optional(),
});

export const GiveAnswerForm = z.object({ version, sign: z.string().max(300, "choice").default("") });

export const EscalateForm = z.object({ note: z.string().max(2000, "tooLong").default("") });

export const SecondForm = z.object({
  intent: z.enum(["approve", "return", "withdraw"], "choice"),
  approval: z.uuid("choice"),
  note: z.string().max(2000, "tooLong").default(""),
});
