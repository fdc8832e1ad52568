// What the page of one proposal sends: what to do with it, and in which version it was seen. Messages are the last part
// of a key: proposals.error.….
import { z } from "zod";
import { version } from "./options.schema.ts";

/** What broken bytes become on their way into text. */
const isReadable = (text: string): boolean => !text.includes("\ufffd");

export const ProposalForm = z.object({
  intent: z.enum(["withdraw", "answer", "accept", "again", "take"], "intent"),
  version,
  answer: z
    .string()
    .max(2000, "tooLong")
    .refine(isReadable, "unreadable")
    .transform((text) => text.trim())
    .default(""),
});
