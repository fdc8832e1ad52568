// What the forms of a case and of a person may hold. Messages are the last part of a key: cases.error.….
import { z } from "zod";
import { isId } from "#app/kernel/ids.ts";
import { itemIntents } from "./queue.schema.ts";
import { glassNoteLimit, glassReasons } from "./case-glass.ts";
import { unmaskFields, unmaskReasons } from "./unmask.ts";

/** Who has it, as in the queue; and what only a case and a person know. */
export const caseIntents = [...itemIntents, "break_glass", "unmask"] as const;

export const IntentForm = z.object({ intent: z.enum(caseIntents, "again") });

const words = (missing: string, most: number) =>
  z
    .string(missing)
    .transform((typed) => typed.replaceAll("\r\n", "\n").trim())
    .pipe(z.string().min(1, missing).max(most, "tooLong"));

export const GlassForm = z.object({
  once: z.string("again").refine(isId, "again"),
  glassReason: z.enum(glassReasons, "glassReason"),
  glassNote: words("glassNote", glassNoteLimit),
});

export const UnmaskForm = z.object({
  field: z.enum(unmaskFields, "unmaskField"),
  reason: z.enum(unmaskReasons, "unmaskReason"),
});
