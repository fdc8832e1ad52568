// What the forms of a case and of a person may hold. Messages are the last part of a key: cases.error.….
import { z } from "zod";
import { readDay } from "#app/kernel/calendar.ts";
import { isId } from "#app/kernel/ids.ts";
import { glassNoteLimit, glassReasons } from "./case-glass.ts";
import { unmaskFields, unmaskReasons } from "./unmask.ts";

export const caseIntents = ["claim", "release", "snooze", "wake", "escalate", "break_glass", "unmask"] as const;
export type CaseIntent = (typeof caseIntents)[number];

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

export const SnoozeForm = z.object({
  until: z.string("snoozeDay").transform((typed, context) => {
    const day = readDay(typed);
    if (!day) context.addIssue({ code: "custom", message: "snoozeDay" });
    return day ?? z.NEVER;
  }),
});

export const EscalateForm = z.object({ escalateNote: words("escalateNote", 2000) });
