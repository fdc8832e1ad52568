// What the pay form sends, by GET for the preview and by POST to go on.
import { z } from "zod";
import { payChoices } from "./payments.ts";

export const PayForm = z.object({
  choice: z.enum(payChoices, "choice"),
  amount: z.string().max(60, "malformed").default(""),
  /** Minor units that a preview showed. */
  shown: z
    .string()
    .regex(/^\d{1,14}$/, "malformed")
    .transform(BigInt)
    .optional(),
});
