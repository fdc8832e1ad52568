// What the forms at a request may hold. Which codes go with which kind is the domain's to say.
import { z } from "zod";

const code = z.string().max(60);

export const RequestForm = z.object({
  intent: z.enum(["claim", "release", "ask", "decide"]),
  seen: code.default(""),
  question: code.default(""),
  outcome: code.default(""),
  reasons: z.array(code).max(20).default([]),
  grounds: z.array(code).max(20).default([]),
  creditorCode: code.optional(),
  accountNumber: z.string().max(64).optional(),
});
export type RequestFields = z.output<typeof RequestForm>;
