// What the score sheet may hold. Messages are the last part of a key: supervision.sheet.….
import { z } from "zod";
import { qualityNoteLimit, type QualityScore } from "./quality.ts";

const score = z.enum(["0", "1", "2"], "missing").transform((typed) => Number(typed) as QualityScore);

export const QualityForm = z.object({
  budget_read: score,
  right_offer: score,
  reasons_fit: score,
  kind_and_clear: score,
  in_time: score,
  note: z
    .string()
    .max(qualityNoteLimit, "noteTooLong")
    .transform((text) => text.trim())
    .default(""),
});
