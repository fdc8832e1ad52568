// What the desk's forms of an answer may hold. Messages are the last part of a key: answer.error.…
//
// Fields: `answer` · `question` of a question · `reasons` (repeated) and `acceptable` of a decline · the terms
// of an offer as on the options page (options.schema.ts) · `look`: everything is chosen, show it · and to give it
// `version` and `sign`, which say what was seen.
import { z } from "zod";
import { declineReasons, questionCodes } from "./decisions.ts";
import { version } from "./options.schema.ts";

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
