// What the forms about care may hold. Which codes there are is the domain's to say.
import { z } from "zod";
import { readDay } from "#app/kernel/calendar.ts";

const code = z.string().max(60).default("");

export const CareForm = z.object({
  intent: z.enum(["add", "end", "quiet", "speak"]),
  need: code,
  toldBy: code,
  cause: code,
  agreed: z
    .literal("yes")
    .optional()
    .transform((ticked) => ticked === "yes"),
  reviewOn: z.string().max(20).default("").transform(readDay),
  mark: code,
  days: z
    .string()
    .max(10)
    .default("")
    .transform((text) => Number(text.normalize("NFKC").trim() || Number.NaN)),
  reason: code,
});
